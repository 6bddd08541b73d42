# SPDX-License-Identifier: Apache-2.0
"""Sentences with marked happenings and states written for Sayso (own_events/*.txt; README.md there has the marks)."""
import glob
import os
import subprocess

import data as D
from own_events_marks import CLASSES, EVENTS, STATES, marked  # noqa: F401


def read(tool, model, image, folder=os.path.join(D.HERE, "own_events")):
    """Sentences; `name` holds of each token the set of its classes (of the last token of a mark), `set` the file."""
    out = []
    for path in sorted(glob.glob(os.path.join(folder, "*.txt"))):
        with open(path, encoding="utf-8") as f:
            lines = [marked(line.strip()) for line in f if line.strip()]
        raw = subprocess.run([tool, "split", model, image], input="\n".join(text for text, _ in lines).encode(),
                             stdout=subprocess.PIPE, check=True).stdout.decode()
        for (text, marks), paragraph in zip(lines, raw.split("\n\n")):
            at = 0
            for tokens in paragraph.split("\n"):
                forms = [f for f in tokens.split("\t") if f]
                classes = []
                for form in forms:
                    begin = text.find(form, at)
                    if begin < 0:
                        raise ValueError("%r is not in %r" % (form, text))
                    at = begin + len(form)
                    classes.append(set().union(*(c for b, e, c in marks if begin < e <= at)))
                if forms:
                    out.append(D.Sentence(forms, name=classes, set=os.path.basename(path)))
    return out
