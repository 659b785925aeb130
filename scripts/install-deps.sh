#!/usr/bin/env bash
# Installs what wattprint needs from Debian's packages. Does nothing, quickly, when all is there.
#
#   scripts/install-deps.sh            what building the release needs
#   scripts/install-deps.sh --test     also what scripts/test.sh needs
#   scripts/install-deps.sh --python   what `pip install .` needs besides a C++ compiler
#   scripts/install-deps.sh --demo     also what scripts/demo.sh needs (about 600 MB: PyTorch)
#   scripts/install-deps.sh --bench    also what scripts/bench.sh needs
#   scripts/install-deps.sh --list ... prints the packages that are missing and changes nothing
set -euo pipefail

build=(g++ cmake ninja-build pkg-config libexpected-dev libfmt-dev libcli11-dev
       libtomlplusplus-dev nlohmann-json3-dev libsqlite3-dev zlib1g-dev libcurl4-openssl-dev
       libpugixml-dev libhowardhinnant-date-dev)
test=(git ccache clang clang-format clang-tidy libclang-rt-14-dev libgtest-dev libgmock-dev
      librapidcheck-dev libbenchmark-dev umockdev python3 python3-jsonschema procps)
python=(python3 python3-venv python3-dev ca-certificates)
# Debian's PyTorch calls whatever provides libblas.so.3; the reference BLAS that it gets by default
# uses ten times the CPU time of OpenBLAS.
demo=(ca-certificates python3 python3-torch libopenblas0-pthread)
bench=(libbenchmark-dev python3 python3-venv ca-certificates)

usage() { sed -n '2,10s/^# \{0,1\}//p' "$0"; }

wanted=("${build[@]}")
list_only=false
for argument in "$@"; do
  case $argument in
    --test) wanted+=("${test[@]}" "${python[@]}") ;;
    --python) wanted+=("${python[@]}") ;;
    --demo)
      wanted+=("${demo[@]}")
      # A node from elsewhere brings its own npm, and Debian's npm would remove it: use what is there.
      if ! command -v npm >/dev/null; then wanted+=(nodejs npm); fi ;;
    --bench) wanted+=("${bench[@]}") ;;
    --list) list_only=true ;;
    -h | --help) usage; exit 0 ;;
    *) echo "install-deps: unknown option $argument; --help lists them." >&2; exit 2 ;;
  esac
done

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
  cat >&2 <<TEXT
install-deps: this system has no apt-get; the package names here are those of Debian 12.
Install these by your own package manager, then run cmake --preset release && cmake --build --preset release:
  ${wanted[*]}
TEXT
  exit 1
fi

is_installed() { [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

missing=()
for package in "${wanted[@]}"; do
  is_installed "$package" || missing+=("$package")
done
if [ ${#missing[@]} -eq 0 ]; then exit 0; fi
if $list_only; then printf '%s\n' "${missing[@]}"; exit 0; fi

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null; then
    echo "install-deps: these packages are missing and you are not root: ${missing[*]}" >&2
    echo "Run as root: apt-get install --no-install-recommends ${missing[*]}" >&2
    exit 1
  fi
  as_root=(sudo)
fi

apt() {
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -y \
    -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 "$@" </dev/null
}

echo "Installing ${#missing[@]} Debian packages: ${missing[*]}"
# The package lists of a fresh machine are empty or too old to download from; those of a used one
# are good, and updating them costs more than all the checks above.
install() { apt install --no-install-recommends "${missing[@]}"; }
if ! apt-cache show "${missing[@]}" >/dev/null 2>&1 || ! install; then
  apt update
  if ! install; then
    echo "install-deps: apt-get could not install ${missing[*]}." >&2
    echo "The names are those of Debian 12 (bookworm); its messages above say what is wrong." >&2
    exit 1
  fi
fi
