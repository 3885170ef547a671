// createMap(element, options): a map with our style, no base map unless the setting gives one. See README.md.
import { Map as Canvas, setWorkerUrl } from "../vendor/maplibre/maplibre-gl.mjs";
import { baseOf } from "./base.js";
import { card, tip } from "./cards.js";
import { readColours, watchColours } from "./colours.js";
import { addControls } from "./controls.js";
import { drawLasso } from "./lasso.js";
import { groundLayers, layersOf } from "./layers.js";
import { setPatterns } from "./patterns.js";
import { Sources } from "./sources.js";
import { words } from "./words.js";

setWorkerUrl(new URL("../vendor/maplibre/maplibre-gl-worker.mjs", import.meta.url).href);

const FRANCE = [-5.2, 41.3, 9.6, 51.1];
const QUIET = { dragRotate: false, pitchWithRotate: false, touchPitch: false, rollEnabled: false, maxPitch: 0 };

export async function createMap(element, options = {}) {
  const colours = readColours(element);
  const base = await baseOf(options.base ?? readBase(element), colours);
  const stage = document.createElement("div");
  stage.className = "map-stage";
  element.append(stage);
  const canvas = drawn(element, {
    container: stage,
    style: { version: 8, sources: base.sources, layers: [...groundLayers(colours), ...base.layers] },
    bounds: options.bounds ?? FRANCE,
    fitBoundsOptions: { padding: options.padding ?? 24 },
    maxZoom: 19.5, minZoom: 3, renderWorldCopies: false, attributionControl: false, fadeDuration: 120,
    interactive: options.interactive ?? true, scrollZoom: options.scroll ?? true, refreshExpiredTiles: false,
    locale: { "Map.Title": options.label ?? words("map") }, ...QUIET,
  });
  canvas.touchZoomRotate.disableRotation();
  canvas.keyboard.disableRotation();
  const map = new OurMap(element, canvas, colours, options);
  await new Promise((resolve) => canvas.once("style.load", resolve));
  setPatterns(canvas, colours.hatch);
  return map;
}

/** The canvas; without WebGL 2 the frame says so, and the table beside it says the same as the map. */
function drawn(element, options) {
  try {
    return new Canvas(options);
  } catch (error) {
    const message = element.querySelector("[data-message]") ?? element.appendChild(document.createElement("p"));
    message.className = "map-message";
    message.textContent = words("no_map");
    throw error;
  }
}

function readBase(element) {
  return element.dataset.base ? JSON.parse(element.dataset.base) : null;
}

class OurMap {
  constructor(element, canvas, colours, options) {
    this.element = element;
    this.canvas = canvas;   // the MapLibre map itself
    this.colours = colours;
    this.home = options.bounds ?? FRANCE;
    this.sources = new Sources(this);
    this.tip = tip(element);
    this.unwatch = watchColours(() => this.repaint());
    if (options.controls ?? true) addControls(this, options);
    if (options.label) canvas.getCanvas().setAttribute("aria-label", options.label);
  }

  // Sources: each is { kind, data | url | tiles, key, … }; see README.md.
  async add(name, source) { return this.sources.add(name, source); }
  set(name, data) { return this.sources.set(name, data); }
  drop(name) { this.sources.drop(name); }
  show(name, visible = true) { this.sources.show(name, visible); }
  state(name, key, values) { this.sources.state(name, key, values); }
  states(name, entries) { for (const [key, values] of entries) this.sources.state(name, key, values); }
  choose(name, keys) { this.sources.mark(name, "chosen", keys); }
  light(name, keys) { this.sources.mark(name, "hover", keys); }
  on(event, name, listener) { return this.sources.on(event, name, listener); }
  at(point, name) { return this.sources.at(point, name); }

  fit(bounds, options = {}) {
    this.canvas.fitBounds(bounds, { padding: options.padding ?? 40, maxZoom: options.maxZoom ?? 17, duration: options.now ? 0 : 350 });
  }

  whole() { this.fit(this.home, { padding: 24 }); }
  lasso(signal) { return drawLasso(this.canvas, this.colours, signal); }
  card(lngLat, content, options) { return card(this, lngLat, content, options); }

  // The colours of the page changed: give every layer its new ones, sources stay as they are.
  repaint() {
    const colours = readColours(this.element);
    if (JSON.stringify(colours) === JSON.stringify(this.colours)) return;
    this.colours = colours;
    setPatterns(this.canvas, colours.hatch);
    const layers = [...groundLayers(colours), ...this.sources.layers((kind, name, options) => layersOf(kind, name, colours, options))];
    for (const layer of layers) {
      if (!this.canvas.getLayer(layer.id)) continue;
      for (const [property, value] of Object.entries(layer.paint)) this.canvas.setPaintProperty(layer.id, property, value);
    }
  }

  remove() {
    this.unwatch();
    this.canvas.remove();
    this.element.replaceChildren();
  }
}
