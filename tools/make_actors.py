#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Make the tables of actors (data/actors/*.tsv) from the compact lists in data/actors/inputs/.

  make_actors.py [--check] [REPOSITORY]

--check writes nothing and exits 1 when a table is not what the inputs say. The inputs are plain text:

countries.txt      one line a state, cells apart by |, values in a cell apart by ;
institutions.txt   names made by rule for every state ("{D} defence ministry"); after == only for states proper
people_*.txt       "@ CODE Office" opens a list; then "Name;other spelling, from, to" one line a term of office.
                   A date may be a year or a month: it then covers the whole of it. "-" = still in office.
names_*.txt        "@ CODE... kind" opens a list; then "Name;other name;…" one line a name, " [from to]" after one of them
                   for the term of all.
subnational.txt    names made by rule for states and provinces: "@ CODE", patterns, "= name;name;…"
agents.txt         "@ SECTOR… kind [country]" opens a list; then nouns in the singular apart by ;

Keys are lower case, but an abbreviation of up to three letters, or one that reads as an English word
(WORDS below), stays in capitals and so matches only text in capitals (see data/FORMAT.md).
"""
import calendar
import pathlib
import re
import sys
import unicodedata

HEADER = ("#sayso-lexicon 1\n#table %s\n#columns %s\n"
          "#source Written for Sayso by its authors from general knowledge.\n#licence Apache-2.0\n")
COLUMNS = {
    "countries": "name:key iso3:str iso2:str demonym:str people:str capital:str lat:f32 lon:f32 radius_km:f32 "
                 "continent:str blocs:str",
    "actors": "name:key entity:str code:str kind:str from:date to:date office:str",
    "agents": "noun:key sector:str kind:str country:str",
}
SECTORS = set("AGR BUS COP CRM CVL EDU ELI GOV HLH IGO JRN JUD LAB LEG MED MIL NGO OPP PRE PRM PTY REB REF REL "
              "SOC SPY UAF UNK".split())
WORDS = set("TIME WAFA SABA STERN META AMAN MEAN SAGE WHO CARE PACE RAND MEND SAVE HOPE OPEN FAST BASE STAR SANE SAFE MAST FIRM CAIR AIDS ICE ETA ACT LAF FAR "
            "SAS PIN HOT RAW SWAPO PLAN CAST RENEW FIDE FAIR MAG DARE MAS SPLA PAN BAND UNIT TIP HALO EDGE".split())


def key_of(name):
    """The spelling under which a name stands in the table."""
    letters = [c for c in name if c.isalpha()]
    if letters and all(c.isupper() for c in letters) and (len(letters) <= 3 or "".join(letters) in WORDS):
        return name
    return name.lower()


def folded(key):
    plain = unicodedata.normalize("NFD", key)
    kept = "".join(c for c in plain if c.isalnum())
    return kept if kept.isupper() else kept.lower()


def lines_of(path):
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            yield "%s:%d" % (path.name, number), line.rstrip()


def day(text, last, where):
    """A date given by day, month or year, as a day; last: the end of the month or year."""
    if text in ("", "-"):
        return ""
    if not re.fullmatch(r"\d{4}(-\d\d){0,2}", text):
        sys.exit("%s: not a date: %r" % (where, text))
    parts = [int(p) for p in text.split("-")]
    year = parts[0]
    month = parts[1] if len(parts) > 1 else (12 if last else 1)
    if len(parts) > 2:
        date = parts[2]
    else:
        date = calendar.monthrange(year, month)[1] if last else 1
    return "%04d-%02d-%02d" % (year, month, date)


def cells(text):
    return [c.strip() for c in text.split(";") if c.strip()]


class Table:
    """Rows of one file; one row a folded key, entity, code and term. A hyphen parts words, as it does in a text."""

    def __init__(self, table):
        self.table, self.rows, self.seen = table, set(), set()

    def add(self, key, *rest):
        identity = (*map(folded, key.replace("-", " ").split()), "", *rest)
        if folded(key) and identity not in self.seen:
            self.seen.add(identity)
            self.rows.add("\t".join((key, *rest)))

    def text(self):
        rows = sorted(self.rows, key=lambda r: r.encode("utf-8"))
        return HEADER % (self.table, COLUMNS[self.table]) + "".join(r + "\n" for r in rows)


def with_article(name):
    return ("the " + name) if re.match(r"(United|Republic|Democratic|Czech Rep|Domin.* Rep|Central Afr|Nether|Philip|"
                                       r"Bahamas|Gambia|Maldives|Seychelles|Comoros|Solomon|Marshall|Isle|"
                                       r".* Islands$|Vatican)", name) else name


def make_countries(inputs):
    countries, names, rules = Table("countries"), Table("actors"), Table("actors")
    patterns, small_only = [], True
    for where, line in lines_of(inputs / "institutions.txt"):
        if line == "==":
            small_only = False
            continue
        pattern, sectors, kind, canonical = line.split("|")
        patterns.append((pattern, sectors, kind, canonical, small_only))
    for where, line in lines_of(inputs / "countries.txt"):
        parts = line.split("|")
        if len(parts) != 12:
            sys.exit("%s: %d cells, not 12" % (where, len(parts)))
        name, iso3, iso2, demonyms, people, capitals, lat, lon, radius, continent, blocs, others = parts
        capital_key = not capitals.startswith("-")
        demonyms, people, capitals = cells(demonyms), cells(people), cells(capitals.lstrip("-"))
        countries.add(name, iso3, iso2, "|".join(demonyms), "|".join(people), capitals[0] if capitals else "",
                      lat, lon, radius, continent, "|".join(blocs.split()))
        for spelling in [name, *cells(others)]:
            names.add(key_of(spelling), name, iso3, "country", "", "", "")
        for word in dict.fromkeys([*demonyms, *people, *(one_of(word) for word in people)]):
            names.add(key_of(word), name, iso3, "demonym", "", "", "")
        if capital_key:
            for word in capitals:
                names.add(key_of(word), name, iso3 + " GOV", "capital", "", "", "")
        make_rules(rules, patterns, name, iso3, demonyms, cells(others), bool(blocs))
    return {"countries.tsv": countries, "country_names.tsv": names, "institutions.tsv": rules}


def one_of(people):
    """ "Swedes" to "Swede", "Frenchmen" to "Frenchman"."""
    if people.endswith("men"):
        return people[:-3] + "man"
    return people[:-1] if people.endswith("s") and not people.endswith(("ss", "ois")) else people


def make_rules(rules, patterns, name, iso3, demonyms, others, state):
    """Ministries, forces and courts of one state, by the patterns."""
    short = {"GBR": ["UK", "Britain"], "USA": ["US", "America"], "MMR": ["Burma"], "CIV": ["Cote d'Ivoire"],
             "COD": ["DR Congo", "DRC", "Congo"], "COG": ["Republic of Congo"], "ARE": ["UAE"], "BIH": ["Bosnia"],
             "TUR": ["Turkiye"], "CZE": ["Czechia"], "TLS": ["Timor-Leste"], "KOR": ["Republic of Korea"],
             "MKD": ["Macedonia"], "VAT": ["Vatican"]}.get(iso3, [])
    adjectives = [d for d in demonyms if d not in ("Scottish", "Welsh", "English", "Northern Irish", "Aussie", "Kiwi",
                                                   "Croat", "Serb", "Filipina", "Bosniak", "Magyar", "Persian", "Argentinean")]
    for pattern, sectors, kind, canonical, always in patterns:
        if not (always or state):
            continue
        code, entity = iso3 + " " + sectors, canonical.replace("{C}", with_article(name))
        if "{D}" in pattern:
            spellings = [pattern.replace("{D}", d) for d in adjectives]
        else:
            forms = [name, *short]
            if "{N}" in pattern:
                for spelling in (pattern.replace("{N}", f) for f in forms):
                    rules.add(spelling.lower(), entity, code, kind, "", "", "")
                continue
            if "{P}" in pattern:
                spellings = [pattern.replace("{P}", f + ("'" if f.endswith("s") else "'s")) for f in forms]
            else:
                spellings = [pattern.replace("{C}", f) for f in forms]
                spellings += [pattern.replace("{C}", "the " + f) for f in forms if with_article(f) != f or len(f) <= 3]
        for spelling in spellings:
            rules.add(spelling.lower(), entity, code, kind, "", "", "")


def make_subnational(path):
    """"@ CODE", then patterns, then "= name;name" for which they hold."""
    table, code, patterns = Table("actors"), "", []
    for where, line in lines_of(path):
        if line.startswith("@ "):
            code, patterns = line[2:].strip(), []
        elif line.startswith("= "):
            for name in cells(line[2:]):
                for text, sectors, kind, canonical in patterns:
                    table.add(text.replace("{N}", name).lower(), canonical.replace("{N}", name), code + " " + sectors, kind,
                              "", "", "")
        else:
            patterns.append(line.split("|"))
    return table


def make_people(path):
    table, code, office = Table("actors"), "", ""
    for where, line in lines_of(path):
        if line.startswith("@ "):
            words = line[2:].split()
            count = 1
            while count < len(words) and words[count] in SECTORS:
                count += 1
            code, office = " ".join(words[:count]), " ".join(words[count:])
            if not re.fullmatch("[A-Z0-9]{3}", words[0]) or not office:
                sys.exit("%s: not a heading: %s" % (where, line))
            continue
        parts = [p.strip() for p in line.split(",")]
        names = cells(parts[0])
        if len(parts) > 3 or not names:
            sys.exit("%s: want Name;spelling, from, to" % where)
        start = day(parts[1] if len(parts) > 1 else "", False, where)
        end = day(parts[2] if len(parts) > 2 else "", True, where)
        for spelling in names:
            table.add(key_of(spelling), names[0], code, "person", start, end, office)
    return table


def make_names(path):
    table, code, kind = Table("actors"), "", ""
    for where, line in lines_of(path):
        if line.startswith("@ "):
            *codes, kind = line[2:].split()
            code = " ".join(codes)
            continue
        term = re.search(r" \[(\S+) (\S+)\]", line)
        names = cells(line.replace(term[0], "") if term else line)
        start, end = (day(term[1], False, where), day(term[2], True, where)) if term else ("", "")
        for spelling in names + (legal_names(names[0], code) if kind == "company" else []):
            table.add(key_of(spelling), names[0], code, kind, start, end, "")
    return table


LEGAL_FORMS = {"USA": "Inc,Corp,Co,Corporation,LLC", "CAN": "Inc,Corp,Ltd", "GBR": "Plc,Ltd,Group", "DEU": "AG,SE,GmbH",
               "CHE": "AG,SA", "FRA": "SA,SE", "ITA": "SpA", "ESP": "SA", "NLD": "NV,BV", "BEL": "SA,NV", "SWE": "AB",
               "DNK": "A/S", "NOR": "ASA,AS", "FIN": "Oyj", "AUT": "AG", "JPN": "Corp,Co,Co Ltd,Inc,Motor Corp,Motor Co",
               "KOR": "Co,Co Ltd,Group", "CHN": "Group,Co,Corp,Ltd,Holdings", "HKG": "Holdings,Ltd", "TWN": "Co,Inc", "IND": "Ltd",
               "AUS": "Ltd,Group", "RUS": "PJSC,OAO,OJSC,JSC,ZAO", "UKR": "PJSC,JSC", "BRA": "SA", "MEX": "SAB", "ZAF": "Ltd"}


def legal_names(name, code):
    """The company with the legal form that its country's filings and agencies write after it."""
    if re.search(r"\b(Inc|Corp|Co|Corporation|LLC|Plc|Ltd|AG|SA|Group|Holdings|Company|Bank|Airlines|Limited)\b", name):
        return []
    return [name + " " + form for form in LEGAL_FORMS.get(code[:3], "").split(",") if form]


