# SPDX-License-Identifier: Apache-2.0
"""raw_text.py SHARED_DIR OUT.txt: the plain text of the raw news and of the treebanks' training
parts, one paragraph a line, for the word clusters."""
import glob
import json
import lzma
import sys

shared, out_path = sys.argv[1:3]
with open(out_path, "w", encoding="utf-8") as out:
    for path in sorted(glob.glob(shared + "/data/news/*.jsonl.xz")):
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                for paragraph in json.loads(line)["text"].split("\n"):
                    if paragraph.strip():
                        out.write(paragraph.strip() + "\n")
    for path in sorted(glob.glob(shared + "/data/language/ud/*/*-train.conllu")):
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                if line.startswith("# text = "):
                    out.write(line[9:])
