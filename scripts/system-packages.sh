#!/usr/bin/env bash
# Install what the tests need from the system: Chromium (pages) and PostgreSQL (tables in a database).
set -euo pipefail
missing=()
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || [ -x "${PERRON_CHROMIUM:-/nonexistent}" ] || missing+=(chromium)
command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing+=(postgresql)
[ ${#missing[@]} -eq 0 ] && exit 0

as_root=""
[ "$(id -u)" = 0 ] || as_root="sudo -n"
if command -v apt-get >/dev/null && { [ -z "$as_root" ] || sudo -n true 2>/dev/null; }; then
    echo "Installing ${missing[*]} (apt)…" >&2
    $as_root apt-get update -qq
    DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
else
    echo "The tests need: ${missing[*]}. Install them, then run make test again." >&2
    echo "  Debian, Ubuntu: sudo apt install ${missing[*]}" >&2
    echo "  macOS: brew install --cask chromium; brew install postgresql@16 (PERRON_CHROMIUM= path of the browser)" >&2
    exit 1
fi
