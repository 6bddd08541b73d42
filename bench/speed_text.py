#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Pages a second, processor time, on the same pages in one run: text, metadata and origins here; readability.js there.

    python3 bench/speed_text.py FOLDER... --reader 'build/release/sayso_read_text build/release/knowledge.img' --npm NPM

FOLDER holds .html or .html.gz pages. NPM is a folder with @mozilla/readability, jsdom and linkedom installed
(npm install --prefix NPM @mozilla/readability jsdom linkedom); without it only this program is measured.
readability.js reads every 8th page (--every), for it takes minutes.
"""
import argparse
import pathlib
import re
import subprocess
import tempfile


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument('folders', nargs='+', type=pathlib.Path)
    ap.add_argument('--reader', required=True)
    ap.add_argument('--npm', type=pathlib.Path)
    ap.add_argument('--every', type=int, default=8)
    args = ap.parse_args()
    for folder in args.folders:
        pages = sorted(p for p in folder.rglob('*') if p.is_file() and (p.name.endswith(('.html', '.htm', '.html.gz')) or '.' not in p.name))
        some = pages[::args.every]
        for name, list_ in (('all', pages), ('every %dth' % args.every, some)):
            with tempfile.TemporaryDirectory() as links:
                for i, page in enumerate(list_):
                    (pathlib.Path(links) / ('%05d.html' % i)).symlink_to(page.resolve())
                done = subprocess.run(args.reader.split() + ['--quiet', links], stderr=subprocess.PIPE, check=True)
            speed = re.search(r'(\d+) documents, ([\d.]+) MB, ([\d.]+) s: (\d+) documents/s', done.stderr.decode())
            print('%s, %s: sayso %s pages, %s pages/s' % (folder, name, speed.group(1), speed.group(4)))
        for dom in ('jsdom', 'linkedom') if args.npm else ():
            done = subprocess.run(['node', str(pathlib.Path(__file__).with_name('readability.mjs')), str(args.npm), dom, *map(str, some)],
                                  stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
            n, seconds, _ = done.stdout.split()
            print('%s, every %dth: readability.js (%s) %d pages, %.1f pages/s' % (folder, args.every, dom, int(n), int(n) / float(seconds)))


if __name__ == '__main__':
    main()
