// The live page: figures, curve, map and tables, moved by what the stream tells.
import { listen } from "../../live/stream.js";
import { figure, percent, worded } from "../../maps/words.js";
import { drawHours } from "./hours.js";

const page = document.getElementById("live");
const pulse = document.getElementById("pulse");
const moves = matchMedia("(prefers-reduced-motion: no-preference)");
let map = null, latest = null;

function told(state, changed) {
  latest = state;
  for (const cell of page.querySelectorAll("[data-live]")) {
    const [part, name] = cell.dataset.live.split(".");
    if (changed[part]) write(cell, state[part]?.[name]);
  }
  for (const cell of page.querySelectorAll("[data-worded]")) {
    const [part, name] = cell.dataset.worded.split(".");
    if (changed[part]) cell.textContent = worded(state[part]?.[name] ?? 0, cell.dataset.words);
  }
  const hours = document.getElementById("hours");
  if (changed.hours && hours) drawHours(hours, state.hours);
  if (changed.parts) for (const [path, row] of Object.entries(changed.parts)) if (row) part(path, row);
  if (changed.turfs) for (const [turf, row] of Object.entries(changed.turfs)) if (row) turfRow(turf, row);
  map?.told(state, changed);
}

function write(cell, value) {
  const known = value !== null && value !== undefined;
  const text = known ? `${cell.dataset.form === "percent" ? percent(value) : figure(value)}${cell.dataset.after ?? ""}` : cell.dataset.after ? "" : "–";
  put(cell, text);
}

function put(cell, text) {
  if (cell.textContent === text) return;
  const first = !cell.textContent.trim();
  cell.textContent = text;
  if (first || !moves.matches) return;
  cell.classList.remove("moved");
  void cell.offsetWidth;
  cell.classList.add("moved");
}

function part(path, row) {
  const line = page.querySelector(`tr[data-part="${CSS.escape(path)}"]`);
  if (!line) return;
  for (const cell of line.querySelectorAll("[data-cell]")) {
    if (cell.dataset.cell === "share") share(cell, row[3] ? row[2] / row[3] : null);
    else { cell.dataset.value = row[cell.dataset.cell]; put(cell, figure(row[cell.dataset.cell])); }
  }
}

function share(cell, value) {
  cell.dataset.value = value ?? 0;
  cell.querySelector("rect:last-child")?.setAttribute("width", String(96 * Math.min(value ?? 0, 1)));
  put(cell.querySelector("[data-percent]"), percent(value));
}

function turfRow(turf, [state, done, planned]) {
  const line = page.querySelector(`tr[data-turf="${turf}"]`);
  if (!line) return;
  const word = document.getElementById("state-words").content.querySelector(`[data-state="${state}"]`);
  const cell = line.querySelector("td[data-state]");
  if (cell.dataset.state !== state) { cell.dataset.state = state; cell.replaceChildren(word.firstElementChild.cloneNode(true)); }
  put(line.querySelector('[data-cell="1"]'), figure(done));
  share(line.querySelector('[data-cell="share"]'), planned ? done / planned : 0);
}

function mood(name) {
  pulse.dataset.mood = name;
  const words = pulse.querySelector("[data-words]");
  words.textContent = words.dataset[`${name}Word`];
}

listen({ stream: page.dataset.stream, snapshot: page.dataset.snapshot, told, mood });
if (document.getElementById("carte")) {
  const { openMap } = await import("./map.js");
  map = await openMap(document.getElementById("carte"));
  if (latest) map.told(latest, latest);
  document.documentElement.dataset.map = "ready";
}
