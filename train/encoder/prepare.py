# SPDX-License-Identifier: Apache-2.0
"""prepare.py SHARED WORK TOOL MODEL IMAGE: all training data as arrays, WORK/data.pkl.

WORK holds raw.tok and masc.tok (sentences, a line each, tokens parted by tabs), redocred.conll and w2v.kv
(vectors of lower-case words, vectors.py)."""
import os
import pickle
import sys

import numpy as np
from gensim.models import KeyedVectors

import attributed
import data as D


def main():
    shared, work, tool, model, image = sys.argv[1:6]
    language = os.path.join(shared, "data/language")
    tags = D.Tags(model)
    ud, ner = os.path.join(language, "ud"), os.path.join(language, "ner")
    sets = {}
    for pass_ in range(2):  # the first counts the tags, for classes too rare to be in the list
        for key in ("ewt", "gum"):
            sets[key] = D.read_conllu("%s/%s/en_%s-ud-train.conllu" % (ud, key, key), tags, key)
            sets[key + "_dev"] = D.read_conllu("%s/%s/en_%s-ud-dev.conllu" % (ud, key, key), tags, key)
        if pass_ == 0:
            for s in sets["ewt"] + sets["gum"]:
                for t in s.tag:
                    tags.count[t] += 1
    sets["uner"] = D.read_names(ner + "/uner_ewt/en_ewt-ud-train.0c7ce0de.iob2", 1, 2, "uner")
    sets["uner_dev"] = D.read_names(ner + "/uner_ewt/en_ewt-ud-dev.iob2", 1, 2, "uner")
    sets["crossner"] = D.read_names(ner + "/crossner/politics/train.txt", 0, 1, "crossner")
    sets["crossner_dev"] = D.read_names(ner + "/crossner/politics/dev.txt", 0, 1, "crossner")
    sets["wnut"] = D.read_names(ner + "/wnut17/wnut17train.conll", 0, 1, "wnut")
    sets["btc"] = D.read_names(ner + "/btc/btc.train", 0, 1, "btc")
    sets["wikigold"] = D.read_names(ner + "/wikigold/wikigold.conll.txt", 0, 1, "wikigold")
    sets["redocred"] = D.read_names(work + "/redocred.conll", 0, 1, "redocred")
    sets["raw"] = D.read_tokens(work + "/raw.tok", "raw")
    sets["masc"] = D.read_tokens(work + "/masc.tok", "masc")
    sets["polnear"] = attributed.read(os.path.join(shared, "data/attribution/polnear_train.jsonl"), tool, model, image, "polnear")

    kv = KeyedVectors.load(work + "/w2v.kv")
    words = kv.index_to_key
    keys = (D.word_keys(tool, model, words)[:, 1] >> np.uint64(32)).astype(np.uint32)
    keys, first = np.unique(keys, return_index=True)
    vectors = kv.vectors[first]
    vectors = vectors * (0.12 / vectors.std())
    forms = D.Forms(tool, model, keys)
    for s in sets.values():
        forms.add(s)
    forms.finish()
    for key, s in sets.items():
        D.add_lists(tool, model, image, s)
    # German in "a German skater" is the name of no place here, as in the other sets.
    for s in sets["redocred"]:
        for i, c in enumerate(s.name):
            if c == 12 and s.lists[i] & 8 and not s.lists[i] & 4:
                s.name[i] = 0
    for s in sets["raw"] + sets["masc"] + sets["polnear"]:
        s.forms = None  # ids are enough
    forms.number = None
    with open(work + "/data.pkl", "wb") as out:
        pickle.dump((forms, tags, sets, vectors.astype(np.float32)), out, protocol=4)
    for key, s in sets.items():
        print(key, len(s), sum(len(x) for x in s))
    print("forms", len(forms.forms), "rows", forms.size, "vocabulary", len(keys))


if __name__ == "__main__":
    main()
