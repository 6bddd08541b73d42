# SPDX-License-Identifier: Apache-2.0
"""teach.py --work DIR --out FILE --words N TEACHER...: trees and tags of raw sentences as the teachers see them.

The teachers' log-probabilities are summed. Takes all of masc, wnut, btc, redocred and N words of the raw news, drawn by seed."""
import argparse
import os
import pickle
import sys
import time

import numpy as np
import torch

import attributed
import data as D
import model as M


def load(work, name, forms, tags):
    options, state = torch.load(os.path.join(work, name + ".pt"))
    m = M.Encoder(forms.size, len(tags.classes), len(D.DEPREL), **options)
    m.load_state_dict(state)
    return m.eval()


NOT_SAID = torch.zeros(len(D.DEPREL), dtype=torch.bool)
NOT_SAID[attributed.NOT_SAID] = True


ADVCL, PARATAXIS = D.deprel("advcl"), D.deprel("parataxis")


def labels(teachers, zs, head, n, start):
    rows = torch.where(head == n, torch.arange(len(head)), head + start)
    label = sum(torch.log_softmax(m.labels(z, rows), 1) for m, z in zip(teachers, zs))
    label[:, 0] = -1e9
    return label


@torch.no_grad()
def teach(teachers, part, forms, kinds):
    """(head, label, tag, chances of all heads) of each sentence; kinds: which classes of tags are verbs, which marks."""
    b = M.collate(part, forms)
    n = b["at"].shape[1]
    start = torch.from_numpy(np.repeat(b["first"].numpy()[:-1], b["length"]))
    zs = [m(b) for m in teachers]
    arcs = sum(torch.log_softmax(m.arcs(z, b)[b["mask"]], 1) for m, z in zip(teachers, zs))
    tag = sum(torch.log_softmax(m.tag(z), 1) for m, z in zip(teachers, zs)).argmax(1)
    chance = torch.softmax(arcs / len(teachers), 1).numpy()
    relations = labels(teachers, zs, arcs.argmax(1), n, start)
    said, parted = torch.zeros(len(arcs), dtype=torch.bool), torch.zeros(len(arcs), dtype=torch.bool)
    for k, s in enumerate(part):
        if getattr(s, "told", None):
            here = slice(int(b["first"][k]), int(b["first"][k + 1]))
            columns = list(range(len(s))) + [n]
            bound = chance[here][:, columns]
            tops, asides = attributed.bind(bound, s.told, kinds[0][tag[here]], kinds[1][tag[here]], (relations[here].argmax(1) == ADVCL).numpy())
            chance[here] = 0
            chance[np.ix_(range(here.start, here.stop), columns)] = bound
            said[[here.start + w for w in tops]] = True
            parted[[here.start + w for w in asides]] = True
    head = torch.from_numpy(chance).argmax(1)
    chance = chance.astype(np.float16)
    label = labels(teachers, zs, head, n, start)
    label[said[:, None] & NOT_SAID] = -1e9
    label = label.argmax(1)
    label[parted] = PARATAXIS
    label = torch.where(head == n, torch.zeros_like(head), label).numpy().astype(np.uint8)
    tag = tag.numpy().astype(np.uint8)
    head = torch.where(head == n, torch.full_like(head, -1), head).numpy().astype(np.int16)
    at = b["first"].numpy()
    out = []
    for k, s in enumerate(part):
        here = slice(at[k], at[k + 1])
        soft = chance[here][:, list(range(len(s))) + [n]]
        out.append((head[here], label[here], tag[here], soft))
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--words", type=int, default=4000000)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--sets", default="masc,wnut,btc,redocred,polnear", help="read besides")
    parser.add_argument("teachers", nargs="+")
    o = parser.parse_args()
    torch.set_num_threads(1)
    with open(os.path.join(o.work, "data.pkl"), "rb") as f:
        forms, tags, sets, _ = pickle.load(f)
    kinds = [np.array([u in of for u, _ in tags.classes]) for of in (("VERB", "AUX"), ("PUNCT", "SYM"))]
    teachers = [load(o.work, name, forms, tags) for name in o.teachers]
    for key in ("ewt_dev", "gum_dev"):
        right, words = np.zeros(3), 0
        for part in D.batches(sets[key], 4000):
            for s, (head, label, tag, _) in zip(part, teach(teachers, part, forms, kinds)):
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
    for key in o.sets.split(","):
        sentences += [s for s in sets[key] if len(s) <= 120]
    print("%d sentences" % len(sentences), file=sys.stderr, flush=True)
    plain = []
    for s in sentences:  # what a set itself says is not asked for
        plain.append(D.Sentence(None, set=s.set))
        plain[-1].ids, plain[-1].told = s.ids, getattr(s, "told", None)
    started, done, out = time.time(), 0, []
    for part in D.batches(plain, 4000):
        for s, (head, label, tag, soft) in zip(part, teach(teachers, part, forms, kinds)):
            t = D.Sentence(None, tag, head, label, None, s.set)
            t.ids, t.soft = s.ids, soft
            out.append(t)
            done += len(t)
        if len(out) % 5000 < 60:
            print("%d words, %.0f s" % (done, time.time() - started), file=sys.stderr, flush=True)
    with open(os.path.join(o.work, o.out), "wb") as f:
        pickle.dump(out, f, protocol=4)


if __name__ == "__main__":
    main()
