# SPDX-License-Identifier: Apache-2.0
"""The encoder and its heads (docs/formats/model.md, section "encoder"); all shapes [rows][columns], y = W x + b."""
import os

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.cpp_extension import load

scan = load(name="sayso_scan", sources=[os.path.join(os.path.dirname(os.path.abspath(__file__)), "scan.cpp")],
            extra_cflags=["-O3", "-march=native", "-ffast-math"], build_directory=os.environ.get("SAYSO_SCAN_BUILD"))


class Scan(torch.autograd.Function):
    @staticmethod
    def forward(ctx, u, v, below, first):
        u, below = u.contiguous(), below.contiguous()
        y, c, f, r = scan.forward(u, v, below, first)
        ctx.save_for_backward(u, v, below, first, y, c, f, r)
        return y

    @staticmethod
    def backward(ctx, dy):
        u, v, below, first, y, c, f, r = ctx.saved_tensors
        du, dv, db = scan.backward(dy.contiguous(), u, v, below, first, y, c, f, r)
        return du, dv, (db if db.numel() else None), None


class Layer(nn.Module):
    def __init__(self, size_in, h, gates, p=0):
        """p > 0: the input goes through a product to p numbers first, which makes W smaller."""
        super().__init__()
        self.P = nn.Parameter(torch.empty(p, size_in).uniform_(-1, 1) * (3.0 / size_in) ** 0.5) if p else None
        size_in = p or size_in
        self.W = nn.Parameter(torch.empty(2, gates, h, size_in).uniform_(-1, 1) * (3.0 / size_in) ** 0.5)
        self.b = nn.Parameter(torch.zeros(2, gates, h))
        self.v = nn.Parameter(torch.empty(2, 2, h).uniform_(-1, 1) * 0.3)

    def product(self, x):
        d, g, h, i = self.W.shape
        x = x if self.P is None else F.linear(x, self.P)
        return F.linear(x, self.W.view(-1, i), self.b.view(-1)).view(-1, d, g, h)


class Encoder(nn.Module):
    def __init__(self, rows, tags, labels, e=128, h=128, layers=3, arc=96, label=64, dropout=0.33, word_dropout=0.1, project=0):
        super().__init__()
        self.options = dict(e=e, h=h, layers=layers, arc=arc, label=label, dropout=dropout, word_dropout=word_dropout, project=project)
        self.table = nn.Embedding(rows, e, padding_idx=0, sparse=True)
        nn.init.normal_(self.table.weight, std=0.05)
        with torch.no_grad():
            self.table.weight[0] = 0
        self.layers = nn.ModuleList(Layer(e if k == 0 else 2 * h, h, 4 if k == 0 else 3, project if k else 0) for k in range(layers))
        z = 2 * h
        self.tag = nn.Linear(z, tags)
        self.arc_dep, self.arc_head = nn.Linear(z, arc), nn.Linear(z, arc)
        self.arc = nn.Linear(arc, arc)
        nn.init.xavier_uniform_(self.arc.weight, 0.5)
        self.root = nn.Parameter(torch.randn(arc) * 0.1)
        self.root_bias = nn.Parameter(torch.zeros(1))
        self.distance = nn.Parameter(torch.zeros(33))
        self.label_dep, self.label_head = nn.Linear(z, label), nn.Linear(z, label, bias=False)
        self.label_out = nn.Linear(label, labels)
        self.p, self.word_p = dropout, word_dropout

    def forward(self, batch):
        """batch: rows [U][k] of distinct forms, which [N] into them, first [S+1]. -> z [N][2h]"""
        rows = batch["rows"]
        if self.training and self.word_p > 0:
            drop = torch.rand(rows.shape[0]) < self.word_p
            rows = rows.clone()
            rows[drop, 0] = 1
            rows[drop & (torch.rand(rows.shape[0]) < 0.7), 1] = 0
        x = self.table(rows).sum(1)
        x = F.dropout(x, self.p * 0.6, self.training)
        u = self.layers[0].product(x)[batch["which"]]
        y = Scan.apply(u, self.layers[0].v, torch.zeros(0), batch["first"])
        for layer in self.layers[1:]:
            y = F.dropout(y, self.p * 0.75, self.training)
            y = Scan.apply(layer.product(y), layer.v, y, batch["first"])
        return F.dropout(y, self.p, self.training)

    def arcs(self, z, batch):
        """Scores [S][n][n+1]; the last column is the root; padding is -1e4."""
        p = self.p
        dep = F.dropout(F.relu(self.arc_dep(z)), p, self.training)
        head = F.dropout(F.relu(self.arc_head(z)), p, self.training)
        q = self.arc(dep)
        at, n = batch["at"], batch["at"].shape[1]  # [S][n] into the flat rows, N for padding
        pad = torch.zeros(1, q.shape[1])
        Q, K = torch.cat([q, pad])[at], torch.cat([head, pad])[at]
        s = Q @ K.transpose(1, 2)
        i = torch.arange(n)
        s = s + self.distance[(i[None, :] - i[:, None]).clamp(-16, 16) + 16]
        s = s.masked_fill(~batch["mask"][:, None, :], -1e4)
        root = Q @ self.root + self.root_bias
        return torch.cat([s, root[:, :, None]], 2)

    def labels(self, z, heads):
        """heads [N] flat rows of the heads (own row for the root's word: no matter)."""
        hidden = F.relu(self.label_dep(z) + self.label_head(z)[heads])
        return self.label_out(F.dropout(hidden, self.p, self.training))




