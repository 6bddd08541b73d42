#!/usr/bin/env bash
# train.sh SHARED_DIR [OUT]: builds the trainer and fits the weights of data/lexicon/mention_coref.tsv (or OUT) on GAP's
# validation texts and GUM's train documents, read by models/en.bin. One core, about a minute. Same data, model and
# knowledge, same bytes. GAP's development texts and GUM's dev documents stay unseen: bench/scores.py measures on them.
set -eu
cd "$(dirname "$0")/../.."
shared=${1:?"usage: train/coref/train.sh SHARED_DIR [OUT]"}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
language=$shared/data/language
python3 train/coref/examples.py "$language/coref/gap/gap-validation.tsv" "$language/coref/gum/ontogum.conll" \
  "$language/ud/gum/en_gum-ud-train.conllu" > "$work/examples.jsonl"
cmake --preset release >/dev/null
cmake --build --preset release --target train_coref knowledge | tail -1
build/release/train/coref/train_coref build/release/knowledge.img models/en.bin "$work/examples.jsonl" > "$work/weights.tsv"
mv "$work/weights.tsv" "${2:-data/lexicon/mention_coref.tsv}"
