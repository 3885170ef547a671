// Draw a closed line by hand over the map; gives the polygon drawn, or null when it is given up (Escape).
const STEP = 4;
const SOURCE = "lasso";

export function drawLasso(map, colours, signal) {
  const canvas = map.getCanvas();
  const line = [];
  const { promise, resolve } = Promise.withResolvers?.() ?? deferred();
  begin(map, colours);
  canvas.classList.add("drawing");
  map.dragPan.disable();
  let last = null;

  const place = (event) => { const box = canvas.getBoundingClientRect(); return [event.clientX - box.left, event.clientY - box.top]; };
  const add = (point) => { last = point; const { lng, lat } = map.unproject(point); line.push([lng, lat]); show(map, line); };
  const down = (event) => { if (event.button === 0) { canvas.setPointerCapture(event.pointerId); line.length = 0; add(place(event)); } };
  const move = (event) => { const point = place(event); if (last && Math.hypot(point[0] - last[0], point[1] - last[1]) >= STEP) add(point); };
  const up = () => { if (last) finish(line.length > 2 ? { type: "Polygon", coordinates: [[...line, line[0]]] } : null); };
  const key = (event) => { if (event.key === "Escape") finish(null); };
  const stop = () => finish(null);

  function finish(polygon) {
    for (const [name, listener] of listeners) canvas.removeEventListener(name, listener);
    document.removeEventListener("keydown", key);
    signal?.removeEventListener("abort", stop);
    canvas.classList.remove("drawing");
    map.dragPan.enable();
    show(map, []);
    resolve(polygon);
  }

  const listeners = [["pointerdown", down], ["pointermove", move], ["pointerup", up], ["pointercancel", stop]];
  for (const [name, listener] of listeners) canvas.addEventListener(name, listener);
  document.addEventListener("keydown", key);
  signal?.addEventListener("abort", stop);
  return promise;
}

function deferred() {
  const made = {};
  made.promise = new Promise((resolve) => { made.resolve = resolve; });
  return made;
}

function begin(map, colours) {
  if (map.getSource(SOURCE)) return;
  map.addSource(SOURCE, { type: "geojson", data: { type: "FeatureCollection", features: [] } });
  map.addLayer({ id: "lasso-fill", type: "fill", source: SOURCE, paint: { "fill-color": colours.accent, "fill-opacity": 0.16 } });
  map.addLayer({ id: "lasso-line", type: "line", source: SOURCE, layout: { "line-join": "round" }, paint: { "line-color": colours.accent, "line-width": 2.5, "line-dasharray": [2, 1.4] } });
}

function show(map, line) {
  const closed = line.length > 1 ? [[...line, line[0]]] : null;
  map.getSource(SOURCE).setData(closed ? { type: "Feature", geometry: { type: "Polygon", coordinates: closed }, properties: {} } : { type: "FeatureCollection", features: [] });
}