def collate(sentences, forms):
    ids = np.concatenate([s.ids for s in sentences])
    distinct, which = np.unique(ids, return_inverse=True)
    length = np.array([len(s) for s in sentences])
    first = np.concatenate([[0], np.cumsum(length)])
    n = length.max()
    col = np.arange(n)[None, :]
    mask = col < length[:, None]
    at = np.where(mask, first[:-1, None] + col, len(ids))
    b = {"rows": torch.from_numpy(forms.rows[distinct].astype(np.int64)), "which": torch.from_numpy(which.astype(np.int64)),
         "first": torch.from_numpy(first.astype(np.int64)), "at": torch.from_numpy(at), "mask": torch.from_numpy(mask),
         "length": length}
    if sentences[0].head is not None:
        heads = np.concatenate([np.asarray(s.head) for s in sentences])
        b["head"] = torch.from_numpy(heads.astype(np.int64))
        b["label"] = torch.from_numpy(np.concatenate([np.asarray(s.label) for s in sentences]).astype(np.int64))
        b["tag"] = torch.from_numpy(np.concatenate([np.asarray(s.tag) for s in sentences]).astype(np.int64))
    if getattr(sentences[0], "soft", None) is not None:
        soft = np.zeros((len(sentences), n, n + 1), np.float32)
        for k, s in enumerate(sentences):
            soft[k, :len(s), :len(s)], soft[k, :len(s), n] = s.soft[:, :-1], s.soft[:, -1]
        b["soft"] = torch.from_numpy(soft)
    return b


def list_window(lists):
    """The bits of NameLists of the word before, the word and the word behind, [n][3][16]."""
    own = np.unpackbits(lists.astype("<u2").view(np.uint8).reshape(-1, 2), axis=1, bitorder="little")
    out = np.zeros((len(lists), 3, 16), np.float32)
    out[1:, 0], out[:, 1], out[:-1, 2] = own[:-1], own, own[1:]
    return out


def flat_heads(b):
    """Rows of the heads in the flat order; -1 stays the root's own row."""
    start = np.repeat(b["first"].numpy()[:-1], b["length"])
    start = torch.from_numpy(start)
    own = torch.arange(len(start))
    return torch.where(b["head"] < 0, own, b["head"] + start)


def columns(b):
    """Gold head as column of arcs(): n for the root."""
    n = b["at"].shape[1]
    return torch.where(b["head"] < 0, torch.full_like(b["head"], n), b["head"])


def tree_loss(model, z, b):
    s = model.arcs(z, b)[b["mask"]]  # [N][n+1]
    arc = F.cross_entropy(s, b["soft"][b["mask"]] if "soft" in b else columns(b))
    inner = b["head"] >= 0
    label = F.cross_entropy(model.labels(z, flat_heads(b))[inner], b["label"][inner])
    tag = F.cross_entropy(model.tag(z), b["tag"])
    return arc, label, tag
