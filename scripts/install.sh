#!/usr/bin/env bash
# Make the virtual environment and install one locked set of requirements into it: base, dev or bench.
set -euo pipefail
cd "$(dirname "$0")/.."
set_name=$1
python=${PYTHON:-python3}

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "Perron needs Python 3.11 or later; this is $("$python" --version). Say which with PYTHON=…" >&2; exit 1; }

if [ ! -x .venv/bin/python ]; then
    "$python" -m venv .venv 2>/dev/null || {
        rm -rf .venv
        as_root=""; [ "$(id -u)" = 0 ] || as_root="sudo -n"
        echo "Installing python3-venv…" >&2
        $as_root apt-get install -y -q python3-venv >/dev/null 2>&1 || {
            echo "Python cannot make a virtual environment here. On Debian or Ubuntu: sudo apt install python3-venv" >&2; exit 1; }
        "$python" -m venv .venv; }
fi

echo "Installing the $set_name requirements (once)…" >&2
if command -v uv >/dev/null; then
    uv pip install -q --python .venv/bin/python --require-hashes -r "requirements/$set_name.txt"
else
    .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r "requirements/$set_name.txt"
fi
if [ "$set_name" = base ]; then
    .venv/bin/python -m pip install -q --disable-pip-version-check --no-index --no-deps --no-build-isolation -e .
fi
touch ".venv/$set_name.stamp"
