# SPDX-License-Identifier: Apache-2.0
"""card.py SHARED_DIR SAYSO MODEL NAMES.log: the model's card, with the scores measured now; NAMES.log
is what names.py prints."""
import datetime
import json
import os
import subprocess
import sys
import tempfile

shared, sayso, model, names = sys.argv[1:5]
scorer = shared + "/tools/scorers/score_ud.py"


def ud_scores(gold):
    with tempfile.TemporaryDirectory() as folder:
        text, out = folder + "/in.jsonl", folder + "/out.jsonl"
        subprocess.run([sys.executable, scorer, gold, "--make-input", text], check=True, capture_output=True)
        with open(out, "w", encoding="utf-8") as handle:
            subprocess.run([sayso, "read", "--json", "--layers", "tokens", "--input-format", "jsonl",
                            "--model", model, text], check=True, stdout=handle)
        answer = subprocess.run([sys.executable, scorer, gold, out, "--json", "--split-contractions"],
                                check=True, capture_output=True, text=True)
    return json.loads(answer.stdout)


rows = []
for name in ("ewt", "gum"):
    s = ud_scores(f"{shared}/data/language/ud/{name}/en_{name}-ud-dev.conllu")
    rows.append(f"| {name.upper()} dev | " + " | ".join(
        "%.2f" % s[m]["f1"] for m in ("Words", "Sentences", "UPOS", "Lemma", "UAS", "LAS")) + " |")

print(f"""# models/en.bin

English: sentence ends, tags (UPOS and XPOS), lemmas, dependency trees, names.
Made {datetime.date.today().isoformat()} by `train/train.sh SHARED_DIR`, one core; the encoder and the names by
the steps of `train/encoder/train.sh`, which fixes the seeds (weights repeat in quality, not to the byte).
Format: `docs/formats/model.md`. Size {os.path.getsize(model) / 1e6:.1f} MB.

## From what
| data | used for | licence |
|---|---|---|
| Universal Dependencies English EWT, train | sentences, tags, lemmas, trees | CC BY-SA 4.0 |
| Universal Dependencies English GUM, train, genres free for commercial use | the same | annotations CC BY 4.0, texts as GUM lists them by genre |
| UNER-EWT, train (an export of the annotations) | names | CC BY-SA 4.0 |
| CrossNER politics, train | names | MIT |
| WNUT 17, train | names | CC BY 4.0 |
| Broad Twitter Corpus, train | names | CC BY 4.0 |
| Re-DocRED, dev | names | MIT |
| Universal Dependencies English GUM, train, its entities | names | annotations CC BY 4.0 |
| Wikinews 2019-2020; Reuters 2006-2013 sample; BBC 2004-2005; ABC 2006 (8.5 million words) | word clusters, word vectors; 3 million words read by a teacher of our own, whose trees the encoder learned from (self-training); no text kept | CC BY 2.5; the others: statistics only |
| MASC (0.6 million words, text alone) | word vectors; read by the teacher | free for any use |

The texts of WNUT 17, the Broad Twitter Corpus and Re-DocRED were read by the teacher of trees too. The file holds weights, vectors of hashed
words, edit scripts of lemmas and cluster numbers of hashed words; no sentence of any source can be read from it.

## Scores, from raw text
Per cent F1 of `score_ud.py --split-contractions`; the dev parts were never trained on.

| set | words | sentences | UPOS | lemma | UAS | LAS |
|---|---|---|---|---|---|---|
""" + "\n".join(rows))
print("""
## Names, from gold tokens
F1 of exact spans with type (person, organization, place), as `names.py` counts; wikigold was not trained on.
""")
with open(names, encoding="utf-8") as lines:
    for line in lines:
        if line.startswith("ships:"):
            print(line.replace("ships:", "").strip())
