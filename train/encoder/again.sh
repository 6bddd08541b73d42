#!/usr/bin/env bash
# again.sh SHARED_DIR WORK_DIR: a second round behind train.sh, whose WORK_DIR it goes on with. The encoder has become better than its
# teacher: both together read raw text anew, bound in what people marked as said (attributed.py), and a new encoder of the same size
# learns from that. Writes WORK_DIR/en.bin and WORK_DIR/claim.bin, which ship; models/ stays as it is. One core, about an hour.
# What it brings: docs/decisions/language-layer.md.
set -eu
cd "$(dirname "$0")/../.."
shared=${1:?"usage: train/encoder/again.sh SHARED_DIR WORK_DIR"}
work=${2:?"usage: train/encoder/again.sh SHARED_DIR WORK_DIR"}
here=train/encoder
export SAYSO_SCAN_BUILD=$work/scan
python3 $here/teach.py --work "$work" --out again.pkl --words 3500000 --seed 6 encoder teacher 2> "$work/again.teach.log"
python3 $here/train.py --work "$work" --out again.taught --words 1500 --rate 3e-3 --epochs 64 --dropout 0.15 --project 128 \
  --silver again.pkl --silver-share 0.75 --seed 7 2> "$work/again.taught.log"
python3 $here/train.py --work "$work" --out again --start again.taught --words 1500 --rate 6e-4 --epochs 6 --dropout 0.25 --project 128 \
  --tag-weight 2 --seed 8 2> "$work/again.log"
python3 $here/names.py "$shared" --work "$work" --encoder again --out again.names 2> "$work/again.names.log"
pack=build/release/train/encoder/pack_encoder
$pack encoder models/en.bin "$work/again.tensors" "$work/again.bin"
$pack names "$work/again.bin" "$work/again.names.tensors" "$work/en.bin"
grep '"doc_id": "GUM_interview_' "$shared/data/attribution/gum_news_interview.jsonl" > "$work/interviews.jsonl"
build/release/train/claim/train_claim build/release/knowledge.img "$work/en.bin" "$work/claim.bin" \
  "$shared/data/attribution/polnear_train.jsonl" --also 3 "$work/interviews.jsonl"
