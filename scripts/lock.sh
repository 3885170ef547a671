#!/usr/bin/env bash
# Lock every set of requirements, with hashes, for all platforms and Pythons we support.
set -euo pipefail
cd "$(dirname "$0")/.."
lock() { uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header "$@" > /dev/null; }
lock --extra site pyproject.toml requirements/build.in -o requirements/base.txt
lock requirements/dev.in -o requirements/dev.txt
lock requirements/bench.in -o requirements/bench.txt
lock requirements/node.in -o requirements/node.txt
