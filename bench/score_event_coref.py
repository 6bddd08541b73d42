#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Event coreference on ECB+: which of our events, in one report or several, are one account.

    score_event_coref.py --sayso BINARY ecbplus-dev.tar.xz

Gold: ACTION_ mentions and their cross-document chains (a mention in no chain is one of its own). A mention is found when
one of our events has a trigger that overlaps it. Response: the accounts of those events; a gold mention we have no event
for is left out of the response, which costs recall in every measure. Prints MUC, BCubed, CEAF-e and their mean (CoNLL)
over all mentions; over all as if the mentions were given and those we have no event for were alone (what most published
figures are of); and over those found only (how well what we see is put together). ECB+ marks every action, also saying
(claims here) and what is no event of the ontology ("played", "grew"): the last lines say how many of those not found are
cues of our claims, and how often a mention is found among the words most often marked, so that one sees what is missing.
Spans are compared fairly: an ECB+ action is mostly one word, the head of ours; any overlap counts, once a mention.
"""
import argparse
import collections
import json
import re
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
import xml.etree.ElementTree as xml
from pathlib import Path


def documents(archive):
    """name, text, [(start, end, chain)]"""
    with tarfile.open(archive) as tar:
        for member in tar:
            if not re.search(r"/\d+_\d+(ecb|ecbplus)\.xml$", member.name) or "/._" in member.name:
                continue
            root = xml.parse(tar.extractfile(member)).getroot()
            text, at, sentence = "", {}, None
            for token in root.iter("token"):
                if sentence is not None:
                    text += "\n" if token.get("sentence") != sentence else " "
                sentence = token.get("sentence")
                at[token.get("t_id")] = (len(text), len(text) + len(token.text or ""))
                text += token.text or ""
            mentions, chain_of = {}, {}
            for node in root.find("Markables") or []:
                spans = [at[a.get("t_id")] for a in node if a.tag == "token_anchor" and a.get("t_id") in at]
                if node.tag.startswith(("ACTION_", "NEG_ACTION")) and spans:
                    mentions[node.get("m_id")] = (spans[0][0], spans[-1][1])
            for node in root.find("Relations") or []:
                chain = node.get("note") or node.get("r_id")
                for source in node.iter("source"):
                    chain_of[source.get("m_id")] = chain if node.tag == "CROSS_DOC_COREF" else member.name + chain
            yield member.name, text, [(s, e, chain_of.get(m, member.name + m)) for m, (s, e) in mentions.items()]


def accounts(sayso, docs):
    """per document, [(start, end, account)] of our events; [(start, end)] of cues; text kept"""
    with tempfile.TemporaryDirectory() as folder:
        source, db = Path(folder) / "in.jsonl", Path(folder) / "c.db"
        with source.open("w", encoding="utf-8") as out:
            for number, (_, text, _) in enumerate(docs):
                out.write(json.dumps({"text": text, "url": f"https://c.example/{number}"}, ensure_ascii=False) + "\n")
        run = subprocess.run([sayso, "ingest", "-q", str(source), "--input-format", "jsonl", "--db", str(db)], check=False)
        if run.returncode == 2:
            sys.exit("ingest failed")
        found, cues, texts = collections.defaultdict(list), collections.defaultdict(list), {}
        with sqlite3.connect(db) as base:
            for url, text in base.execute("SELECT url, text FROM versions"):
                texts[int(url.rsplit("/", 1)[1])] = text
            for url, trigger, account in base.execute(
                    'SELECT v.url, e."trigger", x.account FROM events e JOIN versions v USING(version) '
                    "JOIN evidence x ON x.version=e.version AND x.event=e.number"):
                spans = json.loads(trigger)
                found[int(url.rsplit("/", 1)[1])].append((spans[0][0], spans[0][1], account))
            for url, cue in base.execute("SELECT v.url, c.cue FROM claims c JOIN versions v USING(version)"):
                cues[int(url.rsplit("/", 1)[1])] += [tuple(span) for span in json.loads(cue or "[]")]
        return found, cues, texts


def muc(key, response):
    def part(a, b):
        top = bottom = 0
        where = {m: i for i, c in enumerate(b) for m in c}
        for chain in a:
            parts = {where.get(m, ("alone", m)) for m in chain}
            top, bottom = top + len(chain) - len(parts), bottom + len(chain) - 1
        return top / bottom if bottom else 0.0
    return part(key, response), part(response, key)


def bcubed(key, response):
    def part(a, b):
        where = {m: c for c in b for m in c}
        total = sum(len(chain & where[m]) / len(chain) for chain in a for m in chain if m in where)
        return total / sum(len(c) for c in a) if a else 0.0
    return part(key, response), part(response, key)


def ceaf(key, response):
    """entity-based, greedy alignment by phi-4"""
    where = collections.defaultdict(set)
    for i, chain in enumerate(response):
        for m in chain:
            where[m].add(i)
    pairs = []
    for k, chain in enumerate(key):
        for r in {i for m in chain for i in where[m]}:
            both = len(chain & response[r])
            pairs.append((2 * both / (len(chain) + len(response[r])), k, r))
    used_key, used_response, total = set(), set(), 0.0
    for score, k, r in sorted(pairs, reverse=True):
        if k not in used_key and r not in used_response:
            used_key.add(k)
            used_response.add(r)
            total += score
    return total / len(key) if key else 0.0, total / len(response) if response else 0.0


def f1(pair):
    return 2 * pair[0] * pair[1] / (pair[0] + pair[1]) if sum(pair) else 0.0


def chains(pairs):
    by = collections.defaultdict(set)
    for mention, chain in pairs:
        by[chain].add(mention)
    return list(by.values())


def report(name, key, response):
    scores = [f1(m(key, response)) for m in (muc, bcubed, ceaf)]
    print(f"{name}: MUC {scores[0]:.3f} BCubed {scores[1]:.3f} CEAF-e {scores[2]:.3f} CoNLL {sum(scores) / 3:.3f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sayso", required=True)
    parser.add_argument("archive")
    options = parser.parse_args()
    docs = sorted(documents(options.archive))
    found, cues, texts = accounts(options.sayso, docs)
    gold, ours, told, words = [], [], 0, collections.defaultdict(lambda: [0, 0, 0])
    for number, (_, text, mentions) in enumerate(docs):
        kept = texts.get(number, "")
        shift = kept.find(text[:40]) if kept != text else 0  # the reader may trim the ends
        for start, end, chain in mentions:
            mention = (number, start, end)
            gold.append((mention, chain))
            for s, e, account in found.get(number, []):
                s, e = s - max(shift, 0), e - max(shift, 0)
                if s < end and e > start:
                    ours.append((mention, account))
                    break
            is_found = bool(ours) and ours[-1][0] == mention
            is_cue = not is_found and any(s - max(shift, 0) < end and e - max(shift, 0) > start for s, e in cues.get(number, []))
            told += is_cue
            for column, counts in enumerate((True, is_found, is_cue)):
                words[text[start:end].lower()][column] += counts
    seen = {m for m, _ in ours}
    report("all mentions", chains(gold), chains(ours))
    alone = ours + [(m, ("alone", m)) for m, _ in gold if m not in seen]
    report("all mentions given, the others alone", chains(gold), chains(alone))
    report("found ones only", chains([p for p in gold if p[0] in seen]), chains(ours))
    common = sorted(words.items(), key=lambda w: (-w[1][0], w[0]))[:30]
    print(f"cues of claims among the others {told / max(len(gold), 1):.3f} ({told})")
    print("most marked words, times, found, cues: " + ", ".join(f"{w} {n} {f} {c}" for w, (n, f, c) in common))
    print(f"mentions found {len(seen) / max(len(gold), 1):.3f} ({len(seen)} of {len(gold)})")


if __name__ == "__main__":
    main()
