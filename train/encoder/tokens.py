# SPDX-License-Identifier: Apache-2.0
"""tokens.py SHARED WORK: the tokens of MASC and of the treebanks' training parts, a sentence a line, parted by tabs."""
import os
import sys
import zipfile

shared, work = sys.argv[1:3]
with zipfile.ZipFile(os.path.join(shared, "data/language/pos/masc_tagged/masc_tagged.zip")) as archive, \
        open(os.path.join(work, "masc.tok"), "w", encoding="utf-8") as out:
    for name in sorted(archive.namelist()):
        if not name.endswith(".txt") or name.endswith("categories.txt"):
            continue
        for line in archive.read(name).decode("utf-8", "replace").split("\n"):
            words = [word for word in (pair.rsplit("_", 1)[0] for pair in line.split()) if word]
            if words:
                out.write("\t".join(words) + "\n")
        out.write("\n")
for bank in ("ewt", "gum"):
    with open("%s/data/language/ud/%s/en_%s-ud-train.conllu" % (shared, bank, bank), encoding="utf-8") as lines, \
            open(os.path.join(work, bank + ".tok"), "w", encoding="utf-8") as out:
        words = []
        for line in lines:
            cells = line.rstrip("\n").split("\t")
            if len(cells) < 8 and not line.startswith("#"):
                if words:
                    out.write("\t".join(words) + "\n")
                words = []
            elif cells[0].isdigit():
                words.append(cells[1].replace(" ", "\u00a0"))
