# SPDX-License-Identifier: Apache-2.0
"""Trains an encoder: train.py --work DIR --out NAME [--teacher ...]. See train/README.md for the whole recipe.

DIR holds what prepare.py made: data.pkl (sentences as arrays, forms, tags). Progress goes to stderr.
"""
import argparse
import math
import os
import pickle
import sys
import time

import numpy as np
import torch

import data as D
import model as M


@torch.no_grad()
def evaluate(model, sentences, forms):
    model.eval()
    right = dict(tag=0, uas=0, las=0)
    words = 0
    for part in D.batches(sentences, 4000):
        b = M.collate(part, forms)
        z = model(b)
        head = model.arcs(z, b)[b["mask"]].argmax(1)
        gold = M.columns(b)
        ok = head == gold
        n = b["at"].shape[1]
        start = torch.from_numpy(np.repeat(b["first"].numpy()[:-1], b["length"]))
        rows = torch.where(head == n, torch.arange(len(head)), head + start)
        logits = model.labels(z, rows)
        logits[:, 0] = -1e9
        label = torch.where(head == n, torch.zeros_like(head), logits.argmax(1))
        right["tag"] += int((model.tag(z).argmax(1) == b["tag"]).sum())
        right["uas"] += int(ok.sum())
        right["las"] += int((ok & (label == b["label"])).sum())
        words += len(head)
    model.train()
    return {k: 100.0 * v / words for k, v in right.items()}


class Feeder:
    """Endless batches of a collection, shuffled anew each time through."""

    def __init__(self, sentences, words, rng):
        self.sentences, self.words, self.rng, self.queue = sentences, words, rng, []

    def next(self):
        if not self.queue:
            self.queue = D.batches(self.sentences, self.words, self.rng)
        return self.queue.pop()


def export(model, forms, path):
    """The tensor file that pack_encoder reads."""
    t = {}
    table = model.table.weight.detach().numpy()
    n = 1 + len(forms.keys)
    t["lower.keys"] = forms.keys.astype(np.uint32)
    t["lower.table"] = table[1:1 + n]
    for name, size in D.TABLES:
        t[name + ".table"] = table[forms.offset[name]:forms.offset[name] + size]
    for k, layer in enumerate(model.layers):
        for part in ("W", "b", "v"):
            t["layer%d.%s" % (k, part)] = getattr(layer, part).detach().numpy()
        if layer.P is not None:
            t["layer%d.P" % k] = layer.P.detach().numpy()
    for name, layer in (("tag", model.tag), ("arc_dep", model.arc_dep), ("arc_head", model.arc_head), ("label_out", model.label_out)):
        t[name + ".W"], t[name + ".b"] = layer.weight.detach().numpy(), layer.bias.detach().numpy()
    t["arc.W"], t["arc.u"] = model.arc.weight.detach().numpy(), model.arc.bias.detach().numpy()
    t["arc.root"], t["arc.root_bias"], t["arc.distance"] = (x.detach().numpy() for x in (model.root, model.root_bias, model.distance))
    t["label_dep.W"], t["label.b"] = model.label_dep.weight.detach().numpy(), model.label_dep.bias.detach().numpy()
    t["label_head.W"] = model.label_head.weight.detach().numpy()
    write_tensors(t, path)


