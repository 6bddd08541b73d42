#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Reports to learn countries from, as JSON Lines to stdout.

    reports.py NEWS_FOLDER [--questions QUESTIONS.tsv] [--texts MORE.jsonl ...] [--not LABELS.tsv ...] [--most N]

Those that QUESTIONS names (report, begin, end, country) come with their questions, from the news (*.jsonl.xz) or MORE (JSON
Lines; PolNeAR's documents are named polnear/ and their doc_id); then N of the other news that no LABELS name, in an order of their ids."""
import argparse
import collections
import json
import lzma
import pathlib
import re
import zlib


def records(news, more):
    for path in sorted(news.glob("*.jsonl.xz")):
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                yield True, json.loads(line)
    for path in more:
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            if "doc_id" in record:
                record["id"] = "polnear/" + record["doc_id"]
                day = re.search(r"_(20\d\d-\d\d-\d\d)_", record["doc_id"])
                record["date"] = day.group(1) if day else ""
            yield False, record


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("news", type=pathlib.Path)
    parser.add_argument("--questions", type=pathlib.Path)
    parser.add_argument("--texts", nargs="*", type=pathlib.Path, default=[])
    parser.add_argument("--not", nargs="*", type=pathlib.Path, default=[], dest="but")
    parser.add_argument("--most", type=int, default=3000)
    options = parser.parse_args()
    questions, named = collections.defaultdict(list), set()
    if options.questions:
        for line in options.questions.read_text(encoding="utf-8").splitlines():
            if not line.startswith("#"):
                report, begin, end, country = line.split("\t")
                questions[report].append({"start": int(begin), "end": int(end), "country": country})
    for path in options.but:
        for line in path.read_text(encoding="utf-8").splitlines():
            named.update(line.split("\t")[1:2])
    by_hand, others = {}, []
    for news, record in records(options.news, options.texts):
        kept = {k: record[k] for k in ("id", "title", "date", "text") if record.get(k)}
        if record["id"] in questions:
            by_hand[record["id"]] = dict(kept, questions=questions[record["id"]])
        elif news and record["id"] not in named:
            others.append((zlib.crc32(record["id"].encode()), record["id"], kept))
    for report in sorted(by_hand):
        print(json.dumps(by_hand[report]))
    for _, _, record in sorted(others, key=lambda o: o[:2])[:options.most]:
        print(json.dumps(record))


if __name__ == "__main__":
    main()
