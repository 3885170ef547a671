// The day hour by hour: bars of doors knocked at, the part that opened filled in; the table behind follows.
import { figure } from "../../maps/words.js";

const HIGH = 230, LEFT = 48, FOOT = 28, TOP = 24;
const SVG = "http://www.w3.org/2000/svg";
const made = (name, values, text) => {
  const one = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(values)) one.setAttribute(key, String(value));
  if (text !== undefined) one.textContent = text;
  return one;
};

let last = null;

// The chart is drawn again at each change, and when the room it has changes.
export function drawHours(frame, hours) {
  if (!last) new ResizeObserver(() => draw(frame, last)).observe(frame.querySelector(".picture"));
  last = hours;
  draw(frame, hours);
}

function draw(frame, hours) {
  const WIDE = Math.max(280, Math.round(frame.querySelector(".picture").clientWidth));
  const known = Object.keys(hours).map(Number).sort((a, b) => a - b);
  const first = Math.min(9, ...known), latest = Math.max(20, ...known);
  const each = WIDE < 420 ? 3 : 2;
  const most = nice(Math.max(10, ...known.map((hour) => hours[hour][0])));
  const step = (WIDE - LEFT - 10) / (latest - first + 1), tall = HIGH - TOP - FOOT;
  const y = (value) => TOP + tall - (value / most) * tall;
  const svg = made("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, role: "img", "aria-label": frame.dataset.label, class: "hours" });
  for (const value of [0, most / 2, most]) {
    svg.append(made("line", { x1: LEFT, x2: WIDE, y1: y(value), y2: y(value), class: value ? "grid" : "base" }));
    svg.append(made("text", { x: LEFT - 8, y: y(value) + 5, class: "axis end" }, figure(value)));
  }
  const peak = known.reduce((best, hour) => (hours[hour][0] > (hours[best]?.[0] ?? -1) ? hour : best), known[0]);
  for (let hour = first; hour <= latest; hour++) {
    const [doors, opened] = hours[hour] ?? [0, 0, 0], x = LEFT + (hour - first) * step + step * 0.14, wide = step * 0.72;
    if ((hour - first) % each === 0) svg.append(made("text", { x: x + wide / 2, y: HIGH - 8, class: "axis middle" }, `${hour}\u00a0${frame.dataset.hour}`));
    if (!doors) continue;
    svg.append(made("rect", { x, y: y(doors), width: wide, height: y(0) - y(doors), class: "knocked" }));
    svg.append(made("rect", { x, y: y(opened), width: wide, height: y(0) - y(opened), class: "opened" }));
    if (hour === peak || hour === known.at(-1)) svg.append(made("text", { x: x + wide / 2, y: y(doors) - 6, class: "value middle" }, figure(doors)));
  }
  if (frame.querySelector(".picture svg")?.outerHTML !== svg.outerHTML) frame.querySelector(".picture").replaceChildren(svg);
  fill(frame.querySelector("tbody"), known, hours, frame.dataset.hour);
}

function fill(body, known, hours, word) {
  body.replaceChildren(...known.map((hour) => {
    const row = document.createElement("tr"), head = document.createElement("th");
    head.scope = "row";
    head.textContent = `${hour}\u00a0${word}`;
    row.append(head, ...hours[hour].map((count) => { const cell = document.createElement("td"); cell.className = "n"; cell.textContent = figure(count); return cell; }));
    return row;
  }));
}

// The round number just above: 10, 20, 50, 100…
function nice(value) {
  const size = 10 ** Math.floor(Math.log10(value));
  return [1, 1.2, 1.6, 2, 2.4, 3, 4, 5, 6, 8, 10].map((n) => n * size).find((n) => n >= value);
}
