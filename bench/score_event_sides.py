#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Events of real news and their sides: how many are found, how many have the right doer and sufferer.

    python3 bench/score_event_sides.py --news FOLDER --sayso build/release/sayso [--half development] [--list WHAT] [--json]
    python3 bench/score_event_sides.py --news FOLDER --make FOLDER_OF_READINGS > bench/event_sides.tsv

NEWS      news as JSON Lines, packed (*.jsonl.xz; without such, *.jsonl): reuters, abc, wikinews. No text of them stands in the repository.
LABELS    bench/event_sides.tsv, read by hand sentence by sentence. "read REPORT BEGIN END": characters of the report's text in
          which every event was written down. "event REPORT BEGIN END TYPE FACT DOERS SUFFERERS": the characters of the word that
          tells it; FACT is + told, - denied, ? planned; a side is a list of BEGIN-END=CODE, or "-" where the text tells none.
          Wikinews reports were read whole, one sentence each of Reuters and ABC reports.
HALVES    half(id): "development" (crc32 of the report's id is odd: may be looked at) or "held" (even: only measured, its
          errors are never listed).

An event is found where its word and the program's trigger overlap; several at one word are paired type for type first.
found     precision over the program's events in what was read, recall over the gold's; "with type": and of one type.
strict    with type, and both sides right. A side is right if every actor the gold names has an actor of the program with
          its code, and the other way round: country equal (UNK and the gold's "---" say nothing: equal to each other and to no
          code), sectors equal or one of them without. Actors without a code are none; of several with one code one is enough.
          Where the sides are alike (CONSULT, COOPERATE) those of both are put together. Precision of strict is what a reader of
          the program's rows meets.
sides     over events found with their type, each actor the gold names: right; country (wrong), sector (wrong), where the words
          or the code show whom the program means; nocode (found, without a code); missing (nobody told); person (somebody else); each program
          actor that answers to none: spurious. By how the gold's actor is told: name, noun, pronoun.
--list    development half only, any of, joined by commas: country | sector | nocode | missing | person | spurious | type | missed | extra, one line each.
"""
import argparse
import collections
import json
import lzma
import os
import pathlib
import re
import subprocess
import sys
import zlib

PRONOUNS = set("""he she it they we i you him her them us me who which that this these those his its their our my both all
some many others one another himself herself itself themselves""".split())
ALIKE = ("CONSULT", "COOPERATE")
NOWHERE = ("UNK", "---", "IMG")
ALONE = set("""AGR BUS COP CRM CVL DEV EDU ELI ENV GOV HLH HRI INS JRN JUD LAB LEG MED MIL MNC NGO OPP PRE PRM PTY REB REF
REL SEP SOC SPY UAF""".split())
SECTORS = {"JRN": "MED", "PRE": "GOV", "PRM": "MIL", "MNC": "BUS"}
KINDS = ("right", "country", "sector", "nocode", "missing", "person")


def half(report):
    return "development" if zlib.crc32(report.encode()) & 1 else "held"


# ---- labels ------------------------------------------------------------------------------------------------------------------
def find_word(sentence, word, near):
    """Where a head stands in its sentence: of several places the one nearest to the event's word."""
    spans = [m.span() for m in re.finditer(r"(?<!\w)" + re.escape(word) + r"(?!\w)", sentence)]
    return min(spans, key=lambda s: abs(s[0] - near)) if spans else None


def side_of(field, sentence, offset, near):
    out = []
    for actor in [] if field == "-" else field.split(";"):
        head, code = actor.strip().rsplit("=", 1)
        span = find_word(sentence, head.strip(), near)
        if span:
            out.append("%d-%d=%s" % (offset + span[0], offset + span[1], code.strip()))
    return ";".join(out) or "-"


