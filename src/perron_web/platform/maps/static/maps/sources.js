// What is laid on the map: sources with their layers, what is chosen or under the pointer, and what is asked of them.
import { layersOf } from "./layers.js";
import { readTiles } from "./tiles.js";

const EMPTY = { type: "FeatureCollection", features: [] };
// Back to front: what is added later still goes under what its kind must not cover.
const ORDER = ["shapes", "polygons", "streets", "outline", "lines", "points", "marks", "streetNames", "names"];
const WITH = { shapes: ["shapes", "outline"], streets: ["streets", "streetNames"] };
const TOUCHED = { shapes: ["fill"], polygons: ["fill"], lines: ["line"], points: ["dots"], marks: ["dots"], streets: ["line"], names: [] };

export class Sources {
  constructor(map) {
    this.map = map;
    this.known = new Map();
    this.marked = new Map();
  }

  get canvas() { return this.map.canvas; }

  async add(name, source) {
    if (this.known.has(name)) this.drop(name);
    this.canvas.addSource(name, await this.described(source));
    this.known.set(name, source);
    // What is seen at once first; outlines and names of streets when the map has drawn itself.
    const [first, ...others] = WITH[source.kind] ?? [source.kind];
    this.lay(name, source, first);
    if (others.length) this.canvas.once("idle", () => { for (const kind of others) this.lay(name, source, kind); });
  }

  lay(name, source, kind) {
    if (this.known.get(name) !== source) return;
    const before = this.next(kind);
    for (const layer of layersOf(kind, name, this.map.colours, source)) this.canvas.addLayer({ ...layer, metadata: { kind } }, before);
  }

  async described(source) {
    const promoteId = source.key ?? "code";
    if (source.tiles) {
      const { url } = await readTiles(source.tiles);
      return { type: "vector", url, promoteId: { [source.layer]: promoteId } };
    }
    const data = source.url ? new URL(source.url, document.baseURI).href : (source.data ?? EMPTY);
    return { type: "geojson", data, promoteId, tolerance: source.tolerance ?? 0.3, buffer: 64, maxzoom: 15 };
  }

  // The first layer already there that must stay above this kind.
  next(kind) {
    const rank = ORDER.indexOf(kind);
    return this.canvas.getStyle().layers.find((layer) => ORDER.indexOf(layer.metadata?.kind) > rank)?.id;
  }

  *layers(make) {
    for (const [name, source] of this.known) for (const kind of WITH[source.kind] ?? [source.kind]) yield* make(kind, name, source);
  }

  layersNamed(name) {
    return this.canvas.getStyle().layers.filter((layer) => layer.source === name);
  }

  set(name, data) { this.canvas.getSource(name)?.setData(data ?? EMPTY); }

  drop(name) {
    for (const layer of this.layersNamed(name)) this.canvas.removeLayer(layer.id);
    if (this.canvas.getSource(name)) this.canvas.removeSource(name);
    this.known.delete(name);
  }

  show(name, visible) {
    for (const layer of this.layersNamed(name)) this.canvas.setLayoutProperty(layer.id, "visibility", visible ? "visible" : "none");
  }

  feature(name, id) {
    const layer = this.known.get(name)?.layer;
    return layer ? { source: name, sourceLayer: layer, id } : { source: name, id };
  }

  state(name, id, values) { this.canvas.setFeatureState(this.feature(name, id), values); }

  // Give `flag` to these features and take it from those that had it.
  mark(name, flag, keys) {
    if (!this.known.has(name)) return;
    const wanted = new Set((Array.isArray(keys) ? keys : [keys]).filter((key) => key !== null && key !== undefined));
    const before = this.marked.get(`${name} ${flag}`) ?? new Set();
    for (const key of before) if (!wanted.has(key)) this.state(name, key, { [flag]: false });
    for (const key of wanted) if (!before.has(key)) this.state(name, key, { [flag]: true });
    this.marked.set(`${name} ${flag}`, wanted);
  }

  touched(name) {
    return (TOUCHED[this.known.get(name)?.kind] ?? []).map((end) => `${name}-${end}`).filter((id) => this.canvas.getLayer(id));
  }

  at(point, name) {
    return this.canvas.queryRenderedFeatures(point, { layers: this.touched(name) })[0] ?? null;
  }

  // on("hover" | "click", name, (feature | null, event) => …): hover tells when the feature changes. Returns a way to stop.
  on(event, name, listener) {
    let last;
    const ask = (e) => this.at(e.point, name);
    const move = (e) => {
      const feature = ask(e);
      if (feature?.id !== last) this.canvas.getCanvas().classList.toggle("pointing", Boolean(feature));
      last = feature?.id;
      listener(feature, e);
    };
    const out = (e) => { last = undefined; listener(null, e); };
    const click = (e) => { const feature = ask(e); listener(feature, e); };
    const pairs = event === "hover" ? [["mousemove", move], ["mouseout", out]] : [["click", click]];
    for (const [type, heard] of pairs) this.canvas.on(type, heard);
    return () => { for (const [type, heard] of pairs) this.canvas.off(type, heard); };
  }
}
