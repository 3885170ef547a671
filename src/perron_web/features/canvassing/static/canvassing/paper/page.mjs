// The page of a list on paper: one key a door.
import { Draft } from "./draft.mjs";
import { Sheet } from "./sheet.mjs";

const data = JSON.parse(document.getElementById("donnees").textContent);
const words = document.getElementById("mots").dataset;
const form = document.getElementById("feuille");
const lines = document.getElementById("lignes");
const state = document.getElementById("garde");
const fault = document.getElementById("faute");
const close = form.querySelector(".paper-close");
const finish = document.getElementById("fin");
const day = document.getElementById("jour"), from = document.getElementById("de"), to = document.getElementById("a");
const doors = [...lines.querySelectorAll(".paper-door")];
const named = new Map(data.outcomes.map((one) => [one.name, one.label]));
const byKey = new Map(data.outcomes.flatMap(({ name, key, rank }) => [[key, name], [rank, name]]));
let shown = null;

// When a line was walked: spread over the outing, in the order of the list; hours are those of the campaign.
const at = (clock) => new Date(`${day.value}T${clock}`);
const shift = Math.round((new Date(data.start) - at(from.value)) / 900_000) * 900_000 || 0;
const there = (clock) => new Date(at(clock).getTime() + shift);
function time(rank) {
  const start = there(from.value || "00:00"), end = there(to.value || "23:59");
  const first = Number.isNaN(start.getTime()) ? new Date(data.start) : start;
  let last = Number.isNaN(end.getTime()) || end <= first ? new Date(first.getTime() + 60_000) : end;
  if (last > Date.now()) last = new Date(Date.now());
  return new Date(first.getTime() + (Math.max(0, last - first) * (rank + 0.5)) / data.rows.length).toISOString();
}

const sheet = new Sheet(data, { time });
const draft = new Draft(sheet, {
  key: `perron-papier-${data.holding}`, url: form.dataset.send, token: form.elements.csrfmiddlewaretoken.value,
  onState: (name) => { state.textContent = words[name]; state.dataset.state = name; },
  onRefused: (errors) => {
    fault.hidden = false;
    fault.querySelector(".body").textContent = `${words.refused} ${errors.map((one) => `${one.field} : ${one.found}`).join(" ; ")}`;
  },
});

function draw(rank) {
  const row = sheet.rows[rank], door = doors[rank];
  if (row.struck) return;
  door.dataset.outcome = row.outcome;
  const [, stair, floor] = row.door;
  door.querySelector(".paper-floor").textContent = floor === null ? "" : `${stair}${stair ? " " : ""}${floor}`;
  door.querySelector(".paper-word").textContent = named.get(row.outcome) ?? "";
  for (const box of door.querySelectorAll("i")) box.classList.toggle("on", box.dataset.o === row.outcome);
}

function show(touched = null) {
  if (touched === null) for (const rank of doors.keys()) draw(rank);
  else for (let rank = touched[0]; rank <= touched[1]; rank += 1) draw(rank);
  shown?.setAttribute("aria-selected", "false");
  shown = doors[sheet.at];
  shown.setAttribute("aria-selected", "true");
  lines.setAttribute("aria-activedescendant", shown.id);
  document.getElementById("compte").textContent = String(sheet.entered);
  document.getElementById("ici").textContent = `${shown.querySelector(".unseen").textContent} ${shown.querySelector(".paper-rank").textContent}`;
  reveal();
}

// The line in hand stays between the bar and the foot, with the two doors after it.
function reveal() {
  const bar = form.querySelector(".paper-bar").getBoundingClientRect();
  const top = getComputedStyle(form.querySelector(".paper-bar")).position === "sticky" ? bar.bottom : 0;
  const box = shown.getBoundingClientRect();
  if (box.top < top + 40 || box.bottom > innerHeight - 120) scrollBy({ top: box.top - top - (innerHeight - top) / 3, behavior: "instant" });
}

const GESTURES = {
  ArrowDown: () => sheet.move(1), ArrowRight: () => sheet.move(1), " ": () => sheet.move(1),
  ArrowUp: () => sheet.move(-1), ArrowLeft: () => sheet.move(-1),
  PageDown: () => sheet.turn(1), PageUp: () => sheet.turn(-1),
  Home: () => sheet.go(sheet.first(0, 1)), End: () => sheet.go(sheet.first(sheet.rows.length - 1, -1)),
  Enter: () => sheet.repeat(), Delete: () => sheet.clear(), u: () => sheet.undo(), Backspace: () => sheet.undo(),
  b: () => sheet.markBuilding("absent"), f: () => askFloor(),
};

function gestureOf(event) {
  const undoing = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z";
  if (undoing) return GESTURES.u;
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  const figure = /^(?:Digit|Numpad)([1-6])$/.exec(event.code)?.[1];
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const outcome = byKey.get(figure ?? key);
  if (outcome) return () => (event.shiftKey ? sheet.markBuilding(outcome) : sheet.mark(outcome));
  return GESTURES[key] ?? null;
}

function askFloor() {
  const asked = prompt(words.floor, "");
  const found = /^\s*([A-Za-z]\w{0,3})?\s*(-?\d{1,3})\s*$/.exec(asked ?? "");
  if (found) sheet.floor(Number(found[2]), (found[1] ?? "").toUpperCase());
}

function does(gesture) {
  const block = sheet.building();
  const before = sheet.queue.length, seq = sheet.seq;
  const more = gesture();
  const changed = sheet.queue.length !== before || sheet.seq !== seq;
  show(gesture === GESTURES.u || gesture === GESTURES.Backspace ? null : block);
  if (changed) draft.changed();
  if (more === false && sheet.done) finish.focus();
}

lines.addEventListener("keydown", (event) => {
  const gesture = gestureOf(event);
  if (!gesture) return;
  event.preventDefault();
  does(gesture);
});
lines.addEventListener("click", (event) => {
  const door = event.target.closest(".paper-door");
  if (!door || "struck" in door.dataset) return;
  sheet.go(Number(door.dataset.row));
  const outcome = event.target.dataset.o;
  does(outcome ? () => { sheet.mark(outcome); } : () => true);
});
form.addEventListener("submit", (event) => event.preventDefault());
finish.addEventListener("click", async () => {
  finish.disabled = true;
  if (await draft.flush()) location.assign(form.dataset.end);
  finish.disabled = false;
});
addEventListener("pagehide", () => { if (sheet.queue.length) draft.send(true); });
addEventListener("online", () => draft.soon(0));

lines.hidden = close.hidden = false;
draft.load();
sheet.go(sheet.rows.find((row) => !row.outcome && !row.struck)?.rank ?? sheet.at);
show();
lines.focus({ preventScroll: true });
document.documentElement.dataset.paper = "ready";
