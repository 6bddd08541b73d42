# SPDX-License-Identifier: Apache-2.0
"""Texts of the reports whose events are labelled in news/*.tsv and bench/event_sides.tsv. The labels are ours, the texts are not and stand in no
repository: they come from the gold sets (data/README.md there says which may teach what ships)."""
import glob
import json
import lzma
import os
import subprocess
import sys
import tempfile
import zlib


def is_development(report):
    """The half of bench/event_sides.tsv that may be looked at and learned from; see bench/score_event_sides.py."""
    return zlib.crc32(report.encode()) & 1 == 1


def lines_of(path):
    with (lzma.open(path, "rt", encoding="utf-8") if path.endswith(".xz") else open(path, encoding="utf-8")) as f:
        for line in f:
            yield json.loads(line)


def muc(shared, folder):
    """MUC-4 in mixed case, as bench/scores.py measures it."""
    data, out = os.path.join(shared, "data"), os.path.join(folder, "muc.jsonl")
    case = os.path.join(folder, "case.jsonl")
    with open(case, "wb") as f:
        for path in sorted(glob.glob(os.path.join(data, "news", "*.xz"))):
            with lzma.open(path) as packed:
                f.write(packed.read())
    subprocess.run([sys.executable, os.path.join(shared, "tools/scorers/score_muc.py"), os.path.join(data, "events/muc4/gtt/train.json"),
                    "--make-input", out, "--raw", os.path.join(data, "events/muc4/raw"), "--text", "cased", "--case-from", case],
                   check=True, stderr=subprocess.DEVNULL)
    return {r["id"]: r["text"] for r in lines_of(out)}


def texts(shared):
    """{id: text} of all reports that may teach: Wikinews, PolNeAR train, GUM news, re3d, MUC-4 train."""
    data, out = os.path.join(shared, "data"), {}
    for path in glob.glob(os.path.join(data, "news", "wikinews*.xz")):
        out |= {r["id"]: r["text"] for r in lines_of(path)}
    for name, file in (("polnear/", "polnear_train"), ("gum/", "gum_news")):
        out |= {name + r["doc_id"]: r["text"] for r in lines_of(os.path.join(data, "attribution", file + ".jsonl"))}
    for path in glob.glob(os.path.join(data, "events/re3d/*/documents.json")):
        with open(path, encoding="utf-8-sig") as f:
            out |= {"re3d/" + r["_id"]: r["text"] for r in map(json.loads, filter(str.strip, f))}
    with tempfile.TemporaryDirectory() as folder:
        out |= muc(shared, folder)
    return out
