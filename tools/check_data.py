#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Check the tables under data/ (data/FORMAT.md): header, columns, types, order, duplicates; codes of actors, places on the globe.

  check_data.py [FOLDER]...      default: data/ of this repository; prints FILE:LINE: what is wrong, exits 1 if anything is

Beyond what `sayso data check` reads, it knows the tables of actors and places: country codes, bodies, sectors,
kinds, coordinates, and that generated tables still say what their inputs say.
"""
import pathlib
import re
import subprocess
import sys

TYPES = {"key", "str", "i32", "f32", "date"}
BODIES = set("UNO EUR NAT OSC COE AFU WAS SAD EAC IGD AES ARL GCC OIC OPC ASN SAA SCO CIS CSO EEU BRI G07 G20 P05 FVE OAS MCS "
             "CRM PIF CWN IMF WBK ICC ICJ IGO NGO MNC IMG UNK AFR ASA BLK CRB LAM MEA NMR WST".split())
SECTORS = set("AGR BUS COP CRM CVL EDU ELI GOV HLH IGO JUD LAB LEG MED MIL NGO OPP PRE PRM PTY REB REF REL SOC SPY UAF "
              "UNK".split())
ACTOR_KINDS = set("country demonym capital person organization group government military media company bloc".split())
AGENT_KINDS = {"person", "group", "organization"}
FEATURE_KINDS = set("country continent region city admin1 river sea strait gulf lake canal mountains island desert bridge dam power_plant "
                    "port airport base camp pipeline crossing front building".split())
CONTINENTS = {"Africa", "Antarctica", "Asia", "Europe", "North America", "Oceania", "South America"}
NUMBER = re.compile(r"-?(\d+(\.\d+)?|\.\d+)")
DATE = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


class Checker:
    def __init__(self):
        self.faults, self.tables, self.countries = 0, {}, set()

    def fault(self, path, line, message):
        self.faults += 1
        if self.faults <= 50:
            print("%s:%d: %s" % (path, line, message))

    def read(self, path):
        try:
            lines = path.read_text(encoding="utf-8").split("\n")
        except UnicodeDecodeError as error:
            self.fault(path, 1, "not UTF-8: %s" % error)
            return
        if not lines or lines[0] != "#sayso-lexicon 1":
            self.fault(path, 1, "the first line must be #sayso-lexicon 1")
            return
        if lines[-1] != "":
            self.fault(path, len(lines), "the last line does not end")
        for number, (line, start) in enumerate(zip(lines[1:5], ("#table ", "#columns ", "#source ", "#licence ")), 2):
            if not line.startswith(start) or len(line) <= len(start):
                self.fault(path, number, "want a line that begins with %r" % start)
                return
        table = lines[1].split(" ", 1)[1]
        columns = [c.rsplit(":", 1) for c in lines[2].split(" ")[1:]]
        if any(len(c) != 2 or c[1] not in TYPES for c in columns) or [c[1] for c in columns].count("key") != 1 or columns[0][1] != "key":
            self.fault(path, 3, "columns are name:type, the first and only the first of type key")
            return
        known = self.tables.setdefault(table, columns)
        if known != columns:
            self.fault(path, 3, "other files of table %s have other columns" % table)
        self.rows(path, table, columns, lines)

    def rows(self, path, table, columns, lines):
        last = b""
        check = {"countries": self.country, "actors": self.actor, "agents": self.agent, "features": self.feature}.get(table)
        for number, line in enumerate(lines[5:-1], 6):
            if line.startswith("# "):
                continue
            raw = line.encode("utf-8")
            if raw <= last:
                self.fault(path, number, "row twice" if raw == last else "rows are not in byte order")
            last = raw
            cells = line.split("\t")
            if len(cells) != len(columns):
                self.fault(path, number, "%d cells, not %d" % (len(cells), len(columns)))
                continue
            for cell, (name, kind) in zip(cells, columns):
                self.cell(path, number, cell, name, kind)
            if check:
                check(path, number, dict(zip((c[0] for c in columns), cells)))

    def cell(self, path, number, cell, name, kind):
        if cell != cell.strip() or any(ord(c) < 32 for c in cell):
            self.fault(path, number, "%s: blanks around or control characters in %r" % (name, cell))
        if name in ("definition", "example") and not cell:
            self.fault(path, number, "no %s" % name)
        if kind == "key" and not any(c.isalnum() for c in cell):
            self.fault(path, number, "key without a letter or digit: %r" % cell)
        elif kind == "i32" and cell and not re.fullmatch(r"-?\d+", cell):
            self.fault(path, number, "%s: not a whole number: %r" % (name, cell))
        elif kind == "f32" and cell and not NUMBER.fullmatch(cell):
            self.fault(path, number, "%s: not a number: %r" % (name, cell))
        elif kind == "date" and cell and not DATE.fullmatch(cell):
            self.fault(path, number, "%s: not a date: %r" % (name, cell))

    def point(self, path, number, row):
        try:
            if abs(float(row["lat"])) > 90 or abs(float(row["lon"])) > 180 or not 0 < float(row["radius_km"]) <= 9000:
                self.fault(path, number, "no such point or radius: %s %s %s" % (row["lat"], row["lon"], row["radius_km"]))
        except ValueError:
            pass  # said already

    def country(self, path, number, row):
        if not re.fullmatch("[A-Z]{3}", row["iso3"]) or not re.fullmatch("[A-Z]{2}", row["iso2"]):
            self.fault(path, number, "country codes: %s %s" % (row["iso3"], row["iso2"]))
        if row["iso3"] in self.countries:
            self.fault(path, number, "%s twice" % row["iso3"])
        self.countries.add(row["iso3"])
        if row["continent"] not in CONTINENTS:
            self.fault(path, number, "continent: %r" % row["continent"])
        for bloc in filter(None, row["blocs"].split("|")):
            if bloc not in BODIES:
                self.fault(path, number, "bloc: %r" % bloc)
        self.point(path, number, row)

    def actor(self, path, number, row):
        first, *sectors = row["code"].split(" ")
        if first not in BODIES and first not in self.countries:
            self.fault(path, number, "code: no country or body %r" % first)
        for sector in sectors:
            if sector not in SECTORS:
                self.fault(path, number, "code: no sector %r" % sector)
        if row["kind"] not in ACTOR_KINDS:
            self.fault(path, number, "kind: %r" % row["kind"])
        if row["from"] and row["to"] and row["from"] > row["to"]:
            self.fault(path, number, "the term ends before it begins: %s %s" % (row["from"], row["to"]))
        if not row["entity"]:
            self.fault(path, number, "no entity")

    def agent(self, path, number, row):
        for sector in row["sector"].split(" "):
            if sector not in SECTORS:
                self.fault(path, number, "no sector %r" % sector)
        if row["kind"] not in AGENT_KINDS:
            self.fault(path, number, "kind: %r" % row["kind"])
        if row["country"] and row["country"] not in self.countries and row["country"] not in BODIES:
            self.fault(path, number, "country: %r" % row["country"])

    def feature(self, path, number, row):
        if row["kind"] not in FEATURE_KINDS:
            self.fault(path, number, "kind: %r" % row["kind"])
        for code in filter(None, row["country"].split("|")):
            if code not in self.countries:
                self.fault(path, number, "country: %r" % code)
        self.point(path, number, row)


def main():
    root = pathlib.Path(__file__).resolve().parent.parent
    folders = [pathlib.Path(a) for a in sys.argv[1:]] or [root / "data"]
    paths = sorted((p for f in folders for p in f.rglob("*.tsv") if "node_modules" not in p.parts),
                   key=lambda p: (p.name != "countries.tsv", p))  # the others need the countries
    checker = Checker()
    for path in paths:
        checker.read(path)
    if not sys.argv[1:]:
        for maker in ("make_actors.py", "make_places.py"):
            if subprocess.run([sys.executable, str(root / "tools" / maker), "--check"]).returncode:
                checker.faults += 1
    print("%d files, %d tables, %d faults" % (len(paths), len(checker.tables), checker.faults))
    return 1 if checker.faults else 0


if __name__ == "__main__":
    sys.exit(main())
