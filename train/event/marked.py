# SPDX-License-Identifier: Apache-2.0
"""Sentences of the marked texts (train/encoder/own_events/; README.md there) with what the program knows of each word (train_features)."""
import bisect
import json
import os
import re
import subprocess
import sys

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "encoder"))
import own_events_marks as marks  # noqa: E402

NEAR = 16  # words looked at with a word, itself the first
BLOCKS = 4  # of features: of the word, of its head, of its head's head, of its head's other side
BLOCK_NEAR = (0, 1, 2, 7)  # their places among the words looked at


# Where PLOVER's codebook, which the rules follow, is finer than the guide of the marks: signing what was agreed is SUPPORT, meetings to
# come are AGREE, who resigns RETREATs. The rule's type is taught.
FINER = (("AGREE", "SUPPORT"), ("CONSULT", "AGREE"), ("CONCEDE", "RETREAT"))


class Sentence:
    """forms [n]; near [n][NEAR] words of the sentence, n: none; ids [n] lists of features; gold [n] sets of classes; set, report: the file and
    the report's id; states: they are marked too, not events alone."""
    __slots__ = ("forms", "near", "ids", "gold", "set", "report", "begin", "states")


class Report:
    """set: its file; id; text; marks: (begin, end, classes); read: spans of the text that were read by hand, None: all; states: see Sentence."""

    def __init__(self, set, id, text, marks, read=None, states=True):
        self.set, self.id, self.text, self.marks, self.read, self.states = set, id, text, marks, read, states


def documents(paths):
    """Each report of the marked texts."""
    for path in paths:
        with open(path, encoding="utf-8") as f:
            parts = f.read().split("\n\n")
        for part in parts:
            text, found = "", []
            for line in part.split("\n"):
                if line.strip():
                    plain, of_line = marks.marked(line.strip())
                    found += [(len(text) + b, len(text) + e, classes) for b, e, classes in of_line]
                    text += plain + "\n\n"
            if text:
                yield Report(os.path.basename(path), "", text, found)


def labelled(labels, texts):
    """Reports of news with labels (bench/event_sides.tsv and the like), those of which a text is there. texts: {id: text}."""
    known = {name: k for k, name in enumerate(marks.CLASSES)}
    fact = {"+": set(), "-": {known["denied"]}, "?": {known["open"]}}
    reports = {}
    for path in labels:
        with open(path, encoding="utf-8") as f:
            for line in f:
                cells = line.rstrip("\n").split("\t")
                if line.startswith("#") or cells[1] not in texts:
                    continue
                r = reports.setdefault(cells[1], Report(os.path.basename(path), cells[1], texts[cells[1]], [], [], False))
                if cells[0] == "states":
                    r.states = True
                elif cells[0] == "read":
                    r.read.append((int(cells[2]), int(cells[3])))
                elif cells[0] == "event":
                    r.marks.append((int(cells[2]), int(cells[3]), {known[cells[4]]} | fact[cells[5]]))
                else:
                    sign = re.search("=([!?]?)", cells[4]).group(1)
                    r.marks.append((int(cells[2]), int(cells[3]), {known[cells[4].replace("=" + sign, "=", 1)]} | marks.doubt(sign)))
                    if cells[5] != "-":
                        r.marks.append((*map(int, cells[5].split("-")), {known["holder"]}))
    return list(reports.values())


def places(text, shown):
    """Where each character of `text` stands in the bytes of `shown`, white space apart."""
    at, out, byte = 0, {}, 0
    for i, c in enumerate(text):
        if not c.isspace():
            while at < len(shown) and shown[at].isspace():
                byte += len(shown[at].encode())
                at += 1
            out[i] = byte
            byte += len(shown[at].encode())
            at += 1
    return out


def read(tool, image, model, reports):
    """Names of the features, and the sentences."""
    lines = "".join(json.dumps({"id": str(i), "title": "", "date": "2024-05-05", "text": r.text}) + "\n" for i, r in enumerate(reports))
    raw = subprocess.run([tool, image, model], input=lines.encode(), stdout=subprocess.PIPE, check=True).stdout.split(b"\n")
    names, out = json.loads(raw[0]), []
    number = {kind: k for k, kind in enumerate(marks.EVENTS)}
    found = {name[6:]: k for k, name in enumerate(names) if name.startswith("found ")}
    for line, report in zip(raw[1:], reports):
        record = json.loads(line)
        at = places(report.text, record["text"])
        spans = [(at[b], at[e - 1] + 1, classes) for b, e, classes in report.marks if b in at and e - 1 in at]
        seen = None if report.read is None else sorted(at[k] for b, e in report.read for k in range(b, e) if k in at)
        for words in record["sentences"]:
            if seen is not None and (not words or not was_read(seen, words)):
                continue
            s, n = Sentence(), len(words)
            s.forms, s.ids, s.states = [w[2] for w in words], [w[4] for w in words], report.states
            s.set, s.report = report.set, report.id
            s.begin = [w[0] for w in words]
            s.near = np.array([[n if k < 0 or k >= n else k for k in w[3]] for w in words], np.int64).reshape(n, NEAR)
            s.gold = [set() for _ in words]
            for b, e, classes in spans:
                inside = [i for i, w in enumerate(words) if w[0] < e and b < w[1]]
                if inside:  # the word of the mark that hangs on none of it
                    top = next((i for i in inside if s.near[i][1] not in inside or s.near[i][1] == i), inside[-1])
                    s.gold[top] |= classes
            for ids, gold in zip(s.ids, s.gold):
                for told, finer in FINER:
                    if found.get(finer) in ids and number[told] in gold:
                        gold.remove(number[told])
                        gold.add(number[finer])
            out.append(s)
    return names, out


def was_read(seen, words):
    """Whether a sentence's first and last words lie in what was read by hand."""
    def inside(at):
        k = bisect.bisect_left(seen, at)
        return k < len(seen) and seen[k] == at
    return inside(words[0][0]) and inside(words[-1][0])
