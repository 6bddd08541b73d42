#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measure `sayso read` against the golden records of the sample reports.

  score_samples.py --sayso build/dev/sayso [--folder samples] [--json] [--misses KIND] [NAME ...]

Every report of the folder (or those whose name begins with NAME) is read by `sayso read --json --layers text`, one run a
file, and compared with golden/NAME.json (samples/README.md says what stands there).

  text     title, day of publication, outlet, url right; golden words that are in the text read; furniture left in it
  claims   a found claim fits a golden one when their contents overlap by half or more (characters, F1); each fits once.
           found = recall; true = share of the found that fit (not asked of other_claims: demands, refusals, plans that
           may be claims); then of the fitting ones: source and cue words overlap, speaker (words of one in the other), country of the code, certainty,
           channel where the gold states one, anonymous, the claim it stands inside
  events   a golden event is found when a found event's trigger lies in its anchor; then type (also: counts), country of
           agent and of target where the gold has a code, factuality, time, day (or what part of it the gold gives), and
           whether it hangs on the right claim (or on none). in an anchor = share of the found
           that lie in one (not asked of other_events: tellings again and lesser events); banned = in not_events
  states   entity, variable and value alike, anywhere in the report; true = share of the found that fit some golden state

--misses claims|false|events|states|extra|text prints what went wrong, report by report. Exit 0; 1 when the program fails.
"""
import argparse
import collections
import json
import re
import subprocess
import sys
from pathlib import Path

VALUE_WORDS = [  # a found value says the same as a golden one when it holds a word of its row
    ("held by russia", "russia", "rus", "captured", "occupied"), ("held by ukraine", "ukraine", "ukr", "retaken", "liberated"),
    ("held by egypt", "egypt", "egy", "seized", "impounded", "detained"),
    ("held by the united states", "united states", "usa"), ("contested", "fighting"), ("released", "freed", "free"),
    ("cut off", "isolated", "severed"), ("limited",), ("open", "in use"), ("impassable", "unusable", "closed"),
    ("damaged", "hit", "struck"), ("destroyed", "blown up", "collapsed"), ("repaired", "rebuilt"), ("intact", "sound"),
    ("signed", "agreed", "reached"), ("in force", "remains in place"), ("in doubt", "doubt"), ("suspended",),
    ("resumed", "restored"), ("extended", "prolonged"), ("reduced", "cut"), ("stopped", "halted", "blocked", "shut"),
    ("vulnerable",), ("attacking", "offensive"), ("defending", "defence"), ("redeploying", "redeployment"),
    ("withdrawing", "withdrawal", "retreat"), ("concentrating", "massing"), ("west bank", "western bank"),
    ("east bank", "eastern bank", "left bank"), ("pontoon", "ferries", "barges"), ("aground", "stuck"), ("afloat", "refloated"),
]
SMALL = set("the a an of in at on to from for by with and or its his her their is are was were be been that which".split())


def squeeze(text):
    return re.sub(r"\s+", " ", text).strip()


def words(text):
    found = re.findall(r"\w+", (text or "").lower().replace("’s", "").replace("'s", ""))
    return {w[:-1] if len(w) > 4 and w.endswith("s") and not w.endswith("ss") else w for w in found} - SMALL


def alike(a, b):
    x, y = words(a), words(b)
    return bool(x and y) and (x <= y or y <= x or len(x & y) / len(x | y) >= 0.5)


def find(text, part):
    pattern = r"\s+".join(re.escape(word) for word in part.split())
    found = re.search(pattern, text)
    return found.span() if found else None


def find_all(text, parts):
    """Spans of a string or a list of strings; None when one of them is not in the text"""
    spans = [find(text, part) for part in (parts if isinstance(parts, list) else [parts])]
    return None if None in spans else spans


def content_of(text, claim):
    """Spans of a golden claim's content, looked for inside its anchor where it has one"""
    anchor = find(text, claim["anchor"]) if "anchor" in claim else (0, len(text))
    spans = find_all(text[anchor[0]:anchor[1]], claim["content"]) if anchor else None
    return spans and [(s + anchor[0], e + anchor[0]) for s, e in spans]


def common(a, b):
    return sum(max(0, min(e, f) - max(s, t)) for s, e in a for t, f in b)


def length(spans):
    return sum(e - s for s, e in spans)


def overlap_f1(a, b):
    return 2 * common(a, b) / (length(a) + length(b)) if a and b and length(a) + length(b) else 0.0


def text_of(spans, text):
    return " ".join(text[s:e] for s, e in spans or [])


class Tally:
    def __init__(self):
        self.right, self.asked = collections.Counter(), collections.Counter()
        self.misses = []

    def ask(self, what, right):
        self.asked[what] += 1
        self.right[what] += bool(right)
        return right

    def miss(self, kind, report, what):
        self.misses.append((kind, report, what))


