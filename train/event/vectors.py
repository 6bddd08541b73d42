# SPDX-License-Identifier: Apache-2.0
"""vectors.py WORK OUT.npz: vectors of lower-case words from counts alone (WORK/*.tok of train/encoder, and the marked texts).

Twice 64 numbers a word: what stands within five words of it (its matter), and what stands right before and behind it (its part
in the sentence). Each from a matrix of pointwise mutual information, weights under nought left out, cut to its largest singular
values (Levy, Goldberg and Dagan 2015: on small texts at least as good as trained vectors). One core, five minutes."""
import glob
import os
import re
import sys
from collections import Counter

import numpy as np
import scipy.sparse as sp
from scipy.sparse.linalg import svds

from marked import HERE, marks

FILES = ("raw.tok", "masc.tok", "ewt.tok", "gum.tok")
FEWEST, MOST, SIZE = 6, 40000, 64
WIDE = ((1, 1.0), (2, 0.9), (3, 0.7), (4, 0.6), (5, 0.4))  # distance, weight
NEXT = ((1, 1.0), (2, 0.5))


def norm(word):
    """As key_of() of src/event/taught.cc."""
    return re.sub("[0-9]", "0", word.lower().replace("\u2019", "'"))[:64]


def lines(work):
    for name in FILES:
        with open(os.path.join(work, name), encoding="utf-8") as f:
            for line in f:
                if line.strip():
                    yield [norm(w) for w in line.rstrip("\n").split("\t")]
    for path in sorted(glob.glob(os.path.join(HERE, "..", "encoder", "own_events", "*.txt"))):
        with open(path, encoding="utf-8") as f:
            for line in f:
                if line.strip():
                    yield [norm(w) for w in re.findall(r"[\w'-]+|[^\w\s]", marks.marked(line.strip())[0])]


def weighed(counts, shift):
    rows, columns = np.asarray(counts.sum(1)).ravel(), np.asarray(counts.sum(0)).ravel() ** 0.75
    columns = columns / columns.sum()
    c = counts.tocoo()
    value = np.log(c.data / (rows[c.row] * columns[c.col])) - shift
    kept = value > 0
    matrix = sp.csr_matrix((value[kept].astype(np.float32), (c.row[kept], c.col[kept])), shape=counts.shape)
    start = np.random.default_rng(1).random(min(matrix.shape))
    u, s, _ = svds(matrix, k=SIZE, v0=start)
    order = np.argsort(-s)
    v = (u[:, order] * np.sqrt(s[order])).astype(np.float32)
    return v / (np.linalg.norm(v, axis=1, keepdims=True) + 1e-6)


def main():
    work, out = sys.argv[1], sys.argv[2]
    count = Counter()
    for line in lines(work):
        count.update(line)
    words = [w for w, n in count.most_common(MOST) if n >= FEWEST]
    number, n = {w: i for i, w in enumerate(words)}, len(words)
    ids = np.concatenate([np.array([number.get(w, -1) for w in line] + [-2] * 5, np.int32) for line in lines(work)])

    def pairs(distance):
        a, b = ids[:-distance], ids[distance:]
        kept = (a >= 0) & (b >= 0)
        for k in range(1, distance):
            kept &= ids[k:len(ids) - distance + k] != -2
        return a[kept], b[kept]

    def counted(a, b, weight, columns):
        return sp.coo_matrix((np.full(len(a), weight, np.float32), (a, b)), shape=(n, columns)).tocsr()
    wide = sp.csr_matrix((n, n), dtype=np.float32)
    for distance, weight in WIDE:
        m = counted(*pairs(distance), weight, n)
        wide = wide + m + m.T
    near = sp.csr_matrix((n, 4 * n), dtype=np.float32)
    for k, (distance, weight) in enumerate(NEXT):
        a, b = pairs(distance)
        near = near + counted(a, b + 2 * k * n, weight, 4 * n) + counted(b, a + (2 * k + 1) * n, weight, 4 * n)
    vectors = np.concatenate([weighed(wide, 0.4), weighed(near, 0.0)], 1)
    vectors *= np.sqrt(2 * SIZE / 8) / (np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-6)
    np.savez(out, words=np.array(words), vectors=vectors.astype(np.float32))
    print(n, "words")


if __name__ == "__main__":
    main()
