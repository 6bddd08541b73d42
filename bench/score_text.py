#!/usr/bin/env python3
"""How well read/ finds the article of a web page: four gold sets, scored from their own definitions.

    python3 bench/score_text.py SET FOLDER --reader 'build/release/sayso_read_text build/release/knowledge.img'

SET      FOLDER (the set, unpacked)      measure
wcxb     .../wcxb/dev                    word F1 a page (words \\w+, lower case, as multisets), mean over article pages;
                                         and how many must-have snippets are in, must-not ones out
newspaper .../newsdev                    the same word F1 against "text"
trafilatura .../traf                     snippets of all pages: a wanted one found is TP, missing FN, an unwanted one found FP;
                                         F = 2TP / (2TP + FP + FN)
daniel   .../Corpus_daniel_v2.1          word F1 against the reference paragraphs, by language

The text scored is all blocks but furniture, byline, dateline, credits and captions, and but the headline (--headline keeps it): the
sets' texts begin below it. Title, date and authors are compared where a set gives them: title by its words, date by
the day, authors as a set of names.
--errors N prints the N worst pages.
"""
import argparse
import collections
import json
import pathlib
import re
import subprocess
import sys
import tempfile

WORD = re.compile(r'\w+')
LEFT_OUT = {'furniture', 'byline', 'dateline', 'credits', 'headline', 'caption'}


def words(text):
    return collections.Counter(WORD.findall((text or '').lower()))


def word_f1(got, want):
    g, w = words(got), words(want)
    if not w:
        return (1.0, 1.0, 1.0) if not g else (0.0, 0.0, 0.0)
    if not g:
        return 0.0, 0.0, 0.0
    both = sum((g & w).values())
    p, r = both / sum(g.values()), both / sum(w.values())
    return (2 * p * r / (p + r) if both else 0.0), p, r


def read_pages(reader, paths):
    """Runs the reader once over links to the pages; returns name -> record."""
    with tempfile.TemporaryDirectory() as folder:
        for name, path in paths.items():
            (pathlib.Path(folder) / (name + '.html')).symlink_to(path)
        names = sorted(paths)
        run = subprocess.run(reader.split() + [f'{folder}/{n}.html' for n in names], stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE, check=False)
        sys.stderr.write(run.stderr.decode()[-2000:])
        records = [json.loads(line) for line in run.stdout.decode().split('\n') if line]
    if len(records) != len(names):
        sys.exit(f'{len(names)} pages, {len(records)} records')
    return dict(zip(names, records))


def text_of(record, headline):
    out = []
    for block in record.get('blocks', []):
        if block['kind'] not in LEFT_OUT or (headline and block['kind'] == 'headline'):
            out.append(record['text'][block['start']:block['end']])
    return '\n\n'.join(out)


def load_wcxb(folder):
    for path in sorted((folder / 'ground-truth').glob('*.json')):
        gold = json.loads(path.read_text())
        page = folder / 'html' / (path.stem + '.html')
        if not page.exists():
            page = folder / 'html' / (path.stem + '.html.gz')
        if gold['_internal']['page_type']['primary'] != 'article' or not page.exists():
            continue
        g = gold['ground_truth']
        yield path.stem, page, {'text': g['main_content'], 'title': g.get('title'), 'date': g.get('publish_date'),
                                'authors': g.get('author'), 'with': g.get('with') or [], 'without': g.get('without') or []}


def load_newspaper(folder):
    for gold in json.loads((folder / 'news_articles.json').read_text()):
        page = folder / 'html' / (gold['html_file'] + '.html')
        if page.exists():
            yield gold['html_file'], page, {'text': gold['text'], 'title': gold['title'], 'date': gold['date'],
                                            'authors': gold['authors'], 'with': [], 'without': []}


def load_trafilatura(folder):
    for i, gold in enumerate(json.loads((folder / 'evaldata.json').read_text()).values()):
        for part in ('cache', 'eval'):
            page = folder / part / gold['file']
            if page.exists():
                yield f'{i:04}', page, {'text': None, 'title': None, 'date': None, 'authors': None,
                                        'with': gold['with'], 'without': gold['without']}
                break


