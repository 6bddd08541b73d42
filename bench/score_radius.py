#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Are places within the radius that a gold set gives them? python3 bench/score_radius.py GOLD.jsonl PRED.jsonl [--json] [--errors]

GOLD: {"doc_id", "toponyms": [{"start", "end", "lat", "lon", "radius_km", "kind", "scored"}]}; PRED the same as
sayso_to_pred.py writes it. A gold place is found if a predicted one shares a character with it (same span first).
Counts, as [right, of]: of the gold places found; of all names that are places (demonyms, "Russian", are words for
people and left out); of everything the gold scores, demonyms too, which Sayso does not list as places.
"""
import argparse
import json
import math


def km(a, b):
    x = math.radians(b["lon"] - a["lon"])
    p, q = math.radians(a["lat"]), math.radians(b["lat"])
    h = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(x / 2) ** 2
    return 12742 * math.asin(min(1, math.sqrt(h)))


def load(path):
    with open(path, encoding="utf-8") as source:
        return {row["doc_id"]: row for row in map(json.loads, source)}


def partner(gold, places):
    """The predicted place at the words of a gold one: same span, else the largest overlap."""
    shared = [(min(p["end"], gold["end"]) - max(p["start"], gold["start"]), p["end"] - p["start"] == gold["end"] - gold["start"], n)
              for n, p in enumerate(places)]
    shared = [s for s in shared if s[0] > 0]
    return places[max(shared, key=lambda s: (s[1], s[0], -s[2]))[2]] if shared else None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold")
    parser.add_argument("pred")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    gold, pred = load(options.gold), load(options.pred)
    counts = {"found within the radius": [0, 0], "of all names": [0, 0], "of all annotated": [0, 0]}
    for name, row in gold.items():
        places = [p for p in pred.get(name, {}).get("toponyms", []) if p.get("lat") is not None]
        for place in row["toponyms"]:
            if not place.get("scored", True) or place.get("lat") is None:
                continue
            found = partner(place, places)
            right = found is not None and km(place, found) <= place["radius_km"]
            demonym = place["kind"] == "demonym"
            wanted = {"found within the radius": found is not None, "of all names": not demonym, "of all annotated": True}
            for key, counted in wanted.items():
                counts[key][0] += right and counted
                counts[key][1] += counted
            if options.errors and not right and not demonym:
                print("%s\t%s\t%s" % (place["name"], place["kind"], "not found" if found is None else "%d km off, radius %d" % (
                    km(place, found), place["radius_km"])))
    if options.json:
        print(json.dumps(counts))
    else:
        for key, value in counts.items():
            print("%-26s %d of %d" % (key, *value))


if __name__ == "__main__":
    main()