def score_text(tally, name, gold, found, text):
    for what, right in (("title", squeeze(found.get("title") or "") == squeeze(gold["title"])),
                        ("date", (found.get("published_at") or "")[:10] == gold["published_at"][:10]),
                        ("outlet", found.get("outlet") == gold["outlet"]), ("url", found.get("url") == gold["url"])):
        if not tally.ask("text." + what, right):
            tally.miss("text", name, f"{what}: {found.get('published_at' if what == 'date' else what)!r}")
    for claim in gold["claims"]:
        if not tally.ask("text.golden words", content_of(text, claim)):
            tally.miss("text", name, f"not in the text: {claim['content']!r}")
    for words_out in gold.get("not_text", []):
        if not tally.ask("text.furniture out", find(text, words_out) is None):
            tally.miss("text", name, f"furniture left in: {words_out!r}")


def match_claims(gold, found, text):
    """golden number -> found claim; best content overlap first, source and cue break ties"""
    pairs = []
    for number, row in enumerate(gold["claims"]):
        spans = content_of(text, row)
        for other in found["claims"] if spans else []:
            fit = overlap_f1(spans, other.get("content") or [])
            if fit >= 0.5:
                same = (row["source"] is not None and alike(row["source"], text_of(other.get("source"), text))) + \
                       (row["cue"] is not None and alike(row["cue"], text_of(other.get("cue"), text)))
                pairs.append((-fit - 0.3 * same, number, other["id"], other))
    taken, used = {}, set()
    for _, number, key, other in sorted(pairs, key=lambda p: p[:3]):
        if number not in taken and key not in used:
            taken[number] = other
            used.add(key)
    return taken


def score_claims(tally, name, gold, found, text):
    taken = match_claims(gold, found, text)
    numbers = {other["id"]: number for number, other in taken.items()}
    allowed = [spans for spans in (find_all(text, part) for part in gold.get("other_claims", [])) if spans]
    for other in found["claims"]:
        content = other.get("content") or []
        if other["id"] not in numbers and any(overlap_f1(spans, content) >= 0.5 for spans in allowed):
            continue
        if not tally.ask("claims.true", other["id"] in numbers):
            tally.miss("false", name, f"{text_of(other.get('source'), text)!r} {text_of(other.get('cue'), text)!r} "
                                      f"{text_of(content, text)!r}")
    for number, row in enumerate(gold["claims"]):
        if not tally.ask("claims.found", number in taken):
            tally.miss("claims", name, f"missed: {row['source']!r} {row['cue']!r} {row['content']!r}")
            continue
        other = taken[number]
        source, cue = text_of(other.get("source"), text), text_of(other.get("cue"), text)
        checks = [("source", alike(row["source"], source) or row["source"] == source if row["source"] else not source),
                  ("cue", alike(row["cue"], cue) or row["cue"] == cue if row["cue"] else not cue),
                  ("certainty", row["certainty"] == other.get("certainty")),
                  ("anonymous", row["anonymous"] == bool(other.get("anonymous"))),
                  ("kind", row["kind"] == other.get("kind")),
                  ("outer", numbers.get(other.get("outer")) == row["outer"])]
        if row["speaker"]:
            checks.append(("speaker", alike(row["speaker"], other.get("speaker") or "")))
        if row["code"]:
            checks.append(("code", row["code"][:3] == (other.get("code") or "")[:3]))
        if row["channel"] != "unstated":
            checks.append(("channel", row["channel"] == other.get("channel")))
        for what, right in checks:
            if not tally.ask("claims." + what, right):
                got = {"source": source, "cue": cue}.get(what, other.get(what))
                tally.miss("claims", name, f"{what}: {got!r}, not {row[what]!r}: {row['content']!r}")
    return numbers


def trigger_of(event):
    return event.get("trigger") or [(a["start"], a["end"]) for a in event.get("actors") or [] if a.get("start") is not None]


def countries(actors, roles):
    return {(a.get("code") or "")[:3] for a in actors or [] if a.get("role") in roles} - {""}


