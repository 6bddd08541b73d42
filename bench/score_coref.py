#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Scores coreference on OntoGUM (Zhu et al. 2021): MUC, B-cubed, CEAF-e and their mean, the CoNLL score.

  score_coref.py ONTOGUM.conll TREES.conllu --make-input IN.jsonl [--genre news]
  score_coref.py ONTOGUM.conll TREES.conllu OUT.jsonl [--genre news] [--json] [--errors N]

ONTOGUM  `# begin document`, then lines "number word (3" with chains opened and closed by number; documents have no
         names here. A mention is a whole noun phrase, or a pronoun; what is mentioned once is not marked.
TREES    a CoNLL-U file of GUM: it says which documents are scored (those whose words are the same), and how their
         words, sentences and paragraphs stand in the text.
OUT      `sayso read --json --layers tokens --input-format jsonl IN.jsonl`. A document without a record counts as empty.

Sayso's mentions are names, nouns with their title or demonym, and pronouns. To meet the set's convention the phrase
around each mention's head is drawn from the record's own tree: all that hangs on it but what is joined or set beside
it (conj, cc, parataxis, appos, list, dep), without punctuation at the edges. Where two mentions get one phrase, the
first stays. Entities with one mention are left out, as in the set. MUC and B-cubed after Vilain 1995 and Bagga 1998,
CEAF-e with Luo's phi4 and the best assignment; counts are summed over documents.
--errors prints, by kind of mention, how many gold mentions were not found, and how many gold links were missed.
"""
import argparse
import bisect
import collections
import json
import re
import sys

BRACKETS = re.compile(r"\((\d+)\)|\((\d+)|(\d+)\)")
BESIDE = {"conj", "cc", "parataxis", "appos", "list", "dep", "discourse", "punct"}
PRONOUNS = {"he", "him", "his", "himself", "she", "her", "hers", "herself", "it", "its", "itself", "they", "them", "their", "theirs",
            "themselves", "i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves", "you", "your", "yours", "yourself",
            "this", "that", "these", "those", "who", "which", "whose", "whom", "one"}


def read_ontogum(path):
    """[(words, {chain: [(first, last)]})]"""
    documents, words, open_at, chains = [], None, None, None
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("# begin document"):
            words, open_at, chains = [], collections.defaultdict(list), collections.defaultdict(list)
            documents.append((words, chains))
            continue
        cells = line.split("\t")
        if len(cells) < 3:
            continue
        at = len(words)
        words.append(cells[1])
        if cells[2] == "_":
            continue
        for both, begins, ends in BRACKETS.findall(cells[2]):
            if both or begins:
                open_at[both or begins].append(at)
            if (both or ends) and open_at[both or ends]:  # one bracket in the set closes nothing
                chains[both or ends].append((open_at[both or ends].pop(), at))
    return documents


def read_trees(path, genre):
    """[(id, text, words, [(start, end) a word])]; paragraphs are parted by an empty line."""
    documents, name = [], None
    state = {}

    def close():
        if name and (not genre or name.split("_")[1] == genre):
            documents.append((name, state["text"], state["words"], state["spans"]))

    surface = None
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("# newdoc id"):
            close()
            name = line.split("=", 1)[1].strip()
            state = {"text": "", "words": [], "spans": []}
        elif line.startswith("# newpar") and state.get("text"):
            state["text"] = state["text"].rstrip() + "\n\n"
        elif line and line[0] != "#":
            cells = line.split("\t")
            if "." in cells[0]:
                continue
            blank = "" if "SpaceAfter=No" in cells[9] else " "
            if "-" in cells[0]:  # a token of several words: they share its letters
                first, last = cells[0].split("-")
                surface = [int(first), int(last), len(state["text"]), cells[1]]
                state["text"] += cells[1] + blank
                continue
            number = int(cells[0])
            state["words"].append(cells[1])
            if surface and surface[0] <= number <= surface[1]:
                at = surface[2]
                end = at + len(surface[3])
                rest = state["text"][at:end].lower().find(cells[1].lower())
                if rest == 0 and number < surface[1]:
                    surface[2] = at + len(cells[1])
                    surface[3] = surface[3][len(cells[1]):]
                    end = surface[2]
                state["spans"].append((at, end))
                if number == surface[1]:
                    surface = None
                continue
            at = len(state["text"])
            state["spans"].append((at, at + len(cells[1])))
            state["text"] += cells[1] + blank
    close()
    return documents


def gold_documents(ontogum, trees, genre):
    chains_of = {tuple(words): chains for words, chains in read_ontogum(ontogum)}  # the word "|" is empty there
    found = []
    for name, text, words, spans in read_trees(trees, genre):
        chains = chains_of.get(tuple("" if w == "|" else w for w in words))
        if chains is None:
            print("note: %s stands in the trees only" % name, file=sys.stderr)
            continue
        found.append((name, text, words, spans, [sorted(set(m)) for m in chains.values() if len(set(m)) > 1]))
    return found


def phrases(record):
    """{(start, end) of a mention: (start, end) of the phrase around its head}"""
    tokens = record["tokens"]
    children = collections.defaultdict(list)
    for i, token in enumerate(tokens):
        if token["head"] is not None and token["head"] != i:
            children[token["head"]].append(i)
    starts = [t["start"] for t in tokens]
    out = {}
    for mention in record["mentions"]:
        inside = range(bisect.bisect_left(starts, mention["start"]), bisect.bisect_left(starts, mention["end"]))
        if not inside:
            continue
        members = set(inside)
        tops = [i for i in inside if tokens[i]["head"] not in members or tokens[i]["head"] == i]
        head = tops[0] if tops else inside[-1]
        todo, all_of = [head], set(inside)
        while todo:
            at = todo.pop()
            all_of.add(at)
            for child in children[at]:
                if child not in all_of and not (at == head and tokens[child]["deprel"].split(":")[0] in BESIDE and child not in members):
                    todo.append(child)
        # "in the town": the preposition is no part of the phrase; nor is what parts it from its neighbours
        drop = {c for c in children[head] if tokens[c]["deprel"] in ("case", "mark", "cop", "nsubj", "aux", "advmod") and c not in members}
        run = sorted(i for i in all_of if i not in drop)
        low, high = head, head
        while low - 1 in all_of and low - 1 not in drop:
            low -= 1
        while high + 1 in all_of and high + 1 not in drop:
            high += 1
        if not run or not low <= inside[0] or not inside[-1] <= high:
            low, high = inside[0], inside[-1]
        while low < high and tokens[low]["upos"] == "PUNCT":
            low += 1
        while low < high and tokens[high]["upos"] == "PUNCT":
            high -= 1
        out[mention["start"], mention["end"]] = (tokens[low]["start"], tokens[high]["end"])
    return out


def predicted(record, spans):
    """Chains of word ranges, singletons left out."""
    if record is None:
        return []
    first = {}
    word_at = {}
    for number, (start, end) in enumerate(spans):
        for at in range(start, end):
            word_at.setdefault(at, number)
    drawn = phrases(record)
    chains = collections.defaultdict(list)
    for mention in record["mentions"]:
        if mention.get("entity") is None or (mention["start"], mention["end"]) not in drawn:
            continue
        start, end = drawn[mention["start"], mention["end"]]
        words = [word_at[at] for at in range(start, end) if at in word_at]
        if not words:
            continue
        place = (words[0], words[-1])
        if place not in first:
            first[place] = mention["entity"]
            chains[mention["entity"]].append(place)
    return [sorted(c) for c in chains.values() if len(c) > 1]


def muc(chains, others):
    of = {m: i for i, chain in enumerate(others) for m in chain}
    hit = total = 0
    for chain in chains:
        parts = len({of[m] for m in chain if m in of}) + sum(m not in of for m in chain)
        hit += len(chain) - parts
        total += len(chain) - 1
    return hit, total


def b_cubed(chains, others):
    of = {m: set(chain) for chain in others for m in chain}
    hit = total = 0.0
    for chain in chains:
        members = set(chain)
        for m in chain:
            hit += len(members & of[m]) / len(members) if m in of else 0.0
            total += 1
    return hit, total


def assignment(weights):
    """The largest sum of one weight a row and column (Kuhn and Munkres, with potentials)."""
    if not weights or not weights[0]:
        return 0.0
    if len(weights) > len(weights[0]):
        weights = [list(column) for column in zip(*weights)]
    n, m = len(weights), len(weights[0])
    u, v, match, way = [0.0] * (n + 1), [0.0] * (m + 1), [0] * (m + 1), [0] * (m + 1)
    for i in range(1, n + 1):
        match[0], j0 = i, 0
        least, used = [float("inf")] * (m + 1), [False] * (m + 1)
        while True:
            used[j0] = True
            i0, delta, j1 = match[j0], float("inf"), 0
            for j in range(1, m + 1):
                if not used[j]:
                    cost = -weights[i0 - 1][j - 1] - u[i0] - v[j]
                    if cost < least[j]:
                        least[j], way[j] = cost, j0
                    if least[j] < delta:
                        delta, j1 = least[j], j
            for j in range(m + 1):
                if used[j]:
                    u[match[j]] += delta
                    v[j] -= delta
                else:
                    least[j] -= delta
            j0 = j1
            if match[j0] == 0:
                break
        while j0:
            match[j0] = match[way[j0]]
            j0 = way[j0]
    return sum(weights[match[j] - 1][j - 1] for j in range(1, m + 1) if match[j])


def ceaf_e(gold, found):
    gold, found = [set(c) for c in gold], [set(c) for c in found]
    return assignment([[2 * len(g & f) / (len(g) + len(f)) for f in found] for g in gold])


def f1(p, r):
    return 2 * p * r / (p + r) if p + r else 0.0


def score(pairs):
    sums = collections.Counter()
    for gold, found in pairs:
        for name, measure in (("MUC", muc), ("B3", b_cubed)):
            for side, (a, b) in (("r", (gold, found)), ("p", (found, gold))):
                hit, total = measure(a, b)
                sums[name, side, "hit"] += hit
                sums[name, side, "of"] += total
        same = ceaf_e(gold, found)
        for side, count in (("r", len(gold)), ("p", len(found))):
            sums["CEAFe", side, "hit"] += same
            sums["CEAFe", side, "of"] += count
        g, f = {m for c in gold for m in c}, {m for c in found for m in c}
        for side, count in (("r", len(g)), ("p", len(f))):
            sums["mentions", side, "hit"] += len(g & f)
            sums["mentions", side, "of"] += count
    result = {}
    for name in ("MUC", "B3", "CEAFe", "mentions"):
        p, r = (sums[name, side, "hit"] / max(1, sums[name, side, "of"]) for side in "pr")
        result[name] = {"p": p, "r": r, "f1": f1(p, r)}
    result["CoNLL"] = {"f1": sum(result[name]["f1"] for name in ("MUC", "B3", "CEAFe")) / 3}
    return result


def kind_of(words, mention):
    if mention[0] == mention[1] and words[mention[0]].lower() in PRONOUNS:
        return words[mention[0]].lower()
    return "name" if any(w[:1].isupper() for w in words[mention[0] + (mention[0] == 0):mention[1] + 1][-3:]) else "noun"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold")
    parser.add_argument("trees")
    parser.add_argument("out", nargs="?")
    parser.add_argument("--make-input")
    parser.add_argument("--genre")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--errors", type=int, default=0, help="show what is missed, by kind, this many examples each")
    options = parser.parse_args()
    gold = gold_documents(options.gold, options.trees, options.genre)
    if options.make_input:
        with open(options.make_input, "w", encoding="utf-8") as out:
            for name, text, *_ in gold:
                out.write(json.dumps({"id": name, "text": text}, ensure_ascii=False) + "\n")
        return 0
    if not options.out:
        parser.error("the output of sayso is missing")
    with open(options.out, encoding="utf-8") as handle:
        records = {record["id"]: record for record in map(json.loads, handle)}
    pairs, missed = [], collections.defaultdict(list)
    counts = collections.Counter()
    for name, text, words, spans, chains in gold:
        found = predicted(records.get(name), spans)
        pairs.append((chains, found))
        of = {m: i for i, c in enumerate(found) for m in c}
        for chain in chains:
            for at, m in enumerate(chain):
                kind = kind_of(words, m)
                counts[kind] += 1
                what = "not found" if m not in of else "linked" if any(o != m and of.get(o) == of[m] for o in chain) else "not linked"
                counts[kind, what] += 1
                if what != "linked":
                    missed[kind, what].append("%s: %s <- %s" % (name, " ".join(words[m[0]:m[1] + 1][:12]),
                                                              " ".join(words[chain[at - 1][0]:chain[at - 1][1] + 1][:12]) if at else "(first)"))
    result = score(pairs)
    if options.json:
        print(json.dumps(result))
        return 0
    for name in ("MUC", "B3", "CEAFe", "mentions"):
        print("%-9s P %.3f R %.3f F1 %.3f" % (name, result[name]["p"], result[name]["r"], result[name]["f1"]))
    print("CoNLL F1 %.3f   documents %d" % (result["CoNLL"]["f1"], len(gold)))
    if options.errors:
        for kind in sorted((k for k in counts if isinstance(k, str)), key=lambda k: -counts[k]):
            print("%-10s gold %d linked %d not linked %d not found %d" % (
                kind, counts[kind], counts[kind, "linked"], counts[kind, "not linked"], counts[kind, "not found"]))
            for what in ("not linked", "not found"):
                for line in missed[kind, what][:options.errors if counts[kind] > 30 else 0]:
                    print("    %s: %s" % (what, line))
    return 0


if __name__ == "__main__":
    sys.exit(main())
