#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Inputs made to hurt: how long until they are read or refused, how much memory that takes, and what is noted.

    python3 bench/hostile.py --reader 'build/release/sayso_read_text build/release/knowledge.img' [--only WORDS] [--most-ms MS] [--most-mb MB]

Milliseconds are processor time of the whole program less that of an empty page (its start), the least of three runs (one, beyond three seconds); megabytes the
peak of resident memory, of which the input itself is part. With --most-ms or --most-mb: exit 1 where an input goes beyond.
"""
import argparse
import gzip
import io
import os
import pathlib
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
import zlib

TEXT = b"<p>The harbour of Tarvik was closed on Monday after a second blast damaged two of its cranes, the harbour master said.</p>"
MB = 1 << 20


def gzip_bomb(size):
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join([packer.compress(b" " * MB) for _ in range(size // MB)] + [packer.flush()])


def packed_by(tool, size):
    """What a packing program makes of `size` blanks; none where it is not installed."""
    try:
        made = subprocess.run(tool, input=b" " * size, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return made.stdout


def warc(body, fields=b""):
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + fields + b"\r\n" + body
    return (b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://h.example/a\r\nWARC-Date: 2022-07-28T09:30:00Z\r\n"
            b"Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n" % len(block) + block + b"\r\n\r\n")


def laughs(depth=30):
    declared = b"<!ENTITY a0 'ha'>" + b"".join(b"<!ENTITY a%d '&a%d;&a%d;'>" % (i, i - 1, i - 1) for i in range(1, depth))
    return b"<?xml version='1.0'?><!DOCTYPE rss [" + declared + b"]><rss><channel><item><title>&a%d;</title></item></channel></rss>" % (depth - 1)


def zip_of(members):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name), data, compress_type=zipfile.ZIP_DEFLATED)
    return made.getvalue()


def tar_of(names):
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        for name in names:
            about = tarfile.TarInfo(name)
            about.size = len(TEXT)
            archive.addfile(about, io.BytesIO(TEXT))
    return made.getvalue()


def overlapping_zip(members, size):
    """Members that share the same packed bytes: each is small beside what it unpacks to, all of them are enormous."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = packer.compress(b" " * size) + packer.flush()
    crc = zlib.crc32(b" " * size)
    name = b"00000.html"
    fixed = (20).to_bytes(2, "little") + b"\0\0\x08\0\0\0\x21\0" + crc.to_bytes(4, "little") + len(data).to_bytes(4, "little") + size.to_bytes(4, "little") + len(name).to_bytes(2, "little") + b"\0\0"
    local = b"PK\x03\x04" + fixed + name + data
    central = b"".join(b"PK\x01\x02\x14\0" + fixed + b"\0" * 14 + name for _ in range(members))
    end = b"PK\x05\x06\0\0\0\0" + members.to_bytes(2, "little") * 2 + len(central).to_bytes(4, "little") + len(local).to_bytes(4, "little") + b"\0\0"
    return local + central + end


def refusals():
    """To be refused or broken off at once."""
    yield "gzip bomb, 256 MB", "a.txt.gz", lambda: gzip_bomb(256 * MB)
    yield "zstd bomb, 256 MB", "a.txt.zst", lambda: packed_by(["zstd", "-c"], 256 * MB)
    yield "brotli bomb, 256 MB", "a.txt.br", lambda: packed_by(["brotli", "-c", "-"], 256 * MB)
    yield "gzip bomb in a WARC's body", "a.warc", lambda: warc(gzip_bomb(256 * MB), b"Content-Encoding: gzip\r\n")
    yield "gzip bomb in a gzip bomb", "a.html.gz", lambda: gzip.compress(gzip_bomb(256 * MB))
    yield "zip bomb, 256 MB", "a.zip", lambda: zip_of([("a.html", b" " * (256 * MB))])
    yield "zip of 5,000 members that share 20 MB", "a.zip", lambda: overlapping_zip(5000, 20 * MB)
    yield "billion laughs in a feed", "a.rss", lambda: laughs()
    yield "billion laughs in NewsML", "a.newsml", lambda: laughs()
    yield "a million entities", "a.xml", lambda: b"<!DOCTYPE rss [" + b"<!ENTITY a 'b'>" * 1000000 + b"]><rss/>"
    yield "external entity in a feed", "a.rss", lambda: b"<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><rss><channel><item><title>&x;</title></item></channel></rss>"
    yield "../ in a zip", "a.zip", lambda: zip_of([("../a.html", TEXT), ("/b.html", TEXT)])
    yield "../ in a tar", "a.tar", lambda: tar_of(["../a.html", "/b.html"])


