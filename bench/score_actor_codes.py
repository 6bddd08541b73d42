#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Scores actor codes on the PLOVER gold standard records, apart from events: was the actor's code found?

  score_actor_codes.py GOLD.json --make-input IN.jsonl
  score_actor_codes.py GOLD.json OUT.jsonl [--json] [--errors N]

GOLD   plover_gsr_dev.json: records with "text", "source" and "target", lists of {"actorText", "code", "sector"?}.
OUT    `sayso read --json --input-format jsonl IN.jsonl`. The input has no date: the 2000-01-01 of the gold is a
       placeholder.

Each distinct actor of a sentence is a question. The mention that answers it is the one whose words overlap the
actor's words in the sentence, and of several the one that covers most of them, then the last (the head of an English
noun phrase stands at its end), then the wider; a mention of kind time or quantity is none. `country`: the first word
of the codes agree (a body of states is IGO, as in the gold; sectors are cut to three letters). `sector`: country right, and the gold sector is among the mention's sectors (no gold sector: the
mention has none or its government's, GOV, as PLOVER takes a country for its government). `anywhere`: some mention of
the sentence has that country / that country and sector, whatever its words. Actors whose words are not in the text, or without a
code, are left out and counted.
"""
import argparse
import json
import re
import sys

# Slips of the gold, and where our codes follow CAMEO (data/FORMAT.md).
CODES = {"JAP": "JPN", "ITL": "ITA", "VTN": "VNM"}
SECTORS = {"CIV": "CVL", "JRN": "MED", "MED": "HLH"}
# The gold writes IGO for bodies of states that have codes of their own here.
BODIES = {"IGO", "UNO", "EUR", "NAT", "OSC", "OAS", "AFU", "ARL", "IMF", "WBK", "ICC", "ICJ"}


def country_of(code):
    code = CODES.get(code, code)
    return "IGO" if code in BODIES else code


def read_gold(path):
    with open(path, encoding="utf-8") as handle:
        records = json.load(handle)
    sentences = {}
    for record in records:
        if record["event"] == "DOCUMENT":
            continue
        text = record["text"].strip()
        key, actors = sentences.setdefault(text, ("gsr-%04d" % (len(sentences) + 1), {}))
        for side in ("source", "target"):
            for actor in record.get(side) or []:
                if isinstance(actor, dict) and actor.get("actorText"):
                    sector = (actor.get("sector") or "")[:3].upper()
                    actors[actor["actorText"]] = (country_of(actor.get("code")), SECTORS.get(sector, sector))
    return [(key, text, actors) for text, (key, actors) in sentences.items()]


def where(text, words):
    pattern = r"\s+".join(re.escape(w) for w in words.split())
    found = re.search(pattern, text) or re.search(pattern, text, re.I)
    return found.span() if found else None


def answer(record, span):
    best = None
    for m in record.get("mentions", ()):
        if m["kind"] in ("time", "quantity"):
            continue
        shared = min(m["end"], span[1]) - max(m["start"], span[0])
        if shared > 0:
            rank = (shared, m["end"], m["end"] - m["start"])
            if best is None or rank > best[0]:
                best = (rank, m)
    return best[1] if best else None


def agrees(code, gold):
    """(country right, sector right too)"""
    parts = (code or "").split()
    country, sector = gold
    if not parts or country_of(parts[0]) != country:
        return False, False
    if not sector:
        return True, len(parts) == 1 or parts[1] == "GOV"
    return True, sector in parts[1:]


def score(gold, records, errors=None):
    names = ("country", "sector", "anywhere country", "anywhere sector")
    right, asked, left_out = dict.fromkeys(names, 0), 0, 0
    for key, text, actors in gold:
        record = records.get(key, {})
        for words, code in actors.items():
            span = where(text, words)
            if span is None or not code[0]:
                left_out += 1
                continue
            asked += 1
            mention = answer(record, span)
            country, sector = agrees(mention and mention.get("code"), code)
            every = [agrees(m.get("code"), code) for m in record.get("mentions", ())]
            values = (country, sector, any(e[0] for e in every), any(e[1] for e in every))
            for name, value in zip(names, values):
                right[name] += value
            if errors is not None and not sector:
                found = "%s (%s)" % (mention.get("code"), text[mention["start"]:mention["end"]]) if mention else "-"
                errors.append((" ".join(code), words, found, text))
    result = {name: right[name] / asked if asked else 0.0 for name in names}
    return dict(result, actors=asked, left_out=left_out)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold")
    parser.add_argument("out", nargs="?")
    parser.add_argument("--make-input")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--errors", type=int, default=0, help="show this many wrong codes")
    options = parser.parse_args()
    gold = read_gold(options.gold)
    if options.make_input:
        with open(options.make_input, "w", encoding="utf-8") as out:
            for key, text, _ in gold:
                out.write(json.dumps({"id": key, "text": text}, ensure_ascii=False) + "\n")
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
    print("actors %d, left out %d" % (result["actors"], result["left_out"]))
    for name in ("country", "sector", "anywhere country", "anywhere sector"):
        print("%-18s %.3f" % (name, result[name]))
    for code, words, found, text in errors[:options.errors]:
        print("\ngold %-10s %s\nfound %s\n  %s" % (code, words, found, text))
    return 0


if __name__ == "__main__":
    sys.exit(main())
