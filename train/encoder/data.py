# SPDX-License-Identifier: Apache-2.0
"""Treebanks, name sets and raw sentences as arrays for the encoder's trainer.

A form is a number (row of Forms.rows): which rows of the embedding tables it sums. Hashes come from
train_words, which is built of the runtime's own code, so that training and running cannot drift apart.
"""
import os
import re
import struct
import subprocess

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, "..", "..")
TABLES = (("form", 32768), ("suffix2", 8192), ("suffix3", 16384), ("suffix4", 16384), ("prefix2", 4096), ("prefix3", 8192), ("shape", 1024))
COLUMN = {"form": 0, "lower": 1, "suffix2": 3, "suffix3": 4, "suffix4": 5, "prefix2": 8, "prefix3": 9, "shape": 10}
NAME_CLASSES = 17


def enumerators(name):
    """The words of a constant table in src/doc/token_table.cc, in order."""
    source = open(os.path.join(ROOT, "src/doc/token_table.cc"), encoding="utf-8").read()
    body = re.search(r"std::array<[^>]*> " + name + r"\{(.*?)\};", source, re.S).group(1)
    return re.findall(r'"((?:[^"\\]|\\.)*)"', body)


UPOS, XPOS, DEPREL = (enumerators(n) for n in ("kUpos", "kXpos", "kDeprel"))


def deprel(name):
    if name in DEPREL:
        return DEPREL.index(name)
    if name in ("nmod:npmod", "nmod:tmod"):
        return DEPREL.index("nmod:unmarked")
    if name in ("obl:npmod", "obl:tmod"):
        return DEPREL.index("obl:unmarked")
    base = name.split(":")[0]
    return DEPREL.index(base) if base in DEPREL else DEPREL.index("dep")


class Sentence:
    """forms [n]; tag, head, label, name [n] or None. head: index, -1 = root. set: which collection it is of. told: see attributed.py.
    soft [n][n + 1]: how likely a teacher takes each word for the head, the root last; None where there was no teacher."""
    __slots__ = ("forms", "ids", "tag", "head", "label", "name", "lists", "set", "soft", "told")

    def __init__(self, forms, tag=None, head=None, label=None, name=None, set=""):
        self.forms, self.tag, self.head, self.label, self.name, self.set = forms, tag, head, label, name, set
        self.ids = self.lists = self.soft = self.told = None

    def __len__(self):
        return len(self.forms if self.forms is not None else self.ids)


def section(model, name):
    data = open(model, "rb").read()
    count = struct.unpack_from("<I", data, 12)[0]
    for i in range(count):
        key, offset, size = struct.unpack_from("<24sQQ", data, 32 + 40 * i)
        if key.rstrip(b"\0").decode() == name:
            return data[offset:offset + size]
    raise KeyError(name)


class Tags:
    """The joint classes of UPOS and XPOS as the model's section "tags" lists them."""

    def __init__(self, model):
        raw = section(model, "tags")
        self.classes = [(UPOS[raw[i]], XPOS[raw[i + 1]]) for i in range(0, len(raw), 2)]
        self.number = {pair: i for i, pair in enumerate(self.classes)}
        self.count = [0] * len(self.classes)

    def of(self, upos, xpos):
        at = self.number.get((upos, xpos))
        if at is not None:
            return at
        same = [i for i, (u, _) in enumerate(self.classes) if u == upos]
        return max(same, key=lambda i: self.count[i]) if same else 0


def read_conllu(path, tags, name):
    out, rows = [], []
    for line in list(open(path, encoding="utf-8")) + ["\n"]:
        if line.startswith("#"):
            continue
        cells = line.rstrip("\n").split("\t")
        if len(cells) < 8:
            if rows:
                out.append(Sentence([r[1].replace(" ", "\u00a0") for r in rows], [tags.of(r[3], r[4]) for r in rows],
                                    [int(r[6]) - 1 for r in rows], [deprel(r[7]) for r in rows], set=name))
            rows = []
        elif cells[0].isdigit():
            rows.append(cells)
    return out


TYPES = {"per": 0, "person": 0, "politician": 0, "org": 1, "organisation": 1, "organization": 1, "politicalparty": 1, "corporation": 1,
         "group": 1, "loc": 2, "location": 2, "country": 2, "oth": -1, "o": -1}


def name_classes(tags):
    kind = [TYPES.get(t[2:].lower(), 3) if len(t) > 2 and t[1] == "-" else -1 for t in tags]
    n = len(tags)
    begin = [kind[i] >= 0 and (tags[i][0] == "B" or i == 0 or kind[i - 1] != kind[i]) for i in range(n)]
    out = []
    for i in range(n):
        if kind[i] < 0:
            out.append(0)
            continue
        last = i + 1 == n or kind[i + 1] != kind[i] or begin[i + 1]
        out.append(1 + 4 * kind[i] + (3 if begin[i] and last else 0 if begin[i] else 2 if last else 1))
    return out


