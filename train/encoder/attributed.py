# SPDX-License-Identifier: Apache-2.0
"""Sentences in which people marked who says what, and what that says of their trees.

What is said hangs on its cue by one word; its other words hang on each other. A teacher's chances of heads are
bound to that, so that what the student learns of "..., he said" is what people marked and not what the teacher guesses."""
import json
import os
import subprocess

import numpy as np

import data as D

# Relations by which a clause that is said never hangs on a verb of saying.
NOT_SAID = [D.deprel(x) for x in ("root", "parataxis", "conj", "dep", "appos", "list", "discourse", "punct", "cc", "mark", "acl",
                                  "acl:relcl", "nsubj", "case", "det", "advmod")]


IRREGULAR = {"said": "say", "told": "tell", "thought": "think", "wrote": "write", "written": "write", "knew": "know", "known": "know",
             "felt": "feel", "found": "find", "heard": "hear", "saw": "see", "seen": "see", "understood": "understand", "held": "hold",
             "meant": "mean", "swore": "swear", "sworn": "swear", "shown": "show", "spoke": "speak", "forgot": "forget", "bet": "bet"}


def verbs_with_clauses():
    """Lemmas of cues that take a clause or a quotation, data/lexicon/cues.tsv."""
    with open(os.path.join(D.HERE, "../../data/lexicon/cues.tsv"), encoding="utf-8") as lines:
        rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return {r[0] for r in rows if len(r) > 3 and r[1] == "verb" and {"that", "quote"} & set(r[2].split("|"))}


def is_cue(form, verbs):
    form = form.lower()
    stems = {form, IRREGULAR.get(form, form)}
    for end, more in (("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("d", ""), ("ied", "y"), ("ing", ""), ("ing", "e")):
        if form.endswith(end):
            stem = form[:len(form) - len(end)] + more
            stems |= {stem, stem[:-1] if stem[-1:] == stem[-2:-1] else stem}
    return bool(stems & verbs)


def read(path, tool, model, image, name, longest=120):
    """Sentences of a file of attributions, told = [(verbs of the cue, words of the content)] where both stand in the
    sentence and the verb takes clauses."""
    out, verbs = [], verbs_with_clauses()
    with open(path, encoding="utf-8") as lines:
        documents = [json.loads(line) for line in lines]
    for d in documents:
        text = d["text"]
        raw = subprocess.run([tool, "split", model, image], input="\n".join(x for x in text.split("\n") if x.strip()).encode(),
                             stdout=subprocess.PIPE, check=True).stdout.decode()
        at = 0
        for line in raw.split("\n"):
            forms = line.split("\t") if line else []
            places = []
            for form in forms:
                found = text.find(form, at, at + 200)
                places.append((found, found + len(form)) if found >= 0 else (-1, -1))
                at = found + len(form) if found >= 0 else at
            if 2 < len(forms) <= longest and min(p[0] for p in places) >= 0:
                s = D.Sentence(forms, set=name)
                told = [t for t in (marked(a, places) for a in d["attributions"]) if t]
                told = [([c for c in cue if is_cue(forms[c], verbs)], said) for cue, said in told]
                s.told = [(cue, said) for cue, said in told if cue]
                out.append(s)
    return out


def marked(attribution, places):
    def words(spans):
        return [i for i, (b, e) in enumerate(places) if any(b >= x and e <= y for x, y in spans)]
    cue, content = attribution.get("cue") or [], attribution.get("content") or []
    begin, end = places[0][0], places[-1][1]
    inside = [(x, y) for x, y in content if x >= begin and y <= end + 1]
    cue, said = words(cue), words(inside)
    return (cue, [w for w in said if w not in cue]) if cue and len(said) > 2 and inside else None


def bind(chance, told, verb, mark, aside):
    """Binds chance[n][n + 1] (of each word's head; the last column is the root) to what is told. verb, mark, aside: which words are
    verbs, which are marks, which govern a clause of their own ("as he said, ..."), about which nothing is known. Returns the words
    that what is said hangs by, and the cues that hang on it as the treebanks have it where they part it ("it is, he said, good")."""
    tops, asides = [], []
    n = len(chance)
    for cue, said in told:
        verbs = [c for c in cue if verb[c]]
        said = [w for w in said if not mark[w]]
        if not verbs or len(said) < 2 or aside[verbs[-1]]:
            continue
        c = verbs[-1]
        inside = np.zeros(n + 1, bool)
        inside[said] = True
        parted = min(said) < c < max(said)
        if parted and (sum(w < c for w in said) < 2 or sum(w > c for w in said) < 2):
            continue
        top = max(said, key=lambda w: chance[w][~inside].sum())
        old = chance[top].copy()
        for w in said:
            if w != top and (chance[w] * inside).sum() >= 0.2:
                chance[w] = chance[w] * inside / (chance[w] * inside).sum()
        if parted:
            chance[c] = 0
            chance[c][top] = 1
            row = old * ~inside
            row[c] = 0
            if row.sum() > 0.01:
                chance[top] = row / row.sum()
            asides.append(c)
            continue
        chance[top] = 0
        chance[top][c] = 1
        row = chance[c] * ~inside
        if row.sum() < 0.1:  # it hung on what is said: it takes the place of that
            row = old * ~inside
            row[c] = 0
        if row.sum() > 0.01:
            chance[c] = row / row.sum()
        tops.append(top)
    return tops, asides
