#!/usr/bin/env bash
# train.sh SHARED_DIR [WORK_DIR]: builds the trainers, makes word clusters from the raw news, trains
# models/en.bin and writes models/en.card.md. One core: four minutes for everything but the encoder and the names, whose
# bytes the same data give again; then these (train/encoder/train.sh).
set -eu
cd "$(dirname "$0")/.."
shared=${1:?"usage: train/train.sh SHARED_DIR [WORK_DIR]"}
work=${2:-build/train}
mkdir -p "$work"
cmake --preset release > "$work/configure.log"
cmake --build --preset release --target sayso knowledge train_clusters train_model > "$work/build.log"
if [ ! -s "$work/clusters.tsv" ]; then
  python3 train/raw_text.py "$shared" "$work/raw.txt"
  nice build/release/train/train_clusters data/lexicon/split.tsv "$work/clusters.tsv" "$work/raw.txt"
fi
nice build/release/train/train_model "$shared" data "$work" models/en.bin
train/encoder/train.sh "$shared" "$work"
python3 train/card.py "$shared" build/release/sayso models/en.bin "$work/names.log" > models/en.card.md