def load_daniel(folder):
    languages = json.loads((folder / 'doc_lg.json').read_text())
    for path in sorted((folder / 'reference').iterdir()):
        page = folder / 'html' / path.name
        if page.exists() and path.name in languages:
            text = re.sub(r'<[^>]+>', ' ', path.read_text(errors='replace'))
            yield path.name, page, {'text': text, 'title': None, 'date': None, 'authors': None, 'with': [], 'without': [],
                                    'group': languages[path.name]}


def names_of(value):
    if isinstance(value, list):
        value = ','.join(value)
    parts = re.split(r',|;| and |&|\|', value or '')
    return {' '.join(WORD.findall(p.lower())) for p in parts if p.strip()}


def mean(values):
    return sum(values) / len(values) if values else 0.0


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument('set', choices=['wcxb', 'newspaper', 'trafilatura', 'daniel'])
    ap.add_argument('folder', type=pathlib.Path)
    ap.add_argument('--reader', required=True)
    ap.add_argument('--headline', action='store_true')
    ap.add_argument('--errors', type=int, default=0)
    ap.add_argument('--keep', help='write the records here')
    args = ap.parse_args()
    loader = {'wcxb': load_wcxb, 'newspaper': load_newspaper, 'trafilatura': load_trafilatura, 'daniel': load_daniel}[args.set]
    gold = {name: (page, g) for name, page, g in loader(args.folder)}
    records = read_pages(args.reader, {name: page.resolve() for name, (page, _) in gold.items()})
    if args.keep:
        with open(args.keep, 'w', encoding='utf-8') as out:
            for name in sorted(records):
                out.write(json.dumps({'name': name, 'page': str(gold[name][0]), 'record': records[name],
                                      'gold': gold[name][1]}, ensure_ascii=False) + '\n')
    scores = collections.defaultdict(list)
    meta = collections.defaultdict(list)
    tp = fn = fp = tn = 0
    worst = []
    for name, (page, g) in gold.items():
        record = records[name]
        got = text_of(record, args.headline or args.set in ('trafilatura', 'daniel'))
        if g['text'] is not None:
            f, p, r = word_f1(got, g['text'])
            scores[g.get('group', 'all')].append((f, p, r))
            worst.append((f, p, r, name, page))
        flat = ' '.join(got.split())
        for snippet in g['with']:
            found = ' '.join(snippet.split()) in flat
            tp, fn = tp + found, fn + (not found)
            if args.set == 'trafilatura' and not found:
                worst.append((0, 0, 0, name, f'{page} MISSING {snippet[:80]!r}'))
        for snippet in g['without']:
            found = ' '.join(snippet.split()) in flat
            fp, tn = fp + found, tn + (not found)
            if args.set == 'trafilatura' and found:
                worst.append((1, 0, 0, name, f'{page} UNWANTED {snippet[:80]!r}'))
        if g['title']:
            meta['title'].append(WORD.findall(record['title'].lower()) == WORD.findall(g['title'].lower()))
        if g['date']:
            meta['date'].append((record.get('published_at') or '')[:10] == str(g['date'])[:10])
        if g['authors']:
            meta['authors'].append(names_of(record.get('authors')) == names_of(g['authors']))
    for group in sorted(scores):
        s = scores[group]
        print(f'{args.set} {group}: {len(s)} pages, F1 {mean([x[0] for x in s]):.4f} P {mean([x[1] for x in s]):.4f} '
              f'R {mean([x[2] for x in s]):.4f}')
    if tp + fn:
        print(f'{args.set} snippets: TP {tp} FN {fn} FP {fp} TN {tn}, F {2 * tp / (2 * tp + fp + fn):.4f}')
    for field in ('title', 'date', 'authors'):
        if meta[field]:
            print(f'{args.set} {field}: {mean(meta[field]):.4f} of {len(meta[field])}')
    for f, p, r, name, page in sorted(worst, key=lambda x: x[:4])[:args.errors]:
        print(f'{f:.3f} P {p:.3f} R {r:.3f} {name} {page}')


if __name__ == '__main__':
    main()
