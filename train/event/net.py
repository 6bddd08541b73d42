# SPDX-License-Identifier: Apache-2.0
"""The network of src/event/taught.h and its training."""
import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from marked import BLOCK_NEAR, BLOCKS, NEAR, marks

EVENTS, STATES = len(marks.EVENTS), len(marks.STATES)
# Outputs: is it the word of an event, which type; is it a thing a state is told of, which; does it hold; denied, open (of those marked).
EVENT, TYPES, STATE = 0, 1, 1 + EVENTS
KINDS = STATE + 1
HOLDER = KINDS + STATES
OUTPUTS = HOLDER + 3


class Net(nn.Module):
    def __init__(self, vectors, features, width, dropout=0.4):
        """vectors [words][e], row 0: unknown. Features: rows of blocks [width each] and of what goes past the layer [OUTPUTS]."""
        super().__init__()
        e = vectors.shape[1]
        self.vectors = nn.Parameter(torch.from_numpy(vectors), requires_grad=False)
        self.words = nn.Parameter(torch.empty(NEAR, width, e).uniform_(-1, 1) * (3.0 / e) ** 0.5 * 0.5)
        self.features = nn.Parameter(torch.randn(features, BLOCKS * width) * 0.05)
        self.past = nn.Parameter(torch.zeros(features, OUTPUTS))
        self.bias = nn.Parameter(torch.zeros(width))
        self.out = nn.Linear(width, OUTPUTS)
        with torch.no_grad():
            self.out.bias.zero_()
            self.out.bias[[EVENT, STATE, HOLDER]] = -4.0
        self.width, self.p = width, dropout

    def forward(self, b):
        n = len(b["forms"])
        drop = (torch.rand(n, 1) > 0.06).float() if self.training else 1.0  # a word seen as unknown
        x = F.dropout(self.vectors[b["forms"]] * drop, 0.2, self.training)
        x = torch.cat([x, x.new_zeros(1, x.shape[1])])
        h = self.bias + sum(F.linear(x, self.words[k])[b["near"][:, k]] for k in range(NEAR))
        keep = b["weights"]
        if self.training:
            keep = keep * (torch.rand(len(keep)) > 0.15).float()
        rows = F.embedding_bag(b["ids"], self.features, b["offsets"], mode="sum", per_sample_weights=keep).view(n, BLOCKS, self.width)
        rows = torch.cat([rows, rows.new_zeros(1, BLOCKS, self.width)])
        for k, which in enumerate(BLOCK_NEAR):
            h = h + rows[b["near"][:, which], k]
        h = F.dropout(F.relu(h), self.p, self.training)
        return self.out(h) + F.embedding_bag(b["ids"], self.past, b["offsets"], mode="sum", per_sample_weights=keep)


def collate(rows, number):
    first = np.cumsum([0] + [len(s.forms) for s in rows])
    n = first[-1]
    near = np.concatenate([np.where(s.near == len(s.forms), n, s.near + f) for s, f in zip(rows, first)])
    ids = [i for s in rows for i in s.ids]
    gold = np.zeros((n, len(marks.CLASSES)), np.float32)
    for s, f in zip(rows, first):
        for i, classes in enumerate(s.gold):
            gold[f + i, list(classes)] = 1
    has = torch.tensor([bool(one) for one in ids])  # the others are not scored
    states = torch.tensor([s.states for s in rows for _ in s.forms])
    flat = np.array([k for one in ids for k in one], np.int64)
    return {"forms": torch.tensor([number.get(w, 0) for s in rows for w in s.forms]), "near": torch.from_numpy(near),
            "ids": torch.from_numpy(flat), "weights": torch.ones(len(flat)),
            "offsets": torch.from_numpy(np.cumsum([0] + [len(one) for one in ids[:-1]])), "gold": torch.from_numpy(gold), "has": has,
            "states": states}


def loss_of(y, gold, states, forgiving=False):
    """Of what there is on each word, and of which kind on those that have it; a word. states: whether states were marked there. forgiving: a
    word that is not marked and is taken for one counts the less, the surer that is: readers pass over a third of what another reader marks."""
    event, state = gold[:, :EVENTS], gold[:, EVENTS:EVENTS + STATES]
    has = torch.stack([event.sum(1) > 0, state.sum(1) > 0, gold[:, EVENTS + STATES] > 0], 1).float()
    scores = y[:, [EVENT, STATE, HOLDER]]
    weight = torch.ones_like(has)
    weight[:, 1:] = states.float()[:, None]
    if forgiving:
        p = torch.sigmoid(scores.detach())
        weight = weight * torch.where(has > 0, torch.ones_like(p), 1 - ((p - 0.3) / 0.4).clamp(0, 1))
    total = F.binary_cross_entropy_with_logits(scores, has, weight, reduction="sum")
    for k, (kinds, scores) in enumerate(((event, y[:, TYPES:STATE]), (state, y[:, KINDS:HOLDER]))):
        at = has[:, k] > 0
        if at.any():
            total = total - (kinds[at] / kinds[at].sum(1, keepdim=True) * F.log_softmax(scores[at], 1)).sum()
    at = has[:, :2].sum(1) > 0
    if at.any():
        total = total + 0.5 * F.binary_cross_entropy_with_logits(y[at, -2:], gold[at, -2:], reduction="sum")
    return total / len(gold)


