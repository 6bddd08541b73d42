# SPDX-License-Identifier: Apache-2.0
"""Sentences with marked happenings and states written for Sayso (own_events/*.txt; README.md there has the marks)."""
import glob
import os

import data as D
from own_events_marks import CLASSES, EVENTS, STATES, marked  # noqa: F401


def read(tool, model, image, folder=os.path.join(D.HERE, "own_events")):
    """Sentences; `name` holds of each token the set of its classes (of the last token of a mark), `set` the file."""
    out = []
    for path in sorted(glob.glob(os.path.join(folder, "*.txt"))):
        for marks, tokens in D.split_marked(tool, model, image, path, marked):
            classes = [set().union(*(c for b, e, c in marks if begin < e <= end)) for _, begin, end in tokens]
            out.append(D.Sentence([form for form, _, _ in tokens], name=classes, set=os.path.basename(path)))
    return out
