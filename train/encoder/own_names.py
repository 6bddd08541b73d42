# SPDX-License-Identifier: Apache-2.0
"""Sentences with marked names written for Sayso (own_names/*.txt), and copies of sentences in other letters.

A line is a sentence or more, an empty line parts documents; `<P Jane Doe>` is the name of a person, O an organization, L a place,
M another name (works, products, events, laws)."""
import glob
import os
import re

import numpy as np

import data as D

KINDS = {"P": 0, "O": 1, "L": 2, "M": 3}


def marked(line):
    """The text of a line and its names (begin, end, kind), in characters."""
    text, names, at = "", [], 0
    for m in re.finditer(r"<([POLM]) ([^<>]+)>", line):
        text += line[at:m.start()]
        names.append((len(text), len(text) + len(m.group(2)), KINDS[m.group(1)]))
        text, at = text + m.group(2), m.end()
    text += line[at:]
    if re.search(r"<[A-Z] ", text):
        raise ValueError("bad mark: " + line)
    return text, names


def read(tool, model, image, folder=os.path.join(D.HERE, "own_names"), name="own"):
    out = []
    for path in sorted(glob.glob(os.path.join(folder, "*.txt"))):
        for names, tokens in D.split_marked(tool, model, image, path, marked):
            classes = []
            for _, begin, end in tokens:
                inside = [n for n in names if begin < n[1] and end > n[0]]
                classes.append(of_class(begin, end, inside[0]) if inside else 0)
            out.append(D.Sentence([form for form, _, _ in tokens], name=classes, set=name))
    return out


def of_class(begin, end, name):
    """Class of a token of a name (src/parse/names.h): begin, inside, last or the whole."""
    first, last = begin <= name[0], end >= name[1]
    return 1 + 4 * name[2] + (3 if first and last else 0 if first else 2 if last else 1)


def in_other_letters(sentences, form_of, rng, lower=0.06, upper=0.02):
    """Copies of some sentences without capitals, of some in capitals."""
    out = []
    for s in sentences:
        draw = rng.random()
        if draw >= lower + upper or not any(s.name) or len(s) < 3:
            continue
        change = str.lower if draw < lower else str.upper
        out.append(D.Sentence([change(form_of(i)) for i in s.ids], name=list(s.name), set=s.set))
    return out
