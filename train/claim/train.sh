#!/usr/bin/env bash
# train.sh SHARED_DIR [OUT]: builds the trainer and makes models/claim.bin (or OUT) from PolNeAR's train set and the
# interviews of GUM, parsed by models/en.bin. One core, about a minute and a half. The same data, models and knowledge
# give the same bytes. To be made anew with every new models/en.bin.
set -eu
cd "$(dirname "$0")/../.."
shared=${1:?"usage: train/claim/train.sh SHARED_DIR [OUT]"}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cmake --preset release >/dev/null
cmake --build --preset release --target train_claim knowledge | tail -1
# GUM's news stays unseen: it is what we measure other news on.
grep '"doc_id": "GUM_interview_' "$shared/data/attribution/gum_news_interview.jsonl" > "$work/interviews.jsonl"
build/release/train/claim/train_claim build/release/knowledge.img models/en.bin "${2:-models/claim.bin}" \
  "$shared/data/attribution/polnear_train.jsonl" --also 3 "$work/interviews.jsonl"
