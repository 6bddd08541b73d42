#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Docs under test: fails when a document names what is not there, or leaves out what is.

- a path in backquotes or in a link (docs/, src/, data/, samples/, tests/, tools/, bench/, models/) exists
- every room of src/LAYERS that has code has a README.md, and docs/architecture.md has a row for it
- every table of data/**/*.tsv is described in data/FORMAT.md
- every note code in the source is described in docs/notes.md, and the reverse
- every flag named in README.md or docs/ as `--flag` exists in src/app
- every field the record writer emits is described in docs/record.md
"""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()
TOPS = ("docs/", "src/", "data/", "samples/", "tests/", "tools/", "bench/", "models/", "train/", ".ci/")
faults = []


def tracked(*patterns):
    out = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", *patterns], cwd=ROOT, capture_output=True, text=True, check=True)
    return [line for line in out.stdout.splitlines() if (ROOT / line).is_file()]


def check_paths(docs):
    for doc in docs:
        text = (ROOT / doc).read_text(encoding="utf-8")
        named = re.findall(r"`([^`\s]+)`", text) + re.findall(r"\]\(([^)#\s]+)", text)
        for path in named:
            if "://" in path or any(c in path for c in "*…<>{}$|=") or path.isupper() or "NAME" in path or "FILE" in path:
                continue
            clean = path.rstrip("/").split(":")[0]
            here = (ROOT / doc).parent / clean
            if path.startswith(TOPS) or path.startswith("./") or re.search(r"\]\(" + re.escape(path), text):
                if not (ROOT / clean).exists() and not here.exists():
                    faults.append(f"{doc}: names {path}, which does not exist")


def check_rooms():
    architecture = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    for line in (ROOT / "src/LAYERS").read_text().splitlines():
        room = line.split("#")[0].partition(":")[0].strip()
        if not room or not list((ROOT / "src" / room).glob("*.cc")):
            continue
        if not (ROOT / "src" / room / "README.md").exists():
            faults.append(f"src/{room}: no README.md")
        if f"`src/{room}`" not in architecture:
            faults.append(f"docs/architecture.md: no row for src/{room}")


def check_tables():
    described = (ROOT / "data/FORMAT.md").read_text(encoding="utf-8")
    for path in tracked("data/*.tsv"):
        lines = (ROOT / path).read_text(encoding="utf-8").split("\n", 3)
        if lines[0] == "#sayso-lexicon 1" and lines[1].startswith("#table "):
            name = lines[1].split(" ", 1)[1]
            if f"`{name}`" not in described:
                faults.append(f"{path}: table {name} is not described in data/FORMAT.md")


def source(*patterns):
    return {p: (ROOT / p).read_text(encoding="utf-8") for p in tracked(*patterns) if not p.endswith("_test.cc")}


def check_notes():
    described = set(re.findall(r"^\| `([a-z_]+)` \|", (ROOT / "docs/notes.md").read_text(encoding="utf-8"), re.M))
    used = set()
    for text in source("src/*.cc").values():
        used |= set(re.findall(r"\bnote\(\s*\"([a-z_]+)\"", text))
    for code in sorted(used - described):
        faults.append(f"docs/notes.md: note code {code} is not described")
    for code in sorted(described - used):
        faults.append(f"docs/notes.md: describes note code {code}, which nothing gives")


def check_flags(docs):
    flags = {"--help", "--version", "--preset", "--ci", "--target", "--claims"}  # the last: a scorer kept with the gold sets
    for text in source("src/app/*.cc").values():
        flags |= set(re.findall(r"\"(?:-\w,)?(--[a-z-]+)", text))
    for path in tracked("*.py", "*.sh"):
        flags |= set(re.findall(r"(--[a-z][a-z-]+)", (ROOT / path).read_text(encoding="utf-8")))
    for doc in docs:
        for flag in re.findall(r"(?<![\w-])(--[a-z][a-z-]+)", (ROOT / doc).read_text(encoding="utf-8")):
            if flag not in flags:
                faults.append(f"{doc}: names {flag}, which no command has")


def check_record():
    text = (ROOT / "src/doc/record.cc").read_text(encoding="utf-8")
    fields = set(re.findall(r"(?:field|key|optional_text|reference|instant|spans|number)\(\"([a-z_0-9]+)\"", text))
    described = (ROOT / "docs/record.md").read_text(encoding="utf-8")
    for field in sorted(fields):
        if f"`{field}`" not in described:
            faults.append(f"docs/record.md: field {field} is not described")


docs = [d for d in tracked("*.md") if not d.startswith("web/node_modules")]
check_paths(docs)
check_rooms()
check_tables()
check_notes()
check_flags([d for d in docs if d == "README.md" or d.startswith(("docs/", "src/"))])
check_record()
print("\n".join(faults) if faults else f"docs: {len(docs)} pages, nothing amiss")
sys.exit(1 if faults else 0)
