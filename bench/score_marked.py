#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Events and states that `sayso read` finds in the texts of our own that have them marked (train/encoder/own_events/, whose
README.md tells the marks). The rules were not made by them, so this says how far they carry.

    python3 bench/score_marked.py --sayso build/release/sayso [--json] [--list] [FILE...]

events  a found event is right if one of its words lies in a marked one; "typed": and has its type
states  a found state is right if its words hold a marked thing; "valued": and the value is the marked one, in the words of
        data/situation/values.tsv; "passed": or it says the same of a way by the other variable. What is passed (a road, a crossing, a bridge,
        airspace) has a status in the program's words and its golden samples, an access in the marks: "cut off" is "stopped" or "suspended",
        "open" is "open" or "resumed", "limited" is "reduced". Its recall counts marks found so, each once
sides   of found events whose mark tells the doers and the sufferers, the doer's side and the sufferer's side: right if an argument covers a
        marked head word, or both are empty; "wrong" if only others are there; "missing" if nobody is; "spurious" if the text names nobody.
        Roles agent and participant do, target, beneficiary and participant suffer; arguments out of the line do not count. What stands for
        the marked word is as good: the argument's name, what it is a name of in that line (one chain), the noun before "who", "which", "that",
        what stands before or follows it with "of" ("thousands of protesters", "the town of Jowhar"). Roles object ("rejected it") and instrument
        ("a bomb killed"), and what the event's own words take in ("rejected the offer"), make a side right, never spurious. "place": the text names nobody and a place is given, which some types want ("protested in Nairobi").
        "told precision" of those the program gives, "told recall" of those the text tells.

--list  prints every event and side that is not right, with its line
"""
import argparse
import collections
import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
ROLES = {"doer": ("agent", "participant"), "sufferer": ("target", "beneficiary", "participant")}
VERDICTS = ("right", "empty", "wrong", "missing", "spurious", "place")
MUTUAL = ("AGREE", "CONSULT", "COOPERATE")  # who of two is named on which side is a matter of grammar
sys.path.insert(0, str(ROOT / "train" / "encoder"))
import own_events_marks as marks  # noqa: E402


def value_classes():
    out = {}
    for line in open(ROOT / "data/situation/values.tsv", encoding="utf-8"):
        cells = line.rstrip("\n").split("\t")
        if not line.startswith("#"):
            out[cells[1], cells[0]] = cells[2]
    return out


def class_of(values, variable, value):
    """The guide's "variable=value" of a value in the program's words, or None."""
    value = value.lower()
    if variable == "control":
        value = "held" if value.startswith(("held by", "occupied", "controlled")) else value
    elif variable == "custody":
        value = "detained" if value.startswith("held") else "released" if value.startswith(("released", "handed")) else value
    elif variable == "posture":
        value = re.split(" (?:to|towards?|from|into) ", value)[0]
    elif variable == "position":
        value = "at"
    elif variable == "substitute":
        value = "used"
    value = values.get((variable, value), value)
    value = "intact" if value == "usable" else value
    key = variable + "=" + value
    return key if key in marks.STATES else None


PASSED = {"status=stopped": "access=cut off", "status=suspended": "access=cut off", "status=open": "access=open", "status=resumed": "access=open",
          "status=reduced": "access=limited"}


def documents(paths):
    """(text, marks, sides) of each document; a side is the line's bounds and the heads told, or None."""
    for path in paths:
        for part in path.read_text(encoding="utf-8").split("\n\n"):
            text, found, sides = "", [], []
            for line in part.split("\n"):
                if line.strip():
                    plain, of_line, who = marks.marked(line.strip(), roles=True)
                    found += [(len(text) + begin, len(text) + end, kinds) for begin, end, kinds in of_line]
                    sides += [told and (len(text), len(text) + len(plain), told) for told in who]
                    text += plain + "\n\n"
            if text:
                yield text, found, sides


