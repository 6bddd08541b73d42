#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Texts with pronouns and what they mean, one JSON line a text: examples.py GAP.tsv ONTOGUM.conll TREES.conllu > OUT.jsonl

{"text", "set", "pronouns": [{"at": offset, "same": [[start, end], ...]}]}; offsets count code points. From GAP the
spans are the name that the pronoun means (none: the pronoun means neither name, and teaches nothing); from OntoGUM
all other mentions of the chain of each "he", "she" and their forms.
"""
import csv
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "bench"))
import score_coref  # noqa: E402

PERSONAL = {"he", "him", "his", "himself", "she", "her", "hers", "herself"}


def gap(path):
    with open(path, encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE):
            same = [[int(row[s + "-offset"]), int(row[s + "-offset"]) + len(row[s])] for s in "AB" if row[s + "-coref"].upper() == "TRUE"]
            if same:
                yield {"text": row["Text"], "set": "gap", "pronouns": [{"at": int(row["Pronoun-offset"]), "same": same}]}


def gum(ontogum, trees):
    for _, text, words, spans, chains in score_coref.gold_documents(ontogum, trees, None):
        pronouns = []
        for chain in chains:
            for first, last in chain:
                if first == last and words[first].lower() in PERSONAL:
                    same = [[spans[a][0], spans[b][1]] for a, b in chain if (a, b) != (first, last)]
                    pronouns.append({"at": spans[first][0], "same": same})
        if pronouns:
            yield {"text": text, "set": "gum", "pronouns": pronouns}


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    for source in (gap(sys.argv[1]), gum(sys.argv[2], sys.argv[3])):
        for row in source:
            print(json.dumps(row, ensure_ascii=False))


if __name__ == "__main__":
    main()
