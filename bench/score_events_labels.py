#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How many of the events that Sayso emits are events: 200 + 200 sentences of news, judged by hand.

    python3 bench/score_events_labels.py --news FOLDER --sayso build/release/sayso [--show] [--labels bench/events_labels.tsv]

FOLDER    news as JSON Lines, packed (*.jsonl.xz): bbc (with "topic"), reuters, abc, wikinews
The sentences are drawn by --seed (7): "play" from reports of BBC whose topic is business or sport; "conflict" from reports of
Reuters, ABC and Wikinews whose first 1,000 characters hold two different words of CONFLICT. A sentence has six words or more.
LABELS    set, report, character at which the event's word begins in its text, type, verdict: right (a real event of its type,
          actors right), actors (real, its type right, an actor wrong or missing that the sentence names), type (an event, but of
          another type), none (no event). No text: reports are named by their ids.
Seeds 7, 11 and 23 are judged, and 41, and 43 for play; 7 was tuned on, the others were judged before anything was mended by them.
More verdicts: seed 51 where no earlier seed drew the report; one sentence of every report of play, a second of 500, and of 600
reports of conflict no seed drew. Seeds 101 and 103, judged on the release build of 29 November 2026 with the tagger, before anything was mended
by them; seeds 107 and 109 on that of the same day with the tagger of real news, by another reader, before anything was mended by them.
Printed for each set: events in the sentences, how many have a verdict, share real and of its type (right + actors), share
strictly right. --show prints sentences with events that have no verdict yet, for judging.
"""
import argparse
import collections
import json
import lzma
import pathlib
import random
import subprocess

CONFLICT = """troops rebels minister president army police killed attack talks government militants soldiers war ceasefire sanctions
nuclear ambassador embassy protest opposition parliament military peace border missile bomb insurgents hostage embargo summit""".split()


def reports(folder, pattern):
    for path in sorted(folder.glob(pattern)):
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line)


def draw(folder, seed):
    """{set: reports in a random order}"""
    play = [r for r in reports(folder, "bbc*") if r.get("topic") in ("business", "sport")]
    conflict = [r for kind in ("reuters*", "abc*", "wikinews*") for r in reports(folder, kind)
                if len(set(CONFLICT) & set(r["text"][:1000].lower().replace(",", " ").replace(".", " ").split())) >= 2]
    drawn = {}
    for name, pool in (("play", play), ("conflict", conflict)):
        chooser = random.Random(seed)
        drawn[name] = chooser.sample(pool, 200)
    return drawn


def read(sayso, records):
    lines = "\n".join(json.dumps({k: r[k] for k in ("id", "title", "date", "text") if r.get(k)}) for r in records)
    done = subprocess.run([sayso, "read", "--json", "--quiet", "--layers", "text", "--input-format", "jsonl", "-"],
                          input=lines, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def chosen(records, seed):
    """One sentence a report, at random: 200 of them."""
    chooser = random.Random(seed)
    for record in records:
        text = record["text"]
        usable = [s for s in record["sentences"] if len(text[s["start"]:s["end"]].split()) >= 6]
        pick = chooser.random()
        if usable:
            yield record, usable[int(pick * len(usable))]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--news", type=pathlib.Path, required=True)
    parser.add_argument("--sayso", default="build/release/sayso")
    parser.add_argument("--labels", type=pathlib.Path, default=pathlib.Path("bench/events_labels.tsv"))
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    verdicts = {}
    if options.labels.exists():
        for line in options.labels.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                kind, report, at, event_type, verdict = line.split("\t")
                verdicts[kind, report, int(at), event_type] = verdict
    for kind, pool in draw(options.news, options.seed).items():
        counts, sentences, unjudged = collections.Counter(), 0, 0
        for record, sentence in chosen(read(options.sayso, pool), options.seed):
            sentences += 1
            text = record["text"]
            for event in record["events"]:
                at = event["trigger"][0][0]
                if not sentence["start"] <= at < sentence["end"]:
                    continue
                verdict = verdicts.get((kind, record["id"], at, event["type"]))
                counts[verdict] += 1
                if verdict is None and options.show:
                    print("%s\t%s\t%d\t%s\t%s" % (kind, record["id"], at, event["type"], text[sentence["start"]:sentence["end"]]))
                    print("      ", [text[s:e] for s, e in event["trigger"]], event["factuality"],
                          [(a["role"], text[a["start"]:a["end"]], a.get("code")) for a in event["actors"]])
        judged = sum(n for v, n in counts.items() if v)
        real = counts["right"] + counts["actors"]
        print("%-9s %d sentences, %d events, %d judged; real and of its type %d (%.2f), strictly right %d (%.2f)"
              % (kind, sentences, judged + counts[None], judged, real, real / max(judged, 1), counts["right"], counts["right"] / max(judged, 1)))


if __name__ == "__main__":
    main()