def places(text, shown):
    """Where each character of `text` stands in `shown`, white space apart."""
    at, out = 0, {}
    for i, c in enumerate(text):
        if not c.isspace():
            while at < len(shown) and shown[at].isspace():
                at += 1
            out[i] = at
            at += 1
    return out


def percent(a, b):
    return 100.0 * a / max(1, b)


def spans_of(text, begin, end, head):
    """Where a head word stands in a line."""
    return [(m.start(), m.end()) for m in re.compile(r"(?<!\w)" + re.escape(head) + r"(?!\w)").finditer(text, begin, end)]


def stand_ins(record, begin, end, spans):
    """The spans, with the other mentions of their chains in the line, the mention before a relative pronoun, the one after "of"."""
    line = [m for m in record["mentions"] if begin <= m["start"] < end]
    chains = {m["entity"] for m in line for b, e in spans if m["start"] < e and b < m["end"] and m.get("entity") is not None}
    out = spans + [(m["start"], m["end"]) for m in line if m.get("entity") in chains]
    for b, e in spans:
        if record["text"][b:e].lower() in ("who", "whom", "which", "that"):
            before = [m for m in line if m["end"] <= b]
            out += [(m["start"], m["end"]) for m in before if m["end"] == max(m["end"] for m in before)]
        out += [(m["start"], m["end"]) for m in line if re.fullmatch(r" of (?:[\w-]+ ){0,3}", record["text"][e:m["start"]]) or
                record["text"][m["end"]:b] == " of "]
    return out


ALSO = {"doer": "instrument", "sufferer": "object"}


def judge_sides(record, event, kind, begin, end, told):
    """(side, verdict, given words, told heads) of both sides of a found event whose line runs from begin to end."""
    text, out = record["text"], []
    places_here = {(m["start"], m["end"]) for m in record["mentions"] if m["kind"] == "place"}
    for k, (side, roles) in enumerate(ROLES.items()):
        here = [(a["role"], (a["start"], a["end"]), a.get("name") or "") for a in event["actors"] if begin <= a["start"] < end]
        given = [span for role, span, _ in here if role in roles]
        also = [span for role, span, _ in here if role == ALSO[side]] + [tuple(t) for t in event["trigger"] if side == "sufferer"]
        heads = told[k] or (told[1 - k] if kind in MUTUAL else [])
        spans = stand_ins(record, begin, end, [s for head in heads for s in spans_of(text, begin, end, head)])
        hit = any(b < s[1] and s[0] < e for b, e in given + also for s in spans) or any(
            head in name for role, _, name in here if role in roles for head in heads)
        if hit and (given or told[k]):
            verdict = "right"
        elif not given:
            verdict = "missing" if told[k] else "empty"
        elif told[k]:
            verdict = "wrong"
        else:
            verdict = "place" if set(given) <= places_here else "spurious"
        out.append((side, verdict, [text[b:e] for b, e in given], told[k]))
    return out


