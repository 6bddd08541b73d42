# SPDX-License-Identifier: Apache-2.0
"""Names of GUM from its entities: an entity whose head is a proper noun is a name; its words are the head with the proper
nouns, numbers and "of", "for" around it, without the titles before persons."""
import re

KINDS = {"person": 0, "organization": 1, "place": 2}
TITLES = set("Mr Mrs Ms Dr Prof Professor President Sir Senator Minister King Queen Prince Saint General Captain Judge Governor "
             "Secretary Chancellor Lord Lady Rep Sen".split())
BEFORE = {"compound", "flat", "amod", "nmod", "root", "nsubj", "obj", "obl", "appos", "goeswith", "list", "dep", "nummod"}
BEHIND = {"compound", "flat", "nmod", "nummod", "goeswith", "dep"}


def gum_names(path):
    """For each sentence of the file its name classes (src/parse/names.h), a word each."""
    out, rows = [], []
    for line in list(open(path, encoding="utf-8")) + ["\n"]:
        cells = line.rstrip("\n").split("\t")
        if line.startswith("#"):
            continue
        if len(cells) < 8:
            if rows:
                out.append(classes(rows))
            rows = []
        elif cells[0].isdigit():
            rows.append(cells)
    return out


def entities(rows):
    """(first word, last word, kind) from the column MISC: "(12-person-..." opens, "12)" or ")" closes."""
    found, stack = [], []
    for i, cells in enumerate(rows):
        note = re.search(r"(?:^|\|)Entity=([^|]*)", cells[9])
        for mark in re.findall(r"\([^()]+\)?|[^()]*\)", note.group(1)) if note else ():
            if mark.startswith("("):
                body = mark.strip("()").split("-")
                stack.append((body[0], body[1] if len(body) > 1 else "", i))
            if mark.endswith(")"):
                number = mark[:-1].split("-")[0] if not mark.startswith("(") else ""
                for k in range(len(stack) - 1, -1, -1):
                    if not number or stack[k][0] == number:
                        _, kind, begin = stack.pop(k)
                        found.append((begin, i, kind))
                        break
    return found


def classes(rows):
    n = len(rows)
    form = [r[1] for r in rows]
    head = [int(r[6]) - 1 for r in rows]
    relation = [r[7].split(":")[0] for r in rows]
    proper = [r[3] == "PROPN" or r[4] in ("NNP", "NNPS") for r in rows]
    spans = set()
    for a, b, kind in entities(rows):
        heads = [i for i in range(a, b + 1) if not a <= head[i] <= b]
        if not heads or not proper[heads[0]] or kind == "time":
            continue
        low = high = heads[0]
        kind = KINDS.get(kind, 3)

        def is_proper(i):
            return a <= i <= b and proper[i]
        while is_proper(low - 1) and relation[low - 1] in BEFORE or (low > a and form[low - 1] in "-&" and is_proper(low - 2)):
            low -= 1
        while high < b:
            word = form[high + 1]
            if is_proper(high + 1) and relation[high + 1] in BEHIND or word in "-&" and is_proper(high + 2) or \
                    relation[high + 1] == "nummod" and word.isdigit() and len(word) < 4:
                high += 1
            elif kind > 0 and word in ("of", "for") and is_proper(high + 2):
                high += 2
            elif kind > 0 and word in ("of", "for") and high + 2 <= b and form[high + 2] == "the" and is_proper(high + 3):
                high += 3
            else:
                break
        while kind == 0 and low < high and form[low].rstrip(".") in TITLES:
            low += 1
        if any(form[i][:1].isupper() for i in range(low, high + 1)):
            spans.add((low, high, kind))
    out = [0] * n
    for low, high, kind in sorted(spans, key=lambda s: (s[0] - s[1], s)):
        if not any(out[low:high + 1]):
            for i in range(low, high + 1):
                out[i] = 1 + 4 * kind + (3 if low == high else 0 if i == low else 2 if i == high else 1)
    return out
