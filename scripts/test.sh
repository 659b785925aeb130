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
step_name="start"

step() {
  step_name=$1
  printf '\n== %s (after %d:%02d)\n' "$1" $((SECONDS / 60)) $((SECONDS % 60))
}
on_failure() {
  echo "scripts/test.sh: the step \"$step_name\" failed; what is wrong stands above." >&2
}
trap on_failure ERR

configure_and_build() {  # PRESET [TARGET...]
  local preset=$1
  shift
  local launcher=()
  if command -v ccache >/dev/null; then
    launcher=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache -DCMAKE_C_COMPILER_LAUNCHER=ccache)
  fi
  cmake --preset "$preset" "${launcher[@]}" >"build/$preset.configure.log" 2>&1 ||
    { cat "build/$preset.configure.log" >&2; return 1; }
  cmake --build --preset "$preset" -j "$jobs" ${1:+--target "$@"} -- --quiet
}

run_tests() {  # PRESET [CTEST OPTION...]
  ctest --preset "$1" -j "$jobs" --timeout 300 "${@:2}" --quiet --output-log "build/$1.test.log" ||
    { cat "build/$1.test.log" >&2; return 1; }
  tail -n 4 "build/$1.test.log"
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

if ! $quick; then
  step "clang-tidy"
  scripts/check-tidy build/ci

  # The sanitizers watch the unit tests; the end-to-end tests measure time and preload umockdev,
  # which neither of them stands.
  step "address and undefined-behaviour sanitizers: build"
  configure_and_build asan
  step "address and undefined-behaviour sanitizers: tests"
  run_tests asan -LE e2e

  # Only what has threads of its own: the sampler, slow sensors, the C++ around them.
  step "thread sanitizer: build"
  configure_and_build tsan measure_test engine_test
  step "thread sanitizer: tests"
  for program in measure_test engine_test; do "build/tsan/bin/$program" --gtest_brief=1; done

  step "fuzz targets: build"
  configure_and_build fuzz
  step "fuzz targets: ${FUZZ_SECONDS:-5} s each"
  scripts/fuzz.sh build/fuzz/bin "${FUZZ_SECONDS:-5}"
fi

step "tests"
ctest --preset ci --timeout 300 -j "$jobs"
