// A small map of one turf, drawn from the pack's own lines: no tiles, no network, no library.
import { svg } from "./fill.mjs";

const STREET = 7; // metres
const CLOSE = 14; // pixels a metre at most
const TAP = 8; // pixels that a finger may slip

/** @param {SVGElement} sheet @param {{streets, line, stops: {lon, lat, order, label, href, state, current}[]}} content */
export function drawMap(sheet, { streets, line, stops }) {
  const plane = planeOf(stops.length ? stops : [{ lon: 2.35, lat: 48.85 }]);
  const ground = svg("g", { class: "ground" });
  const ways = streets.map(({ name, line: points }) => ({ name, points: points.map(plane) })).filter(({ points }) => points.length > 1);
  const edges = pathOf(ways, "edge");
  const fills = pathOf(ways, "street");
  const walk = svg("path", { class: "walk", d: trace(line.map(plane)) });
  ground.append(edges, fills, walk);
  const names = svg("g", { class: "names", "aria-hidden": "true" });
  const marks = svg("g", { class: "marks" });
  const me = svg("g", { class: "me", visibility: "hidden" });
  me.append(svg("circle", { class: "halo", r: 1 }), svg("circle", { class: "dot", r: 8 }));
  sheet.replaceChildren(ground, names, me, marks);
  const spots = stops.map((stop) => spot(marks, stop, plane([stop.lon, stop.lat])));
  const map = { sheet, ground, names, edges, fills, me, spots, ways, labels: longest(ways), k: 1, x: 0, y: 0, at: null, plane };
  listen(map);
  whole(map);
  new ResizeObserver(() => whole(map)).observe(sheet);
  return { zoom: (by) => zoomAt(map, by, ...middle(map)), whole: () => whole(map), locate: (position) => locate(map, position) };
}

function planeOf(stops) {
  const lat0 = stops.reduce((sum, { lat }) => sum + lat, 0) / stops.length;
  const lon0 = stops.reduce((sum, { lon }) => sum + lon, 0) / stops.length;
  const across = Math.cos((lat0 * Math.PI) / 180) * 111_320;
  return ([lon, lat]) => [(lon - lon0) * across, (lat0 - lat) * 110_540];
}

