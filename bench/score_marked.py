#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Events and states that `sayso read` finds in the texts of our own that have them marked (train/encoder/own_events/, whose
README.md tells the marks). The rules were not made by them, so this says how far they carry.

    python3 bench/score_marked.py --sayso build/release/sayso [--json] [FILE...]

events  a found event is right if one of its words lies in a marked one; "typed": and has its type
states  a found state is right if its words hold a marked thing; "valued": and the value is the marked one, in the words of
        data/situation/values.tsv
"""
import argparse
import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "train" / "encoder"))
import own_events_marks as marks  # noqa: E402


def value_classes():
    out = {}
    for line in open(ROOT / "data/situation/values.tsv", encoding="utf-8"):
        cells = line.rstrip("\n").split("\t")
        if not line.startswith("#"):
            out[cells[1], cells[0]] = cells[2]
    return out


def class_of(values, variable, value):
    """The guide's "variable=value" of a value in the program's words, or None."""
    value = value.lower()
    if variable == "control":
        value = "held" if value.startswith(("held by", "occupied", "controlled")) else value
    elif variable == "custody":
        value = "detained" if value.startswith("held") else "released" if value.startswith(("released", "handed")) else value
    elif variable == "position":
        value = "at"
    elif variable == "substitute":
        value = "used"
    value = values.get((variable, value), value)
    value = "intact" if value == "usable" else value
    key = variable + "=" + value
    return key if key in marks.STATES else None


def documents(paths):
    """(text, marks) of each document."""
    for path in paths:
        for part in path.read_text(encoding="utf-8").split("\n\n"):
            text, found = "", []
            for line in part.split("\n"):
                if line.strip():
                    plain, of_line = marks.marked(line.strip())
                    found += [(len(text) + begin, len(text) + end, kinds) for begin, end, kinds in of_line]
                    text += plain + "\n\n"
            if text:
                yield text, found


def places(text, shown):
    """Where each character of `text` stands in `shown`, white space apart."""
    at, out = 0, {}
    for i, c in enumerate(text):
        if not c.isspace():
            while at < len(shown) and shown[at].isspace():
                at += 1
            out[i] = at
            at += 1
    return out


def percent(a, b):
    return 100.0 * a / max(1, b)


def measure(sayso, paths):
    values, docs = value_classes(), list(documents(paths))
    lines = "\n".join(json.dumps({"id": str(i), "title": "", "date": "2024-05-05", "text": text}) for i, (text, _) in enumerate(docs))
    raw = subprocess.run([sayso, "read", "-q", "--json", "--layers", "text", "--input-format", "jsonl", "-"], input=lines.encode(),
                         stdout=subprocess.PIPE, check=True).stdout.decode()
    count = dict.fromkeys(("gold events", "events", "any", "typed", "gold states", "states", "thing", "valued"), 0)
    for line, (text, found) in zip(raw.splitlines(), docs, strict=True):
        record = json.loads(line)
        at = places(text, record["text"])
        gold = [(at[begin], at[end - 1] + 1, {marks.CLASSES[k] for k in kinds}) for begin, end, kinds in found]
        events = [g for g in gold if g[2] & set(marks.EVENTS)]
        states = [g for g in gold if g[2] & set(marks.STATES)]
        count["gold events"] += len(events)
        count["gold states"] += sum(len(g[2] & set(marks.STATES)) for g in states)
        for e in record["events"]:
            hit = [g for g in events if any(b < g[1] and g[0] < end for b, end in e["trigger"])]
            count["events"] += 1
            count["any"] += bool(hit)
            count["typed"] += any(e["type"] in g[2] for g in hit)
        for s in record["states"]:
            hit = [g for g in states if s["start"] < g[1] and g[0] < s["end"]]
            count["states"] += 1
            count["thing"] += bool(hit)
            count["valued"] += any(class_of(values, s["variable"], s["value"]) in g[2] for g in hit)
    return count


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sayso", required=True)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("files", nargs="*", type=pathlib.Path)
    o = parser.parse_args()
    c = measure(o.sayso, o.files or sorted((ROOT / "train/encoder/own_events").glob("*.txt")))
    rows = {}
    for name, gold, found, hits in (("events", "gold events", "events", ("any", "typed")), ("states", "gold states", "states", ("thing", "valued"))):
        for hit in hits:
            rows["%s %s precision" % (name, hit)] = percent(c[hit], c[found])
            rows["%s %s recall" % (name, hit)] = percent(c[hit], c[gold])
    if o.json:
        print(json.dumps({**rows, **c}))
        return
    for key, value in rows.items():
        print("%-28s %.1f" % (key, value))
    print(c)


if __name__ == "__main__":
    main()
