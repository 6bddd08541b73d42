#!/usr/bin/env python3
"""Run the cases under tests/cases: a few lines of text, and the facts that must be read from them.

  run_cases.py --sayso build/dev/sayso [--list] [--only WORDS] [PATH ...]      default path: tests/cases

The format stands in tests/cases/README.md. All cases are read by one run of `sayso read --json`; those that ask for
contradictions are ingested too, into one database. What is found is compared with the expected lines. Only the fields given are compared. Exit 0 when every case holds, 1 when one does
not, 2 when a case file is malformed or the program fails.
"""
import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

KINDS = ("claim", "event", "state", "mention", "place", "time", "contradiction")
FIELD = re.compile(r'\s*([a-z_0-9]+)=("(?:[^"\\]|\\.)*"|\S+)')
PUNCTUATION = " \t\n,.;:!?\"'()[]\u201c\u201d\u2018\u2019\u2013\u2014-"


class BadCase(Exception):
    pass


def parse_line(line):
    """-> (negated, kind, [(field, value)])"""
    words = line.split(None, 2)
    negated = words[0] == "no"
    if negated:
        if len(words) < 2:
            raise BadCase("'no' of what?")
        kind, rest = words[1], words[2] if len(words) > 2 else ""
    else:
        kind, rest = words[0], line[len(words[0]):]
    if kind not in KINDS:
        raise BadCase("unknown kind %r" % kind)
    fields, at = [], 0
    while at < len(rest.rstrip()):
        m = FIELD.match(rest, at)
        if not m:
            raise BadCase("not a field: %r" % rest[at:])
        value = m.group(2)
        if value.startswith('"'):
            value = value[1:-1].replace('\\"', '"')
        fields.append((m.group(1), value))
        at = m.end()
    return negated, kind, fields


