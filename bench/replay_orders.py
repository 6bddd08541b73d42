#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Whatever the order in which reports come, stories, accounts, states and contradictions are the same, ids included.

    replay_orders.py --sayso BINARY --orders 100 FILE...
    replay_orders.py --sayso BINARY --orders 20 --documents 2000 NEWS.jsonl...

Each order is ingested in pieces (so that derived tables are made several times on the way) into a database of its own;
everything derived is compared, row numbers apart. Exit 1 at the first difference.

With --documents N, the files are JSON Lines; N of their lines, as many of each file as can be, are read once, their texts
cut to --characters, and `sayso bench --stories` stores them anew in that many shuffled orders and one by date: the
first in one piece, the others in twelve. 2,000 documents in 20 orders take some minutes.
"""
import argparse
import json
import random
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

QUERIES = [
    "SELECT s.id, s.title, s.reports, s.originals, (SELECT group_concat(i) FROM (SELECT v.id AS i FROM story_reports r "
    "JOIN versions v USING(version) WHERE r.story=s.story ORDER BY v.id)) FROM stories s ORDER BY s.id",
    "SELECT a.id, a.type, a.affirming, a.denying, a.credibility, (SELECT group_concat(i) FROM (SELECT e.id AS i FROM "
    "evidence x JOIN events e ON e.version=x.version AND e.number=x.event WHERE x.account=a.account ORDER BY e.id)) "
    "FROM accounts a ORDER BY a.id",
    "SELECT id, entity, variable, value, status, valid_from, valid_to, known_from, sources, credibility FROM facts "
    "ORDER BY id",
    "SELECT c.id, o.id FROM copies k JOIN versions c ON c.version=k.version JOIN versions o ON o.version=k.original "
    "ORDER BY c.id",
    "SELECT id, subject, differs_in, left_value, right_value FROM contradictions ORDER BY id",
]


def derived(sayso, files, pieces, db):
    size = max(1, (len(files) + pieces - 1) // pieces)
    for at in range(0, len(files), size):
        run = subprocess.run([sayso, "ingest", "-q", *files[at:at + size], "--db", db], capture_output=True, text=True)
        if run.returncode == 2:
            sys.exit(run.stderr)
    with sqlite3.connect(db) as base:
        return [base.execute(query).fetchall() for query in QUERIES]


def replay_news(options):
    """the first lines of the files in turn, read once, stored anew in many orders"""
    lines, sources = [], [open(name, encoding="utf-8") for name in options.files]
    while sources and len(lines) < options.documents:
        for source in list(sources):
            line = source.readline()
            if not line:
                sources.remove(source)
            elif len(lines) < options.documents:
                document = json.loads(line)
                document["text"] = document["text"][:options.characters]
                lines.append(json.dumps(document, ensure_ascii=False) + "\n")
    with tempfile.TemporaryDirectory() as folder:
        news, db = Path(folder) / "news.jsonl", str(Path(folder) / "n.db")
        news.write_text("".join(lines), encoding="utf-8")
        run = subprocess.run([options.sayso, "ingest", "-q", str(news), "--db", db], capture_output=True, text=True)
        if run.returncode == 2:
            sys.exit(run.stderr)
        sys.exit(subprocess.run([options.sayso, "bench", "--stories", db, "--orders", str(options.orders + 1)]).returncode)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sayso", required=True)
    parser.add_argument("--orders", type=int, default=100)
    parser.add_argument("--pieces", type=int, default=2)
    parser.add_argument("--documents", type=int, help="of JSON Lines files, so many in all")
    parser.add_argument("--characters", type=int, default=4000, help="of a document, with --documents")
    parser.add_argument("files", nargs="+")
    options = parser.parse_args()
    if options.documents:
        replay_news(options)
    first = None
    for order in range(options.orders):
        files = sorted(options.files)
        random.Random(order).shuffle(files)
        with tempfile.TemporaryDirectory() as folder:
            found = derived(options.sayso, files, options.pieces, str(Path(folder) / "o.db"))
        if first is None:
            first = found
        elif found != first:
            for name, a, b in zip(("stories", "accounts", "facts", "copies", "contradictions"), first, found):
                if a != b:
                    print(f"order {order}: {name} differ: {sorted(set(a) ^ set(b))[:3]}")
            sys.exit(1)
    print(f"{options.orders} orders of {len(options.files)} files: the same "
          + ", ".join(f"{len(rows)} {name}" for name, rows in zip(("stories", "accounts", "facts", "copies", "contradictions"), first)))


if __name__ == "__main__":
    main()
