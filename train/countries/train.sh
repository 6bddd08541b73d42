#!/usr/bin/env bash
# train.sh SHARED_DIR [OUT]: builds the trainer and fits the weights of data/lexicon/mention_countries.tsv (or OUT) on the questions of
# train/countries/questions.tsv and on 3,000 other reports that no labels of bench/ name, read by models/en.bin. One core, about
# a minute. Same data, model and knowledge, same bytes.
set -eu
cd "$(dirname "$0")/../.."
shared=${1:?"usage: train/countries/train.sh SHARED_DIR [OUT]"}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for packed in "$shared"/data/news/*.xz; do xz -dc "$packed"; done > "$work/case.jsonl"
python3 "$shared/tools/scorers/score_muc.py" "$shared/data/events/muc4/gtt/train.json" --make-input "$work/muc.jsonl" \
  --raw "$shared/data/events/muc4/raw" --text cased --case-from "$work/case.jsonl" >/dev/null
python3 train/countries/reports.py "$shared/data/news" --questions train/countries/questions.tsv \
  --texts "$work/muc.jsonl" "$shared/data/attribution/polnear_train.jsonl" \
  --not bench/events_labels.tsv bench/event_sides.tsv > "$work/reports.jsonl"
cmake --preset release >/dev/null
cmake --build --preset release --target train_countries knowledge | tail -1
build/release/train/countries/train_countries build/release/knowledge.img models/en.bin "$work/reports.jsonl" > "$work/weights.tsv"
mv "$work/weights.tsv" "${2:-data/lexicon/mention_countries.tsv}"