def make(folder, out):
    """The labels from the readers' files: PART.txt (ids and sentences), PART.tsv (events), PART.done (ids read to the end)."""
    print("# what, report, characters, type, fact, doers, sufferers: read by hand, see score_event_sides.py; no text stands here", file=out)
    rows = []
    for part in sorted(folder.glob("*.done")):
        done, sentences = set(part.read_text().split()), collections.defaultdict(dict)
        report = None
        for line in part.with_suffix(".txt").read_text(encoding="utf-8").split("\n"):
            if line.startswith("## "):
                report = line[3:].split(" | ")[0]
            elif re.match(r"\d+\t", line) and report in done:
                at, text = line.split("\t", 1)
                sentences[report][at] = text
                rows.append(("read", report, int(at), int(at) + len(text)))
        for line in part.with_suffix(".tsv").read_text(encoding="utf-8").split("\n"):
            fields = line.split("\t")
            if len(fields) != 7 or fields[1] not in sentences[fields[0]]:
                continue
            report, at, word, kind, fact, doers, sufferers = fields
            sentence, at = sentences[report][at], int(at)
            word, nth = re.fullmatch(r"(.+?)(?:#(\d+))?", word).groups()
            places = [m.span() for m in re.finditer(r"(?<!\w)" + re.escape(word) + r"(?!\w)", sentence)]
            if len(places) < int(nth or 1):
                continue
            begin, end = places[int(nth or 1) - 1]
            rows.append(("event", report, at + begin, at + end, kind, fact, side_of(doers, sentence, at, begin),
                         side_of(sufferers, sentence, at, begin)))
    for row in sorted(set(rows), key=lambda r: (r[1], r[0] != "read", r[2:])):
        print("\t".join(map(str, row)), file=out)


def parse_side(field):
    out = []
    for actor in [] if field == "-" else field.split(";"):
        span, code = actor.split("=")
        begin, end = map(int, span.split("-"))
        out.append((begin, end, code))
    return out


def read_labels(path):
    """{report: (spans read, events)}"""
    labels = collections.defaultdict(lambda: ([], []))
    for line in path.read_text(encoding="utf-8").splitlines():
        fields = line.split("\t")
        if fields[0] == "read":
            labels[fields[1]][0].append((int(fields[2]), int(fields[3])))
        elif fields[0] == "event":
            labels[fields[1]][1].append({"at": (int(fields[2]), int(fields[3])), "type": fields[4], "fact": fields[5],
                                         "doers": parse_side(fields[6]), "sufferers": parse_side(fields[7])})
    return labels