def parse_case(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    if "----" not in lines:
        raise BadCase("no line ----")
    cut = lines.index("----")
    head, expected = lines[:cut], [l.strip() for l in lines[cut + 1:]]
    options = {}
    while head and (head[0].startswith("#") or re.match(r"(date|outlet|format|known): ?", head[0])):
        if not head[0].startswith("#"):
            key, _, value = head[0].partition(":")
            options[key] = value.strip()
        head.pop(0)
    text = "\n".join(head).strip("\n")
    facts = [parse_line(l) for l in expected if l and not l.startswith("#")]
    if not text.strip() or not facts:
        raise BadCase("a case needs a text and at least one expected line")
    return {"path": path, "text": text, "options": options, "facts": facts}


def squeeze(words):
    """Blanks and the punctuation at the edges do not count."""
    return re.sub(r"\s+", " ", words).strip(PUNCTUATION)


class Found:
    """What the program found in one text, as field -> set of accepted spellings."""

    def __init__(self, text, record):
        self.text, self.record = text, record
        self.claims = {c["id"]: c for c in record.get("claims", [])}
        self.events = {e["id"]: e for e in record.get("events", [])}

    def pieces(self, spans):
        return " ... ".join(squeeze(self.text[s:e]) for s, e in spans or [])

    def items(self, kind):
        name = {"claim": "claims", "event": "events", "state": "states", "mention": "mentions",
                "place": "places", "time": "times", "contradiction": "contradictions"}[kind]
        return [(item, getattr(self, kind)(item)) for item in self.record.get(name, [])]

    def claim(self, c):
        outer = self.claims.get(c.get("outer"))
        return {"source": {self.pieces(c["source"])}, "cue": {self.pieces(c["cue"])},
                "content": {self.pieces(c["content"])}, "speaker": {c.get("speaker") or ""},
                "code": {c.get("code") or ""}, "channel": {c["channel"]}, "certainty": {c["certainty"]},
                "kind": {c["kind"]}, "act": {c.get("act", "")}, "said_at": {c.get("said_at") or ""},
                "anonymous": {str(c["anonymous"]).lower()},
                "outer": {self.pieces(outer["cue"]), self.pieces(outer["source"])} if outer else {"none"}}

    def event(self, e):
        fields = {"type": {e["type"]}, "mode": {e.get("mode") or ""}, "cameo": {e.get("cameo") or ""},
                  "context": set(e.get("context") or [""]), "trigger": {self.pieces(e["trigger"])},
                  "factuality": {e["factuality"]}, "time": {e["time"]}}
        for actor in e.get("actors", []):
            names = fields.setdefault(actor["role"], set())
            names.update({actor.get("code") or "", actor.get("name") or "",
                          squeeze(self.text[actor["start"]:actor["end"]])})
        place, when = e.get("place") or {}, e.get("when") or {}
        fields["place"] = {place.get("name") or "none"}
        fields["when"] = {when.get("value") or "none"}
        for name, value in (e.get("counts") or {}).items():
            fields[name] = {str(value)}
        fields["quantity"] = {"%g %s" % (q.get("best") or 0, squeeze(str(q.get("what"))))
                              for q in e.get("quantities", [])}
        claim = self.claims.get(e.get("claim"))
        fields["claim"] = {self.pieces(claim["cue"]), self.pieces(claim["source"])} if claim else {"none"}
        return fields

    def state(self, s):
        claim, event = self.claims.get(s.get("claim")), self.events.get(s.get("event"))
        return {"entity": {s["entity"]}, "variable": {s["variable"]}, "value": {s["value"], s.get("value_code") or ""},
                "factuality": {s.get("factuality", "")}, "time": {s.get("time", "")},
                "claim": {self.pieces(claim["cue"]), self.pieces(claim["source"])} if claim else {"none"},
                "event": {self.pieces(event["trigger"])} if event else {"none"}}

    def mention(self, m):
        entity = next((n for n in self.record.get("entities", []) if n["id"] == m.get("entity")), {})
        return {"words": {squeeze(self.text[m["start"]:m["end"]])}, "kind": {m["kind"]}, "form": {m["form"]},
                "code": {m.get("code") or ""}, "name": {m.get("name") or ""}, "entity": {entity.get("name") or ""}}

    def place(self, p):
        return {"words": {squeeze(self.text[p["start"]:p["end"]])},
                **{k: {str(p.get(k) or "")} for k in ("name", "country", "kind", "admin1", "precision")}}

    def contradiction(self, c):
        return {"in": {c["differs_in"]}, "subject": {c["subject"]}, "left": {squeeze(c["left_value"])},
                "right": {squeeze(c["right_value"])},
                "source": {re.sub(r" \([A-Z ]+\)$", "", c[side + "_source"]) for side in ("left", "right")}}

    def time(self, t):
        return {"words": {squeeze(self.text[t["start"]:t["end"]])},
                **{k: {str(t.get(k) or "")} for k in ("type", "value", "from", "to")}}


def fits(found, fields):
    for name, value in fields:
        have = found.get(name, set())
        wanted = {squeeze(v) if name in ("source", "cue", "content", "trigger", "words", "claim", "outer", "event")
                  else v for v in value.split("|")}
        if name == "content":
            wanted = {" ... ".join(squeeze(p) for p in value.split(" ... "))}
        if value.endswith("...") and name == "content":
            start = squeeze(value[:-3])
            if any(h.startswith(start) for h in have):
                continue
            return False
        if not wanted & have:
            return False
    return True


def show(found):
    return " ".join("%s=%s" % (k, json.dumps("|".join(sorted(v)), ensure_ascii=False))
                    for k, v in sorted(found.items()) if v - {"", "none", "unstated", "false"})


def check(case, record):
    """The faults of one case, as lines."""
    found = Found(case["text"], record)
    faults = []
    used = set()
    for negated, kind, fields in case["facts"]:
        items = found.items(kind)
        hits = [item for item, have in items if fits(have, fields)]
        wanted = "%s %s" % (kind, " ".join("%s=%s" % f for f in fields))
        if negated:
            if hits:
                faults.append("not expected: " + wanted.strip())
            continue
        free = [item for item in hits if id(item) not in used]
        if free:
            used.add(id(free[0]))
        else:
            faults.append("missing: " + wanted)
            faults.extend("    found: %s %s" % (kind, show(have)) for _, have in items)
    return faults


def run(sayso, cases):
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8", delete=False) as handle:
        for number, case in enumerate(cases):
            line = {"id": str(number), "text": case["text"]}
            for key in ("date", "outlet"):
                if key in case["options"]:
                    line[key] = case["options"][key]
            handle.write(json.dumps(line, ensure_ascii=False) + "\n")
    try:
        done = subprocess.run([sayso, "read", "--json", "--input-format", "jsonl", handle.name],
                              capture_output=True, check=False)
    finally:
        os.unlink(handle.name)
    if done.returncode != 0:
        sys.stderr.write(done.stderr.decode("utf-8", "replace"))
        raise SystemExit(2)
    return {r["id"]: r for r in map(json.loads, done.stdout.decode("utf-8").splitlines())}


def contradictions(sayso, cases, records):
    """Into the records of the cases that ask: `sayso contradictions` of a database of these cases alone."""
    asked = [n for n, case in enumerate(cases) if any(kind == "contradiction" for _, kind, _ in case["facts"])]
    if not asked:
        return
    with tempfile.TemporaryDirectory() as folder:
        source, db = Path(folder) / "in.jsonl", str(Path(folder) / "cases.db")
        with source.open("w", encoding="utf-8") as handle:
            for n in asked:
                line = {"url": "https://case.example/%d" % n, "text": cases[n]["text"], **cases[n]["options"]}
                handle.write(json.dumps(line, ensure_ascii=False) + "\n")
        subprocess.run([sayso, "ingest", "-q", str(source), "--db", db], check=True)
        done = subprocess.run([sayso, "contradictions", "--db", db, "--format", "json"], capture_output=True,
                              text=True, check=False)
    for row in json.loads(done.stdout or "[]"):
        if row["left_url"] == row["right_url"]:
            records[row["left_url"].rsplit("/", 1)[1]].setdefault("contradictions", []).append(row)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*")
    parser.add_argument("--sayso", default="build/dev/sayso")
    parser.add_argument("--only", default="", help="run only cases whose path holds these words")
    parser.add_argument("--list", action="store_true", help="print a line for every case")
    options = parser.parse_args()
    root = Path(__file__).resolve().parent.parent
    paths = [Path(p) for p in options.paths] or [root / "tests" / "cases"]
    files = sorted(f for p in paths for f in (p.rglob("*.case") if p.is_dir() else [p]) if options.only in str(f))
    cases, malformed = [], 0
    for path in files:
        try:
            cases.append(parse_case(path))
        except BadCase as error:
            print("%s: %s" % (path, error), file=sys.stderr)
            malformed += 1
    if malformed or not cases:
        print("%d malformed, %d cases" % (malformed, len(cases)), file=sys.stderr)
        raise SystemExit(2)
    records = run(options.sayso, cases)
    contradictions(options.sayso, cases, records)
    failed = known = healed = 0
    for number, case in enumerate(cases):
        record = records.get(str(number))
        faults = check(case, record) if record else ["the program wrote no record"]
        excused = "known" in case["options"]
        if faults and not excused:
            failed += 1
            print("FAIL %s" % case["path"])
            print("\n".join("  " + f for f in faults))
        elif faults:
            known += 1
        elif excused:
            healed += 1
            print("HEALED %s: take its known: line away" % case["path"])
        if options.list:
            print("%s %s" % ("fail" if faults else "good", case["path"]))
    print("%d cases, %d hold, %d known to fail, %d fail" % (len(cases), len(cases) - failed - known, known, failed))
    raise SystemExit(1 if failed or healed else 0)


if __name__ == "__main__":
    main()
