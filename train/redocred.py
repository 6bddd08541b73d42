# SPDX-License-Identifier: Apache-2.0
"""redocred.py IN.json OUT.conll: the name mentions of Re-DocRED as word TAB BIO-tag lines, one document
after another. Times, numbers, and mentions without a capital are no names here."""
import json
import sys

source, target = sys.argv[1:3]
with open(source, encoding="utf-8") as handle, open(target, "w", encoding="utf-8") as out:
    for document in json.load(handle):
        tags = [["O"] * len(s) for s in document["sents"]]
        for entity in document["vertexSet"]:
            for mention in entity:
                begin, end = mention["pos"]
                words = document["sents"][mention["sent_id"]][begin:end]
                if mention["type"] in ("TIME", "NUM") or not any(w[:1].isupper() for w in words):
                    continue
                row = tags[mention["sent_id"]]
                if any(t != "O" for t in row[begin:end]):
                    continue
                for i in range(begin, end):
                    row[i] = ("B-" if i == begin else "I-") + mention["type"]
        out.write("# newdoc\n")
        for words, row in zip(document["sents"], tags):
            for word, tag in zip(words, row):
                if word.strip():
                    out.write(word.replace(" ", "") + "\t" + tag + "\n")
            out.write("\n")
