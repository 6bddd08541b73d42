# SPDX-License-Identifier: Apache-2.0
"""Trains the name tagger over a trained encoder: names.py SHARED --work DIR --encoder NAME --out NAME

DIR holds data.pkl (prepare.py) and the encoder NAME.pt, whose weights stay as they are. Progress goes to stderr; OUT.tensors
is what pack_encoder reads."""
import argparse
import os
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

import data as D
import model as M
import name_sets
import teach
import train as T
from name_sets import SETS

SHIPS = ("uner", "own", "gum")  # the habits of annotation that the shipped tagger takes over: the mean of these
TIMES = {"crossner": 4, "own": 2}  # a small set is read so often
LONGEST = 200


def spans(classes):
    out, begin = set(), None
    for i, c in enumerate(classes):
        if c == 0:
            begin = None
            continue
        kind, place = (c - 1) // 4, (c - 1) % 4
        if place in (0, 3):
            begin = i
        if place in (2, 3) and begin is not None:
            out.add((kind, begin, i))
    return out


def follows(a, b):
    opened = a > 0 and (a - 1) % 4 in (0, 1)
    on = b > 0 and (b - 1) % 4 in (1, 2)
    return ((a - 1) // 4 == (b - 1) // 4 if on else False) if opened else not on


FOLLOWS = torch.tensor([[0.0 if follows(a, b) else -1e4 for b in range(17)] for a in range(17)])


class Row:
    """A sentence: states [n][e + 2h] of the encoder (word vectors, last layer), ids, lists and name [n]; domain: place in SETS."""
    __slots__ = ("states", "ids", "lists", "name", "domain")

    def __init__(self, states, sentence, domain):
        self.states, self.ids, self.lists, self.domain = states, sentence.ids, np.array(sentence.lists), domain
        self.name = np.asarray(sentence.name, np.int64)


class Tagger(nn.Module):
    def __init__(self, size_in, rows, width, hidden, dropout, word_dropout):
        super().__init__()
        self.state = nn.Linear(size_in, width)
        self.lists = nn.Parameter(torch.randn(3, 16, width) * 0.05)
        self.table = nn.Embedding(rows, width, padding_idx=0, sparse=True)
        nn.init.normal_(self.table.weight, std=0.01)
        with torch.no_grad():
            self.table.weight[0] = 0
        self.layer = M.Layer(width, hidden, 4)
        self.out, self.skip = nn.Linear(2 * hidden, 17), nn.Linear(width, 17, bias=False)
        self.domain = nn.Parameter(torch.zeros(len(SETS), 17))
        self.follow = nn.Parameter(torch.zeros(17, 17))
        self.p, self.word_p = dropout, word_dropout

    def forward(self, b):
        rows = b["rows"]
        if self.training:
            rows = rows.clone()
            drop = torch.rand(len(rows)) < self.word_p
            rows[drop, 0], rows[drop, 1] = 1, 0
            rows[torch.rand(len(rows)) < 0.1, 2:7] = 0
        h = self.state(F.dropout(b["states"], self.p, self.training)) + self.table(rows).sum(1)
        h = h + torch.einsum("nok,okm->nm", b["lists"], self.lists)
        h = F.dropout(F.relu(h), self.p * 0.7, self.training)
        y = M.Scan.apply(self.layer.product(h), self.layer.v, torch.zeros(0), b["first"])
        return self.out(F.dropout(y, self.p, self.training)) + self.skip(h) + self.domain[b["domain"]]

    def loss(self, scores, b):
        """Negative log-likelihood a word of the sequences of whole names."""
        length = b["length"]
        n = int(length.max())
        at = b["first"][:-1, None] + torch.arange(n)[None, :]
        inside = torch.arange(n)[None, :] < length[:, None]
        at = at.clamp(max=len(scores) - 1)
        e, gold = scores[at], b["name"][at]
        follow = self.follow + FOLLOWS
        a = e[:, 0] + FOLLOWS[0]
        for t in range(1, n):
            a = torch.where(inside[:, t, None], torch.logsumexp(a[:, :, None] + follow[None], 1) + e[:, t], a)
        right = (e.gather(2, gold[:, :, None])[:, :, 0] * inside).sum(1) + (follow[gold[:, :-1], gold[:, 1:]] * inside[:, 1:]).sum(1)
        return (torch.logsumexp(a + FOLLOWS[:, 0], 1) - right).sum() / len(scores)


def collate(rows, forms):
    length = torch.tensor([len(r.ids) for r in rows])
    b = {"states": torch.from_numpy(np.concatenate([r.states for r in rows]).astype(np.float32)),
         "rows": forms[torch.from_numpy(np.concatenate([r.ids for r in rows]).astype(np.int64))],
         "lists": torch.from_numpy(np.concatenate([M.list_window(r.lists) for r in rows])),
         "length": length, "first": F.pad(length.cumsum(0), (1, 0)),
         "domain": torch.tensor([r.domain for r in rows]).repeat_interleave(length)}
    b["name"] = torch.from_numpy(np.concatenate([r.name for r in rows]))
    return b


@torch.no_grad()
def encoded(encoder, sentences, forms):
    """Each sentence, the shortest first, and its states [n][e + 2h] (word vectors, last layer)."""
    for part in D.batches([s for s in sentences if 0 < len(s) <= LONGEST], 4000):
        bare = []
        for s in part:
            bare.append(D.Sentence(None))
            bare[-1].ids = s.ids
        b = M.collate(bare, forms)
        z = encoder(b)
        states = torch.cat([encoder.table(b["rows"]).sum(1)[b["which"]], z], 1).numpy().astype(np.float16)
        first = b["first"].numpy()
        for k, s in enumerate(part):
            yield s, states[first[k]:first[k + 1]]


def states_of(encoder, sentences, forms):
    return [Row(states, s, SETS.index(s.set)) for s, states in encoded(encoder, sentences, forms)]


def batches(rows, words, rng):
    """Lists of rows of about so many words, alike in length."""
    order = np.argsort([len(r.ids) // 6 + rng.random() for r in rows], kind="stable")
    out, now, count = [], [], 0
    for i in order:
        now.append(rows[i])
        count += len(rows[i].ids)
        if count >= words:
            out.append(now)
            now, count = [], 0
    rng.shuffle(out)
    return out


def best_way(scores, follow):
    ends = FOLLOWS.numpy()
    score, back = scores[0] + ends[0], []
    for row in scores[1:]:
        t = score[:, None] + follow
        back.append(t.argmax(0))
        score = t.max(0) + row
    path = [int((score + ends[:, 0]).argmax())]
    for b in reversed(back):
        path.append(int(b[path[-1]]))
    return path[::-1]


@torch.no_grad()
def evaluate(tagger, rows, forms):
    """F1 of exact spans of persons, organizations and places, in per cent."""
    tagger.eval()
    follow = (tagger.follow + FOLLOWS).numpy()
    hit = found = gold = 0
    for at in range(0, len(rows), 200):
        part = rows[at:at + 200]
        b = collate(part, forms)
        scores, first = tagger(b).numpy(), b["first"].numpy()
        for k, r in enumerate(part):
            p, g = ({x for x in spans(c) if x[0] < 3} for c in (best_way(scores[first[k]:first[k + 1]], follow), r.name))
            hit, found, gold = hit + len(p & g), found + len(p), gold + len(g)
    tagger.train()
    return 200.0 * hit / max(1, found + gold)


class Mean:
    """The mean of a module's weights at several steps: steadier than any of them."""

    def __init__(self, module):
        self.module, self.count, self.sums = module, 0, None

    @torch.no_grad()
    def add(self):
        self.count += 1
        if self.sums is None:
            self.sums = [p.detach().clone() for p in self.module.parameters()]
        else:
            for s, p in zip(self.sums, self.module.parameters()):
                s += (p - s) / self.count

    @torch.no_grad()
    def swap(self):
        """Puts the mean into the module, or what was there back."""
        for s, p in zip(self.sums or [], self.module.parameters()):
            kept = p.detach().clone()
            p.copy_(s)
            s.copy_(kept)


def train(tagger, rows, forms, epochs, tests, seed, rate=2e-3, words=600):
    rng = np.random.default_rng(seed)
    dense = [p for name, p in tagger.named_parameters() if not name.startswith("table")]
    optimizers = torch.optim.AdamW(dense, lr=rate, weight_decay=1e-3), torch.optim.SparseAdam([tagger.table.weight], lr=rate)
    steps = epochs * sum(len(r.ids) for r in rows) / words
    step, started, mean = 0, time.time(), Mean(tagger)
    for epoch in range(epochs):
        total = count = 0
        for part in batches(rows, words, rng):
            now = rate * min(1, (step + 1) / 200) * (0.5 * (1 + np.cos(np.pi * min(1, step / steps))) + 0.05)
            optimizers[0].param_groups[0]["lr"], optimizers[1].param_groups[0]["lr"] = now, now
            b = collate(part, forms)
            loss = tagger.loss(tagger(b), b)
            for o in optimizers:
                o.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(dense, 2.0)
            for o in optimizers:
                o.step()
            step, total, count = step + 1, total + loss.item(), count + 1
            if step > 0.3 * steps and step % 100 == 0:
                mean.add()
        mean.swap()
        print("epoch %d, loss %.4f, %.0f s, %s" % (epoch, total / count, time.time() - started, "  ".join(
            "%s %.1f" % (key, evaluate(tagger, test, forms)) for key, test in tests.items())), file=sys.stderr, flush=True)
        if epoch + 1 < epochs:
            mean.swap()


def export(tagger, encoder, forms, path):
    """The tensor file for pack_encoder, section "names". What the tagger makes of the encoder's word vectors goes into its own."""
    t = {"lower.keys": forms.keys.astype(np.uint32), "lists.known": np.array([0xFFFF], np.uint32)}
    state = tagger.state.weight.detach().numpy()
    e = encoder.table.weight.shape[1]
    table = tagger.table.weight.detach().numpy() + encoder.table.weight.detach().numpy() @ state[:, :e].T
    t["lower.table"] = table[1:2 + len(forms.keys)]
    for name, size in D.TABLES:
        t[name + ".table"] = table[forms.offset[name]:forms.offset[name] + size]
    for part in ("W", "b", "v"):
        t["layer0." + part] = getattr(tagger.layer, part).detach().numpy()
    t["state.W"], t["state.b"] = state[:, e:], tagger.state.bias.detach().numpy()
    t["lists"] = tagger.lists.detach().numpy()
    ships = tagger.domain[[SETS.index(s) for s in SHIPS]].mean(0)
    t["out.W"], t["out.b"] = tagger.out.weight.detach().numpy(), (tagger.out.bias + ships).detach().numpy()
    t["skip.W"], t["follow"] = tagger.skip.weight.detach().numpy(), tagger.follow.detach().numpy()
    T.write_tensors(t, path)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared")
    parser.add_argument("--work", required=True)
    parser.add_argument("--words", default="build/release/train/encoder/train_words", help="the tool train_words")
    parser.add_argument("--model", default="models/en.bin")
    parser.add_argument("--image", default="build/release/knowledge.img")
    for key, value in dict(encoder="encoder", out="names", width=64, hidden=64, epochs=5, dropout=0.45, word_dropout=0.25, seed=21).items():
        parser.add_argument("--" + key.replace("_", "-"), type=type(value), default=value)
    o = parser.parse_args()
    torch.manual_seed(o.seed)
    torch.set_num_threads(1)
    forms, tags, sets = name_sets.load(o.shared, o.work, o.words, o.model, o.image, o.seed)
    rows = torch.from_numpy(forms.rows.astype(np.int64))
    encoder = teach.load(o.work, o.encoder, forms, tags)
    gold = []
    for key in SETS + ("other",):
        gold += states_of(encoder, sets[key], forms) * TIMES.get(key, 1)
    tests = {}
    for key, domain in name_sets.DEVELOPED:
        for s in sets[key]:
            s.set = domain
        tests[key] = states_of(encoder, sets[key], forms)
    print("%d sentences" % len(gold), file=sys.stderr, flush=True)
    tagger = Tagger(gold[0].states.shape[1], int(forms.size), o.width, o.hidden, o.dropout, o.word_dropout)
    train(tagger, gold, rows, o.epochs, tests, o.seed)
    torch.save(tagger.state_dict(), os.path.join(o.work, o.out + ".pt"))
    with torch.no_grad():  # as it ships: one habit of annotation for all
        tagger.domain[:] = tagger.domain[[SETS.index(s) for s in SHIPS]].mean(0)
    print("ships: " + "  ".join("%s %.1f" % (key, evaluate(tagger, test, rows)) for key, test in tests.items()), file=sys.stderr, flush=True)
    export(tagger, encoder, forms, os.path.join(o.work, o.out + ".tensors"))


if __name__ == "__main__":
    main()
