# SPDX-License-Identifier: Apache-2.0
"""Trains the tagger of happenings and states over a trained encoder: acts.py --work DIR --encoder NAME --out NAME

DIR holds data.pkl (prepare.py) and the encoder NAME.pt, whose weights stay as they are. Progress goes to stderr. A trial that
does not ship (docs/decisions/event-scorer.md)."""
import argparse
import os
import pickle
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

import data as D
import model as M
import own_events
import teach
from names import Mean, batches, encoded

CLASSES = own_events.CLASSES
N, M_ = len(own_events.EVENTS), len(own_events.STATES)
# Outputs: is it the word of an event, which type; is it a thing a state is told of, which value; holder; denied, open (of those marked).
OUTPUTS = 1 + N + 1 + M_ + 3


class Row:
    """A sentence: states [n][e + 2h], head [n] (own place: root), gold [n][classes]."""
    __slots__ = ("states", "head", "ids", "gold", "set")


class Tagger(nn.Module):
    def __init__(self, size_in, width, hidden, dropout, tree):
        super().__init__()
        self.state = nn.Linear(size_in, width)
        self.above = nn.Linear(size_in, width, bias=False) if tree else None
        self.layer = M.Layer(width, hidden, 4) if hidden else None
        self.out = nn.Linear(2 * hidden, OUTPUTS) if hidden else None
        self.skip = nn.Linear(width, OUTPUTS)
        with torch.no_grad():
            self.skip.bias.zero_()
            for k in (0, 1 + N, 2 + N + M_):
                self.skip.bias[k] = -4.0
        self.p = dropout

    def forward(self, b):
        x = F.dropout(b["states"][:, -self.state.in_features:], self.p, self.training)
        h = self.state(x)
        if self.above is not None:
            h = h + self.above(x)[b["head"]]
        h = F.dropout(F.relu(h), self.p * 0.7, self.training)
        y = self.skip(h)
        if self.layer is not None:
            z = M.Scan.apply(self.layer.product(h), self.layer.v, torch.zeros(0), b["first"])
            y = y + self.out(F.dropout(z, self.p, self.training))
        return y


def collate(rows):
    length = torch.tensor([len(r.ids) for r in rows])
    first = F.pad(length.cumsum(0), (1, 0))
    return {"states": torch.from_numpy(np.concatenate([r.states for r in rows]).astype(np.float32)), "first": first,
            "head": torch.from_numpy(np.concatenate([r.head + int(f) for r, f in zip(rows, first)])),
            "gold": torch.from_numpy(np.concatenate([r.gold for r in rows]))}


def rows_of(encoder, sentences, forms):
    out = []  # the shortest first
    for s, states, arcs in encoded(encoder, sentences, forms, arcs=True):
        r, n = Row(), len(s.ids)
        r.states, r.ids, r.set = states, s.ids, s.set
        h = arcs[:n].argmax(1)
        r.head = np.where(h >= n, np.arange(n), h).astype(np.int64)
        r.gold = np.zeros((n, len(CLASSES)), np.float32)
        for i, classes in enumerate(s.name):
            r.gold[i, list(classes)] = 1
        out.append(r)
    return out


def loss_of(y, gold):
    """Of what there is on each word, and of which kind on those that have it; a word."""
    event, state = gold[:, :N], gold[:, N:N + M_]
    has = torch.stack([event.sum(1) > 0, state.sum(1) > 0, gold[:, N + M_] > 0], 1).float()
    total = F.binary_cross_entropy_with_logits(y[:, [0, 1 + N, 2 + N + M_]], has, reduction="sum")
    for k, (kinds, scores) in enumerate(((event, y[:, 1:1 + N]), (state, y[:, 2 + N:2 + N + M_]))):
        at = has[:, k] > 0
        if at.any():
            total = total - (kinds[at] / kinds[at].sum(1, keepdim=True) * F.log_softmax(scores[at], 1)).sum()
    at = has[:, :2].sum(1) > 0
    if at.any():
        total = total + 0.5 * F.binary_cross_entropy_with_logits(y[at, -2:], gold[at, -2:], reduction="sum")
    return total / len(gold)


@torch.no_grad()
def scores_of(tagger, rows):
    """Scores [n][OUTPUTS] and gold [n][classes] of all words."""
    tagger.eval()
    p, g = [], []
    for at in range(0, len(rows), 200):
        b = collate(rows[at:at + 200])
        p.append(tagger(b))
        g.append(b["gold"])
    tagger.train()
    return torch.cat(p), torch.cat(g)


