#!/usr/bin/env bash
# Installs what building, testing and the demo need on Debian 12, and nothing that is there already.
# Safe to run again; works as root or through sudo. `--ci` adds what only the checks need,
# `--fuzz` what the fuzz targets need.
set -euo pipefail
cd "$(dirname "$0")/.."

packages=(build-essential cmake ninja-build pkg-config python3 npm ca-certificates git
  libicu-dev libxxhash-dev libsqlite3-dev libzstd-dev zlib1g-dev libbrotli-dev libuchardet-dev libcld2-dev
  libcurl4-openssl-dev libzip-dev libpugixml-dev libsimdjson-dev libfmt-dev libcli11-dev doctest-dev)
if [ "${1:-}" = --ci ]; then
  packages+=(ccache mold clang-format-19 codespell)
fi

if [ "${1:-}" = --fuzz ]; then
  packages+=(clang-19 libclang-rt-19-dev)
fi

missing=()
for package in "${packages[@]}"; do
  status=$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null || true)
  [ "$status" = "install ok installed" ] || missing+=("$package")
done
# npm and node may be there without Debian's package.
if command -v npm >/dev/null && command -v node >/dev/null; then
  missing=("${missing[@]/#npm/}")
fi
todo=()
for package in "${missing[@]}"; do [ -n "$package" ] && todo+=("$package"); done

if [ "${#todo[@]}" -gt 0 ]; then
  run=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { echo "install-deps: not root and no sudo; missing: ${todo[*]}" >&2; exit 2; }
    run=(sudo)
  fi
  echo "install-deps: installing ${todo[*]}"
  "${run[@]}" apt-get update -q
  DEBIAN_FRONTEND=noninteractive "${run[@]}" apt-get install -y -q --no-install-recommends "${todo[@]}"
fi
echo "install-deps: Debian packages are there"
if [ -x tools/fetch_data.sh ]; then
  tools/fetch_data.sh
fi
