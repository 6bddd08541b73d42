# SPDX-License-Identifier: Apache-2.0
"""train.py --vectors FILE.npz --out DIR [--epochs N]: teaches the tagger of events and states (src/event/taught.h).

Reads the marked texts and the reports with labels (news/, bench/event_sides.tsv; their texts from $SAYSO_SHARED) with the tool train_features;
writes DIR/event.{tensors,names,words} for pack_event. Files a to f of even number and the held half of bench/event_sides.tsv are held out and
measured at the end: nothing is made by them, so that they tell how well the program does on texts it has not seen. Progress goes to stderr."""
import argparse
import glob
import os
import re
import sys
import time

import numpy as np
import torch

import marked
import net as N
import news
from vectors import norm


SIDES = os.path.join(marked.HERE, "..", "..", "bench", "event_sides.tsv")


def write_tensors(t, path):
    with open(path, "wb") as out:
        out.write(b"SAYSOTNS" + np.uint32(len(t)).tobytes())
        for name, array in t.items():
            array = np.ascontiguousarray(array, np.float32)
            out.write(np.uint32(len(name)).tobytes() + name.encode() + np.array([0, array.ndim, *array.shape], np.uint32).tobytes())
            out.write(array.tobytes())


def export(net, names, words, out):
    t = {k: v.detach().numpy() for k, v in (("words", net.vectors), ("near", net.words.flatten(0, 1)), ("features", net.features),
                                            ("past", net.past), ("bias", net.bias), ("out", net.out.weight), ("out.b", net.out.bias))}
    write_tensors(t, os.path.join(out, "event.tensors"))
    with open(os.path.join(out, "event.names"), "w", encoding="utf-8") as f:
        f.write("\n".join([*marked.marks.EVENTS, "-", *marked.marks.STATES, "-", *names]) + "\n")
    with open(os.path.join(out, "event.words"), "w", encoding="utf-8") as f:
        f.write("\n".join(words) + "\n")


def is_held(s):
    if s.report:
        return s.set == os.path.basename(SIDES) and not news.is_development(s.report)
    return re.fullmatch(r"[a-f]-\d[02468]\.txt", s.set) is not None


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tool", default="build/release/train/event/train_features")
    parser.add_argument("--image", default="build/release/knowledge.img")
    parser.add_argument("--model", default="models/en.bin")
    parser.add_argument("--texts", default=os.path.join(marked.HERE, "..", "encoder", "own_events"))
    parser.add_argument("--vectors", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--labels", nargs="*", default=[SIDES] + sorted(glob.glob(os.path.join(marked.HERE, "news", "*.tsv"))))
    parser.add_argument("--shared", default=os.environ.get("SAYSO_SHARED"), help="the gold sets, for the labelled reports' texts")
    for key, value in dict(width=96, epochs=8, seed=1, rate=2e-3, batch=800, dropout=0.45, times=2).items():
        parser.add_argument("--" + key, type=type(value), default=value)
    o = parser.parse_args()
    torch.manual_seed(o.seed)
    torch.set_num_threads(1)
    if not o.shared:
        parser.error("the labelled reports' texts are in the gold sets: --shared or SAYSO_SHARED")
    reports = list(marked.documents(sorted(glob.glob(os.path.join(o.texts, "*.txt")))))
    names, rows = marked.read(o.tool, o.image, o.model, reports + marked.labelled(o.labels, news.texts(o.shared)))
    for s in rows:
        s.forms = [norm(w) for w in s.forms]
    held, held_news = [s for s in rows if not s.report and is_held(s)], [s for s in rows if s.report and is_held(s)]
    taught = [s for s in rows if not is_held(s)]
    taught += [s for s in taught if s.report] * (o.times - 1)  # real news are few
    with np.load(o.vectors) as z:
        words, vectors = list(z["words"]), z["vectors"]
    number = {w: i + 1 for i, w in enumerate(words)}
    net = N.Net(np.concatenate([np.zeros((1, vectors.shape[1]), np.float32), vectors]), len(names), o.width, o.dropout)
    started = time.time()
    print("%d sentences taught, %d held, %d features" % (len(taught), len(held), len(names)), file=sys.stderr, flush=True)
    N.train(net, taught, number, o.epochs, o.seed, o.rate, o.batch,
            forgiving=True,
            tell=lambda epoch, loss: print("epoch %d, loss %.4f, %.0f s" % (epoch, loss, time.time() - started), file=sys.stderr, flush=True))
    print(N.report(*N.scores_of(net, held, number)))
    print("news:", N.report(*N.scores_of(net, held_news, number), states=False))
    export(net, names, words, o.out)


if __name__ == "__main__":
    main()