def limits():
    """To be read as far as the limits go."""
    for tag in ("div", "table", "b", "a", "li", "svg", "blockquote"):
        yield "100,000 nested <%s>" % tag, "a.html", lambda tag=tag: b"<body>" + ("<%s>" % tag).encode() * 100000 + TEXT
    yield "attribute of 50 MB", "a.html", lambda: b"<p title='" + b"x" * (50 * MB) + b"'>" + TEXT
    yield "attribute of 50 MB of references", "a.html", lambda: b"<p title='" + b"&amp;" * (10 * MB) + b"'>" + TEXT
    yield "tag name of 50 MB", "a.html", lambda: b"<" + b"x" * (50 * MB) + b">" + TEXT
    yield "comment of 50 MB without end", "a.html", lambda: TEXT + b"<!--" + b"- " * (25 * MB)
    yield "script of 50 MB without end", "a.html", lambda: TEXT + b"<script>" + b"<!--<" * (10 * MB)
    yield "a million attributes", "a.html", lambda: b"<p " + b"".join(b"a%d=1 " % i for i in range(1000000)) + b">" + TEXT
    yield "a million empty paragraphs", "a.html", lambda: b"<p>" * 1000000 + TEXT
    yield "a million one-word paragraphs", "a.html", lambda: b"<p>x" * 1000000 + TEXT
    yield "a million references", "a.html", lambda: TEXT + b"<p>" + b"&amp" * 1000000
    yield "a million '<' that open nothing", "a.html", lambda: TEXT + b"<p>" + b"< " * 1000000
    yield "a million end tags", "a.html", lambda: b"</div>" * 1000000 + TEXT
    yield "100,000 cells in nested tables", "a.html", lambda: b"<table><tr><td>" * 33000 + TEXT
    yield "one paragraph of 20 MB", "a.html", lambda: b"<p>" + b"The minister said the port was open. " * 550000
    yield "20 MB of class names", "a.html", lambda: b"".join(b"<div class='a%d date author related'>x</div>" % i for i in range(450000))
    yield "JSON-LD nested 100,000 deep", "a.html", lambda: b"<script type='application/ld+json'>" + b"[" * 100000 + b"</script>" + TEXT
    yield "JSON-LD of 20 MB", "a.html", lambda: b"<script type='application/ld+json'>[" + b'{"@type":"NewsArticle","author":{"name":"A"}},' * 440000 + b"1]</script>" + TEXT
    yield "10,000 scripts of JSON-LD", "a.html", lambda: b"<script type='application/ld+json'>{\"@type\":\"NewsArticle\"}</script>" * 10000 + TEXT
    yield "feed nested 500,000 deep", "a.rss", lambda: b"<rss><channel><item><description>" + b"<a>" * 500000
    yield "feed of 100,000 entries", "a.rss", lambda: b"<rss><channel>" + b"<item><title>Port shut</title></item>" * 100000 + b"</channel></rss>"
    yield "JSON Lines, one line nested 500,000 deep", "a.jsonl", lambda: b'{"text":' + b"[" * 500000 + b"\n"
    yield "JSON Lines, one line of 60 MB", "a.jsonl", lambda: b'{"text":"' + b"He said no. " * (5 * MB) + b'"}\n'
    yield "mail of 20,000 nested parts", "a.eml", lambda: b"From: a@b.example\r\nSubject: x\r\nMIME-Version: 1.0\r\n" + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" * 20000
    yield "mail of 100,000 parts", "a.eml", lambda: b"From: a@b.example\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\nx\r\n" * 100000
    yield "mail header of 10 MB", "a.eml", lambda: b"From: a@b.example\r\nSubject: " + b"=?utf-8?Q?a?= " * 700000 + b"\r\nMIME-Version: 1.0\r\n\r\nHe said no.\r\n"
    yield "WARC header without end", "a.warc", lambda: b"WARC/1.0\r\n" + b"X: y\r\n" * (2 * MB)
    yield "WARC of a million false beginnings", "a.warc", lambda: b"WARC/1.0\r\n\r\n" * 1000000
    yield "broken UTF-8, 20 MB", "a.txt", lambda: b"\xc3(\xa0\xe2\x80" * (4 * MB)
    yield "random bytes as text, 20 MB", "a.txt", lambda: b"".join(zlib.compress(b"%d" % i) for i in range(1000000))
    yield "text of 20 MB in one line", "a.txt", lambda: b"word " * (4 * MB)
    yield "text of 10 million empty lines", "a.txt", lambda: b"x\n\n" * 3333333
    yield "text of quotes", "a.txt", lambda: "“He said ‘".encode() * 1000000
    yield "text of dates", "a.txt", lambda: b"KYIV, July 28, 2022 (AP) - " * 500000


