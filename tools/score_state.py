#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measure the state of things and the contradictions that `sayso` finds in the sample reports.

  score_state.py --sayso build/dev/sayso [--folder samples] [--db FILE] [--json] [--misses]

The folder's reports are ingested into a database of their own (FILE, else a temporary one). For every row of
golden/state.tsv `sayso state --at DATE --format json` is asked; where the row has `known_then`, also with
--known DATE. Of the rows found for the entity and variable:
  value      one of them says the golden value (or one of `also`), in the words of score_samples.py
  contested  the row with the right value has status contested, or has not, as the golden row says
  known then the value as known on the date is `known_then`
  only       no other value is given beside the right one
Prints every row with + right, - wrong, . not asked, and the shares.

Then `sayso contradictions` against golden/contradictions.tsv. A found one fits a golden one when they stand in the same
two reports (a reprint counts as its original) and name the same thing: the subject is like `about`, or a source on
either side is like the golden one. Golden rows of a report that a later version corrects are not asked.
  contradictions      golden ones found
  contradictions true found ones that fit some golden one; --misses prints the others

Exit 0; 1 when the program fails.
"""
import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.dont_write_bytecode = True
from check_samples import rows  # noqa: E402
from score_samples import alike, same_value  # noqa: E402

FORMATS = (".txt", ".html", ".rss", ".json", ".xml")


def run(command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode > 1:
        raise SystemExit(f"score_state: {' '.join(command[:4])}: {done.stderr.strip() or done.returncode}")
    return done.stdout


class Asker:
    def __init__(self, sayso, db):
        self.sayso, self.db, self.answers = sayso, db, {}

    def state(self, at, known=None):
        key = (at, known)
        if key not in self.answers:
            command = [self.sayso, "state", "--db", self.db, "--at", at, "--format", "json"]
            out = run(command + (["--known", known] if known else []))
            self.answers[key] = json.loads(out) if out.strip() else []
        return self.answers[key]


def about(found, row):
    same = [f for f in found if f.get("variable") == row["variable"]]
    exact = [f for f in same if (f.get("entity") or "").lower() == row["entity"].lower()]
    return exact or [f for f in same if alike(row["entity"], f.get("entity"))]


def says(fact, values):
    return any(same_value(value, str(fact.get("value") or "")) for value in values)


def score(row, asker):
    """{column: right} of one golden row, and what was found"""
    facts = about(asker.state(row["date"]), row)
    values = [row["value"]] + [v for v in row["also"].split("|") if v]
    right = [f for f in facts if says(f, values)]
    marks = {"value": bool(right)}
    if right:
        marks["contested"] = any(f.get("status") == "contested" for f in right) == (row["contested"] == "yes")
        marks["only"] = len(right) == len(facts)
    if row["known_then"]:
        marks["known then"] = any(says(f, [row["known_then"]]) for f in about(asker.state(row["date"], row["date"]), row))
    return marks, "; ".join(f"{f.get('entity')}: {f.get('value')} ({f.get('status')})" for f in facts) or "nothing"


class Reports:
    """Names of the golden records by url; what reprints and what was corrected"""

    def __init__(self, folder):
        self.by_url, self.original, self.corrected = {}, {}, set()
        for path in sorted((folder / "golden").glob("*.json")):
            record = json.loads(path.read_text(encoding="utf-8"))
            self.original[record["id"]] = record.get("copy_of", record["id"])
            if record.get("corrects"):
                self.corrected.add(record["corrects"])
        for path in sorted((folder / "golden").glob("*.json")):
            record = json.loads(path.read_text(encoding="utf-8"))
            if record["id"] not in self.corrected:
                self.by_url[record["url"]] = record["id"]

    def name(self, url):
        found = self.by_url.get(url)
        return self.original.get(found, found)


def same_dispute(gold, found, reports):
    pair = {reports.name(found.get("left_url")), reports.name(found.get("right_url"))}
    if pair != {gold["report_a"], gold["report_b"]}:
        return False
    speakers = [side.split(":")[0] for side in (gold["a_says"], gold["b_says"])]
    sources = [found.get("left_source"), found.get("right_source")]
    return alike(gold["about"], found.get("subject")) or any(alike(a, b) for a in speakers for b in sources)


def score_contradictions(folder, sayso, db, totals, lines, misses):
    reports = Reports(folder)
    out = run([sayso, "contradictions", "--db", db, "--format", "json"])
    found = json.loads(out) if out.strip() else []
    fitting = set()
    for _, gold, _ in rows(folder / "golden" / "contradictions.tsv"):
        if {gold["report_a"], gold["report_b"]} & reports.corrected:
            continue
        fits = [n for n, other in enumerate(found) if same_dispute(gold, other, reports)]
        fitting.update(fits)
        right, asked = totals.get("contradictions", (0, 0))
        totals["contradictions"] = (right + bool(fits), asked + 1)
        lines.append(f"{'+' if fits else '-'} {gold['about']}, {gold['disagree_on']}: {gold['a_says']} | {gold['b_says']}")
    if found:
        totals["contradictions true"] = (len(fitting), len(found))
    if misses:
        for number, other in enumerate(found):
            if number not in fitting:
                lines.append(f"false: {other.get('subject')}, {other.get('differs_in')}: {other.get('left_source')}: "
                             f"{other.get('left_value')} | {other.get('right_source')}: {other.get('right_value')}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sayso", required=True)
    parser.add_argument("--folder", default=str(Path(__file__).resolve().parent.parent / "samples"))
    parser.add_argument("--db")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    folder = Path(options.folder)
    columns, totals, lines = ("value", "contested", "only", "known then"), {}, []
    with tempfile.TemporaryDirectory() as scratch:
        db = options.db or str(Path(scratch) / "samples.db")
        files = [str(p) for p in sorted(folder.iterdir()) if p.suffix in FORMATS]
        run([options.sayso, "ingest", *files, "--db", db])
        asker = Asker(options.sayso, db)
        for _, row, _ in rows(folder / "golden" / "state.tsv"):
            marks, found = score(row, asker)
            for column in columns:
                if column in marks:
                    right, asked = totals.get(column, (0, 0))
                    totals[column] = (right + marks[column], asked + 1)
            shown = "".join("." if c not in marks else "+" if marks[c] else "-" for c in columns)
            lines.append(f"{shown} {row['date']} {row['entity']}, {row['variable']}: {row['value']}"
                         f"{' (contested)' if row['contested'] == 'yes' else ''} | found {found}")
        score_contradictions(folder, options.sayso, db, totals, lines, options.misses)
    if options.json:
        print(json.dumps(totals, sort_keys=True))
    else:
        print("\n".join(lines))
        for column in (*columns, "contradictions", "contradictions true"):
            if column in totals:
                right, asked = totals[column]
                print(f"  {column:19} {right / asked:.3f}  {right:3} of {asked}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
