#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Check the sample reports against their golden records.

  check_samples.py [FOLDER ...]        default: samples, samples-2 ... beside this script's folder

For every report of a folder there must be a golden record in golden/NAME.json (a feed: one for each item,
NAME.1.json ...), and the reverse. Every string a record holds (title, source, cue, content, trigger, anchor,
actor, not_events) must occur verbatim in the report's clean text: the header taken off plain text; tags, scripts
and character references undone for HTML, feeds, ninjs and NewsML-G2; runs of white space counted as one blank.
Closed sets (channel, certainty, kind, event type, CAMEO code form, factuality, time, state variable and value)
must hold only what the lists below and golden/values.tsv allow; claim, outer and event numbers must point at a
row that is there. Tables state.tsv and contradictions.tsv are checked for the names they use.
Exit 0 when all is right; else 1, one line "file: reason" for each fault.
"""
import datetime
import email.utils
import html.parser
import json
import re
import sys
import xml.etree.ElementTree as xml
from pathlib import Path

CHANNELS = set("speech interview statement bulletin news_conference social agency media document poll unstated".split())
CERTAINTIES = set("asserted likely possible doubted denied".split())
KINDS = {"direct", "indirect", "mixed"}
EVENT_TYPES = set("AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION "
                  "MOBILIZE COERCE ASSAULT".split())
ROLES = set("agent target recipient instrument object".split())
FACTUALITIES = {"CT+", "PR+", "PS+", "CT-", "PR-", "PS-", "U"}
TIMES = {"past", "ongoing", "planned", "conditional"}
WHEN = re.compile(r"(PAST_REF|PRESENT_REF|FUTURE_REF|\d{4}(-(\d\d(-\d\d)?|W\d\d|H[12]|Q[1-4]|S[PU]|WI|FA))?(-\d\d-\d\d)?"
                  r"(T(\d\d(:\d\d)?|NI|MO|AF|EV|DT))?(/(\.\.|\d{4}(-\d\d(-\d\d)?)?))?)\Z")
CODE = re.compile(r"[A-Z]{3}( [A-Z]{3}){0,3}\Z")
RECORD_FIELDS = set("id title published_at outlet url language agency corrects copy_of claims events states not_events "
                    "not_text other_claims other_events partial".split())
OPTIONAL_FIELDS = set("language agency corrects copy_of not_text other_claims other_events partial".split())
CLAIM_FIELDS = set("source cue content speaker code channel anonymous certainty kind outer".split())
EVENT_FIELDS = set("type also cameo trigger anchor actors place when factuality time claim".split())
STATE_FIELDS = set("entity variable value claim event".split())
BLOCKS = set("p div h1 h2 h3 h4 li ul ol br tr td th section article header footer nav aside blockquote figure "
             "figcaption form button time main title description item body hedline hl1 hl2 body.content".split())


class Stripper(html.parser.HTMLParser):
    """Text of a page without tags, scripts, styles and comments."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.parts, self.hidden = [], 0

    def handle_starttag(self, tag, attrs):
        if tag in ("script", "style", "template", "noscript"):
            self.hidden += 1
        elif tag in BLOCKS:
            self.parts.append(" ")

    def handle_endtag(self, tag):
        if tag in ("script", "style", "template", "noscript"):
            self.hidden = max(0, self.hidden - 1)
        elif tag in BLOCKS:
            self.parts.append(" ")

    def handle_data(self, data):
        if not self.hidden:
            self.parts.append(data)


def squeeze(text):
    return re.sub(r"\s+", " ", text).strip()


def strip_html(text):
    stripper = Stripper()
    stripper.feed(text)
    stripper.close()
    return squeeze("".join(stripper.parts))


def local(element):
    return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""


def xml_text(element):
    parts = []

    def walk(node):
        if local(node) in BLOCKS:
            parts.append(" ")
        parts.append(node.text or "")
        for child in node:
            walk(child)
            parts.append(child.tail or "")
        if local(node) in BLOCKS:
            parts.append(" ")

    walk(element)
    return squeeze("".join(parts))