def write_tensors(t, path):
    """Named arrays of floats or 32-bit keys."""
    with open(path, "wb") as out:
        out.write(b"SAYSOTNS" + np.uint32(len(t)).tobytes())
        for name, array in t.items():
            array = np.ascontiguousarray(array)
            kind = 1 if array.dtype == np.uint32 else 0
            out.write(np.uint32(len(name)).tobytes() + name.encode() + np.array([kind, array.ndim, *array.shape], np.uint32).tobytes())
            out.write(array.astype(np.uint32 if kind else np.float32).tobytes())


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--epochs", type=float, default=14)
    parser.add_argument("--words", type=int, default=2500)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--hidden", type=int, default=128)
    parser.add_argument("--layers", type=int, default=3)
    parser.add_argument("--arc", type=int, default=96)
    parser.add_argument("--label", type=int, default=64)
    parser.add_argument("--dropout", type=float, default=0.33)
    parser.add_argument("--project", type=int, default=0, help="inner size of the products of layers above the first; 0: none")
    parser.add_argument("--start", help="begin with the weights of this model of the same size")
    parser.add_argument("--silver", help="npz of taught sentences (teach.py)")
    parser.add_argument("--silver-share", type=float, default=0.5, help="share of steps on taught sentences")
    parser.add_argument("--tag-weight", type=float, default=0.7)
    parser.add_argument("--seconds", type=float, default=1e9, help="stop (and finish the schedule) by then")
    parser.add_argument("--seed", type=int, default=1)
    o = parser.parse_args()
    torch.manual_seed(o.seed)
    torch.set_num_threads(1)
    rng = np.random.default_rng(o.seed)
    with open(os.path.join(o.work, "data.pkl"), "rb") as f:
        forms, tags, sets, vectors = pickle.load(f)
    trees = sets["ewt"] + sets["gum"]
    model = M.Encoder(forms.size, len(tags.classes), len(D.DEPREL), h=o.hidden, layers=o.layers, arc=o.arc, label=o.label, dropout=o.dropout, project=o.project)
    with torch.no_grad():
        model.table.weight[2:2 + len(forms.keys)] = torch.from_numpy(vectors)
    if o.start:
        model.load_state_dict(torch.load(os.path.join(o.work, o.start + ".pt"))[1])
    dense = [p for n, p in model.named_parameters() if not n.startswith("table")]
    adam = torch.optim.AdamW(dense, lr=o.rate, betas=(0.9, 0.95), weight_decay=1e-4)
    sparse = torch.optim.SparseAdam([model.table.weight], lr=o.rate, betas=(0.9, 0.99))
    feed_trees = Feeder(trees, o.words, rng)
    feed_silver = None
    if o.silver:
        with open(o.silver, "rb") as f:
            taught = pickle.load(f)
        # What is no news comes twice: there is little of it, and half of what is read is like it.
        feed_silver = Feeder(taught + [s for s in taught if s.set != "raw"], o.words, rng)
    steps_epoch = sum(len(s) for s in trees) // o.words
    total = int(o.epochs * steps_epoch)
    started, spent, seen = time.time(), time.process_time(), 0.0
    sums = np.zeros(3)
    step = 0
    while step < total:
        part = max(step / total, (time.time() - started) / o.seconds)
        if part >= 1:
            break
        rate = o.rate * min(1.0, (step + 1) / 150) * (0.5 + 0.5 * math.cos(math.pi * part)) + 1e-6
        for g in adam.param_groups + sparse.param_groups:
            g["lr"] = rate
        use_silver = feed_silver is not None and rng.random() < o.silver_share
        sentences = (feed_silver if use_silver else feed_trees).next()
        b = M.collate(sentences, forms)
        z = model(b)
        arc, label, tag = M.tree_loss(model, z, b)
        loss = arc + label + o.tag_weight * tag
        adam.zero_grad(set_to_none=True)
        sparse.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(dense, 2.0)
        adam.step()
        sparse.step()
        sums += [float(arc.detach()), float(label.detach()), float(tag.detach())]
        step += 1
        if step % steps_epoch == 0 or step == total:
            if feed_silver is not None and (step // steps_epoch) % 4 != 0 and step != total:
                continue
            line = "%6.0f s (%5.0f CPU) epoch %.1f rate %.5f loss %s" % (time.time() - started, time.process_time() - spent, step / steps_epoch, rate, np.round(sums / steps_epoch, 3))
            sums[:] = 0
            for key in ("ewt_dev", "gum_dev"):
                e = evaluate(model, sets[key], forms)
                line += "  %s tag %.2f UAS %.2f LAS %.2f" % (key, e["tag"], e["uas"], e["las"])
            print(line, file=sys.stderr, flush=True)
            torch.save((model.options, model.state_dict()), os.path.join(o.work, o.out + ".pt"))
    torch.save((model.options, model.state_dict()), os.path.join(o.work, o.out + ".pt"))
    export(model, forms, os.path.join(o.work, o.out + ".tensors"))


if __name__ == "__main__":
    main()
