#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Claims of speech apart from those of attitude and intention: claim_acts.py SCORERS GOLD OUT.jsonl

The gold sets do not say which is which. A gold attribution is of the act that data/lexicon/cues.tsv gives the words
of its cue (the first that is there); a claim of ours is of the act it states. Recall is over gold of an act, precision
over claims of an act, both matched to anything of the other side as score_attribution.py matches (all three roles
overlap). Prints one JSON object: {act: {"p", "r", "f1", "gold", "pred"}}. SCORERS is the folder of that scorer.
"""
import json
import pathlib
import re
import sys


def acts_of_words():
    table = {}
    path = pathlib.Path(__file__).parent.parent / "data/lexicon/cues.tsv"
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            word, _, _, act, _, _, _, strength = line.split("\t")
            if float(strength) > table.get(word, ("", 0))[1]:
                table[word] = (act, float(strength))
    return {word: act for word, (act, _) in table.items()}


def stems(word):
    yield word
    for ending, instead in (("ies", "y"), ("ied", "y"), ("es", ""), ("es", "e"), ("s", ""), ("ed", ""), ("ed", "e"), ("d", ""), ("ing", ""), ("ing", "e")):
        if word.endswith(ending):
            stem = word[: -len(ending)] + instead
            yield stem
            if len(stem) > 2 and stem[-1] == stem[-2]:
                yield stem[:-1]


IRREGULAR = {"said": "say", "told": "tell", "thought": "think", "felt": "feel", "knew": "know", "wrote": "write", "written": "write",
             "saw": "see", "seen": "see", "sought": "seek", "found": "find", "meant": "mean", "spoke": "speak", "made": "make"}


def act_of_cue(words, table):
    for word in re.findall(r"[a-z]+", words.lower()):
        for stem in [IRREGULAR[word]] if word in IRREGULAR else stems(word):
            if stem in table:
                return "speech" if table[stem] == "speech" else "attitude"
    return "unknown"


def main():
    sys.path.insert(0, sys.argv[1])
    import score_attribution as scorer
    table = acts_of_words()
    found = {}
    for line in open(sys.argv[3], encoding="utf-8"):
        record = json.loads(line)
        found[str(record["id"])] = [c for c in record.get("claims") or [] if c.get("outer") is None]
    counts = {act: [0, 0, 0, 0] for act in ("speech", "attitude", "unknown")}  # gold, gold hit, claims, claims hit
    for line in open(sys.argv[2], encoding="utf-8"):
        gold = json.loads(line)
        tokens = scorer.Tokens(gold["text"])
        sides, acts = [], []
        for items in (gold["attributions"], found.get(str(gold["doc_id"]), [])):
            sides.append([{r: tokens.cover(a.get(r) or [], False) for r in scorer.ROLES} for a in items])
            acts.append([("speech" if a["act"] == "speech" else "attitude") if "act" in a else
                         act_of_cue(" ".join(gold["text"][s:e] for s, e in a.get("cue") or []), table) for a in items])
        for side in (0, 1):
            for act in acts[side]:
                counts[act][2 * side] += 1
        for i, j, _ in scorer.pair_up(*sides, lambda a, b: sum(scorer.jaccard(a[r], b[r]) for r in scorer.ROLES)):
            if all(sides[0][i][r] & sides[1][j][r] or not (sides[0][i][r] or sides[1][j][r]) for r in scorer.ROLES):
                counts[acts[0][i]][1] += 1
                counts[acts[1][j]][3] += 1
    out = {}
    for act, (gold, gold_hit, pred, pred_hit) in counts.items():
        r, p = gold_hit / gold if gold else 0, pred_hit / pred if pred else 0
        out[act] = {"p": p, "r": r, "f1": 2 * p * r / (p + r) if p + r else 0, "gold": gold, "pred": pred}
    print(json.dumps(out))


if __name__ == "__main__":
    main()
