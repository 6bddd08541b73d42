# SPDX-License-Identifier: Apache-2.0
"""vectors.py WORK OUT.kv: vectors of lower-case words from WORK/*.tok (skip-gram with negative samples, one core)."""
import os
import re
import sys

from gensim.models import Word2Vec

# How often each file is read: the treebanks and MASC are small and near to what is tested.
FILES = (("raw.tok", 1), ("masc.tok", 2), ("ewt.tok", 3), ("gum.tok", 2))


def norm(word):
    """As normal_form() of src/parse/words.h."""
    return re.sub("[0-9]", "0", word.lower().replace("\u2019", "'"))[:64]


class Lines:
    def __init__(self, work):
        self.work = work

    def __iter__(self):
        for name, times in FILES:
            for _ in range(times):
                with open(os.path.join(self.work, name), encoding="utf-8") as lines:
                    for line in lines:
                        if line.strip():
                            yield [norm(w) for w in line.rstrip("\n").split("\t")]


def main():
    model = Word2Vec(Lines(sys.argv[1]), vector_size=128, window=3, min_count=4, sg=1, negative=5, sample=2e-4, epochs=3,
                     workers=1, seed=1, max_final_vocab=60000)
    model.wv.save(sys.argv[2])
    print(len(model.wv), "words")


if __name__ == "__main__":
    main()
