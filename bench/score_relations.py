#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Precision and recall of the relations that claims and events stand on, against a treebank.

  score_relations.py SCORERS GOLD.conllu PRED.jsonl|PRED.conllu [--genre news] [--json]

SCORERS is the folder that holds score_ud.py, whose alignment of words is used. An arc counts as found when dependent, head and
relation (without its subtype) are right. "told" are the arcs by which verbs of saying govern what is said: ccomp under such a verb,
parataxis with such a verb at either end; "told, either" forgives ccomp for parataxis and the other way round, not a wrong head.
Verbs of saying are those of data/lexicon/cues.tsv with act speech and a frame that or quote.
"""
import argparse
import json
import pathlib
import sys

RELATIONS = ("nsubj", "obj", "ccomp", "parataxis", "xcomp", "obl", "advcl", "appos", "conj")
ROOT = pathlib.Path(__file__).resolve().parent.parent


def verbs_of_saying():
    verbs = set()
    for line in (ROOT / "data/lexicon/cues.tsv").read_text(encoding="utf-8").splitlines():
        cell = line.split("\t")
        if len(cell) > 3 and cell[1] == "verb" and cell[3] == "speech" and {"that", "quote"} & set(cell[2].split("|")):
            verbs.add(cell[0])
    return verbs


def arcs(document, verbs):
    """{(kind, dependent, head)} of a scored document; "told" beside the relation itself."""
    found = set()
    for i, word in enumerate(document.words):
        if word.head < 0:
            continue
        if word.deprel in RELATIONS:
            found.add((word.deprel, i, word.head))
        head = document.words[word.head]
        says = head.upos == "VERB" and head.lemma in verbs
        said = word.upos == "VERB" and word.lemma in verbs
        if (word.deprel == "ccomp" and says) or (word.deprel == "parataxis" and (says or said)):
            found.add(("told " + word.deprel, i, word.head))
            found.add(("told", i, word.head, word.deprel))
            found.add(("told, either", i, word.head))
    return found


def score(pairs, score_ud):
    verbs = verbs_of_saying()
    right, gold_n, pred_n = {}, {}, {}
    for gold, pred in pairs:
        to_gold = {p: g for g, p in score_ud.align(gold.words, pred.words).items()}
        wanted = arcs(gold, verbs)
        for arc in wanted:
            gold_n[arc[0]] = gold_n.get(arc[0], 0) + 1
        for arc in arcs(pred, verbs):
            pred_n[arc[0]] = pred_n.get(arc[0], 0) + 1
            moved = (arc[0], to_gold.get(arc[1]), to_gold.get(arc[2])) + arc[3:]
            right[arc[0]] = right.get(arc[0], 0) + (moved in wanted)
    result = {}
    for kind in RELATIONS + ("told ccomp", "told parataxis", "told", "told, either"):
        r, g, p = right.get(kind, 0), gold_n.get(kind, 0), pred_n.get(kind, 0)
        result[kind] = {"p": r / p if p else 0.0, "r": r / g if g else 0.0, "f1": 2 * r / (g + p) if g + p else 0.0, "gold": g}
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scorers")
    parser.add_argument("gold")
    parser.add_argument("pred")
    parser.add_argument("--genre", help="only documents whose name holds this (GUM_news_...)")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    sys.path.insert(0, options.scorers)
    import score_ud

    gold = [d for d in score_ud.read_conllu(options.gold, True) if not options.genre or options.genre in d.name]
    if options.pred.endswith(".jsonl"):
        texts = {d.name: d.text() for d in score_ud.read_conllu(options.gold)}
        records = score_ud.read_jsonl(options.pred)
        pairs = [(g, score_ud.from_record(records.get(g.name, {"id": g.name}), texts[g.name], True)) for g in gold]
    else:
        pred = {d.name: d for d in score_ud.read_conllu(options.pred, True)}
        pairs = [(g, pred[g.name]) for g in gold]
    result = {"relations": score(pairs, score_ud), "tree": {k: v["f1"] for k, v in score_ud.score(pairs).items()}}
    if options.json:
        print(json.dumps(result))
        return
    print("%-16s %6s %6s %6s %6s" % ("", "P", "R", "F1", "gold"))
    for kind, s in result["relations"].items():
        print("%-16s %6.1f %6.1f %6.1f %6d" % (kind, 100 * s["p"], 100 * s["r"], 100 * s["f1"], s["gold"]))
    print(" · ".join("%s %.1f" % row for row in result["tree"].items()))


if __name__ == "__main__":
    main()
