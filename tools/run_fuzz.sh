#!/usr/bin/env bash
# Runs the fuzz targets of build/fuzz one after the other, FUZZ_SECONDS (600) each; FUZZ_TARGETS
# narrows them. Stops at the first input that breaks something and says where it lies.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${FUZZ_SECONDS:-600}
python3 tests/fuzz/seeds.py build/fuzz/seeds
for program in build/fuzz/fuzz_*; do
  name=${program##*/fuzz_}
  if [ ! -x "$program" ] || [ -d "$program" ]; then continue; fi
  if [ -n "${FUZZ_TARGETS:-}" ] && ! [[ " $FUZZ_TARGETS " == *" $name "* ]]; then continue; fi
  mkdir -p "build/fuzz/corpus/$name" "build/fuzz/seeds/$name" build/fuzz/broken
  longest=65536
  [ "$name" = language ] && longest=2048  # the models cost a millisecond a hundred bytes here
  echo "fuzz $name: $seconds s"
  SAYSO_SOURCE=$PWD "$program" -max_total_time="$seconds" -timeout=25 -rss_limit_mb=2048 -max_len=$longest -verbosity=0 \
    -print_final_stats=1 -artifact_prefix="build/fuzz/broken/$name-" "build/fuzz/corpus/$name" "build/fuzz/seeds/$name" \
    > "build/fuzz/$name.log" 2>&1 || { tail -40 "build/fuzz/$name.log"; exit 1; }
  grep -E 'number_of_executed_units|peak_rss' "build/fuzz/$name.log"
done