def run(reader, path):
    """Processor milliseconds, peak MB, documents, the codes of notes and what was refused."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen(["timeout", "120"] + reader + [str(path)], stdout=out, stderr=err)
        _, status, usage = os.wait4(process.pid, 0)
        # Counted by programs of their own, so that this one stays small.
        out.seek(0)
        documents = int(subprocess.run(["wc", "-l"], stdin=out, capture_output=True).stdout)
        out.seek(0)
        codes = subprocess.run(["grep", "-oE", '[{]"code":"[a-z_]+"'], stdin=out, stdout=subprocess.PIPE)
        notes = set(re.findall(r'"(\w+)"$', codes.stdout.decode()[:100000], re.M))
        err.seek(0)
        said = [l for l in err.read().decode(errors="replace").splitlines() if " documents, " not in l]
    return (usage.ru_utime + usage.ru_stime) * 1000, usage.ru_maxrss / 1024, documents, sorted(notes), said, status


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--reader", required=True)
    ap.add_argument("--only", default="")
    ap.add_argument("--most-ms", type=float)
    ap.add_argument("--most-mb", type=float)
    args = ap.parse_args()
    reader = args.reader.split()
    beyond = 0
    with tempfile.TemporaryDirectory() as folder:
        empty = pathlib.Path(folder, "empty.html")
        empty.write_bytes(b"<p>x")
        start = min(run(reader, empty)[0] for _ in range(5))
        print("| input | packed MB | ms | peak MB | notes |\n|---|---|---|---|---|")
        for kind in (refusals, limits):
            for what, name, data in kind():
                if args.only not in what:
                    continue
                path = pathlib.Path(folder, name)
                # Made by a process of its own: a large parent would count as the reader's memory.
                child = os.fork()
                if child == 0:
                    made = data()
                    if made:
                        path.write_bytes(made)
                    os._exit(0)
                os.waitpid(child, 0)
                if not path.exists():
                    continue  # no program here that packs so
                size = path.stat().st_size
                _, _, documents, notes, said, status = run(reader, path)
                tries = [run(reader + ["--quiet"], path)]
                while len(tries) < 3 and tries[0][0] < 3000:
                    tries.append(run(reader + ["--quiet"], path))
                peak, status = max(t[1] for t in tries), status or tries[0][5]
                ms = max(0, min(t[0] for t in tries) - start)
                told = ", ".join(notes + sorted({s.rsplit(": ", 1)[-1][:60] for s in said})) or "-"
                print("| %s | %.1f | %.0f | %.0f | %s |%s" % (what, size / MB, ms, peak, told, " exit %d" % status if status else ""), flush=True)
                path.unlink()
                if status or (args.most_ms and ms > args.most_ms) or (args.most_mb and peak > args.most_mb):
                    beyond += 1
    print("%d beyond the limits" % beyond)
    return 1 if beyond else 0


if __name__ == "__main__":
    sys.exit(main())
