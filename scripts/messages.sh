#!/usr/bin/env bash
# Texts of the site: extract them into each application's English catalogue, or compile the catalogues.
#   scripts/messages.sh extract src/perron_web/features/turfs     scripts/messages.sh compile
set -euo pipefail
cd "$(dirname "$0")/.."
site=$PWD/.venv/bin/perron-site
export PERRON_DATA=${PERRON_DATA:-$(mktemp -d)}
case ${1:-} in
extract)
    shift
    for app in "$@"; do
        mkdir -p "$app/locale/en/LC_MESSAGES"
        (cd "$app" && "$site" makemessages -l en --no-location --no-obsolete --no-wrap -v 0)
        sed -i '1,4{/^#, fuzzy$/d}' "$app/locale/en/LC_MESSAGES/django.po"  # a catalogue so marked is not compiled
        sed -i -E '/^"(POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Report-Msgid-Bugs-To|Project-Id-Version)/d; /^# (SOME|Copyright|This file|FIRST)/d' "$app/locale/en/LC_MESSAGES/django.po"
    done ;;
compile)
    find src/perron_web -name django.po | while read -r texts; do
        [ "${texts%.po}.mo" -nt "$texts" ] || .venv/bin/pybabel -q compile -i "$texts" -o "${texts%.po}.mo"
    done ;;
*) echo "usage: scripts/messages.sh extract FOLDER… | compile" >&2; exit 1 ;;
esac
