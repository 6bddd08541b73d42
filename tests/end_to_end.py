#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the program as a user does: samples into a database, questions to it, and everything that must hold.

    end_to_end.py SAYSO FOLDER-OF-THE-SOURCE
"""
import csv
import io
import json
import os
import pathlib
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest

SAYSO, SAMPLES = sys.argv.pop(1), pathlib.Path(sys.argv.pop(1)) / "samples"
EVIDENCE = ["documents", "versions", "sentences", "places", "entities", "claims", "events", "arguments", "quantities",
            "states", "notes"]
DERIVED = ["outlets", "copies", "stories", "story_reports", "accounts", "evidence", "facts", "fact_evidence",
           "contradictions"]


def run(*arguments, code=0, environment=None):
    done = subprocess.run([SAYSO, *map(str, arguments)], capture_output=True, text=True, env=environment)
    if code is not None and done.returncode != code:
        raise AssertionError(f"{arguments}: exit {done.returncode}, wanted {code}\n{done.stderr}")
    return done


def content(db, tables):
    """All rows of the tables, row numbers included."""
    with sqlite3.connect(db) as connection:
        return {t: connection.execute(f"SELECT * FROM {t} ORDER BY 1, 2").fetchall() for t in tables}


def meaning(db):
    """What follows from the evidence, without row numbers: ids in their place."""
    queries = [
        "SELECT id, title, first_at, last_at, reports, originals FROM stories ORDER BY id",
        "SELECT s.id, v.id FROM story_reports r JOIN stories s USING(story) JOIN versions v USING(version) ORDER BY 1, 2",
        "SELECT a.id, o.id, c.share FROM copies c JOIN versions a ON a.version=c.version"
        " JOIN versions o ON o.version=c.original ORDER BY 1",
        "SELECT id, type, agent, target, place, from_at, to_at, affirming, denying, credibility FROM accounts ORDER BY id",
        "SELECT a.id, v.id, e.event, e.source_key, e.stance, e.independent FROM evidence e"
        " JOIN accounts a USING(account) JOIN versions v USING(version) ORDER BY 1, 2, 3",
        "SELECT id, entity, entity_key, variable, value, status, valid_from, valid_to, known_from, other_values, sources,"
        " credibility FROM facts ORDER BY id",
        "SELECT f.id, v.id, e.state, e.side FROM fact_evidence e JOIN facts f USING(fact) JOIN versions v USING(version)"
        " ORDER BY 1, 2, 3, 4",
        "SELECT id, subject, differs_in, left_value, right_value FROM contradictions ORDER BY id",
        "SELECT id, known_until FROM versions ORDER BY id",
    ]
    with sqlite3.connect(db) as connection:
        return [connection.execute(q).fetchall() for q in queries]


class EndToEnd(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp())
        cls.db = cls.folder / "samples.db"
        cls.ingest = run("ingest", SAMPLES, "--db", cls.db)

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    def json(self, *arguments):
        return json.loads(run(*arguments, "--db", self.db, "--format", "json").stdout)

    # ---- what is found
    def test_counts(self):
        with sqlite3.connect(self.db) as connection:
            count = lambda table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            self.assertGreaterEqual(count("documents"), 37)
            self.assertEqual(count("versions"), count("documents") + 1)  # one corrected report
            self.assertGreater(count("claims"), 400)
            self.assertGreater(count("events"), 150)
            self.assertGreater(count("facts"), 20)
            self.assertEqual(connection.execute("SELECT count(*) FROM versions WHERE known_until IS NOT NULL").fetchone()[0], 1)
        self.assertIn("new", self.ingest.stderr)
        self.assertEqual(self.ingest.stdout, "")

    def test_reprints_point_to_the_wire_report(self):
        rows = json.loads(run("export", "--what", "reports", "--as", "json", "--db", self.db).stdout)
        by_id = {r["version_id"]: r for r in rows}
        stem = lambda row: pathlib.PurePath(row["path"]).stem
        copies = {stem(r): stem(by_id[r["copy_of"]]) for r in rows if r["copy_of"]}
        golden = {}
        for path in (SAMPLES / "golden").glob("*.json"):
            record = json.loads(path.read_text(encoding="utf-8"))
            if record.get("copy_of"):
                golden[record["id"]] = record["copy_of"]
        self.assertGreaterEqual(len(golden), 4)
        dated = {stem(r) for r in rows if r["published_at"]}  # who was first, only dates can tell
        known = lambda pairs: {a: b for a, b in pairs.items() if a in dated and golden.get(a, b) in dated}
        self.assertEqual(known(copies), known(golden))

    def test_claims_cite_their_words(self):
        rows = self.json("claims", "--who", "Arestovych")
        self.assertTrue(rows)
        texts = {}
        with sqlite3.connect(self.db) as connection:
            texts = dict(connection.execute("SELECT id, text FROM versions"))
        for row in rows:
            self.assertIn(row["content"], texts[row["version_id"]])
            self.assertIn(row["sentence"], texts[row["version_id"]])
            self.assertTrue(row["outlet"])
            self.assertRegex(row["published_at"], r"^2022-")
        self.assertFalse([r for r in rows if r["outlet"] == "Northgate Tribune"])  # a reprint says nothing of its own

    def test_filters_narrow(self):
        everything = self.json("claims")
        since = self.json("claims", "--since", "2022-11-01")
        self.assertTrue(0 < len(since) < len(everything))
        self.assertTrue(all(r["published_at"] >= "2022-11-01" for r in since))
        self.assertEqual(len(self.json("claims", "--limit", "3")), 3)
        about = self.json("claims", "--about", "kherson")
        self.assertTrue(about and all("kherson" in r["sentence"].lower() for r in about))
        self.assertEqual(run("claims", "--about", "zzzznothing", "--db", self.db, code=1).stdout, "")

    def test_state_has_two_clocks(self):
        now = self.json("state", "--at", "2022-08-13")
        then = self.json("state", "--at", "2022-08-13", "--known", "2022-08-13")
        destroyed = lambda rows: {r["entity"] for r in rows if r["value"] == "destroyed"}
        # what the report of 13 August said was withdrawn the day after
        self.assertTrue(destroyed(then) - destroyed(now))
        for row in now + then:
            self.assertTrue(row["status"] == "inferred" or row["sentence"], row)

    def test_brief_reads(self):
        text = run("brief", "--db", self.db).stdout
        for words in ("THE STATE OF THINGS", "CORRECTED OR UPDATED", "Steppe Courier", "“"):
            self.assertIn(words, text)
        self.assertNotIn("\033[", text)
        short = run("brief", "--since", "2022-12-01", "--db", self.db, code=None).stdout
        self.assertLess(len(short), len(text))

    def test_formats_agree(self):
        rows = self.json("events")
        lines = run("events", "--db", self.db, "--format", "jsonl").stdout.splitlines()
        self.assertEqual([json.loads(l) for l in lines], rows)
        table = list(csv.DictReader(io.StringIO(run("events", "--db", self.db, "--format", "csv").stdout, newline="")))
        self.assertEqual([r["id"] for r in table], [r["id"] for r in rows])
        geo = json.loads(run("events", "--db", self.db, "--format", "geojson").stdout)
        self.assertEqual(geo["type"], "FeatureCollection")
        self.assertEqual(len(geo["features"]) + geo["rows_without_place"], len(rows))
        for feature in geo["features"]:
            lon, lat = feature["geometry"]["coordinates"]
            self.assertTrue(-180 <= lon <= 180 and -90 <= lat <= 90)
        for kind in ("gdelt", "plover"):
            self.assertEqual(len(list(csv.reader(io.StringIO(
                run("export", "--as", kind, "--db", self.db).stdout, newline="")))), len(rows) + 1)

    # ---- what must not change anything
    def test_again_changes_nothing(self):
        db = self.folder / "again.db"
        shutil.copy(self.db, db)
        again = run("ingest", SAMPLES, "--db", db)
        self.assertIn("0 new, 0 new versions", again.stderr)
        self.assertEqual(content(db, EVIDENCE + DERIVED), content(self.db, EVIDENCE + DERIVED))

    def test_threads(self):
        db = self.folder / "threads.db"
        run("ingest", SAMPLES, "--db", db, "--threads", "8")
        self.assertEqual(content(db, EVIDENCE + DERIVED), content(self.db, EVIDENCE + DERIVED))

    def test_order(self):
        files = sorted(p for p in SAMPLES.iterdir() if p.is_file() and p.name != "README.md")
        want = meaning(self.db)
        for seed in range(3):
            random.Random(seed).shuffle(files)
            db = self.folder / f"order{seed}.db"
            half = len(files) // 2
            run("ingest", *files[:half], "--db", db)
            run("ingest", *files[half:], "--db", db)
            self.assertEqual(meaning(db), want)

    def test_edits(self):
        db = self.folder / "edits.db"
        shutil.copy(self.db, db)
        before = meaning(db)

        def there(query, *values):
            with sqlite3.connect(db) as connection:
                return connection.execute(query, values).fetchall()
        account = there("SELECT id FROM accounts WHERE retracted=0 ORDER BY affirming DESC, id LIMIT 1")[0][0]
        run("edit", "reject", account, "--by", "ana", "--because", "misread", "--db", db)
        self.assertEqual(there("SELECT id FROM accounts WHERE id=?", account), [])
        run("ingest", SAMPLES, "--db", db)
        self.assertEqual(there("SELECT id FROM accounts WHERE id=?", account), [])
        self.assertIn("misread", run("edit", "list", "--db", db).stdout)
        run("edit", "undo", "1", "--by", "bo", "--db", db)
        self.assertEqual(meaning(db), before)
        run("edit", "undo", "1", "--db", db, code=2)
        run("edit", "reject", "no such id", "--db", db, code=2)
        # two events one, then apart again; the word of an analyst on an outlet
        first, second = [row[0] for row in there(
            "SELECT e.id FROM evidence x JOIN events e ON e.version=x.version AND e.number=x.event"
            " WHERE x.account IN (SELECT account FROM accounts ORDER BY id LIMIT 2) GROUP BY x.account")]
        run("edit", "merge", first, second, "--db", db)
        same = "SELECT count(DISTINCT account) FROM evidence x JOIN events e ON e.version=x.version AND e.number=x.event" \
               " WHERE e.id IN (?,?)"
        self.assertEqual(there(same, first, second), [(1,)])
        run("edit", "split", first, second, "--db", db)
        run("edit", "undo", "2", "--db", db)
        self.assertEqual(there(same, first, second), [(2,)])
        run("edit", "rate", "Volga Dispatch", "--value", "E", "--db", db)
        self.assertEqual(there("SELECT reliability FROM outlets WHERE outlet='Volga Dispatch'"), [("E",)])

    def test_killed_and_resumed(self):
        # many reports, so that there is a middle to be killed in
        many = self.folder / "many.jsonl"
        text = (SAMPLES / "2022-07-28-meridian-kherson-isolated.txt").read_text(encoding="utf-8").split("\n\n", 1)[1]
        with many.open("w", encoding="utf-8") as out:
            for i in range(700):
                out.write(json.dumps({"url": f"https://k.example/{i}", "date": f"2022-07-{1 + i % 28:02}",
                                      "outlet": f"Outlet {i % 7}", "text": f"Report {i}\n\n" + text[i % 400:i % 400 + 900]}) + "\n")
        whole = self.folder / "whole.db"
        run("ingest", many, "--input-format", "jsonl", "--db", whole, "-q")
        cut = self.folder / "cut.db"
        killed = 0
        for attempt in range(6):
            process = subprocess.Popen([SAYSO, "ingest", str(many), "--input-format", "jsonl", "--db", str(cut), "-q"])
            deadline = time.time() + 30
            rows = before = self.rows(cut)
            while process.poll() is None and rows < before + 100 and time.time() < deadline:
                time.sleep(0.02)
                rows = self.rows(cut)
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)
                killed += 1
            process.wait()
        self.assertGreaterEqual(killed, 1)
        run("verify", "--db", cut)
        run("ingest", many, "--input-format", "jsonl", "--db", cut, "-q")
        self.assertEqual(content(cut, EVIDENCE + DERIVED), content(whole, EVIDENCE + DERIVED))
        # whatever the order and the pieces, what is brought up to date is what is made anew
        for db, orders in ((self.db, 6), (whole, 3)):
            self.assertIn("the same", run("bench", "--stories", db, "--orders", str(orders)).stdout)

    @staticmethod
    def rows(db):
        try:
            with sqlite3.connect(f"file:{db}?mode=ro", uri=True, timeout=1) as connection:
                return connection.execute("SELECT count(*) FROM versions").fetchone()[0]
        except sqlite3.Error:
            return 0

    # ---- bad input
    def test_messages(self):
        cases = [
            (["claims", "--db", self.folder / "none.db"], "no such database"),
            (["claims", "--db", self.folder], "folder"),
            (["state", "--at", "yesterday", "--db", self.db], "not a date"),
            (["brief", "--since", "2022-13-01", "--db", self.db], "not a date"),
            (["ingest", self.folder / "no-such-file", "--db", self.folder / "x.db"], "no-such-file"),
            (["ingest", SAMPLES, "--db", self.folder / "no" / "such" / "x.db"], "cannot be opened"),
            (["claims", "--format", "geojson", "--db", self.db], "places"),
            (["backup", self.db, "--db", self.db], "there already"),
        ]
        for arguments, words in cases:
            done = run(*arguments, code=2)
            self.assertIn(words, done.stderr, arguments)
            self.assertEqual(done.stdout, "", arguments)
        for arguments in (["claims", "--nonsense"], ["nonsense"], ["events", "--format", "xml", "--db", self.db], []):
            self.assertEqual(run(*arguments, code=2).stdout, "")
        not_a_db = self.folder / "text.db"
        not_a_db.write_text("hello " * 1000)
        self.assertIn("not a Sayso database", run("claims", "--db", not_a_db, code=2).stderr)

    def test_locked(self):
        db = self.folder / "locked.db"
        shutil.copy(self.db, db)
        with sqlite3.connect(db) as connection:
            connection.execute("BEGIN EXCLUSIVE")
            extra = self.folder / "extra.txt"
            extra.write_text("A bridge\n\nOfficials said on Friday that the bridge had been closed to traffic.\n")
            self.assertIn("another program", run("ingest", extra, "--db", db, code=2).stderr)
            connection.rollback()

    @unittest.skipIf(os.geteuid() == 0, "root may write everywhere")
    def test_read_only(self):
        db = self.folder / "readonly.db"
        shutil.copy(self.db, db)
        db.chmod(0o444)
        self.assertIn("cannot be written", run("ingest", SAMPLES, "--db", db, code=2).stderr)
        run("claims", "--db", db)

    def test_nothing_in_it(self):
        empty = self.folder / "empty"
        empty.mkdir()
        (empty / "a.txt").write_text("")
        run("ingest", empty, "--db", self.folder / "empty.db", code=1)

    def test_doctor_and_backup(self):
        self.assertIn("ok", run("doctor", "--db", self.db, code=None).stdout)
        self.assertIn("sound", run("verify", "--db", self.db).stdout)
        copy = self.folder / "copy.db"
        run("backup", copy, "--db", self.db)
        self.assertEqual(content(copy, EVIDENCE + DERIVED), content(self.db, EVIDENCE + DERIVED))
        with sqlite3.connect(copy) as connection:
            connection.execute("UPDATE meta SET value='stale' WHERE key='derived'")
            connection.execute("DELETE FROM fact_evidence")
        self.assertIn("cut off", run("doctor", "--db", copy, code=1).stdout)
        run("doctor", "--db", copy, "--repair", code=None)
        self.assertEqual(content(copy, DERIVED), content(self.db, DERIVED))

    def test_csv_is_safe_for_spreadsheets(self):
        source = self.folder / "formula.jsonl"
        source.write_text(json.dumps({"url": "https://f.example/1", "date": "2022-07-28", "outlet": "=1+1",
                                      "text": "Bridge\n\n“=HYPERLINK(1)” is what Antony Blinken said on Friday."}) + "\n")
        db = self.folder / "formula.db"
        run("ingest", source, "--input-format", "jsonl", "--db", db)
        out = run("export", "--what", "reports", "--as", "csv", "--db", db).stdout
        self.assertIn("'=1+1", out)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0]], verbosity=1)
