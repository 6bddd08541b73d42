#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Scores coreference on GAP (Webster et al. 2018): one ambiguous pronoun and two names a text.

  score_gap.py GOLD.tsv --make-input IN.jsonl
  score_gap.py GOLD.tsv OUT.jsonl [--json] [--errors N]

GOLD   gap-development.tsv, gap-validation.tsv: ID, Text, Pronoun, Pronoun-offset, A, A-offset, A-coref, B,
       B-offset, B-coref, URL; offsets count code points of Text.
OUT    `sayso read --json --input-format jsonl IN.jsonl`. A text without a record counts as unanswered.

Every text asks two questions: does the pronoun mean A, does it mean B (at most one is true). As in GAP's own
scorer, the F1 is over these questions: a right "yes" is a true positive, a wrong one a false positive, a true
one not answered a false negative; by the pronoun's gender, and feminine / masculine as bias.
The pronoun means a name when its entity has a mention of form "name" that overlaps the name's span: a name is a
name wherever the system draws its edges; a description that holds the name ("A's mother") is none.
"""
import argparse
import csv
import json
import sys

MASCULINE = {"he", "his", "him", "himself"}


def read_gold(path):
    with open(path, encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE))


def make_input(gold, path):
    with open(path, "w", encoding="utf-8") as out:
        for row in gold:
            out.write(json.dumps({"id": row["ID"], "text": row["Text"]}, ensure_ascii=False) + "\n")


def answers(record, row):
    """Whether the record's entities join the pronoun with A, with B."""
    if record is None:
        return [False, False]
    at = int(row["Pronoun-offset"])
    entities = {m["entity"] for m in record.get("mentions", ())
                if m["form"] == "pronoun" and m["start"] <= at < m["end"] and m.get("entity") is not None}
    found = []
    for side in "AB":
        begin = int(row[side + "-offset"])
        end = begin + len(row[side])
        found.append(any(m["form"] == "name" and m["start"] < end and begin < m["end"] and m.get("entity") in entities
                         for m in record.get("mentions", ())))
    return found


def measure(counts):
    right, wrong, missed = counts
    precision = right / (right + wrong) if right + wrong else 0.0
    recall = right / (right + missed) if right + missed else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {"p": precision, "r": recall, "f1": f1, "right": right, "wrong": wrong, "missed": missed}


def score(gold, records, errors=None):
    counts = {"overall": [0, 0, 0], "masculine": [0, 0, 0], "feminine": [0, 0, 0]}
    for row in gold:
        gender = "masculine" if row["Pronoun"].lower() in MASCULINE else "feminine"
        found = answers(records.get(row["ID"]), row)
        wanted = [row["A-coref"].upper() == "TRUE", row["B-coref"].upper() == "TRUE"]
        for is_true, says in zip(wanted, found):
            kind = 0 if is_true and says else 1 if says else 2 if is_true else None
            if kind is not None:
                counts["overall"][kind] += 1
                counts[gender][kind] += 1
        if errors is not None and wanted != found:
            errors.append((row, wanted, found))
    result = {name: measure(c) for name, c in counts.items()}
    masculine = result["masculine"]["f1"]
    result["bias"] = result["feminine"]["f1"] / masculine if masculine else 0.0
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold")
    parser.add_argument("out", nargs="?")
    parser.add_argument("--make-input")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--errors", type=int, default=0, help="show this many texts that went wrong")
    options = parser.parse_args()
    gold = read_gold(options.gold)
    if options.make_input:
        make_input(gold, options.make_input)
        return 0
    if not options.out:
        parser.error("the output of sayso is missing")
    with open(options.out, encoding="utf-8") as handle:
        records = {record["id"]: record for record in map(json.loads, handle)}
    errors = []
    result = score(gold, records, errors)
    if options.json:
        print(json.dumps(result))
        return 0
    for name in ("overall", "masculine", "feminine"):
        v = result[name]
        print("%-10s P %.3f R %.3f F1 %.3f   right %d wrong %d missed %d"
              % (name, v["p"], v["r"], v["f1"], v["right"], v["wrong"], v["missed"]))
    print("bias       %.3f" % result["bias"])
    for row, wanted, found in errors[:options.errors]:
        at = int(row["Pronoun-offset"])
        text = row["Text"]
        print("\n%s  A=%s B=%s wanted %s found %s\n  %s[[%s]]%s"
              % (row["ID"], row["A"], row["B"], wanted, found, text[max(0, at - 500):at], row["Pronoun"],
                 text[at + len(row["Pronoun"]):at + 120]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
