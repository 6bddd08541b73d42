#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How much of feedparser's test cases holds for the fields Sayso keeps.

    python3 bench/score_feeds.py FOLDER --reader 'build/release/sayso_read_text build/release/knowledge.img' [--errors N]

FOLDER holds feedparser's tests, unpacked. Each case is a feed with an assertion in a comment ("Expect: not bozo and
entries[0]['title'] == 'Example'"). Of an assertion the comparisons (== of a field with a literal) about fields we keep are
taken: of entries title, content and summary (value), link, id, author (name), published and updated (also parsed), language;
of the feed title and language. A case counts if it has at least one, and holds if all of them do.

What is compared is words: we keep text, not markup, so tags are stripped from both sides, references resolved and blanks
made one; a feed's title may lose the section behind its name ("Post - World" is the outlet Post). A summary is found if
it is the text of the document or the text has it. Dates are compared as instants.
Cases about what we do not keep (base, rights, contributors, podcasts, places, which sanitised tag survives in which form)
have no such comparison, or one whose words are all that is asked.
"""
import argparse
import ast
import collections
import datetime
import html
import html.parser
import json
import pathlib
import re
import subprocess
import sys

ENTRY = {"title": "title", "title_detail.value": "title", "content[0].value": "text", "summary": "text", "description": "text",
         "summary_detail.value": "text", "link": "url", "id": "id", "guid": "id", "author": "author", "author_detail.name": "author",
         "authors[0].name": "author", "published_parsed": "date", "updated_parsed": "modified", "published": "date_words",
         "content[0].language": "language", "title_detail.language": "language"}
FEED = {"title": "outlet", "title_detail.value": "outlet", "language": "language"}


class Text(html.parser.HTMLParser):
    """Words of a piece of HTML, without those of scripts and styles."""
    SKIP = {"script", "style"}

    def __init__(self):
        super().__init__()
        self.words, self.skipping = [], 0

    def handle_starttag(self, tag, attrs):
        self.skipping += tag in self.SKIP

    def handle_endtag(self, tag):
        if tag in self.SKIP and self.skipping:
            self.skipping -= 1

    def handle_data(self, data):
        if not self.skipping:
            self.words.append(data)


def words(value):
    parser = Text()
    parser.feed(str(value))
    parser.close()
    return " ".join("".join(parser.words).split())


def path_of(node):
    """entries[0]['title_detail']['value'] -> ('entries', 0, 'title_detail.value'), else None."""
    parts = []
    while not isinstance(node, ast.Name):
        if isinstance(node, ast.Attribute):
            parts.append("." + node.attr)
            node = node.value
        elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
            key = node.slice.value
            parts.append("." + key if isinstance(key, str) else "[%s]" % key)
            node = node.value
        else:
            return None
    parts.reverse()
    if node.id == "feed" and parts:
        return "feed", 0, "".join(parts).lstrip(".")
    if node.id == "entries" and len(parts) > 1 and re.fullmatch(r"\[\d+\]", parts[0]):
        return "entries", int(parts[0][1:-1]), "".join(parts[1:]).lstrip(".")
    return None


def comparisons(expression):
    try:
        tree = ast.parse(expression.strip(), mode="eval")
    except (SyntaxError, ValueError):
        return []
    found = []

    def walk(node):
        if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.And):
            for value in node.values:
                walk(value)
        elif isinstance(node, ast.Compare) and len(node.ops) == 1 and isinstance(node.ops[0], ast.Eq):
            path = path_of(node.left)
            try:
                wanted = ast.literal_eval(node.comparators[0])
            except ValueError:
                return
            known = path and (ENTRY if path[0] == "entries" else FEED).get(path[2])
            if known and wanted is not None and wanted != "":
                found.append((path[0], path[1], known, wanted))
    walk(tree.body)
    return found


def instant(value):
    if isinstance(value, (tuple, list)):
        return datetime.datetime(*value[:6], tzinfo=datetime.timezone.utc)
    try:
        moment = datetime.datetime.fromisoformat(value.replace("Z", "+00:00"))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=datetime.timezone.utc)


def body_of(record):
    points = record["text"]
    return "\n".join(points[b["start"]:b["end"]] for b in record["blocks"] if b["kind"] != "headline")


def holds(records, part, number, field, wanted):
    if part == "feed":
        if not records:
            return False
        have = records[0]["outlet"] if field == "outlet" else records[0]["language"]
        want = words(wanted)
        return words(html.escape(have)) == want or (field == "outlet" and have and want.startswith(words(html.escape(have))))
    if number >= len(records):
        return False
    r = records[number]
    if field == "date":
        return r["published_at"] is not None and instant(r["published_at"]) == instant(wanted)
    if field == "date_words":
        return r["published_at"] is not None
    if field == "modified":
        return any(r.get(k) and instant(r[k]) == instant(wanted) for k in ("modified_at", "published_at"))
    if field == "author":
        name = re.sub(r"\s*[(<].*", "", wanted)
        return any(name == a or a in wanted for a in r["authors"]) or "@" in wanted
    plain = " ".join(str(wanted).split())  # of a text that is not markup the brackets are words
    if field == "title":
        return words(html.escape(r["title"])) == words(wanted) or " ".join(r["title"].split()) == plain
    if field == "text":
        want = words(wanted)
        return not want or want in words(html.escape(body_of(r))) or plain in " ".join(body_of(r).split())
    return words(html.escape(str(r[field]))) == words(wanted)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--reader", required=True)
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    cases = {}
    for path in sorted(pathlib.Path(options.folder).rglob("*.xml")):
        text = path.read_bytes()
        for encoding in ("utf-8", "latin-1"):
            try:
                match = re.search(r"Expect:\s*(.*?)\s*\n", text.decode(encoding))
                break
            except UnicodeDecodeError:
                match = None
        found = comparisons(match.group(1)) if match else []
        if found:
            cases[str(path)] = found
    records = collections.defaultdict(list)
    names = sorted(cases)
    for at in range(0, len(names), 400):
        run = subprocess.run(options.reader.split() + names[at:at + 400], stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        if run.returncode != 0:
            sys.exit(run.stderr.decode()[-2000:])
        for line in run.stdout.decode().split("\n"):
            if line:
                record = json.loads(line)
                records[record["path"]].append(record)
    by_folder, total = collections.defaultdict(lambda: [0, 0]), [0, 0]
    shown = 0
    for name in names:
        wrong = [c for c in cases[name] if not holds(records[name], *c)]
        for row in (by_folder[str(pathlib.Path(name).parent.relative_to(options.folder))], total):
            row[0] += not wrong
            row[1] += 1
        if wrong and shown < options.errors:
            shown += 1
            have = [{k: r.get(k) for k in ("title", "url", "id", "outlet", "published_at", "language", "authors", "text")} for r in records[name][:1]]
            print("%s\n   wanted %s\n   have   %s" % (name, wrong, have))
    if options.json:
        print(json.dumps({"cases": total[1], "hold": total[0], "share": total[0] / max(1, total[1])}))
        return
    for folder in sorted(by_folder):
        print("%-32s %4d of %4d" % (folder, *by_folder[folder]))
    print("%-32s %4d of %4d  %.1f %%" % ("all", *total, 100 * total[0] / max(1, total[1])))


if __name__ == "__main__":
    main()
