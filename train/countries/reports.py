#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Reports to learn from: reports.py NEWS_FOLDER LABELS... [--most N]: JSON Lines of news (*.jsonl.xz) that none of the
LABELS (bench/*.tsv that name reports) name, every report of Wikinews and ABC and a part of the others, to stdout."""
import argparse
import json
import lzma
import pathlib
import zlib


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("news", type=pathlib.Path)
    parser.add_argument("labels", nargs="*", type=pathlib.Path)
    parser.add_argument("--most", type=int, default=4000)
    options = parser.parse_args()
    named = set()
    for path in options.labels:
        for line in path.read_text(encoding="utf-8").splitlines():
            named.update(line.split("\t")[1:2])
    chosen = []
    for path in sorted(options.news.glob("*.jsonl.xz")):
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                if record["id"] not in named:
                    chosen.append((zlib.crc32(record["id"].encode()), record))
    chosen.sort(key=lambda c: (c[0], c[1]["id"]))
    for _, record in chosen[:options.most]:
        print(json.dumps({k: record[k] for k in ("id", "title", "date", "text") if record.get(k)}))


if __name__ == "__main__":
    main()
