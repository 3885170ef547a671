// The map page: bureaux coloured by class, linked both ways with the ranked table, which the server writes.
import { createMap } from "../maps/map.js";
import { openCard } from "./map_card.js";
import { matchedIndexes, places, values } from "./map_values.js";
import { startTabs } from "./map_tabs.js";
import { showTip } from "./map_tip.js";

const frame = document.getElementById("carte");
const table = () => document.getElementById("classement");
const rowOf = (code) => document.getElementById(`b-${code}`);
const state = { map: null, places: null, values: null, matched: null, chosen: "", card: null };

async function start() {
  const tabs = startTabs(() => state.map?.canvas.resize());
  const [map, known] = await Promise.all([
    createMap(frame, { label: frame.dataset.label, bounds: frame.dataset.bounds.split(",").map(Number), onEnter: (pixel) => pick(state.map.at(pixel, "bureaux")?.id) }),
    places(frame.dataset.places),
  ]);
  Object.assign(state, { map, places: known, tabs });
  const { tiles, shapes } = frame.dataset;
  await Promise.all([
    map.add("bureaux", tiles ? { kind: "shapes", tiles, layer: "bureaux", streets: true } : { kind: "shapes", url: shapes, streets: true }),
    paint(),
  ]);
  frame.querySelector("[data-message]")?.remove();
  map.on("hover", "bureaux", hover);
  map.on("click", "bureaux", (feature) => pick(feature?.id));
  map.canvas.on("zoomend", closer);
  closer();
  listen();
  const chosen = new URL(location.href).searchParams.get("bureau");
  if (chosen && known.index.has(chosen)) choose(chosen, { move: true });
  frame.dispatchEvent(new CustomEvent("perron:ready", { bubbles: true }));
  document.documentElement.dataset.map = "ready";
}

// Give every bureau its class, and dim those that the filters leave out; the shapes bring the classes of the ranking.
async function paint() {
  const asked = table(), about = asked.dataset;
  const wanted = await values(about);
  if (table() !== asked) return;  // asked for something else since: its own painting follows
  const before = state.values;
  state.values = wanted;
  const matched = matchedIndexes(about.matched, state.places);
  const { code, priority } = state.places;
  const own = before ? before.class : priority;
  for (let i = 0; i < code.length; i++) {
    const out = matched ? !matched.has(i) : false;
    const wasOut = state.matched ? !state.matched.has(i) : false;
    if (out !== wasOut || own[i] !== state.values.class[i]) state.map.state("bureaux", code[i], { class: state.values.class[i], out });
  }
  const sameClasses = before && before.url === state.values.url;
  const narrowed = matched && (!state.matched || matched.size !== state.matched.size);
  state.matched = matched;
  if (narrowed && matched.size) state.map.fit(state.places.boundsOf(matched), { padding: 60, maxZoom: 15 });
  else if (!matched && before && !sameClasses) state.map.tip.hide();
}

// What only shows close by is loaded when the reader comes close: numbers of the bureaux, then streets.
const near = { numeros: [11.8, () => ({ kind: "names", data: state.places.labels(), from: 12.2 })], rues: [13, () => ({ kind: "streets", url: frame.dataset.streets })] };
function closer() {
  for (const [name, [zoom, source]] of Object.entries(near)) {
    if (state.map.canvas.getZoom() < zoom) continue;
    delete near[name];
    state.map.add(name, source());
  }
}

function hover(feature, event) {
  const code = feature?.id ?? null;
  state.map.light("bureaux", code);
  for (const row of table().querySelectorAll("tr.lit")) row.classList.remove("lit");
  if (code === null) { state.map.tip.hide(); return; }
  rowOf(code)?.classList.add("lit");
  showTip(state.map, event.point, state.places, state.values, code);
}

// A bureau picked on the map: its card, and its row in sight (the page of the table that holds it is fetched).
function pick(code) {
  if (!code || !state.places.index.has(code)) { choose(""); return; }
  choose(code);
  if (rowOf(code)) { reveal(code); return; }
  const address = new URL(location.href);
  address.searchParams.delete("page");
  window.htmx?.ajax("GET", address.href, { target: "#classement", swap: "outerHTML" }).then(() => reveal(code));
}

function reveal(code) {
  const row = rowOf(code);
  if (row && !state.tabs.single()) row.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
}

function choose(code, { move = false } = {}) {
  state.chosen = code;
  state.map.choose("bureaux", code || null);
  for (const row of table().querySelectorAll("tr[aria-selected]")) row.removeAttribute("aria-selected");
  rowOf(code)?.setAttribute("aria-selected", "true");
  const address = new URL(location.href);
  if (code) address.searchParams.set("bureau", code); else address.searchParams.delete("bureau");
  history.replaceState(history.state, "", address);
  state.map.tip.hide();
  state.card?.close();
  state.card = null;
  if (!code) return;
  const at = state.places.point(code);
  if (move) state.map.canvas.easeTo({ center: at, zoom: Math.max(state.map.canvas.getZoom(), 14.4), duration: 350 });
  openCard(state.map, at, frame.dataset.card.replace("__code__", encodeURIComponent(code)), () => { if (state.chosen === code) choose(""); })
    .then((card) => { if (state.chosen === code) state.card = card; else card?.close(); });
}

function listen() {
  const side = document.getElementById("vue-liste");
  const row = (event) => event.target.closest?.("tr[data-code]");
  const light = (event) => {
    const code = row(event)?.dataset.code;
    state.map.light("bureaux", code ?? null);
    if (code && event.type === "focusin") showTip(state.map, state.map.canvas.project(state.places.point(code)), state.places, state.values, code);
  };
  const dark = () => { state.map.light("bureaux", null); state.map.tip.hide(); };
  side.addEventListener("pointerover", light);
  side.addEventListener("pointerleave", dark);
  side.addEventListener("focusin", light);
  side.addEventListener("focusout", dark);
  side.addEventListener("click", (event) => {
    if (event.target.closest("a, button, input")) return;
    const code = row(event)?.dataset.code;
    if (code) { state.tabs.show("carte"); choose(code, { move: true }); }
  });
  side.addEventListener("keydown", arrows);
  document.addEventListener("htmx:configRequest", withoutEmpty);
  document.addEventListener("htmx:afterSettle", (event) => { if (event.target.id === "classement") settled(); });
}

function settled() {
  paint();
  if (state.chosen) rowOf(state.chosen)?.setAttribute("aria-selected", "true");
}

// Up and down go from row to row.
function arrows(event) {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const links = [...table().querySelectorAll("a.row-link")], at = links.indexOf(document.activeElement);
  if (at < 0) return;
  const next = links[at + (event.key === "ArrowDown" ? 1 : -1)];
  if (next) { event.preventDefault(); next.focus(); }
}

// The address holds only what was asked.
function withoutEmpty(event) {
  if (event.detail.elt.id !== "filtres") return;
  const asked = event.detail.parameters;
  for (const name of ["q", "territoire", "commune"]) if (!asked[name]) delete asked[name];
  if (asked.mesure === "priorite") delete asked.mesure;
  if (asked.tri === "rang") delete asked.tri;
}

start();
