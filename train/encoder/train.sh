#!/usr/bin/env bash
# train.sh SHARED_DIR [WORK_DIR]: teaches the encoder and the name tagger and puts them into models/en.bin, whose other sections it keeps
# (train/train.sh makes them first). Needs python3 with the packages of requirements.txt. One core, about
# an hour and three quarters; progress goes to WORK_DIR/*.log. Weights repeat in quality, not to the byte.
set -eu
cd "$(dirname "$0")/../.."
shared=${1:?"usage: train/encoder/train.sh SHARED_DIR [WORK_DIR]"}
work=${2:-build/train}
here=train/encoder
mkdir -p "$work/scan"
export SAYSO_SCAN_BUILD=$work/scan
cmake --preset release > "$work/configure.log"
cmake --build --preset release --target knowledge train_words pack_encoder > "$work/build.log"
words=build/release/train/encoder/train_words
model=models/en.bin
image=build/release/knowledge.img

# Text: raw news, MASC, the treebanks; vectors of words; everything as arrays.
python3 train/raw_text.py "$shared" "$work/raw.txt"
$words split $model $image < "$work/raw.txt" > "$work/raw.tok"
python3 $here/tokens.py "$shared" "$work"
python3 train/redocred.py "$shared/data/language/ner/redocred/dev_revised.json" "$work/redocred.conll"
python3 $here/vectors.py "$work" "$work/w2v.kv"
python3 $here/prepare.py "$shared" "$work" $words $model $image

# A large teacher learns from the treebanks; it reads raw text; the small encoder learns from both, and last from the
# treebanks alone at a low rate.
python3 $here/train.py --work "$work" --out teacher --hidden 256 --layers 4 --arc 256 --label 128 --dropout 0.4 \
  --epochs 15 --words 1500 --seed 11 2> "$work/teacher.log"
python3 $here/teach.py --work "$work" --out taught.pkl --words 3000000 --sets masc,wnut,btc,redocred teacher 2> "$work/teach.log"
python3 $here/train.py --work "$work" --out taught --words 1500 --rate 3e-3 --epochs 64 --dropout 0.15 --project 128 \
  --silver taught.pkl --silver-share 0.75 --seed 3 2> "$work/taught.log"
python3 $here/train.py --work "$work" --out encoder --start taught --words 1500 --rate 6e-4 --epochs 6 --dropout 0.25 --project 128 \
  --tag-weight 2 --seed 4 2> "$work/encoder.log"
build/release/train/encoder/pack_encoder encoder $model "$work/encoder.tensors" "$work/en.bin"

# Names over the encoder's rows.
python3 $here/names.py "$shared" --work "$work" --encoder encoder --out names 2> "$work/names.log"
build/release/train/encoder/pack_encoder names "$work/en.bin" "$work/names.tensors" $model
