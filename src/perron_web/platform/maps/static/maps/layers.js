// Layers of each kind of source, in the colours of the page. Every layer is made from here, so that a change of
// colours repaints them all: layersOf(kind, name, colours) gives the same identifiers each time.
export const REGULAR = ["Atkinson Hyperlegible Next"];
export const BOLD = ["Atkinson Hyperlegible Next Bold", "Atkinson Hyperlegible Next"];
const CLOSE = 14.2;
// Below this zoom the areas of a national map are smaller than their outlines, which are left out.
const FAR = 7;
// Layers of one source with the same layout share their triangles.
const ROUND = { "line-join": "round", "line-cap": "round" };

const state = (name) => ["boolean", ["feature-state", name], false];
const metres = (width, least) => ["interpolate", ["exponential", 2], ["zoom"], 12, least, CLOSE, ["max", least, ["/", width, 5.4]], 20, ["max", least, ["*", width, 10.2]]];

export function groundLayers(colours) {
  return [{ id: "ground", type: "background", paint: { "background-color": colours.ground } }];
}

// Areas coloured by class 1 to 5: feature state `class`, else property `k`; hatched where `held` or `weak` is 1.
function shapes(name, colours, options) {
  const common = options.layer ? { source: name, "source-layer": options.layer } : { source: name };
  const close = { ...common, minzoom: options.tiles ? FAR : 0 };
  const scale = ["match", options.bare ? ["coalesce", ["feature-state", "class"], 0] : ["coalesce", ["feature-state", "class"], ["get", "k"], 0], ...[1, 2, 3, 4, 5].flatMap((k) => [k, colours[k]]), colours.none];
  const dim = (opaque, dimmed) => ["case", state("out"), dimmed, opaque];
  const veiled = options.veil ?? 0.42;
  const opacity = options.streets ? ["interpolate", ["linear"], ["zoom"], CLOSE - 0.8, dim(1, 0.18), CLOSE + 0.6, dim(veiled, 0.08)] : dim(1, 0.18);
  return [
    { id: `${name}-fill`, type: "fill", ...common, paint: { "fill-color": scale, "fill-antialias": false, "fill-opacity": opacity } },
    ...(options.flags ?? ["held", "weak"]).map((flag) => ({ id: `${name}-${flag}`, type: "fill", ...close, filter: ["==", ["get", flag], 1], paint: { "fill-pattern": flag, "fill-antialias": false, "fill-opacity": dim(0.5, 0) } })),
    { id: `${name}-edge`, type: "line", ...close, layout: ROUND, paint: { "line-color": colours.edge, "line-width": ["interpolate", ["linear"], ["zoom"], 8, 0.15, 11, 0.5, 14, 1, 17, 1.6] } },
  ];
}

function outline(name, colours, options) {
  const common = options.layer ? { source: name, "source-layer": options.layer, minzoom: FAR } : { source: name, minzoom: 0 };
  const width = (extra) => ["case", state("chosen"), 3.2 + extra, state("hover"), 2 + extra, 0];
  return [
    { id: `${name}-halo`, type: "line", ...common, layout: ROUND, paint: { "line-color": colours.paper, "line-width": width(3) } },
    { id: `${name}-outline`, type: "line", ...common, layout: ROUND, paint: { "line-color": colours.ink, "line-width": width(0) } },
  ];
}

function streets(name, colours, options) {
  const common = { source: name, ...(options.layer ? { "source-layer": options.layer } : {}), minzoom: options.from ?? 13 };
  const layout = ROUND;
  const opacity = ["interpolate", ["linear"], ["zoom"], 13, 0, CLOSE - 0.3, 1];
  return [
    { id: `${name}-casing`, type: "line", ...common, layout, paint: { "line-color": colours["street-edge"], "line-opacity": opacity, "line-width": metres(["+", ["get", "width"], 1.2], 1.6) } },
    { id: `${name}-line`, type: "line", ...common, layout, paint: { "line-color": colours.street, "line-opacity": opacity, "line-width": metres(["get", "width"], 0.8) } },
  ];
}

function streetNames(name, colours, options) {
  return [{
    id: `${name}-names`, type: "symbol", source: name, ...(options.layer ? { "source-layer": options.layer } : {}), minzoom: 15,
    layout: { "symbol-placement": "line", "text-field": ["get", "name"], "text-font": REGULAR, "text-size": ["interpolate", ["linear"], ["zoom"], 15, 11, 18, 14], "text-max-angle": 40, "symbol-spacing": 320 },
    paint: { "text-color": colours.soft, "text-halo-color": colours.street, "text-halo-width": 1.6 },
  }];
}

// Names over areas: a point for each, with `label` and `rank` (small first).
function names(name, colours, options) {
  return [{
    id: name, type: "symbol", source: name, minzoom: options.from ?? 12.4, maxzoom: options.to ?? 22,
    layout: { "text-field": ["get", "label"], "text-font": BOLD, "text-size": options.size ?? 12, "symbol-sort-key": ["coalesce", ["get", "rank"], 0], "text-padding": 3, "text-max-width": 8, ...(options.marks ? { "icon-image": ["get", "mark"], "icon-anchor": "bottom", "icon-offset": [0, -9], "icon-padding": 0 } : {}) },
    paint: { "text-color": colours.ink, "text-halo-color": colours.paper, "text-halo-width": 1.8 },
  }];
}