def report(y, gold):
    """F1 in per cent at the best threshold: found at all, found with its kind."""
    out = []
    for key, k, scores, kinds in (("events", 0, y[:, 1:1 + N], gold[:, :N]), ("states", 1 + N, y[:, 2 + N:2 + N + M_], gold[:, N:N + M_]),
                                  ("holder", 2 + N + M_, None, gold[:, N + M_:N + M_ + 1])):
        p, has = torch.sigmoid(y[:, k]), kinds.sum(1) > 0
        right = has & (kinds.gather(1, scores.argmax(1, keepdim=True))[:, 0] > 0 if scores is not None else has)
        best = (0,)
        for t in np.arange(0.05, 0.8, 0.05):
            f = p > t
            n = max(1, int(f.sum()) + int(has.sum()))
            one = (200.0 * int((f & right).sum()) / n, t, 200.0 * int((f & has).sum()) / n, 100.0 * int((f & has).sum()) / max(1, int(f.sum())),
                   100.0 * int((f & has).sum()) / max(1, int(has.sum())))
            best = max(best, one)
        if len(best) > 1:
            kind = 100.0 * int(right.sum()) / max(1, int(has.sum()))
            out.append("%s %.1f at %.2f (any F %.1f P %.1f R %.1f; kind %.1f; of %d)" % (key, *best, kind, int(has.sum())))
    at = gold[:, :N + M_].sum(1) > 0
    doubt = (y[at, -2:] > 0).float()
    out.append("denied, open: right %.1f, %.1f of %d, %d; all %d" % (*(100.0 * (doubt == gold[at, -2:]).float().mean(0)), *gold[at, -2:].sum(0), int(at.sum())))
    return "; ".join(out)


def train(tagger, rows, epochs, test, seed, rate=2e-3, words=400):
    rng = np.random.default_rng(seed)
    dense = list(tagger.parameters())
    optimizer = torch.optim.AdamW(dense, lr=rate, weight_decay=1e-2)
    steps = epochs * sum(len(r.ids) for r in rows) / words
    step, started, mean = 0, time.time(), Mean(tagger)
    for epoch in range(epochs):
        total = count = 0
        for part in batches(rows, words, rng):
            optimizer.param_groups[0]["lr"] = rate * min(1, (step + 1) / 100) * (0.5 * (1 + np.cos(np.pi * min(1, step / steps))) + 0.05)
            b = collate(part)
            loss = loss_of(tagger(b), b["gold"])
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(dense, 2.0)
            optimizer.step()
            step, total, count = step + 1, total + loss.item(), count + 1
            if step > 0.4 * steps and step % 10 == 0:
                mean.add()
        if epoch + 1 == epochs:
            mean.swap()
        if test and (epoch % 5 == 4 or epoch + 1 == epochs):
            print("epoch %d, loss %.4f, %.0f s, %s" % (epoch, total / count, time.time() - started, report(*scores_of(tagger, test))),
                  file=sys.stderr, flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", required=True)
    parser.add_argument("--words", default="build/release/train/encoder/train_words", help="the tool train_words")
    parser.add_argument("--model", default="models/en.bin")
    parser.add_argument("--image", default="build/release/knowledge.img")
    parser.add_argument("--texts", default=os.path.join(D.HERE, "own_events"))
    parser.add_argument("--silver", default="", help="sentences with what the rules find in them")
    parser.add_argument("--held", default="", help="files held out for measuring: names with a comma between; none: all are taught")
    for key, value in dict(encoder="encoder", out="acts", width=128, hidden=0, epochs=30, dropout=0.4, seed=1, tree=1, rate=2e-3, most=12000, silver_epochs=3).items():
        parser.add_argument("--" + key.replace("_", "-"), type=type(value), default=value)
    o = parser.parse_args()
    torch.manual_seed(o.seed)
    torch.set_num_threads(1)
    with open(os.path.join(o.work, "data.pkl"), "rb") as f:
        forms, tags, _, _ = pickle.load(f)
    forms.tool, forms.model, forms.number = o.words, o.model, {form: i for i, form in enumerate(forms.forms)}
    sentences = own_events.read(o.words, o.model, o.image, o.texts)
    silver = []
    if o.silver:
        with open(o.silver, "rb") as f:
            silver = [D.Sentence(a, name=b, set="silver") for a, b in pickle.load(f)[:o.most]]
    forms.add(sentences)
    forms.add(silver)
    forms.finish()
    encoder = teach.load(o.work, o.encoder, forms, tags)
    rows = rows_of(encoder, sentences, forms)
    held = set(o.held.split(","))
    silver = rows_of(encoder, silver, forms)
    test, gold = [r for r in rows if r.set in held], [r for r in rows if r.set not in held]
    print("%d sentences taught, %d held" % (len(gold), len(test)), file=sys.stderr, flush=True)
    tagger = Tagger(rows[0].states.shape[1], o.width, o.hidden, o.dropout, o.tree)
    if silver:
        train(tagger, silver, o.silver_epochs, test, o.seed)
    train(tagger, gold, o.epochs, test, o.seed, o.rate)
    torch.save(tagger.state_dict(), os.path.join(o.work, o.out + ".pt"))


if __name__ == "__main__":
    main()
