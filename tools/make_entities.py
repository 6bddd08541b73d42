#!/usr/bin/env python3
"""Writes src/read/html_entities.inc: the named character references of the HTML standard.

    python3 tools/make_entities.py > src/read/html_entities.inc

The list is part of the standard (https://html.spec.whatwg.org/#named-character-references); Python's
standard library carries it as html.entities.html5. Names without the closing semicolon are those the
standard allows without one. Sorted by bytes, for binary search.
"""
import html.entities


def quoted(text):
    return '"' + ''.join('\\%03o' % b for b in text.encode('utf-8')) + '"'


def main():
    print('// SPDX-License-Identifier: Apache-2.0')
    print('// Made by tools/make_entities.py; do not edit. Sorted by the bytes of the name.')
    print('// clang-format off')
    line = ''
    for name, text in sorted(html.entities.html5.items(), key=lambda row: row[0].encode()):
        row = '{"%s",%s},' % (name, quoted(text))
        if len(line) + len(row) > 400:
            print(line)
            line = ''
        line += row
    print(line)
    print('// clang-format on')


if __name__ == '__main__':
    main()
