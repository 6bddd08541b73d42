#!/usr/bin/env bash
# train.sh WORK [OUT]: makes models/event.bin (or OUT), the tagger of events and states, from the marked texts of train/encoder/own_events/
# the labels of real news (news/; texts in $SAYSO_SHARED) and counts of words in WORK/*.tok (made by train/encoder/train.sh). Needs the packages of
# train/encoder/requirements.txt. One core, half an hour. To be made anew with a new models/en.bin or when many rules of events have changed.
set -eu
cd "$(dirname "$0")/../.."
work=${1:?"usage: train/event/train.sh WORK [OUT]"}
cmake --preset release >/dev/null
cmake --build --preset release --target train_features pack_event knowledge | tail -1
python=${PYTHON:-python3}
[ -f "$work/event.npz" ] || "$python" train/event/vectors.py "$work" "$work/event.npz"
"$python" train/event/train.py --vectors "$work/event.npz" --out "$work"
build/release/train/event/pack_event "$work/event.names" "$work/event.words" "$work/event.tensors" "${2:-models/event.bin}"
