#!/usr/bin/env bash
# train.sh SHARED_DIR: builds the trainer and makes models/claim.bin from PolNeAR's train set, parsed by
# models/en.bin. One core, about two minutes. The same data, model and knowledge give the same bytes.
set -eu
cd "$(dirname "$0")/../.."
shared=${1:?"usage: train/claim/train.sh SHARED_DIR"}
cmake --preset release >/dev/null
cmake --build --preset release --target train_claim knowledge | tail -1
nice build/release/train/claim/train_claim build/release/knowledge.img models/en.bin models/claim.bin \
  "$shared/data/attribution/polnear_train.jsonl"
