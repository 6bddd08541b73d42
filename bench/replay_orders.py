#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Whatever the order in which reports come, stories, accounts, states and contradictions are the same, ids included.

    replay_orders.py --sayso BINARY --orders 100 FILE...

Each order is ingested in pieces (so that derived tables are made several times on the way) into a database of its own;
everything derived is compared, row numbers apart. Exit 1 at the first difference.
"""
import argparse
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


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sayso", required=True)
    parser.add_argument("--orders", type=int, default=100)
    parser.add_argument("--pieces", type=int, default=2)
    parser.add_argument("files", nargs="+")
    options = parser.parse_args()
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
