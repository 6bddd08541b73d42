# SPDX-License-Identifier: Apache-2.0
"""teach.py --work DIR --out FILE --words N TEACHER...: trees, tags and names of raw sentences as the teachers see them.

The teachers' log-probabilities are summed. Takes all of masc, wnut, btc, redocred and N words of the raw news, drawn by seed."""
import argparse
import os
import pickle
import sys
import time

import numpy as np
import torch

import data as D
import model as M
import train as T


def load(work, name, forms, tags):
    options, state = torch.load(os.path.join(work, name + ".pt"))
    m = M.Encoder(forms.size, len(tags.classes), len(D.DEPREL), **options)
    m.load_state_dict(state)
    return m.eval()


@torch.no_grad()
def teach(teachers, part, forms):
    """Fills tag, head, label, name of the sentences."""
    b = M.collate(part, forms)
    n = b["at"].shape[1]
    start = torch.from_numpy(np.repeat(b["first"].numpy()[:-1], b["length"]))
    zs = [m(b) for m in teachers]
    arcs = sum(torch.log_softmax(m.arcs(z, b)[b["mask"]], 1) for m, z in zip(teachers, zs))
    head = arcs.argmax(1)
    chance = torch.softmax(arcs / len(teachers), 1).numpy().astype(np.float16)
    own = torch.arange(len(head))
    rows = torch.where(head == n, own, head + start)
    label = sum(torch.log_softmax(m.labels(z, rows), 1) for m, z in zip(teachers, zs))
    label[:, 0] = -1e9
    label = torch.where(head == n, torch.zeros_like(head), label.argmax(1)).numpy().astype(np.uint8)
    tag = sum(torch.log_softmax(m.tag(z), 1) for m, z in zip(teachers, zs)).argmax(1).numpy().astype(np.uint8)
    names = sum(torch.log_softmax(m.names(z, b["lists"]), 1) for m, z in zip(teachers, zs)).numpy()
    head = torch.where(head == n, torch.full_like(head, -1), head).numpy().astype(np.int16)
    at = b["first"].numpy()
    out = []
    for k, s in enumerate(part):
        here = slice(at[k], at[k + 1])
        soft = chance[here][:, list(range(len(s))) + [n]]
        out.append((head[here], label[here], tag[here], np.array(T.best_names(names[here]), np.uint8), soft))
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--words", type=int, default=4000000)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("teachers", nargs="+")
    o = parser.parse_args()
    torch.set_num_threads(1)
    with open(os.path.join(o.work, "data.pkl"), "rb") as f:
        forms, tags, sets, _ = pickle.load(f)
    teachers = [load(o.work, name, forms, tags) for name in o.teachers]
    for key in ("ewt_dev", "gum_dev"):
        right, words = np.zeros(3), 0
        for part in D.batches(sets[key], 4000):
            for s, (head, label, tag, _, _) in zip(part, teach(teachers, part, forms)):
                ok = head == np.array(s.head)
                right += [ok.sum(), (ok & (label == np.array(s.label))).sum(), (tag == np.array(s.tag)).sum()]
                words += len(s)
        print("%s UAS %.2f LAS %.2f tags %.2f" % (key, *(100 * right / words)), file=sys.stderr, flush=True)
    rng = np.random.default_rng(o.seed)
    raw = [s for s in sets["raw"] if len(s) > 2]
    rng.shuffle(raw)
    sentences, words = [], 0
    for s in raw:
        if words >= o.words:
            break
        sentences.append(s)
        words += len(s)
    for key in ("masc", "wnut", "btc", "redocred"):
        sentences += [s for s in sets[key] if len(s) <= 120]
    print("%d sentences" % len(sentences), file=sys.stderr, flush=True)
    plain = []
    for s in sentences:  # what a set says of names is not asked for
        plain.append(D.Sentence(None, set=s.set))
        plain[-1].ids, plain[-1].lists = s.ids, s.lists
    started, done, out = time.time(), 0, []
    for part in D.batches(plain, 4000):
        for s, (head, label, tag, name, soft) in zip(part, teach(teachers, part, forms)):
            t = D.Sentence(None, tag, head, label, name, s.set)
            t.ids, t.lists, t.soft = s.ids, np.array(s.lists), soft
            out.append(t)
            done += len(t)
        if len(out) % 500 < 60:
            print("%d words, %.0f s" % (done, time.time() - started), file=sys.stderr, flush=True)
    with open(os.path.join(o.work, o.out), "wb") as f:
        pickle.dump(out, f, protocol=4)


if __name__ == "__main__":
    main()