def score_events(tally, name, gold, found, text, claim_numbers):
    anchors, used = [], set()
    for row in gold["events"]:
        span = find(text, row["anchor"])
        anchors.append([span] if span else [])
        trigger = find(text[span[0]:span[1]], row["trigger"]) if span else None
        exact = [(trigger[0] + span[0], trigger[1] + span[0])] if trigger else []
        kinds = [row["type"]] + row.get("also", [])
        inside = [e for e in found["events"] if span and common([span], trigger_of(e)) and e["id"] not in used]
        inside.sort(key=lambda e: (e["type"] not in kinds, not common(exact, trigger_of(e))))
        if not tally.ask("events.found", inside):
            tally.miss("events", name, f"missed: {row['type']} {row['trigger']!r} in {row['anchor']!r}")
            continue
        event = inside[0]
        used.add(event["id"])
        claim = claim_numbers.get(event.get("claim"))
        checks = [("type", event["type"] in kinds), ("factuality", event.get("factuality") == row["factuality"]),
                  ("time", event.get("time") == row["time"]),
                  ("claim", claim == row["claim"] if row["claim"] is not None else event.get("claim") is None)]
        for role, roles in (("agent", ("agent", "participant")), ("target", ("target", "object", "beneficiary", "participant"))):
            wanted = countries(row["actors"], (role,))
            if wanted:
                checks.append((role, wanted & countries(event.get("actors"), roles)))
        if row["when"]:
            when = (event.get("when") or {}).get("value") or ""
            checks.append(("when", when.startswith(row["when"][:10]) or row["when"].startswith(when) and len(when) >= 7))
        for what, right in checks:
            if not tally.ask("events." + what, right):
                got = event.get(what) if what not in ("agent", "target") else [(a["role"], a.get("code")) for a in event["actors"]]
                tally.miss("events", name, f"{what}: {got!r}, not {row.get(what)!r}: {row['trigger']!r} in {row['anchor']!r}")
    banned = [span for span in (find(text, part) for part in gold["not_events"]) if span]
    allowed = [span for span in (find(text, part) for part in gold.get("other_events", [])) if span]
    for event in found["events"]:
        spans = trigger_of(event)
        if common(allowed, spans) and event["id"] not in used:
            continue
        in_anchor = any(common(anchor, spans) for anchor in anchors)
        tally.ask("events.in an anchor", in_anchor)
        if not in_anchor:
            tally.miss("extra", name, f"{event['type']} {text_of(event.get('trigger'), text)!r}")
        if common(banned, spans):
            tally.right["events.banned"] += 1
            tally.miss("extra", name, f"banned: {event['type']} {text_of(event.get('trigger'), text)!r}")


def same_value(a, b):
    a, b = (a or "").lower(), (b or "").lower()
    return a in b or any(row[0] in a and any(word in b for word in row) for row in VALUE_WORDS)


def fits(row, other):
    value = f"{other.get('value') or ''} {other.get('value_code') or ''}"
    return row["variable"] == other.get("variable") and alike(row["entity"], other.get("entity")) and same_value(row["value"], value)


def score_states(tally, name, gold, found):
    for row in gold["states"]:
        if not tally.ask("states.found", any(fits(row, other) for other in found["states"])):
            tally.miss("states", name, f"missed: {row['entity']} {row['variable']} {row['value']}")
    for other in found["states"]:
        if not tally.ask("states.true", any(fits(row, other) for row in gold["states"])):
            tally.miss("states", name, f"extra: {other.get('entity')} {other.get('variable')} {other.get('value')}")


def golden_of(folder, path):
    golden = folder / "golden"
    if path.suffix == ".rss":
        return sorted(golden.glob(f"{path.stem}.[0-9]*.json"), key=lambda p: int(p.stem.rsplit(".", 1)[1]))
    return [golden / f"{path.stem}.json"]


def read(sayso, path):
    run = subprocess.run([sayso, "read", "--json", "--layers", "text", str(path)], capture_output=True, text=True, check=False)
    if run.returncode > 1:
        raise SystemExit(f"score_samples: {sayso} read {path}: {run.stderr.strip() or run.returncode}")
    return [json.loads(line) for line in run.stdout.splitlines()]


def report(tally, count):
    lines = [f"{count} reports"]
    for what in sorted(tally.asked):
        lines.append(f"  {what:22} {tally.right[what] / tally.asked[what]:.3f}  {tally.right[what]:5} of {tally.asked[what]}")
    lines.append(f"  {'events.banned':22} {tally.right['events.banned']}")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--sayso", required=True)
    parser.add_argument("--folder", default=str(Path(__file__).resolve().parent.parent / "samples"))
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--misses", choices=("claims", "false", "events", "states", "extra", "text"))
    options = parser.parse_args()
    folder, tally, count = Path(options.folder), Tally(), 0
    for path in sorted(folder.iterdir()):
        if path.suffix not in (".txt", ".html", ".rss", ".json", ".xml"):
            continue
        if options.names and not any(path.name.startswith(name) for name in options.names):
            continue
        found = read(options.sayso, path)
        for number, golden in enumerate(golden_of(folder, path)):
            gold = json.loads(golden.read_text(encoding="utf-8"))
            record = found[number] if number < len(found) else {}
            for part in ("claims", "events", "states"):
                record.setdefault(part, [])
            text = record.get("text") or ""
            score_text(tally, gold["id"], gold, record, text)
            numbers = score_claims(tally, gold["id"], gold, record, text)
            score_events(tally, gold["id"], gold, record, text, numbers)
            score_states(tally, gold["id"], gold, record)
            count += 1
    if options.json:
        print(json.dumps({what: [tally.right[what], tally.asked[what]] for what in sorted(tally.asked)}, sort_keys=True))
    else:
        print(report(tally, count))
    if options.misses:
        for kind, name, what in tally.misses:
            if kind == options.misses:
                print(f"{name}: {what}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
