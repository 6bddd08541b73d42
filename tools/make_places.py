#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Make the tables of features (data/places/*.tsv) from the compact lists in data/places/inputs/.

  make_places.py [--check] [REPOSITORY]

--check writes nothing and exits 1 when a table is not what the inputs say. A list opens with
  @ kind radius_km [COUNTRY,COUNTRY] [+suffix,suffix]
and then has one line a place:
  Name;other spelling;… lat lon [radius_km] [COUNTRY,COUNTRY]
Names apart by / are different places that share point and radius (islands of one group).
With +suffixes every spelling is also a key with each suffix ("Kherson Oblast"); a name after ~ is a key only
with them, because it is first of all a town. A name that ends in a number is closed by ; ("Tower 22; 33.31 38.7 JOR"). A spelling after = is shown but is no key of its own.
"""
import pathlib
import re
import sys
import unicodedata

HEADER = ("#sayso-lexicon 1\n#table features\n#columns name:key entity:str kind:str lat:f32 lon:f32 radius_km:f32 "
          "country:str aliases:str\n#source Written for Sayso by its authors from general knowledge.\n"
          "#licence Apache-2.0\n")
LINE = re.compile(r"(.+?) (-?\d+(?:\.\d+)?) (-?\d+(?:\.\d+)?)(?: (\d+(?:\.\d+)?))?(?: ([A-Z]{3}(?:,[A-Z]{3})*))?")
HEADING = re.compile(r"@ ([a-z_]+1?) (\d+(?:\.\d+)?)(?: ([A-Z]{3}(?:,[A-Z]{3})*))?(?: \+(.+))?")


DIVISIONS = set("province region state oblast governorate department district county township division republic "
                "countryside krai territory".split())


def folded(text):
    plain = unicodedata.normalize("NFD", text)
    kept = "".join(c for c in plain if c.isalnum())
    return kept if kept.isupper() and len(kept) < 4 else kept.lower()


def key_of(name):
    letters = [c for c in name if c.isalpha()]
    return name if letters and all(c.isupper() for c in letters) and len(letters) <= 3 else name.lower()


def add_place(names, suffixes, cells, rows, seen, where):
    """One place: a row for each spelling."""
    keys, shown = [], []
    for name in names:
        mark, name = (name[0], name[1:]) if name[0] in "~=" else ("", name)
        shown.append(name)
        if mark == "=":
            continue
        if not mark:
            keys.append(name)
        if name.split()[-1].lower() not in DIVISIONS:
            keys += [name + " " + s for s in suffixes]
    if not keys:
        sys.exit("%s: no key" % where)
    keys = list({folded(k): k for k in reversed(keys)}.values())[::-1]
    entity = shown[0] if not names[0].startswith("~") else keys[0]
    first = True
    for key in keys:
        identity = (folded(key), entity, *cells[:3])
        if identity in seen:
            continue
        seen.add(identity)
        others = "|".join(k for k in keys if k != entity) if first else ""
        first = False
        rows.add("\t".join((key_of(key), entity, *cells, others)))


def make(path):
    rows, seen = set(), set()
    kind = radius = country = ""
    suffixes = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        where = "%s:%d" % (path.name, number)
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("@"):
            heading = HEADING.fullmatch(line.strip())
            if not heading:
                sys.exit("%s: not a heading: %s" % (where, line))
            kind, radius, country = heading[1], heading[2], heading[3] or ""
            suffixes = [s for s in (heading[4] or "").split(",") if s]
            continue
        match = LINE.fullmatch(line.strip())
        if not match:
            sys.exit("%s: want Name;spelling lat lon [radius] [COUNTRY]: %s" % (where, line))
        if abs(float(match[2])) > 90 or abs(float(match[3])) > 180:
            sys.exit("%s: no such point (a name that ends in a number needs ; after it): %s" % (where, line))
        cells = (kind, match[2], match[3], match[4] or radius, "|".join((match[5] or country).split(",")))
        for group in match[1].split("/"):
            add_place([n.strip() for n in group.split(";") if n.strip()], suffixes, cells, rows, seen, where)
    return HEADER + "".join(r + "\n" for r in sorted(rows, key=lambda r: r.encode("utf-8"))), len(rows)


def main():
    arguments = [a for a in sys.argv[1:] if a != "--check"]
    root = pathlib.Path(arguments[0] if arguments else pathlib.Path(__file__).resolve().parent.parent)
    stale = 0
    for path in sorted((root / "data/places/inputs").glob("*.txt")):
        text, count = make(path)
        target = root / "data/places" / (path.stem + ".tsv")
        if "--check" in sys.argv:
            if not target.exists() or target.read_text(encoding="utf-8") != text:
                print("%s is not what the inputs say: run tools/make_places.py" % target)
                stale = 1
        else:
            target.write_text(text, encoding="utf-8")
            print("%s: %d rows" % (target.name, count))
    return stale


if __name__ == "__main__":
    sys.exit(main())