def make_agents(path):
    table, sector, kind, country = Table("agents"), "", "", ""
    for where, line in lines_of(path):
        if line.startswith("@ "):
            words = line[2:].split()
            country = words.pop() if re.fullmatch("[A-Z]{3}", words[-1]) else ""
            kind = words.pop()
            sector = " ".join(words)
            continue
        for noun in cells(line):
            table.add(noun if noun.isupper() else noun.lower(), sector, kind, country)
    return table


def main():
    arguments = [a for a in sys.argv[1:] if a != "--check"]
    root = pathlib.Path(arguments[0] if arguments else pathlib.Path(__file__).resolve().parent.parent)
    inputs, target = root / "data/actors/inputs", root / "data/actors"
    tables = make_countries(inputs)
    for path in sorted(inputs.glob("people_*.txt")):
        tables[path.stem + ".tsv"] = make_people(path)
    for path in sorted(inputs.glob("names_*.txt")):
        tables[path.stem[len("names_"):] + ".tsv"] = make_names(path)
    tables["subnational.tsv"] = make_subnational(inputs / "subnational.txt")
    tables["agents.tsv"] = make_agents(inputs / "agents.txt")
    stale = 0
    for name, table in tables.items():
        text, path = table.text(), target / name
        if "--check" in sys.argv:
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                print("%s is not what the inputs say: run tools/make_actors.py" % path)
                stale = 1
        else:
            path.write_text(text, encoding="utf-8")
            print("%s: %d rows" % (name, len(table.rows)))
    return stale


if __name__ == "__main__":
    sys.exit(main())
