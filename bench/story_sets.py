#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Gold sets of stories as JSON Lines for tools/score_stories.py, and the scores of all three.

    story_sets.py make ecb|basil|telegram ARCHIVE.tar.xz OUT.jsonl
    story_sets.py score --sayso BINARY --shared FOLDER      (FOLDER/data/ingest/*.tar.xz)

ecb: every document of ECB+ topics 1-35; gold is topic and half (ecb, ecbplus): two happenings of one kind a topic.
basil: triples of articles about one event. telegram: pairs of English posts judged by people (with the raw text).
Texts are unpacked into a temporary folder and never kept.
"""
import argparse
import collections
import csv
import io
import json
import re
import subprocess
import sys
import tarfile
import tempfile
import xml.etree.ElementTree as xml
from pathlib import Path


def ecb(archive):
    for member in archive:
        found = re.search(r"/(\d+)_(\d+)(ecb|ecbplus)\.xml$", member.name)
        if not found or "/._" in member.name:
            continue
        root = xml.parse(archive.extractfile(member)).getroot()
        sentences = collections.OrderedDict()
        for token in root.iter("token"):
            sentences.setdefault(int(token.get("sentence")), []).append(token.text or "")
        text = "\n".join(re.sub(r" ([.,;:!?%)’']|'s|n't)(?= |$)", r"\1", " ".join(words)) for words in sentences.values())
        yield {"id": Path(member.name).stem, "text": text, "gold": found[1] + found[3]}


def basil(archive):
    for member in archive:
        if "/articles/" not in member.name or not member.name.endswith(".json"):
            continue
        article = json.load(archive.extractfile(member))
        body = article.get("body-paragraphs") or article.get("body") or []
        text = "\n".join([article.get("title", "")] + [" ".join(p) if isinstance(p, list) else p for p in body])
        yield {"id": article["uuid"], "text": text, "gold": article["triplet-uuid"], "date": article.get("date", "")[:10],
               "outlet": article.get("source", "")}


def telegram(archive):
    for member in archive:
        if not re.search(r"en_[a-z]+_pool\.tsv$", member.name) or not member.isfile():
            continue
        table = archive.extractfile(member).read().decode("utf-8")
        for row in csv.DictReader(io.StringIO(table, newline=""), delimiter="\t"):
            if row.get("GOLDEN:quality") in ("OK", "BAD"):
                yield {"same": row["GOLDEN:quality"] == "OK",
                       "a": {"title": row["INPUT:first_title"], "text": row["INPUT:first_title"] + "\n" + row["INPUT:first_text"]},
                       "b": {"title": row["INPUT:second_title"], "text": row["INPUT:second_title"] + "\n" + row["INPUT:second_text"]}}


SETS = {"ecb": (ecb, "ecbplus-dev.tar.xz", "clusters"), "basil": (basil, "basil.tar.xz", "clusters"),
        "telegram": (telegram, "telegram-pairs.tar.xz", "pairs")}


def make(name, archive, out):
    with tarfile.open(archive) as tar, open(out, "w", encoding="utf-8") as lines:
        rows = list(SETS[name][0](tar))
        for row in sorted(rows, key=lambda r: r.get("id", "")):
            lines.write(json.dumps(row, ensure_ascii=False) + "\n")
    if not rows:
        sys.exit(f"{archive}: no documents found")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    sub = parser.add_subparsers(dest="command", required=True)
    one = sub.add_parser("make")
    one.add_argument("set", choices=sorted(SETS))
    one.add_argument("archive")
    one.add_argument("out")
    every = sub.add_parser("score")
    every.add_argument("--sayso", required=True)
    every.add_argument("--shared", required=True)
    options = parser.parse_args()
    if options.command == "make":
        make(options.set, options.archive, options.out)
        return
    scorer = str(Path(__file__).resolve().parent.parent / "tools" / "score_stories.py")
    with tempfile.TemporaryDirectory() as folder:
        for name, (_, file, what) in SETS.items():
            out = str(Path(folder) / (name + ".jsonl"))
            make(name, str(Path(options.shared) / "data" / "ingest" / file), out)
            print(name, subprocess.run([sys.executable, scorer, "--sayso", options.sayso, what, out],
                                       capture_output=True, text=True, check=True).stdout.strip(), flush=True)


if __name__ == "__main__":
    main()