def read_names(path, form, tag, name):
    out, forms, tags = [], [], []
    for line in list(open(path, encoding="utf-8")) + ["\n"]:
        cells = line.split()
        if line.startswith("# ") or not cells:
            if forms:
                out.append(Sentence(forms, name=name_classes(tags), set=name))
            forms, tags = [], []
        elif len(cells) > max(form, tag):
            forms.append(cells[form])
            tags.append(cells[tag])
    return out


def read_tokens(path, name, longest=120):
    """Raw sentences, a line each; None parts paragraphs."""
    out = []
    for line in open(path, encoding="utf-8"):
        forms = line.rstrip("\n").split("\t")
        if forms != [""] and len(forms) <= longest:
            out.append(Sentence(forms, set=name))
    return out


class Forms:
    """Numbers of distinct forms and the embedding rows each sums. Row 0 of the matrix is unused (padding)."""

    def __init__(self, tool, model, keys):
        self.tool, self.model = tool, model
        self.keys = keys  # sorted uint32: the vocabulary of lower-case words
        self.number, self.forms = {}, []
        self.offset, at = {"lower": 1}, 2 + len(keys)  # row 1: unknown word
        for name, size in TABLES:
            self.offset[name] = at
            at += size
        self.size = at
        self.rows = None

    def add(self, sentences):
        for s in sentences:
            ids = []
            for f in s.forms:
                k = self.number.get(f)
                if k is None:
                    k = self.number[f] = len(self.forms)
                    self.forms.append(f)
                ids.append(k)
            s.ids = np.array(ids, np.int32)

    def finish(self):
        hashes = word_keys(self.tool, self.model, self.forms)
        rows = np.zeros((len(self.forms), 1 + len(TABLES)), np.int32)
        lower = (hashes[:, 1] >> np.uint64(32)).astype(np.uint32)
        at = np.searchsorted(self.keys, lower)
        at[at == len(self.keys)] = 0
        rows[:, 0] = np.where(self.keys[at] == lower, at + 2, 1)
        for c, (name, size) in enumerate(TABLES, 1):
            h = hashes[:, COLUMN[name]]
            row = self.offset[name] + (((h >> np.uint64(32)) * np.uint64(size)) >> np.uint64(32)).astype(np.int64)
            there = h != 0 if name != "form" else hashes[:, 0] != hashes[:, 1]
            rows[:, c] = np.where(there, row, 0)
        self.rows = rows


def word_keys(tool, model, forms):
    text = "\n".join(f.replace("\n", " ") for f in forms) + "\n"
    raw = subprocess.run([tool, "keys", model], input=text.encode(), stdout=subprocess.PIPE, check=True).stdout
    return np.frombuffer(raw, np.uint64).reshape(-1, 12)


def add_lists(tool, model, image, sentences):
    text = "\n".join("\t".join(s.forms) for s in sentences) + "\n"
    raw = subprocess.run([tool, "lists", model, image], input=text.encode(), stdout=subprocess.PIPE, check=True).stdout
    at = 0
    for s in sentences:
        s.lists = np.frombuffer(raw, np.uint16, len(s), at)
        at += 2 * len(s)
    assert at == len(raw)


def split_marked(tool, model, image, path, marked):
    """Of each sentence of a file of marked lines: its marks, as `marked(line)` gives them with the text, and its tokens (form, begin, end)."""
    with open(path, encoding="utf-8") as f:
        lines = [marked(line.strip()) for line in f if line.strip()]
    raw = subprocess.run([tool, "split", model, image], input="\n".join(text for text, _ in lines).encode(),
                         stdout=subprocess.PIPE, check=True).stdout.decode()
    for (text, marks), paragraph in zip(lines, raw.split("\n\n")):
        at = 0
        for forms in paragraph.split("\n"):
            tokens = []
            for form in forms.split("\t"):
                if form:
                    begin = text.find(form, at)
                    if begin < 0:
                        raise ValueError("%r is not in %r" % (form, text))
                    at = begin + len(form)
                    tokens.append((form, begin, at))
            if tokens:
                yield marks, tokens


def batches(sentences, words, rng=None):
    """Lists of sentences of about `words` words, alike in length."""
    order = np.argsort([len(s) + (rng.random() * 2 if rng is not None else 0) for s in sentences], kind="stable")
    out, now, count = [], [], 0
    for i in order:
        now.append(sentences[i])
        count += len(sentences[i])
        if count >= words:
            out.append(now)
            now, count = [], 0
    if now:
        out.append(now)
    if rng is not None:
        rng.shuffle(out)
    return out
