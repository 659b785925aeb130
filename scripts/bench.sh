#!/usr/bin/env bash
# Builds the release and measures what wattprint itself costs; results in build/bench/results.json.
#
#   scripts/bench.sh             the table of docs/performance.md, with limits and verdicts
#   scripts/bench.sh --peers     also CodeCarbon, CarbonTracker and eco2AI, each from PyPI in its own
#                                virtual environment below build/bench/peers
#   scripts/bench.sh --micro     also the hot paths one by one (google benchmark)
#   scripts/bench.sh --quick     fewer and shorter runs
#
# A missed limit is a line in the table, not a failure: machines are noisy. Only measuring that does
# not work at all ends with an error.
set -euo pipefail
cd "$(dirname "$0")/.."

with_peers=false
with_micro=false
options=()
for argument in "$@"; do
  case $argument in
    --peers) with_peers=true ;;
    --micro) with_micro=true ;;
    --quick) options+=(--quick) ;;
    *) sed -n '2,12s/^# \{0,1\}//p' "$0"; exit 2 ;;
  esac
done

bench=build/bench
mkdir -p "$bench"
scripts/install-deps.sh --bench

echo "building; the log is $bench/build.log"
if ! { cmake --preset release -DWATTPRINT_BUILD_BENCHMARKS=ON &&
       cmake --build --preset release; } >"$bench/build.log" 2>&1; then
  tail -n 40 "$bench/build.log" >&2
  echo "bench.sh: the build failed; all of it is in $bench/build.log" >&2
  exit 1
fi

if $with_peers; then
  # eco2AI 0.3.12 writes text into number columns, which pandas 3 refuses.
  declare -A also=([codecarbon]="" [carbontracker]="" [eco2ai]="pandas<3")
  for peer in codecarbon carbontracker eco2ai; do
    venv=$bench/peers/$peer
    if [ ! -f "$venv/installed" ]; then
      echo "installing $peer into $venv"
      /usr/bin/python3 -m venv "$venv"
      "$venv/bin/pip" install --quiet --disable-pip-version-check "$peer" ${also[$peer]:+"${also[$peer]}"}
      touch "$venv/installed"
    fi
  done
  options+=(--peers "$bench/peers")
fi

if $with_micro; then
  build/release/bin/wattprint_bench --benchmark_min_time=0.2 \
    --benchmark_out="$bench/micro.json" --benchmark_out_format=json
fi
/usr/bin/python3 bench/figures.py --bin build/release/bin --output "$bench/results.json" \
  ${options[@]+"${options[@]}"}
echo "kept in $bench/results.json"
