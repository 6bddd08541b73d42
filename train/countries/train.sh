#!/usr/bin/env bash
# train.sh SHARED_DIR [OUT]: builds the trainer and fits the weights of data/lexicon/mention_countries.tsv (or OUT) on 3,000
# reports that no labels of bench/ name, read by models/en.bin. One core, half a minute. Same data, model and knowledge,
# same bytes.
set -eu
cd "$(dirname "$0")/../.."
shared=${1:?"usage: train/countries/train.sh SHARED_DIR [OUT]"}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 train/countries/reports.py "$shared/data/news" bench/events_labels.tsv bench/event_sides.tsv --most 3000 > "$work/news.jsonl"
cmake --preset release >/dev/null
cmake --build --preset release --target train_countries knowledge | tail -1
build/release/train/countries/train_countries build/release/knowledge.img models/en.bin "$work/news.jsonl" > "$work/weights.tsv"
mv "$work/weights.tsv" "${2:-data/lexicon/mention_countries.tsv}"
