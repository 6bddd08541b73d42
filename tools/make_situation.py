#!/usr/bin/env python3
"""Sorts the tables of data/situation/ the way data/FORMAT.md asks, in place; prints what changed.

    python3 tools/make_situation.py
"""
import pathlib

for path in sorted((pathlib.Path(__file__).parent.parent / "data/situation").glob("*.tsv")):
    lines = path.read_text(encoding="utf-8").splitlines()
    head, rest = lines[:5], lines[5:]
    comments = [line for line in rest if line.startswith("# ")]
    rows = sorted({line for line in rest if line and not line.startswith("# ")}, key=lambda s: s.encode())
    text = "\n".join(head + comments + rows) + "\n"
    if text != path.read_text(encoding="utf-8"):
        path.write_text(text, encoding="utf-8")
        print("sorted", path)