const trace = (points) => points.map(([x, y], index) => `${index ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
const pathOf = (ways, name) => svg("path", { class: name, d: ways.map(({ points }) => trace(points)).join("") });

function spot(marks, { order, label, href, state, current }, point) {
  const link = svg("a", { class: "spot", href, "data-state": state, "aria-label": label, "data-key": `spot ${order}` });
  if (current) link.dataset.next = "";
  const number = svg("text", { class: "number", dy: ".36em" });
  number.textContent = order;
  const tick = svg("path", { class: "tick", d: "m-5 .5 3.500 3.500 7-8" });
  const half = svg("path", { class: "half" });
  link.append(svg("circle", { class: "touch", r: 24 }), svg("circle", { class: "disc" }), half, number, tick);
  marks.append(link);
  return { link, point, half, disc: link.querySelector(".disc") };
}

/** For each name, the longest straight stretch: there its name is written. */
function longest(ways) {
  const best = new Map();
  for (const { name, points } of ways) {
    for (let index = 1; name && index < points.length; index += 1) {
      const [a, b] = [points[index - 1], points[index]];
      const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
      if (length > (best.get(name)?.length ?? 0)) best.set(name, { name, length, x: (a[0] + b[0]) / 2, y: (a[1] + b[1]) / 2, angle: upright(Math.atan2(b[1] - a[1], b[0] - a[0])) });
    }
  }
  return [...best.values()].sort((a, b) => b.length - a.length);
}

const upright = (angle) => ((Math.abs(angle) > Math.PI / 2 ? angle + Math.PI : angle) * 180) / Math.PI;
const size = ({ sheet }) => [sheet.clientWidth || 360, sheet.clientHeight || 400];
const middle = (map) => size(map).map((side) => side / 2);

function whole(map, more = []) {
  const [width, height] = size(map);
  const points = [...map.spots.map(({ point }) => point), ...more];
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const [west, east, north, south] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  map.k = Math.min((width - 72) / Math.max(east - west, 30), (height - 150) / Math.max(south - north, 30), 4);
  map.x = width / 2 - (map.k * (west + east)) / 2;
  map.y = (height - 30) / 2 - (map.k * (north + south)) / 2;
  paint(map);
}

function zoomAt(map, by, x, y) {
  const k = Math.min(CLOSE, Math.max(0.02, map.k * by));
  map.x = x - ((x - map.x) * k) / map.k;
  map.y = y - ((y - map.y) * k) / map.k;
  map.k = k;
  paint(map);
}

function paint(map) {
  const { k, x, y } = map;
  map.ground.setAttribute("transform", `translate(${x} ${y}) scale(${k})`);
  const wide = Math.min(34, Math.max(4, STREET * k));
  map.fills.setAttribute("stroke-width", wide);
  map.edges.setAttribute("stroke-width", wide + 2);
  const radius = Math.min(17, Math.max(9, nearest(map) * k * 0.5));
  for (const { link, point, half, disc } of map.spots) {
    link.setAttribute("transform", `translate(${point[0] * k + x} ${point[1] * k + y})`);
    disc.setAttribute("r", radius);
    half.setAttribute("d", `M0 ${-radius}A${radius} ${radius} 0 0 1 0 ${radius}z`);
  }
  map.sheet.dataset.small = String(radius < 11);
  if (map.at) {
    map.me.setAttribute("transform", `translate(${map.at.x * k + x} ${map.at.y * k + y})`);
    map.me.firstChild.setAttribute("r", Math.max(14, map.at.about * k));
  }
  label(map);
}

/** Half of the stops are further apart than this, in metres. */
function nearest(map) {
  if (map.apart) return map.apart;
  const gaps = map.spots.map(({ point: a }, i) => Math.min(...map.spots.map(({ point: b }, j) => (i === j ? Infinity : Math.hypot(a[0] - b[0], a[1] - b[1])))));
  map.apart = gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)] || 30;
  if (!Number.isFinite(map.apart)) map.apart = 30;
  return map.apart;
}

function label({ names, labels, k, x, y, sheet }) {
  const [width, height] = [sheet.clientWidth, sheet.clientHeight];
  const taken = [];
  const kept = [];
  for (const one of labels) {
    const px = one.x * k + x;
    const py = one.y * k + y;
    const long = one.name.length * 7.6;
    if (long > one.length * k * 1.25 || px < 0 || py < 0 || px > width || py > height) continue;
    if (taken.some(([a, b]) => Math.hypot(a - px, b - py) < long * 0.55)) continue;
    taken.push([px, py]);
    const text = svg("text", { transform: `translate(${px} ${py}) rotate(${one.angle})`, dy: ".35em" });
    text.textContent = one.name;
    kept.push(text);
  }
  names.replaceChildren(...kept);
}

function locate(map, { lon, lat, about }) {
  const [x, y] = map.plane([lon, lat]);
  map.at = { x, y, about };
  map.me.setAttribute("visibility", "visible");
  whole(map, [[x, y]]); // the way there, however far
}

function listen(map) {
  const { sheet } = map;
  const fingers = new Map();
  let moved = 0;
  sheet.addEventListener("pointerdown", (event) => {
    if (!fingers.size) moved = 0;
    fingers.set(event.pointerId, [event.clientX, event.clientY]);
  });
  sheet.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const now = [event.clientX, event.clientY];
    const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
    moved += Math.hypot(now[0] - before[0], now[1] - before[1]);
    if (moved > TAP && !sheet.hasPointerCapture(event.pointerId)) sheet.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, now);
    if (!other) {
      map.x += now[0] - before[0];
      map.y += now[1] - before[1];
      return paint(map);
    }
    const box = sheet.getBoundingClientRect();
    const reach = ([ax, ay], [bx, by]) => Math.hypot(ax - bx, ay - by) || 1;
    zoomAt(map, reach(now, other) / reach(before, other), (now[0] + other[0]) / 2 - box.left, (now[1] + other[1]) / 2 - box.top);
  });
  for (const end of ["pointerup", "pointercancel", "pointerleave"]) sheet.addEventListener(end, (event) => fingers.delete(event.pointerId));
  sheet.addEventListener("click", (event) => moved > TAP && event.preventDefault(), true);
  sheet.addEventListener("wheel", (event) => {
    event.preventDefault();
    zoomAt(map, event.deltaY < 0 ? 1.2 : 1 / 1.2, event.offsetX, event.offsetY);
  }, { passive: false });
  sheet.addEventListener("keydown", (event) => keyed(map, event));
}

function keyed(map, event) {
  const step = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] }[event.key];
  if (step) [map.x, map.y] = [map.x + step[0], map.y + step[1]];
  else if (event.key === "+") return zoomAt(map, 1.4, ...middle(map));
  else if (event.key === "-") return zoomAt(map, 1 / 1.4, ...middle(map));
  else if (event.key === "0") return whole(map);
  else return;
  event.preventDefault();
  paint(map);
}
