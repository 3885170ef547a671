// PMTiles: one file of tiles, read piece by piece with HTTP Range. Loaded only when a map needs it.
import { addProtocol } from "../vendor/maplibre/maplibre-gl.mjs";

let protocol = null;

// Returns { url, kind, bounds, maxzoom } of a PMTiles file: `url` for a source, `kind` vector or raster.
export async function readTiles(address) {
  const { Protocol, PMTiles } = await import("../vendor/pmtiles.mjs");
  if (!protocol) {
    protocol = new Protocol();
    addProtocol("pmtiles", protocol.tile);
  }
  const absolute = new URL(address, document.baseURI).href;
  const file = new PMTiles(absolute);
  protocol.add(file);
  const head = await file.getHeader();
  return { url: `pmtiles://${absolute}`, kind: head.tileType === 1 ? "vector" : "raster", bounds: [head.minLon, head.minLat, head.maxLon, head.maxLat], maxzoom: head.maxZoom };
}
