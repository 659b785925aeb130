#!/usr/bin/env bash
# Tests the callbacks of the frameworks that are too heavy for CI, with the real libraries.
#
#   tools/check_frameworks.sh [FOLDER]      virtual environments are made in FOLDER, or build/frameworks
#
# PyTorch is Debian's (apt-get install python3-torch, 600 MB): PyPI's brings gigabytes of CUDA. Its
# version decides those of Lightning and transformers. Keras trains on jax. Both CodeCarbon and
# CarbonTracker are here too, for the two scripts of the gallery that use them. wattprint is built by
# pip, unless Python finds a built one already (in PYTHONPATH, with its command in PATH).
set -euo pipefail
cd "$(dirname "$0")/.."

folder=${1:-$PWD/build/frameworks}
if ! /usr/bin/python3 -c 'import torch' 2>/dev/null; then
  echo "check_frameworks.sh: PyTorch is not installed; run: apt-get install --no-install-recommends python3-torch" >&2
  exit 1
fi

environment() {  # NAME [OPTION OF VENV...]
  pip=$folder/$1/bin/pip
  python=$folder/$1/bin/python
  if [ ! -x "$python" ]; then /usr/bin/python3 -m venv "${@:2}" "$folder/$1"; fi
  "$pip" install -q --disable-pip-version-check 'pytest>=8' jsonschema
}

check() {  # FILE...
  if ! "$python" -c 'import wattprint._native' 2>/dev/null; then
    "$pip" install -q --disable-pip-version-check .
  fi
  "$pip" list --disable-pip-version-check 2>/dev/null | grep -iE \
    '^(torch|lightning|pytorch-lightning|transformers|keras|jax|codecarbon|carbontracker) ' || true
  "$python" -m pytest -q "$@"
}

# Their requirement "torch" is met by Debian's, which pip does not take for it: so no dependencies.
environment torch --system-site-packages
"$pip" install -q --disable-pip-version-check 'numpy<2' 'transformers==4.44.*' psutil 'packaging<25'
"$pip" install -q --disable-pip-version-check --no-deps 'lightning==2.2.*' 'pytorch-lightning==2.2.*' \
  'torchmetrics<1.5' lightning-utilities 'accelerate<0.35'
check bindings/python/tests/frameworks/test_{lightning,transformers,page}.py

environment jax
"$pip" install -q --disable-pip-version-check keras jax
check bindings/python/tests/frameworks/test_{keras,page}.py

environment peers
"$pip" install -q --disable-pip-version-check codecarbon carbontracker scikit-learn
check bindings/python/tests/test_gallery.py -k mnist