# ---- the program --------------------------------------------------------------------------------------------------------------
def reports(folder, wanted):
    for path in sorted(folder.glob("*.jsonl.xz")) or sorted(folder.glob("*.jsonl")):
        opened = lzma.open if path.suffix == ".xz" else open
        with opened(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                if record["id"] in wanted:
                    yield record


def read(sayso, records, options=()):
    lines = "\n".join(json.dumps({k: r[k] for k in ("id", "title", "date", "url", "text") if r.get(k)}) for r in records)
    done = subprocess.run([sayso, "read", "--json", "--quiet", "--layers", "text", "--input-format", "jsonl", *options, "-"],
                          input=lines, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def sides_of(event):
    doers, sufferers = [], []
    for actor in event["actors"]:
        entry = (actor["start"], actor["end"], actor.get("code") or "")
        if actor["role"] in ("agent", "participant"):
            doers.append(entry)
        elif actor["role"] == "target":
            sufferers.append(entry)
    return doers, sufferers


# ---- comparing ----------------------------------------------------------------------------------------------------------------
def parts(code):
    """(country or body of states, sectors); a group across borders (IMG) and a sector alone are of no country."""
    words = code.split()
    lone = bool(words) and words[0] in ALONE
    country = "" if not words or lone or words[0] in NOWHERE else words[0]
    return country, {SECTORS.get(w, w) for w in words[0 if lone else 1:]}


def same_country(a, b):
    return parts(a)[0] == parts(b)[0]


def same_code(a, b):
    x, y = parts(a)[1], parts(b)[1]
    return same_country(a, b) and (not x or not y or bool(x & y))


def coded(actors):
    return [a for a in actors if a[2]]


def side_right(gold, found):
    known = [a for a in gold if parts(a[2]) != ("", set())]
    return (all(any(same_code(g[2], a[2]) for a in coded(found)) or (not parts(g[2])[0] and not coded(found)) for g in known)
            and all(any(same_code(g[2], a[2]) for g in gold) for a in coded(found)))


def both_right(event_type, gold, found):
    if event_type in ALIKE:
        return side_right(gold[0] + gold[1], found[0] + found[1])
    return side_right(gold[0], found[0]) and side_right(gold[1], found[1])


def overlap(a, b):
    return a[0] < b[1] and b[0] < a[1]


def judge(gold, found):
    """(verdict, the program's actor or None) for each actor of the gold, then the program's actors that answer to none."""
    left, verdicts = list(found), []
    for g in gold:
        here = [a for a in found if overlap(a, g)]
        exact = [a for a in here if a[2] and same_code(a[2], g[2])] or [a for a in found if a[2] and same_code(a[2], g[2])]
        unsaid = not parts(g[2])[0]
        if exact:
            verdict, actor = "right", exact[0]
        elif here:
            actor = here[0]
            verdict = ("right" if unsaid else "nocode") if not actor[2] else "sector" if same_country(actor[2], g[2]) else "country"
        else:
            actor = None
            verdict = "right" if unsaid and not coded(found) else "person" if coded(found) else "missing"
        verdicts.append((verdict, g, actor))
        left = [a for a in left if a is not actor and not (a[2] and same_code(a[2], g[2]))]
    return verdicts, ([] if any(v == "person" for v, _, _ in verdicts) else coded(left))


def told_as(text, span):
    words = text[span[0]:span[1]].split()
    if len(words) == 1 and words[0].lower() in PRONOUNS:
        return "pronoun"
    if not words or not words[-1][:1].isupper():
        return "noun"
    begins = re.search(r"(^|[.!?\n][\"')]?\s+|[\"“])$", text[max(0, span[0] - 4):span[0]]) is not None
    return "noun" if begins and len(words) == 1 and re.search(r"\b" + re.escape(words[0].lower()) + r"\b", text) else "name"


class Score:
    def __init__(self):
        self.n = collections.Counter()
        self.sides = collections.defaultdict(collections.Counter)
        self.lines = []

    def say(self, what, report, text, at, detail):
        begin = max(text.rfind("\n", 0, at) + 1, at - 170)
        self.lines.append((what, "%s %d\t%s\t%s" % (report, at, detail, text[begin:at + 170].split("\n")[0])))

    def add(self, report, text, gold_events, events):
        pairs, free = [], list(events)
        for same in (True, False):
            for g in gold_events:
                if any(p[0] is g for p in pairs):
                    continue
                for e in free:
                    if any(overlap(t, g["at"]) for t in e["trigger"]) and (e["type"] == g["type"]) == same:
                        pairs.append((g, e))
                        free = [f for f in free if f is not e]
                        break
        self.n.update(gold=len(gold_events), emitted=len(events), found=len(pairs))
        for e in free:
            self.say("extra", report, text, e["trigger"][0][0], e["type"] + " " + text[slice(*e["trigger"][0])])
        for g in gold_events:
            if not any(p[0] is g for p in pairs):
                self.say("missed", report, text, g["at"][0], g["type"] + " " + text[slice(*g["at"])])
        for g, e in pairs:
            if e["type"] != g["type"]:
                self.say("type", report, text, g["at"][0], "%s %s for %s" % (text[slice(*g["at"])], e["type"], g["type"]))
                continue
            self.pair(report, text, g, e)

    def pair(self, report, text, g, e):
        gold, found = (g["doers"], g["sufferers"]), sides_of(e)
        strict = both_right(g["type"], gold, found)
        self.n.update(typed=1, strict=strict)
        if g["type"] in ALIKE:
            questions = [("doer", gold[0], found[0] + found[1]), ("sufferer", gold[1], found[0] + found[1])]
        else:
            questions = [("doer", gold[0], found[0]), ("sufferer", gold[1], found[1])]
        spurious = []
        for name, wanted, have in questions:
            self.n[name + " right"] += side_right(wanted, have) if g["type"] not in ALIKE else strict
            verdicts, left = judge(wanted, have)
            spurious.append(left)
            for verdict, actor, answer in verdicts:
                self.sides[name, told_as(text, actor)][verdict] += 1
                if verdict != "right":
                    self.say(verdict, report, text, g["at"][0], "%s %s: %s %s=%s, found %s" % (
                        g["type"], text[slice(*g["at"])], name, text[actor[0]:actor[1]], actor[2],
                        ["%s=%s" % (text[a[0]:a[1]], a[2]) for a in ([answer] if answer else have)]))
        if g["type"] in ALIKE:
            spurious = [[a for a in spurious[0] if a in spurious[1]], []]
        for (name, _, _), left in zip(questions, spurious):
            for a in left:
                self.sides[name, "none"]["spurious"] += 1
                self.say("spurious", report, text, g["at"][0], "%s %s: %s %s=%s" % (
                    g["type"], text[slice(*g["at"])], name, text[a[0]:a[1]], a[2]))

    def result(self):
        n = self.n
        rate = lambda a, b: round(n[a] / max(1, n[b]), 3)
        out = {k: n[k] for k in ("gold", "emitted", "found", "typed", "strict")}
        out.update({"found precision": rate("found", "emitted"), "found recall": rate("found", "gold"),
                    "typed precision": rate("typed", "emitted"), "typed recall": rate("typed", "gold"),
                    "strict precision": rate("strict", "emitted"), "strict recall": rate("strict", "gold"),
                    "strict of typed": rate("strict", "typed"),
                    "doer right": rate("doer right", "typed"), "sufferer right": rate("sufferer right", "typed")})
        return out

    def show(self, name):
        r = self.result()
        print("%s: gold %d, emitted %d, found %d, with type %d, strict %d" % (name, r["gold"], r["emitted"], r["found"], r["typed"], r["strict"]))
        print("  precision/recall: found %.3f %.3f, with type %.3f %.3f, strict %.3f %.3f; of those with type: strict %.3f, doer %.3f, sufferer %.3f"
              % tuple(r[k] for k in ("found precision", "found recall", "typed precision", "typed recall", "strict precision",
                                     "strict recall", "strict of typed", "doer right", "sufferer right")))
        for key in sorted(self.sides):
            c = self.sides[key]
            print("  %-8s %-8s %s" % (*key, "  ".join("%s %d" % (k, c[k]) for k in KINDS + ("spurious",) if c[k])))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    shared = os.environ.get("SAYSO_SHARED")
    parser.add_argument("--news", type=pathlib.Path, default=pathlib.Path(shared) / "data/news" if shared else None)
    parser.add_argument("--sayso", default="build/release/sayso")
    parser.add_argument("--labels", type=pathlib.Path, default=pathlib.Path("bench/event_sides.tsv"))
    parser.add_argument("--half", choices=("development", "held", "both"), default="both")
    parser.add_argument("--kind", default="", help="only reports whose id begins so: wikinews, abc, 20")
    parser.add_argument("--list", help="errors of this kind, of the development half")
    parser.add_argument("--make", type=pathlib.Path, help="write the labels from a folder of readings")
    parser.add_argument("--models", help="passed on to the program")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if options.make:
        make(options.make, sys.stdout)
        return 0
    if options.news is None:
        parser.error("--news or SAYSO_SHARED is missing")
    labels = {k: v for k, v in read_labels(options.labels).items()
              if options.half in ("both", half(k)) and k.startswith(options.kind)}
    scores = {name: Score() for name in ("development", "held") if options.half in ("both", name)}
    extra = ["--models", options.models] if options.models else []
    for record in read(options.sayso, reports(options.news, labels), extra):
        spans, gold = labels[record["id"]]
        events = [e for e in record["events"] if any(overlap(s, e["trigger"][0]) for s in spans)]
        scores[half(record["id"])].add(record["id"], record["text"], gold, events)
    if options.json:
        print(json.dumps({name: s.result() for name, s in scores.items()}))
        return 0
    for name, score in scores.items():
        score.show(name)
    if options.list and "development" in scores:
        for what, line in scores["development"].lines:
            if what in options.list.split(","):
                print(what, line, sep="\t")
    return 0


if __name__ == "__main__":
    sys.exit(main())
