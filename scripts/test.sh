#!/usr/bin/env bash
# Installs what is missing, builds, and runs every check and test; the first that fails ends it.
#
#   scripts/test.sh            everything, as .ci/run does
#   scripts/test.sh --quick    without sanitizers, fuzzing and clang-tidy
#
# FUZZ_SECONDS (default 5) is the time for each fuzz target.
set -euo pipefail
cd "$(dirname "$0")/.."

quick=false
case ${1:-} in
  "") ;;
  --quick) quick=true ;;
  *) sed -n '2,7s/^# \{0,1\}//p' "$0"; exit 2 ;;
esac

jobs=$(nproc)
# A second clone of the same text compiles nothing anew.
export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1
step_name="start"

step() {
  step_name=$1
  printf '\n== %s (after %d:%02d)\n' "$1" $((SECONDS / 60)) $((SECONDS % 60))
}
on_failure() {
  echo "scripts/test.sh: the step \"$step_name\" failed; what is wrong stands above." >&2
}
trap on_failure ERR

configure_and_build() {  # PRESET [CMAKE OPTION...] [-- TARGET...]
  local preset=$1 options=() targets=()
  shift
  if command -v ccache >/dev/null; then
    options=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache -DCMAKE_C_COMPILER_LAUNCHER=ccache)
  fi
  while [ $# -gt 0 ] && [ "$1" != -- ]; do options+=("$1"); shift; done
  if [ $# -gt 1 ]; then targets=(--target "${@:2}"); fi
  if ! cmake --preset "$preset" "${options[@]}" >"build/$preset.configure.log" 2>&1; then
    cat "build/$preset.configure.log" >&2
    return 1
  fi
  cmake --build --preset "$preset" -j "$jobs" "${targets[@]}" -- --quiet
}

run_tests() {  # BUILD_DIR [CTEST OPTION...]; only failures and the sum are shown
  local log=$1/tests.log
  if ! ctest --test-dir "$1" -j "$jobs" --timeout 300 --output-on-failure --no-tests=error "${@:2}" \
    >"$log" 2>&1; then
    grep -vE 'Passed|Start +[0-9]+:' "$log" >&2
    return 1
  fi
  grep -E 'tests passed|Total Test time' "$log"
}

use_once() {  # WATTPRINT; every command once, in a sanitized build
  local scratch
  scratch=$(mktemp -d)
  local wattprint=("$1" --data-dir "$scratch")
  "${wattprint[@]}" run --interval 20ms --samples "$scratch/samples.csv" -- \
    sh -c 'for i in 1 2 3 4 5; do sleep 0.1; done & wait' 2>"$scratch/log" &&
    "${wattprint[@]}" run -- true 2>>"$scratch/log" &&
    "${wattprint[@]}" list >>"$scratch/log" 2>&1 &&
    "${wattprint[@]}" show --json >>"$scratch/log" 2>&1 &&
    "${wattprint[@]}" estimate servers --input examples/inventory/servers.csv \
      --output "$scratch/watts.csv" >>"$scratch/log" 2>&1 &&
    "${wattprint[@]}" doctor >>"$scratch/log" 2>&1 &&
    "${wattprint[@]}" catalog cpu "AMD EPYC-Milan Processor" >>"$scratch/log" 2>&1 &&
    "${wattprint[@]}" catalog gpu "Tesla V100-SXM2-16GB" >>"$scratch/log" 2>&1 &&
    "${wattprint[@]}" catalog instance m5.large >>"$scratch/log" 2>&1 ||
    { cat "$scratch/log" >&2; return 1; }
  rm -rf "$scratch"
}

mkdir -p build
step "Debian packages"
scripts/install-deps.sh --test

step "checks of the source text: format, include table, data"
scripts/check-format
scripts/check-includes
scripts/check-data

step "build: optimised, warnings are errors"
configure_and_build ci

step "installed tree: find_package and pkg-config"
scripts/check-install build/ci

step "Python package: built by pip into a virtual environment, and its tests"
scripts/test-python

if ! $quick; then
  step "clang-tidy"
  scripts/check-tidy build/ci --recent

  # Fuzz targets and unit tests under both sanitizers from one build: compiling is most of the time.
  # The end-to-end tests are not in it; they measure time and preload umockdev.
  step "address and undefined-behaviour sanitizers, fuzz targets: build with clang"
  configure_and_build fuzz -DWATTPRINT_BUILD_TESTS=ON
  step "address and undefined-behaviour sanitizers: tests"
  run_tests build/fuzz
  use_once build/fuzz/bin/wattprint
  step "fuzz targets, ${FUZZ_SECONDS:-5} s each"
  scripts/fuzz.sh build/fuzz/bin "${FUZZ_SECONDS:-5}"

  # Only what has threads of its own: sources that may block, and the engine that reads them.
  step "thread sanitizer: build"
  configure_and_build tsan -- measure_test wattprint_cli
  step "thread sanitizer: tests"
  build/tsan/bin/measure_test --gtest_brief=1
  use_once build/tsan/bin/wattprint
fi

step "tests"
ctest --preset ci -j "$jobs" --timeout 300 --no-tests=error
