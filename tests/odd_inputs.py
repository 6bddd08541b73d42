#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Odd inputs through the program: a clear message or a note, never a crash; the same bytes for any number of threads.

  odd_inputs.py SAYSO SOURCE_ROOT [--large]     --large adds 200 MB in one line (a minute, 2 GB of disk traffic)
"""
import json
import os
import pathlib
import random
import resource
import subprocess
import sys
import tempfile

SAYSO, ROOT = sys.argv[1], pathlib.Path(sys.argv[2])
LARGE = "--large" in sys.argv
failures = []


def run(*arguments, stdin=b"", timeout=600):
    return subprocess.run([SAYSO, *map(str, arguments)], input=stdin, capture_output=True, timeout=timeout)


def expect(condition, what, done=None):
    if not condition:
        detail = "" if done is None else " (exit %d, stderr %r)" % (done.returncode, done.stderr[-300:])
        failures.append(what + detail)
        print("FAILED " + what + detail)


def records(done):
    return [json.loads(line) for line in done.stdout.splitlines()]


def read_json(name, data, *flags, codes=(0, 1)):
    """Reads the bytes as a file; the exit code is one of codes, every line is JSON, every promise holds."""
    with tempfile.NamedTemporaryFile(suffix=flags[0] if flags and flags[0].startswith(".") else ".txt") as handle:
        handle.write(data)
        handle.flush()
        rest = [f for f in flags if not f.startswith(".")]
        done = run("read", "--json", "--check", *rest, handle.name)
    expect(done.returncode in codes, name + ": exit code", done)
    try:
        return records(done), done
    except ValueError:
        expect(False, name + ": output is JSON", done)
        return [], done


def odd_texts():
    rng = random.Random(7)
    sentence = "The ministry said on Friday that troops had left the town. "
    cyrillic = "Министерство сообщило, что мост закрыт. "
    texts = {
        "empty": b"",
        "blank": b" \n\n \t\n",
        "one letter": b"a",
        "random bytes": bytes(rng.randrange(256) for _ in range(200_000)),
        "zeros": b"\0" * 100_000,
        "no space, 1 MB": b"x" * 1_000_000,
        "punctuation only": b"?!.,;:" * 50_000,
        "one line, 3 MB": (sentence * 52_000).encode(),
        "one sentence of 100,000 words": ("and the army " * 34_000).encode(),
        "open quotes": ("“" * 1000 + sentence + "\"" * 1000).encode(),
        "lines only": b"\n" * 300_000,
        "utf-16": ("\ufeff" + sentence * 20).encode("utf-16-le"),
        "utf-16 big-endian": ("\ufeff" + sentence * 20).encode("utf-16-be"),
        "windows-1251": (cyrillic * 40).encode("cp1251"),
        "latin-1": ("Le président a déclaré que l'armée était à Paris. " * 20).encode("latin-1"),
        "cut in a character": "Die Brücke ist gesperrt – sagte er".encode()[:-12] + b"\xe2\x80",
        "many quotes inside quotes": ("“He said ‘she said “they said " * 2000).encode(),
        "combining marks": ("e\u0301" * 50_000).encode(),
        "rtl and zero width": ("\u202e\u200b\ufeff said \u2066" * 5000).encode(),
    }
    for name, data in texts.items():
        found, done = read_json(name, data)
        expect(len(found) >= 1 or done.stderr, name + ": neither record nor message", done)
        if name in ("empty", "random bytes", "zeros", "blank"):
            noted = any(r["notes"] for r in found) or done.stderr
            expect(noted, name + ": no note and no message", done)
    found, _ = read_json("utf-16 text", texts["utf-16"])
    expect(found and len(found[0]["sentences"]) >= 15, "utf-16 is read as text")


def odd_markup():
    deep = b"<div>" * 100_000 + b"<p>The minister said the port was open.</p>"
    read_json("100,000 open tags", b"<html><body>" + deep, ".html")
    read_json("broken markup", b"<html><p>One <b>two <i>three</b> four</i> <!-- never closed <p>five", ".html")
    read_json("attribute without end", b"<html><a href=\"" + b"x" * 500_000, ".html")
    read_json("bad feed", b"<?xml version='1.0'?><rss><channel><item><title>x</title>", ".xml")
    bomb = b"<?xml version='1.0'?><!DOCTYPE l [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]><rss><channel><item><title>&b;</title></item></channel></rss>"
    read_json("entities in a feed", bomb, ".xml")


def odd_lines():
    lines = b'{"id":"a","text":"The army said it had taken the bridge."}\nnot json\n{"id":"b"}\n[1,2]\n{"text":7}\n\n{"id":"c","text":""}\n{"id":"d","text":"He said no.","date":"never"}\n'
    found, done = read_json("broken JSON Lines", lines, ".jsonl", "--input-format", "jsonl")
    ids = {r["id"] for r in found}
    expect({"a", "d"} <= ids, "good lines survive bad ones", done)


def odd_arguments():
    with tempfile.TemporaryDirectory() as folder:
        done = run("read", folder)
        expect(done.returncode in (1, 2) and done.stderr, "folder without documents says so", done)
        done = run("read", os.path.join(folder, "missing.txt"))
        expect(done.returncode == 2 and b"missing.txt" in done.stderr, "missing file is named", done)
        locked = pathlib.Path(folder, "locked.txt")
        locked.write_text("words")
        good = pathlib.Path(folder, "good.txt")
        good.write_text("The mayor said the road was open.")
        locked.chmod(0)
        done = run("read", "--json", folder)
        expect(len(records(done)) >= 1, "one bad file does not stop the others", done)
        broken = pathlib.Path(folder, "bad.img")
        broken.write_bytes(b"nonsense" * 100)
        done = run("read", "--data", broken, good)
        expect(done.returncode == 2 and b"bad.img" in done.stderr, "bad image is named", done)
        done = run("read", "--model", broken, good)
        expect(done.returncode == 2 and b"bad.img" in done.stderr, "bad model is named", done)
    for flags in (["read"], ["nonsense"], ["read", "--date", "tomorrow", "-"], ["read", "--threads", "0", "-"], ["read", "--input-format", "pdf", "-"]):
        done = run(*flags)
        expect(done.returncode == 2 and done.stderr, "wrong flags %s: exit 2 and a message" % flags, done)
    done = run("read", "--json", "-", stdin=b"The minister said the bridge was open.")
    expect(done.returncode == 0 and len(records(done)) == 1, "standard input", done)
    done = subprocess.run("%s read --json %s | head -c 10" % (SAYSO, ROOT / "samples"), shell=True, capture_output=True, timeout=600)
    expect(b"promise" not in done.stderr, "a closed pipe is no crash", done)
    if os.path.exists("/dev/full"):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([SAYSO, "read", "--json", str(ROOT / "samples")], stdout=full, stderr=subprocess.PIPE, timeout=600)
        expect(done.returncode == 2 and b"write" in done.stderr, "a full disk is an error", done)


def same_bytes():
    outputs = [run("read", "--json", "--check", "--layers", "tokens,text", "--threads", n, ROOT / "samples") for n in (1, 2, 8)]
    for done in outputs:
        expect(done.returncode in (0, 1), "samples are read", done)
    expect(len({done.stdout for done in outputs}) == 1, "1, 2 and 8 threads give identical bytes")


def very_large():
    with tempfile.TemporaryDirectory() as folder:
        text, out = pathlib.Path(folder, "line.txt"), pathlib.Path(folder, "out.jsonl")
        piece = b"The ministry said on Friday that troops had left the town. " * 1000
        with open(text, "wb") as handle:
            for _ in range(200_000_000 // len(piece)):
                handle.write(piece)
        with open(out, "wb") as handle:  # gigabytes: never whole in memory here
            done = subprocess.run([SAYSO, "read", "--json", text], stdout=handle, stderr=subprocess.PIPE, timeout=5000)
        expect(done.returncode in (0, 1), "200 MB in one line", done)
        noted = subprocess.run(["grep", "-c", "-a", '"code":"', out], capture_output=True, text=True).stdout.strip()
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        print("200 MB in one line: %s lines with a note, %d MB of output, peak %d MB" % (noted, out.stat().st_size >> 20, peak >> 10))
        expect(noted not in ("", "0"), "200 MB in one line: cut with a note", done)
        expect(peak < 8 << 20, "200 MB in one line: memory bounded", done)


odd_texts()
odd_markup()
odd_lines()
odd_arguments()
same_bytes()
if LARGE:
    very_large()
print("odd inputs: %d failures" % len(failures))
sys.exit(1 if failures else 0)
