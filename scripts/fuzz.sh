#!/usr/bin/env bash
# Runs each fuzz target for some seconds from its corpus; a finding is kept as crash-*.
#
#   scripts/fuzz.sh [BIN_DIR] [SECONDS]     BIN_DIR has the *_fuzz programs (default build/fuzz/bin)
set -euo pipefail
cd "$(dirname "$0")/.."

bin=${1:-build/fuzz/bin}
seconds=${2:-60}
mkdir -p build/fuzz-findings

one() {
  local program=$1 name
  name=$(basename "$program" _fuzz)
  local grown=build/fuzz-corpus/$name corpus=fuzz/corpus/$name log=build/fuzz-findings/$name.log
  mkdir -p "$grown"
  local folders=("$grown")
  if [ -d "$corpus" ]; then folders+=("$corpus"); fi
  if ! "$program" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 \
    -artifact_prefix="build/fuzz-findings/$name-" "${folders[@]}" >"$log" 2>&1; then
    tail -n 40 "$log" >&2
    echo "fuzz.sh: $name found a bug; the input is in build/fuzz-findings/, run $program FILE" >&2
    return 1
  fi
  echo "$name: $(grep -oE 'Done [0-9]+ runs' "$log")"
}

programs=("$bin"/*_fuzz)
if [ ! -x "${programs[0]}" ]; then
  echo "fuzz.sh: no fuzz target in $bin; cmake --preset fuzz && cmake --build --preset fuzz makes them" >&2
  exit 1
fi
export seconds
export -f one
printf '%s\0' "${programs[@]}" | xargs -0 -n 1 -P "$(nproc)" bash -c 'one "$0"'
