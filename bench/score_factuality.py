#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How sure is it said to have happened: Sayso's classes against numbers from -3 (did not) to +3 (did).

    python3 bench/score_factuality.py FOLDER --program build/release/sayso_factuality [--by SPLIT] [--errors N]

FOLDER   a set as factuality sets are kept: train.jsonl and dev.jsonl, {"text" (words parted by blanks),
         "targets": [{"span1": [word, end], "label": -3 ... 3}]}
Every marked word is asked for, whether or not Sayso knows it as an event. Its answer is a class (FactBank's), a time,
and noun or verb; the number it stands for is the mean label of that cell over the set's train part (a cell seen less
than 8 times: that of its class), so people's habits of a set (UW's raters rarely say 3) are learned there and only there.
Printed: MAE and Pearson's r on dev; beside it a fixed mapping (CT+ 3, PR+ 2, PS+ 1, U 0, and below zero alike), and
3 for everything. --table prints the mapping; --errors the N worst words.
"""
import argparse
import collections
import json
import pathlib
import subprocess
import sys

FIXED = {"CT+": 3.0, "PR+": 2.0, "PS+": 1.0, "U": 0.0, "PS-": -1.0, "PR-": -2.0, "CT-": -3.0, "-": 3.0}
BEFORE = {".", ",", ";", ":", "?", "!", "%", ")", "]", "}", "''", "n't", "'s", "'re", "'ve", "'ll", "'d", "'m", "'", "-RRB-"}
SIGNS = {"``": '"', "''": '"', "-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "`": "'"}


def natural(words):
    """Words joined as print has them, and the byte at which each begins."""
    text, starts, glue = "", [], True
    for word in words:
        if text and not glue and word not in BEFORE and word != "n’t" and not (word == "-" or text.endswith(" -")):
            text += " "
        glue = word in ("``", "(", "[", "{", "$", "-LRB-", "-") or (word == "'" and text.endswith(" "))
        starts.append(len(text.encode()))
        text += SIGNS.get(word, word)
    return text, starts


def load(path):
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        text, starts = natural(record["text"].split(" "))
        targets = [(starts[t["span1"][0]], t["label"], t["span_text"]) for t in record["targets"] if t["span1"][0] < len(starts)]
        if targets and text.strip():
            rows.append((text, targets))
    return rows


def ask(options, rows):
    """(class, time, noun or verb) of every target, in order."""
    lines = ["%s\t%s" % (",".join(str(t[0]) for t in targets), text) for text, targets in rows]
    done = subprocess.run([options.program, options.knowledge, options.model], input="\n".join(lines) + "\n",
                          capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    return [tuple(line.split("\t")) for line in done.stdout.splitlines()]


def learn(answers, labels):
    cells, classes = collections.defaultdict(list), collections.defaultdict(list)
    for answer, label in zip(answers, labels):
        cells[answer].append(label)
        classes[answer[0]].append(label)
    mean = lambda values: sum(values) / len(values)
    median = lambda values: sorted(values)[len(values) // 2]
    both = lambda values: (mean(values) + median(values)) / 2  # MAE wants the median, r the mean
    table = {k: both(v) for k, v in classes.items()}
    table.update({k: both(v) for k, v in cells.items() if len(v) >= 8})
    return table, {k: len(v) for k, v in cells.items()}


def value(table, answer):
    return table.get(answer, table.get(answer[0], FIXED[answer[0]]))


def measure(guesses, labels):
    n = len(labels)
    mae = sum(abs(g - y) for g, y in zip(guesses, labels)) / n
    mg, my = sum(guesses) / n, sum(labels) / n
    cov = sum((g - mg) * (y - my) for g, y in zip(guesses, labels))
    vg, vy = sum((g - mg) ** 2 for g in guesses), sum((y - my) ** 2 for y in labels)
    return mae, cov / (vg * vy) ** 0.5 if vg and vy else 0.0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--program", default="build/release/sayso_factuality")
    parser.add_argument("--knowledge", default="build/release/knowledge.img")
    parser.add_argument("--model", default="models/en.bin")
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--on", default="dev", help="the part whose errors are shown and which is scored")
    parser.add_argument("--table", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    train, dev = load(options.folder / "train.jsonl"), load(options.folder / (options.on + ".jsonl"))
    labels = {name: [t[1] for _, targets in rows for t in targets] for name, rows in (("train", train), ("dev", dev))}
    answers = {"train": ask(options, train), "dev": ask(options, dev)}
    table, seen = learn(answers["train"], labels["train"])
    guesses = [value(table, a) for a in answers["dev"]]
    result = {"words": len(labels["dev"]), "unread": sum(a[0] == "-" for a in answers["dev"])}
    for name, values in (("learned", guesses), ("fixed", [FIXED[a[0]] for a in answers["dev"]]), ("always 3", [3.0] * len(guesses))):
        result[name] = dict(zip(("MAE", "r"), measure(values, labels["dev"])))
    if options.json:
        print(json.dumps(result))
        return
    print("words %d, no token %d" % (result["words"], result["unread"]))
    for name in ("learned", "fixed", "always 3"):
        print("%-9s MAE %.3f  r %.3f" % (name, result[name]["MAE"], result[name]["r"]))
    if options.table:
        for key, number in sorted(table.items(), key=str):
            print("%6.2f  %s  %d" % (number, key, seen.get(key, 0)))
    flat = [(text, t) for text, targets in dev for t in targets]
    worst = sorted(zip(flat, answers["dev"], guesses), key=lambda x: -abs(x[2] - x[0][1][1]))
    for (text, target), answer, guess in worst[:options.errors]:
        print("%s gold %.1f got %.1f %s | %s" % (target[2], target[1], guess, "/".join(answer), text))


if __name__ == "__main__":
    main()
