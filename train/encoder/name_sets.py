# SPDX-License-Identifier: Apache-2.0
"""The sets of names as the taggers of names read them: with our own texts, copies in other letters and the lists of data/ of today."""
import os
import pickle

import numpy as np

import data as D
import own_names
from gum_names import gum_names

SETS = ("uner", "crossner", "wnut", "btc", "redocred", "gum", "own")
DEVELOPED = (("uner_dev", "uner"), ("crossner_dev", "crossner"), ("wikigold", "uner"), ("gum_dev", "gum"))


def load(shared, work, tool, model, image, seed):
    """forms, tags, sets; sets["other"] are the copies."""
    with open(os.path.join(work, "data.pkl"), "rb") as f:
        forms, tags, sets, _ = pickle.load(f)
    forms.tool, forms.model, forms.number = tool, model, {form: i for i, form in enumerate(forms.forms)}
    gum = os.path.join(shared, "data/language/ud/gum/en_gum-ud-%s.conllu")
    for key, part in (("gum", "train"), ("gum_dev", "dev")):
        for s, name in zip(sets[key], gum_names(gum % part), strict=True):
            s.name = name
    rng = np.random.default_rng(seed)
    sets = {key: sets[key] for key in SETS[:-1] + tuple(key for key, _ in DEVELOPED)}
    sets["own"] = own_names.read(tool, model, image)
    sets["other"] = []
    forms.add(sets["own"])
    for key in ("uner", "own", "crossner", "gum", "wnut"):
        sets["other"] += own_names.in_other_letters(sets[key], forms.forms.__getitem__, rng)
    forms.add(sets["other"])
    forms.finish()
    for sentences in sets.values():
        for s in sentences:
            s.forms = [forms.forms[i] for i in s.ids]
        D.add_lists(tool, model, image, sentences)
    of_no_demonyms(sets["redocred"])
    return forms, tags, sets


def of_no_demonyms(sentences):
    """German in "a German skater" is the name of no place here, as in the other sets."""
    for s in sentences:
        for i, c in enumerate(s.name):
            if c == 12 and s.lists[i] & 8 and not s.lists[i] & 4:
                s.name[i] = 0