def batches(rows, words, rng):
    """Lists of rows of about so many words."""
    order, now, count = rng.permutation(len(rows)), [], 0
    for i in order:
        now.append(rows[i])
        count += len(rows[i].forms)
        if count >= words:
            yield now
            now, count = [], 0
    if now:
        yield now


def train(net, rows, number, epochs, seed, rate=2e-3, words=500, decay=1e-2, tell=None, forgiving=False):
    """The weights at the end are the mean of those of the last six tenths."""
    rng = np.random.default_rng(seed)
    torch.manual_seed(seed)
    weights = [p for p in net.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(weights, lr=rate, weight_decay=decay)
    steps = epochs * sum(len(s.forms) for s in rows) / words
    step, mean, counted = 0, [torch.zeros_like(p) for p in weights], 0
    for epoch in range(epochs):
        for part in batches(rows, words, rng):
            optimizer.param_groups[0]["lr"] = rate * min(1, (step + 1) / 100) * (0.5 * (1 + np.cos(np.pi * min(1, step / steps))) + 0.05)
            b = collate(part, number)
            at = b["has"]
            loss = loss_of(net(b)[at], b["gold"][at], b["states"][at], forgiving and step > 0.3 * steps)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(weights, 2.0)
            optimizer.step()
            step += 1
            if step > 0.4 * steps and step % 10 == 0:
                counted += 1
                for m, p in zip(mean, weights):
                    m += (p.detach() - m) / counted
        if tell:
            tell(epoch, loss.item())
    with torch.no_grad():
        for m, p in zip(mean, weights):
            p.copy_(m)


@torch.no_grad()
def scores_of(net, rows, number):
    """Scores [n][OUTPUTS] and gold [n][classes] of all words."""
    net.eval()
    found = [(net(b) - 20.0 * (~b["has"]).float()[:, None], b["gold"]) for b in (collate(rows[at:at + 200], number) for at in range(0, len(rows), 200))]
    net.train()
    return torch.cat([y for y, _ in found]), torch.cat([g for _, g in found])


def report(y, gold, states=True):
    """F1 in per cent at the best threshold: found at all, found with its kind; how precise and how many above .5 and .7."""
    out = []
    for key, k, scores, kinds in (("events", EVENT, y[:, TYPES:STATE], gold[:, :EVENTS]), ("states", STATE, y[:, KINDS:HOLDER], gold[:, EVENTS:EVENTS + STATES]))[:2 if states else 1]:
        p, has = torch.sigmoid(y[:, k]), kinds.sum(1) > 0
        right = has & (kinds.gather(1, scores.argmax(1, keepdim=True))[:, 0] > 0)
        both = p * F.softmax(scores, 1).max(1).values

        def f1(f, ok):
            return 200.0 * int((f & ok).sum()) / max(1, int(f.sum()) + int(has.sum()))

        def at(t):
            f = both > t
            return "P %.1f R %.1f" % (100.0 * int((f & right).sum()) / max(1, int(f.sum())), 100.0 * int((f & right).sum()) / int(has.sum()))
        found = max((f1(p > t, has), t) for t in np.arange(0.1, 0.8, 0.05))
        kind = max((f1(both > t, right), t) for t in np.arange(0.05, 0.8, 0.05))
        out.append("%s of %d: found %.1f at %.2f; with kind %.1f at %.2f (%s); above .5 %s, above .7 %s; kind right %.1f" % (
            key, int(has.sum()), *found, *kind, at(kind[1]), at(0.5), at(0.7), 100.0 * int(right.sum()) / int(has.sum())))
    at = gold[:, :EVENTS + STATES].sum(1) > 0
    doubt = (y[at, -2:] > 0).float()
    out.append("denied, open right %.1f, %.1f" % tuple(100.0 * (doubt == gold[at, -2:]).float().mean(0)))
    return "\n  ".join(out)
