#!/usr/bin/env python3
"""How well reports of the same story are put together.

    score_stories.py --sayso build/release/sayso clusters FILE.jsonl     BCubed precision, recall, F1
    score_stories.py --sayso build/release/sayso pairs FILE.jsonl        accuracy on pairs

clusters: lines {"id", "text", "gold", "date"?, "outlet"?}; reports with the same gold tell the same story.
pairs: lines {"a": {"text", ...}, "b": {"text", ...}, "same": true}; each pair is a collection of its own unless --together.
Everything is ingested into a fresh database by the program itself; stories are read from `export --what reports`.
"""
import argparse
import collections
import json
import subprocess
import sys
import tempfile
from pathlib import Path


def stories(sayso, records):
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "in.jsonl"
        with source.open("w", encoding="utf-8") as out:
            for record in records:
                out.write(json.dumps(record, ensure_ascii=False) + "\n")
        db = Path(folder) / "s.db"
        run = subprocess.run([sayso, "ingest", "-q", str(source), "--input-format", "jsonl", "--db", str(db)])
        if run.returncode == 2:
            sys.exit("ingest failed")
        out = subprocess.run([sayso, "export", "--what", "reports", "--as", "jsonl", "--db", str(db)],
                             capture_output=True, text=True, check=True).stdout
        found = {}
        for line in out.splitlines():
            row = json.loads(line)
            found[row["url"].rsplit("/", 1)[1]] = (row["story"], row["copy_of"])
        return found


def record(item, number):
    kept = {k: item[k] for k in ("text", "date", "outlet", "title") if item.get(k)}
    kept["url"] = f"https://s.example/{number}"
    return kept


def clusters(sayso, items):
    found = stories(sayso, [record(item, i) for i, item in enumerate(items)])
    of = [found.get(str(i), (f"none {i}", None))[0] for i in range(len(items))]
    gold = [item["gold"] for item in items]
    both = collections.Counter(zip(of, gold))
    by_found, by_gold = collections.Counter(of), collections.Counter(gold)
    n = len(items)
    precision = sum(c * c / by_found[f] for (f, g), c in both.items()) / n
    recall = sum(c * c / by_gold[g] for (f, g), c in both.items()) / n
    print(f"reports {n}  stories {len(by_found)} (gold {len(by_gold)})  BCubed precision {precision:.3f} "
          f"recall {recall:.3f} F1 {2 * precision * recall / (precision + recall):.3f}")


def pairs(sayso, items):
    records = []
    for i, item in enumerate(items):
        for side in "ab":
            r = record(item[side], f"{i}{side}")
            r["outlet"] = f"{i}{side}"
            records.append(r)
    found = stories(sayso, records)
    right = same = copies = 0
    confusion = collections.Counter()
    for i, item in enumerate(items):
        a, b = found[f"{i}a"], found[f"{i}b"]
        together = a[0] == b[0]
        right += together == item["same"]
        confusion[(item["same"], together)] += 1
        same += item["same"]
    print(f"pairs {len(items)} (same {same})  accuracy {right / len(items):.3f}  "
          f"together when same {confusion[(True, True)]}, apart when same {confusion[(True, False)]}, "
          f"together when not {confusion[(False, True)]}, apart when not {confusion[(False, False)]}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sayso", required=True)
    parser.add_argument("what", choices=["clusters", "pairs"])
    parser.add_argument("file")
    options = parser.parse_args()
    items = [json.loads(line) for line in open(options.file, encoding="utf-8")]
    (clusters if options.what == "clusters" else pairs)(options.sayso, items)


if __name__ == "__main__":
    main()
