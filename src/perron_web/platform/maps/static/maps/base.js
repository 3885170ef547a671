// The base map, which is a setting: none, raster tiles, or a PMTiles file. The map works without any.
import { readTiles } from "./tiles.js";

// Returns { sources, layers, attribution } to lay under ours; nothing at all when there is no base map.
export async function baseOf(base, colours) {
  if (!base || !base.kind || base.kind === "none") return { sources: {}, layers: [] };
  if (base.kind === "raster") return raster(base, { tiles: base.tiles }, colours);
  const { url, kind } = await readTiles(base.url);
  return kind === "vector" ? vector(base, url, colours) : raster(base, { url }, colours);
}

function raster(base, source, colours) {
  const dark = colours.dark ? { "raster-brightness-min": 0.92, "raster-brightness-max": 0.1, "raster-hue-rotate": 180 } : {};
  return {
    sources: { base: { type: "raster", tileSize: base.size ?? 256, maxzoom: base.maxzoom ?? 19, ...source } },
    layers: [{ id: "base", type: "raster", source: "base", paint: { "raster-saturation": -0.55, "raster-opacity": 0.9, "raster-fade-duration": 120, ...dark } }],
  };
}

// Vector tiles in the Protomaps scheme (earth, water, landuse, roads, buildings, places): quiet, in our colours.
function vector(base, url, colours) {
  const layer = (id, type, from, paint, more = {}) => ({ id: `base-${id}`, type, source: "base", "source-layer": from, paint, ...more });
  const round = { layout: { "line-join": "round", "line-cap": "round" } };
  return {
    sources: { base: { type: "vector", url } },
    layers: [
      layer("earth", "fill", "earth", { "fill-color": colours.ground }),
      layer("landuse", "fill", "landuse", { "fill-color": colours.edge, "fill-opacity": 0.35 }),
      layer("water", "fill", "water", { "fill-color": colours.water }, { filter: ["==", ["geometry-type"], "Polygon"] }),
      layer("buildings", "fill", "buildings", { "fill-color": colours["street-edge"], "fill-opacity": 0.35 }, { minzoom: 15 }),
      layer("roads-edge", "line", "roads", { "line-color": colours["street-edge"], "line-width": ["interpolate", ["exponential", 1.6], ["zoom"], 8, 0.6, 14, 3, 18, 14] }, round),
      layer("roads", "line", "roads", { "line-color": colours.street, "line-width": ["interpolate", ["exponential", 1.6], ["zoom"], 8, 0.2, 14, 2, 18, 12] }, round),
    ],
  };
}
