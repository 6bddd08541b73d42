#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Are reprints folded, and nothing else? Three measures, each through `sayso ingest` and its table of copies.

    python3 bench/score_copies.py synthetic NEWS.jsonl[.xz] --sayso build/release/sayso [--count 300]
    python3 bench/score_copies.py telegram FOLDER           --sayso ...     tgc/toloka/clustering_pairs
    python3 bench/score_copies.py basil FOLDER              --sayso ...     basil/articles

synthetic  Wire copies made here from COUNT reports of a JSON Lines file (text; seed 7, --seed for others): three of each, by other
           outlets, each with some of what newsrooms do to wire text: another headline, another first paragraph, cut at the end
           (down to a third), paragraphs left out, local paragraphs of another report put in (up to a quarter), sentences
           shortened, British spelling and other quotation marks, the agency's name worked in. Recall: copies found as
           copies of the same report; precision: pairs called copies that come from one report.
telegram   pairs of reports that people judged to tell the same story or not: of the pairs we call copies, how many are
           judged the same (precision), and how many pairs that is.
basil      triplets of reports of three outlets on the same event: of the pairs we call copies, how many are of one triplet.
"""
import argparse
import collections
import csv
import itertools
import json
import lzma
import pathlib
import random
import re
import sqlite3
import subprocess
import sys
import tempfile

SPELLING = [("defense", "defence"), ("labor", "labour"), ("color", "colour"), ("center", "centre"), ("organization", "organisation"), ("percent", "per cent"),
            ("program", "programme"), ("favor", "favour"), ("harbor", "harbour"), ("recognize", "recognise"), ("U.S.", "US"), ("gray", "grey"), ("traveled", "travelled")]
OPENINGS = ["Here is what we know so far about a matter that our readers have followed with interest this week.",
            "The matter has been on the minds of many in this city since the weekend, and more was learned today.",
            "After days of waiting there was some news, and it was not what most people here had expected to hear.",
            "It was a long night for those involved, and by the morning the picture had become somewhat clearer."]


def paragraphs(text):
    parts = [p.strip() for p in re.split(r"\n\s*\n|\n", text) if p.strip()]
    if len(parts) < 4:  # no breaks: by sentences, three a paragraph
        sentences = re.split(r"(?<=[.!?]) +(?=[A-Z\"“])", " ".join(parts))
        parts = [" ".join(sentences[i:i + 3]) for i in range(0, len(sentences), 3)]
    return parts


def edited(rng, parts, others):
    """One newsroom's version of the report."""
    out = list(parts)
    done = []
    if rng.random() < 0.5:
        keep = max(3, int(len(out) * rng.uniform(0.34, 0.9)))
        if keep < len(out):
            out = out[:keep]
            done.append("cut")
    if rng.random() < 0.4:
        out[0] = rng.choice(OPENINGS)
        done.append("re-lede")
    if len(out) > 5 and rng.random() < 0.4:
        for _ in range(rng.randint(1, len(out) // 4)):
            out.pop(rng.randrange(1, len(out)))
        done.append("drop")
    if rng.random() < 0.35:
        for _ in range(rng.randint(1, max(1, len(out) // 4))):
            out.insert(rng.randrange(1, len(out) + 1), rng.choice(rng.choice(others)))
        done.append("insert")
    if rng.random() < 0.4:
        for i, p in enumerate(out):
            if rng.random() < 0.3:
                out[i] = re.sub(r", [^,.]{3,40},", "", p, count=1)
        done.append("shorten")
    if rng.random() < 0.5:
        for a, b in SPELLING:
            out = [p.replace(a, b) for p in out]
        out = [p.replace('"', "'") if rng.random() < 0.5 else p for p in out]
        done.append("spelling")
    if rng.random() < 0.3:
        out = [p.replace(" said.", " told Reuters.", 1) if rng.random() < 0.5 else p for p in out]
        done.append("agency")
    return out, done


def load(path):
    opener = lzma.open if str(path).endswith(".xz") else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def make_synthetic(path, count, seed):
    rng = random.Random(seed)
    pool = []
    for record in load(path):
        text = record.get("text") or ""
        if 180 <= len(text.split()) <= 1200:
            pool.append(paragraphs(text))
        if len(pool) == count * 3:
            break
    rng.shuffle(pool)
    chosen, others = pool[:count], pool[count:] or pool
    documents, operations = [], {}
    for i, parts in enumerate(chosen):
        documents.append({"id": "w%d" % i, "outlet": "Meridian Wire", "date": "2022-07-28T06:00:00Z", "title": "Report %d" % i, "text": "\n\n".join(parts)})
        for k in range(3):
            out, done = edited(rng, parts, others)
            name = "w%d-%d" % (i, k)
            operations[name] = done
            documents.append({"id": name, "outlet": "Paper %d" % rng.randrange(40), "date": "2022-07-28T%02d:00:00Z" % rng.randint(7, 22),
                              "title": "What happened in case %d of %d" % (rng.randrange(9999), k), "text": "\n\n".join(out)})
    return documents, operations


def copies(sayso, documents, folder):
    """id -> id of the original (itself, if it is no copy)."""
    source, db = pathlib.Path(folder, "in.jsonl"), pathlib.Path(folder, "out.db")
    with open(source, "w", encoding="utf-8") as out:
        for d in documents:
            out.write(json.dumps({**d, "url": "https://%s.example/%s" % (re.sub(r"\W+", "-", d["outlet"].lower()), d["id"])}) + "\n")
    done = subprocess.run([sayso, "ingest", str(source), "--db", str(db), "--quiet", "--input-format", "jsonl"], capture_output=True, text=True, check=False)
    if done.returncode == 2:
        sys.exit(done.stderr)
    with sqlite3.connect(db) as connection:
        name = {v: url.rsplit("/", 1)[1] for v, url in connection.execute("SELECT version, url FROM versions")}
        original = {n: n for n in name.values()}
        for version, of in connection.execute("SELECT version, original FROM copies"):
            original[name[version]] = name[of]
    return original


def synthetic(options, folder):
    documents, operations = make_synthetic(options.input, options.count, options.seed)
    original = copies(options.sayso, documents, folder)
    root = lambda name: name.split("-")[0]
    made = list(operations)
    found = [n for n in made if n in original and original[n] != n and root(original[n]) == root(n)]
    # a copy taken for the original of its group is found too
    found += [n for n in made if original.get(n) == n and any(original.get(m) == n for m in original if m != n and root(m) == root(n))]
    called = [(n, o) for n, o in original.items() if n != o]
    wrong = [(n, o) for n, o in called if root(n) != root(o)]
    missed = collections.Counter("+".join(operations[n]) or "nothing" for n in made if n not in set(found))
    return {"copies": len(made), "recall": len(set(found)) / max(1, len(made)), "precision": 1 - len(wrong) / max(1, len(called)), "missed": dict(missed.most_common(12))}


def pairs_called(original, pairs):
    return [(a, b) for a, b in pairs if a in original and b in original and original[a] == original[b]]


def telegram(options, folder):
    documents, judged, ids = [], {}, {}
    for path in sorted(pathlib.Path(options.input).glob("*_pool.tsv")):
        with open(path, encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines, delimiter="\t"):
                if not row.get("GOLDEN:quality"):
                    continue
                pair = []
                for side in ("first", "second"):
                    url = row["INPUT:%s_url" % side]
                    if url not in ids:
                        ids[url] = "t%d" % len(ids)
                        documents.append({"id": ids[url], "outlet": url.split("/")[2], "date": "2019-11-16", "title": row["INPUT:%s_title" % side], "text": row["INPUT:%s_text" % side]})
                    pair.append(ids[url])
                judged[tuple(pair)] = row["GOLDEN:quality"] == "OK"
    original = copies(options.sayso, documents, folder)
    called = pairs_called(original, judged)
    return {"pairs": len(judged), "called copies": len(called), "precision": sum(judged[p] for p in called) / max(1, len(called)),
            "wrong": [p for p in called if not judged[p]]}


def basil(options, folder):
    documents, triplet = [], {}
    for path in sorted(pathlib.Path(options.input).rglob("*.json")):
        record = json.loads(path.read_text(encoding="utf-8"))
        body = record.get("body-paragraphs") or record.get("body") or []
        text = "\n\n".join(" ".join(p) if isinstance(p, list) else p for p in body)
        name = "b%d" % len(documents)
        triplet[name] = record["triplet-uuid"]
        documents.append({"id": name, "outlet": record["source"], "date": record["date"], "title": record["title"], "text": text})
    original = copies(options.sayso, documents, folder)
    called = pairs_called(original, itertools.combinations(triplet, 2))
    return {"reports": len(documents), "called copies": len(called), "precision": sum(triplet[a] == triplet[b] for a, b in called) / max(1, len(called))}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["synthetic", "telegram", "basil"])
    parser.add_argument("input")
    parser.add_argument("--sayso", default="build/release/sayso")
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        result = globals()[options.what](options, folder)
    if options.json:
        print(json.dumps(result))
    else:
        for key, value in result.items():
            print("%-14s %s" % (key, "%.3f" % value if isinstance(value, float) else value))


if __name__ == "__main__":
    main()