// Points, numbered where they have `number`; `kind` start stands out, `chosen` and `hover` are feature states.
function points(name, colours, options) {
  const size = options.size ?? 8.8, from = options.numbersFrom ?? 14.5;
  const filled = ["any", ["==", ["get", "kind"], "start"], state("chosen")];
  const small = options.small ?? 2.6;
  return [
    { id: `${name}-dots`, type: "circle", source: name, minzoom: options.from ?? 0, paint: {
      "circle-color": ["case", filled, colours.accent, options.numbers ? colours.paper : colours.soft],
      "circle-stroke-color": ["case", state("hover"), colours.ink, colours.accent],
      "circle-stroke-width": options.numbers ? ["interpolate", ["linear"], ["zoom"], from - 1, 1, from, 1.8] : ["case", state("hover"), 2, 0],
      "circle-radius": options.numbers ? ["interpolate", ["linear"], ["zoom"], from - 1, small, from, size] : ["interpolate", ["linear"], ["zoom"], 12, 1.2, 15, small, 18, small * 2],
    } },
    ...(options.numbers ? [{ id: `${name}-numbers`, type: "symbol", source: name, minzoom: from,
      layout: { "text-field": ["to-string", ["coalesce", ["get", "number"], ""]], "text-font": BOLD, "text-size": 12, "text-allow-overlap": true, "text-ignore-placement": true },
      paint: { "text-color": ["case", filled, colours["on-accent"], colours.ink] } }] : []),
  ];
}

// Lines: walks. `chosen` ones are drawn in the accent, others quietly; arrows say which way.
function lines(name, colours) {
  const strong = ["any", state("chosen"), ["==", ["get", "kind"], "chosen"]];
  return [
    { id: `${name}-casing`, type: "line", source: name, layout: ROUND, paint: { "line-color": colours.paper, "line-width": ["case", strong, 6.2, 4.4] } },
    { id: `${name}-line`, type: "line", source: name, layout: ROUND, paint: { "line-color": ["case", strong, colours.accent, state("hover"), colours.ink, colours.soft], "line-width": ["case", strong, 3.2, 1.8] } },
    { id: `${name}-arrows`, type: "symbol", source: name, minzoom: 15, filter: ["!=", ["get", "kind"], "quiet"],
      layout: { "symbol-placement": "line", "symbol-spacing": 90, "text-field": "›", "text-font": BOLD, "text-size": 22, "text-keep-upright": false, "text-allow-overlap": true, "text-ignore-placement": true, "text-offset": [0, -0.08] },
      paint: { "text-color": colours.accent, "text-halo-color": colours.paper, "text-halo-width": 1.5 } },
  ];
}

// Polygons of any kind: `class` 1 to 5 from a property or a state, an outline, a hover.
function polygons(name, colours, options) {
  const tint = ["match", ["coalesce", ["feature-state", "class"], ["get", "class"], 0], ...[1, 2, 3, 4, 5].flatMap((k) => [k, colours[k]]), colours.accent];
  const lit = ["any", state("chosen"), state("hover")];
  return [
    { id: `${name}-fill`, type: "fill", source: name, paint: { "fill-color": tint, "fill-opacity": ["case", lit, options.lit ?? 0.34, options.opacity ?? 0.16] } },
    { id: `${name}-edge`, type: "line", source: name, layout: { "line-join": "round" }, paint: { "line-color": colours.accent, "line-width": ["case", state("chosen"), 3, state("hover"), 2.4, 1.2] } },
  ];
}

// Turfs: `class` 0 free, 1 taken, 2 under way, 3 done, 4 expired, as a state; their number inside.
function marks(name, colours) {
  const by = (...values) => ["match", ["coalesce", ["feature-state", "class"], 0], ...values.slice(1).flatMap((value, i) => [i + 1, value]), values[0]];
  return [
    { id: `${name}-dots`, type: "circle", source: name, paint: {
      "circle-radius": 14, "circle-color": by(colours.paper, colours.paper, colours[4], colours[1], colours.paper),
      "circle-stroke-width": ["case", state("hover"), 4, 2.2], "circle-stroke-color": by(colours.soft, colours.accent, colours.accent, colours[1], colours.walk) } },
    { id: `${name}-numbers`, type: "symbol", source: name, layout: { "text-field": ["get", "label"], "text-font": BOLD, "text-size": 13, "text-allow-overlap": true, "text-ignore-placement": true },
      paint: { "text-color": by(colours.ink, colours.ink, colours.ink, colours["on-accent"], colours.ink) } },
  ];
}

const KINDS = { marks, shapes, outline, streets, streetNames, names, points, lines, polygons };

export const layersOf = (kind, name, colours, options = {}) => KINDS[kind](name, colours, options);