def measure(sayso, paths, listed=None):
    values, docs = value_classes(), list(documents(paths))
    lines = "\n".join(json.dumps({"id": str(i), "title": "", "date": "2024-05-05", "text": d[0]}) for i, d in enumerate(docs))
    raw = subprocess.run([sayso, "read", "-q", "--json", "--layers", "text", "--input-format", "jsonl", "-"], input=lines.encode(),
                         stdout=subprocess.PIPE, check=True).stdout.decode()
    count = dict.fromkeys(("gold events", "events", "any", "typed", "gold states", "states", "thing", "valued", "passed", "marks passed"), 0)
    sides = collections.defaultdict(collections.Counter)
    for line, (text, found, who) in zip(raw.splitlines(), docs, strict=True):
        record = json.loads(line)
        at = places(text, record["text"])
        gold = [(at[b], at[e - 1] + 1, {marks.CLASSES[k] for k in kinds}, told and (at[told[0]], at[told[1] - 1] + 1, told[2]))
                for (b, e, kinds), told in zip(found, who, strict=True)]
        events = [g for g in gold if g[2] & set(marks.EVENTS)]
        states = [g for g in gold if g[2] & set(marks.STATES)]
        count["gold events"] += len(events)
        count["gold states"] += sum(len(g[2] & set(marks.STATES)) for g in states)
        missed = list(events)
        for e in record["events"]:
            hit = [g for g in events if any(b < g[1] and g[0] < end for b, end in e["trigger"])]
            missed = [g for g in missed if g not in hit]
            count["events"] += 1
            count["any"] += bool(hit)
            count["typed"] += any(e["type"] in g[2] for g in hit)
            say(listed, record["text"], e["trigger"][0], "false" if not hit else "type", e["type"],
                [] if any(e["type"] in g[2] for g in hit) else [kind for g in hit for kind in g[2]] or ["-"])
            told = next((g for g in hit if g[3]), None)
            for side, verdict, given, heads in judge_sides(record, e, *sorted(told[2] & set(marks.EVENTS)), *told[3]) if told else ():
                sides["all", side][verdict] += 1
                sides[sorted(told[2] & set(marks.EVENTS))[0], side][verdict] += 1
                say(listed, record["text"], e["trigger"][0], side + " " + verdict, e["type"],
                    [] if verdict in ("right", "empty", "place") else [str(given), "told", str(heads)])
        for g in missed:
            say(listed, record["text"], g[:2], "missed", "/".join(sorted(g[2])), ["-"])
        told = set()
        for s in record["states"]:
            hit = [g for g in states if s["start"] < g[1] and g[0] < s["end"]]
            count["states"] += 1
            count["thing"] += bool(hit)
            kind = class_of(values, s["variable"], s["value"])
            count["valued"] += any(kind in g[2] for g in hit)
            same = {(g[:2], k) for g in hit for k in {kind, PASSED.get(kind)} & g[2] & set(marks.STATES)}
            count["passed"] += bool(same)
            told |= same
        count["marks passed"] += len(told)
    return count, sides


def say(listed, text, span, what, kind, details):
    """A line of the list of what is not right, with the line of the text and the word in brackets."""
    if listed is None or not details:
        return
    begin, end = text.rfind("\n", 0, span[0]) + 1, text.find("\n", span[1])
    line = text[begin:span[0]] + "[" + text[span[0]:span[1]] + "]" + text[span[1]:end if end >= 0 else len(text)]
    listed.append("\t".join((what, kind, " ".join(details), line)))


def told_rates(c):
    given, told = c["right"] + c["wrong"] + c["spurious"], c["right"] + c["wrong"] + c["missing"]
    return percent(c["right"], given), percent(c["right"], told)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sayso", required=True)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("files", nargs="*", type=pathlib.Path)
    o = parser.parse_args()
    listed = [] if o.list else None
    c, sides = measure(o.sayso, o.files or sorted((ROOT / "train/encoder/own_events").glob("*.txt")), listed)
    rows = {}
    for name, gold, found, hits in (("events", "gold events", "events", ("any", "typed")), ("states", "gold states", "states", ("thing", "valued"))):
        for hit in hits:
            rows["%s %s precision" % (name, hit)] = percent(c[hit], c[found])
            rows["%s %s recall" % (name, hit)] = percent(c[hit], c[gold])
    rows["states passed precision"] = percent(c["passed"], c["states"])
    rows["states passed recall"] = percent(c["marks passed"], c["gold states"])
    for side in ROLES if sides else ():
        rows[side + " told precision"], rows[side + " told recall"] = told_rates(sides["all", side])
        rows[side + " right"] = percent(sum(sides["all", side][v] for v in ("right", "empty", "place")), sum(sides["all", side].values()))
    if o.json:
        print(json.dumps({**rows, **c}))
        return
    for key, value in rows.items():
        print("%-28s %.1f" % (key, value))
    print(c)
    for (kind, side), n in sorted(sides.items()):
        print("%-10s %-8s  " % (kind, side) + "  ".join("%s %d" % (v, n[v]) for v in VERDICTS) +
              "  told %.1f/%.1f" % told_rates(n))
    for line in listed or ():
        print(line)


if __name__ == "__main__":
    main()