def utc(iso):
    instant = datetime.datetime.fromisoformat(iso.replace("Z", "+00:00"))
    return instant.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def plain(path):
    head, _, body = path.read_text(encoding="utf-8").partition("\n\n")
    fields = dict(line.split(": ", 1) for line in head.split("\n") if ": " in line)
    meta = {"outlet": fields.get("Outlet"), "published_at": fields.get("Published"), "url": fields.get("Url")}
    return [(path.stem, squeeze(body), meta)]


def page(path):
    text = path.read_text(encoding="utf-8")
    found = re.search(r'<link rel="canonical" href="([^"]+)"', text)
    instants = {utc(iso) for iso in re.findall(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)", text)}
    return [(path.stem, strip_html(text), {"url": found.group(1) if found else None, "published_at": instants})]


def feed(path):
    items = []
    root = xml.fromstring(path.read_text(encoding="utf-8"))
    for number, item in enumerate(root.iter("item"), 1):
        text, meta = "", {}
        for child in item:
            if local(child) == "title":
                text = squeeze(child.text or "") + " " + text
            if local(child) == "encoded":
                text += " " + strip_html(child.text or "")
            if local(child) == "link":
                meta["url"] = child.text
            if local(child) == "pubDate":
                meta["published_at"] = utc(email.utils.parsedate_to_datetime(child.text).isoformat())
        items.append((f"{path.name[:-4]}.{number}", text, meta))
    return items


def ninjs(path):
    data = json.loads(path.read_text(encoding="utf-8"))
    title = data.get("headline") or data["headlines"][0]["value"]
    body = data.get("body_xhtml") or data["bodies"][0]["value"]
    meta = {"published_at": data.get("firstcreated") or data.get("versioncreated")}
    return [(path.name[:-5], squeeze(title) + " " + strip_html(body), meta)]


def newsml(path):
    root = xml.fromstring(path.read_bytes())
    title = next(squeeze("".join(e.itertext())) for e in root.iter() if local(e) == "headline")
    inline = next(e for e in root.iter() if local(e) == "inlineXML")
    made = next(e.text for e in root.iter() if local(e) == "versionCreated")
    return [(path.stem, title + " " + xml_text(inline), {"published_at": utc(made)})]


def reports(folder):
    """(name, clean text, what the file itself says) of every report of a folder"""
    found = []
    for path in sorted(folder.iterdir()):
        kind = path.suffix
        if kind == ".txt":
            found += [(path, r) for r in plain(path)]
        elif kind in (".html", ".htm"):
            found += [(path, r) for r in page(path)]
        elif kind == ".rss":
            found += [(path, r) for r in feed(path)]
        elif kind == ".json":
            found += [(path, r) for r in ninjs(path)]
        elif kind == ".xml":
            found += [(path, r) for r in newsml(path)]
    return found


class Checker:
    def __init__(self, values):
        self.values, self.faults = values, []

    def fault(self, where, reason):
        self.faults.append(f"{where}: {reason}")

    def words(self, where, what, text, clean):
        for part in text if isinstance(text, list) else [text]:
            if not isinstance(part, str) or not part:
                self.fault(where, f"{what} is empty")
            elif squeeze(part) not in clean:
                self.fault(where, f"{what} not in the text: {part!r}")

    def one_of(self, where, what, value, allowed):
        if value not in allowed:
            self.fault(where, f"{what} is {value!r}")

    def index(self, where, what, value, size):
        if value is not None and not (isinstance(value, int) and 0 <= value < size):
            self.fault(where, f"{what} points at {value!r}, there are {size}")

    def fields(self, where, row, allowed, required):
        for name in row.keys() - allowed:
            self.fault(where, f"field {name} is not known")
        for name in required - row.keys():
            self.fault(where, f"field {name} is missing")

    def code(self, where, code):
        if code is not None and not CODE.match(code):
            self.fault(where, f"code is {code!r}")

    def claim(self, where, row, record, clean, number):
        self.fields(where, row, CLAIM_FIELDS | {"anchor"}, CLAIM_FIELDS)
        for what in ("source", "cue"):
            if row.get(what) is not None:
                self.words(where, what, row[what], clean)
        self.words(where, "content", row.get("content"), clean)
        anchor = row.get("anchor")
        if anchor is not None:
            self.words(where, "anchor", anchor, clean)
            if clean.count(squeeze(anchor)) != 1 or squeeze(row["content"]) not in squeeze(anchor):
                self.fault(where, f"anchor must stand once and hold the content: {anchor!r}")
        elif clean.count(squeeze(record["title"])) == 1 and isinstance(row.get("content"), str) and \
                clean.count(squeeze(row["content"])) > 1 and squeeze(row["content"]) not in squeeze(record["title"]):
            self.fault(where, f"content stands twice, needs an anchor: {row['content']!r}")
        self.code(where, row.get("code"))
        self.one_of(where, "channel", row.get("channel"), CHANNELS)
        self.one_of(where, "certainty", row.get("certainty"), CERTAINTIES)
        self.one_of(where, "kind", row.get("kind"), KINDS)
        self.index(where, "outer", row.get("outer"), len(record["claims"]))
        if row.get("outer") == number:
            self.fault(where, "outer is the claim itself")

    def event(self, where, row, record, clean):
        self.fields(where, row, EVENT_FIELDS, EVENT_FIELDS - {"also", "cameo"})
        for kind in [row.get("type")] + row.get("also", []):
            self.one_of(where, "type", kind, EVENT_TYPES)
        if not re.fullmatch(r"\d{2,4}", row.get("cameo", "00")) or row.get("cameo", "03")[:2] in ("01", "02"):
            self.fault(where, f"cameo is {row['cameo']!r}")
        self.words(where, "trigger", row.get("trigger"), clean)
        self.words(where, "anchor", row.get("anchor"), clean)
        if squeeze(row["trigger"]) not in squeeze(row["anchor"]):
            self.fault(where, f"trigger {row['trigger']!r} not in its anchor")
        if clean.count(squeeze(row["anchor"])) > 1:
            self.fault(where, f"anchor stands twice: {row['anchor']!r}")
        for actor in row.get("actors", []):
            self.one_of(where, "role", actor.get("role"), ROLES)
            self.code(where, actor.get("code"))
            if actor.get("text") is not None:
                self.words(where, "actor", actor["text"], clean)
        if row.get("when") is not None and not WHEN.match(row["when"]):
            self.fault(where, f"when is {row['when']!r}")
        self.one_of(where, "factuality", row.get("factuality"), FACTUALITIES)
        self.one_of(where, "time", row.get("time"), TIMES)
        self.index(where, "claim", row.get("claim"), len(record["claims"]))

    def state(self, where, row, record):
        self.fields(where, row, STATE_FIELDS, STATE_FIELDS)
        self.one_of(where, f"value of {row.get('variable')}", row.get("value"), self.values.get(row.get("variable"), set()))
        self.index(where, "claim", row.get("claim"), len(record["claims"]))
        self.index(where, "event", row.get("event"), len(record["events"]))

    def record(self, where, name, record, clean, meta):
        self.fields(where, record, RECORD_FIELDS, RECORD_FIELDS - OPTIONAL_FIELDS)
        if record.get("id") != name:
            self.fault(where, f"id is {record.get('id')!r}, not {name!r}")
        self.words(where, "title", record.get("title"), clean)
        for what, value in meta.items():
            if record.get(what) not in (value if isinstance(value, set) else {value}):
                self.fault(where, f"{what} is {record.get(what)!r}, the report says {value!r}")
        try:
            datetime.datetime.strptime(record.get("published_at") or "", "%Y-%m-%dT%H:%M:%SZ")
        except ValueError:
            self.fault(where, f"published_at is {record.get('published_at')!r}")
        if not re.match(r"https://[a-z0-9.-]+\.example/", record.get("url") or ""):
            self.fault(where, f"url is {record.get('url')!r}")
        for number, row in enumerate(record["claims"]):
            self.claim(f"{where} claim {number}", row, record, clean, number)
        for number, row in enumerate(record["events"]):
            self.event(f"{where} event {number}", row, record, clean)
        for number, row in enumerate(record["states"]):
            self.state(f"{where} state {number}", row, record)
        for text in record["not_events"]:
            self.words(where, "not_events", text, clean)
            for number, row in enumerate(record["events"]):
                if squeeze(row["anchor"]) in squeeze(text):
                    self.fault(where, f"event {number} lies in not_events")
        for what in ("other_claims", "other_events", "not_text"):
            for text in record.get(what, []):
                self.words(where, what, text, clean)
        if not record.get("partial") and len(record["claims"]) + len(record["events"]) < 6:
            self.fault(where, "fewer than six claims and events")


def rows(path):
    """Rows of a table as dicts; lines that begin with '#' are comments, the first other line names the columns."""
    lines = [line for line in path.read_text(encoding="utf-8").split("\n") if line and not line.startswith("#")]
    names = lines[0].split("\t")
    for number, line in enumerate(lines[1:], 1):
        cells = line.split("\t")
        yield number, dict(zip(names, cells)), len(cells) == len(names)


def read_values(path):
    values = {}
    for _, row, _ in rows(path):
        values.setdefault(row["variable"], set()).add(row["value"])
    return values


def check_tables(folder, checker, names):
    path = folder / "golden" / "state.tsv"
    if path.exists():
        for number, row, whole in rows(path):
            where = f"{path} row {number}"
            if not whole:
                checker.fault(where, "wrong number of cells")
                continue
            for value in [row["value"]] + [v for v in (row["also"] + "|" + row["known_then"]).split("|") if v]:
                checker.one_of(where, f"value of {row['variable']}", value, checker.values.get(row["variable"], set()))
            checker.one_of(where, "contested", row["contested"], {"yes", "no"})
            for name in row["evidence"].split("|"):
                checker.one_of(where, "report", name, names)
    path = folder / "golden" / "contradictions.tsv"
    if path.exists():
        for number, row, whole in rows(path):
            where = f"{path} row {number}"
            if not whole:
                checker.fault(where, "wrong number of cells")
                continue
            for name in (row["report_a"], row["report_b"]):
                checker.one_of(where, "report", name, names)


def check_folder(folder):
    golden = folder / "golden"
    values = golden / "values.tsv"
    if not values.exists():
        values = folder.parent / "samples" / "golden" / "values.tsv"
    checker = Checker(read_values(values))
    names, copies = set(), []
    for path, (name, clean, meta) in reports(folder):
        names.add(name)
        gold = golden / f"{name}.json"
        if not gold.exists():
            checker.fault(path, f"no golden record {gold.name}")
            continue
        try:
            record = json.loads(gold.read_text(encoding="utf-8"))
        except ValueError as error:
            checker.fault(gold, f"not JSON: {error}")
            continue
        checker.record(str(gold), name, record, clean, meta)
        copies += [(gold, record[key]) for key in ("copy_of", "corrects") if key in record]
    for gold in sorted(golden.glob("*.json")):
        if gold.stem not in names:
            checker.fault(gold, "no report of this name")
    for gold, name in copies:
        if name not in names:
            checker.fault(gold, f"no report {name!r}")
    check_tables(folder, checker, names)
    if not names:
        checker.fault(folder, "no report found")
    return checker.faults, len(names)


def main(arguments):
    if arguments and arguments[0] in ("-h", "--help"):
        print(__doc__)
        return 0
    root = Path(__file__).resolve().parent.parent
    folders = [Path(a) for a in arguments] or sorted(root.glob("samples*/"))
    faults = []
    for folder in folders:
        found, count = check_folder(folder)
        faults += found
        print(f"{folder}: {count} reports, {len(found)} faults", file=sys.stderr)
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
