// The shape and colour of each state, as images of the map: the same as in lists, with their word in the legend.
import { watchColours } from "../maps/colours.js";

const RATIO = 2, SIDE = 16;
const STATES = {
  free: ["--soft", (g) => ring(g)],
  taken: ["--info", (g) => { ring(g); g.beginPath(); g.arc(8, 8, 5, -Math.PI / 2, Math.PI / 2); g.fill(); }],
  going: ["--warn", (g) => { g.beginPath(); g.moveTo(4, 2.5); g.lineTo(13.5, 8); g.lineTo(4, 13.5); g.closePath(); g.fill(); }],
  done: ["--good", (g) => { g.lineWidth = 2.6; g.beginPath(); g.moveTo(2.5, 8.5); g.lineTo(6.3, 12.3); g.lineTo(13.5, 4); g.stroke(); }],
  expired: ["--bad", (g) => { g.setLineDash([2.6, 2]); g.strokeRect(3, 3, 10, 10); }],
};

function ring(g) { g.beginPath(); g.arc(8, 8, 5, 0, 7); g.stroke(); }

function drawn(paint, colour, halo) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIDE * RATIO;
  const g = canvas.getContext("2d", { willReadFrequently: true });
  g.scale(RATIO, RATIO);
  g.fillStyle = halo;
  g.globalAlpha = 0.85;
  g.beginPath(); g.arc(8, 8, 8, 0, 7); g.fill();
  g.globalAlpha = 1;
  g.strokeStyle = g.fillStyle = colour;
  g.lineWidth = 2;
  paint(g);
  return g.getImageData(0, 0, canvas.width, canvas.height);
}

export function setMarks(map, element) {
  const style = getComputedStyle(element);
  const halo = style.getPropertyValue("--paper").trim();
  for (const [state, [colour, paint]] of Object.entries(STATES)) {
    const image = drawn(paint, style.getPropertyValue(colour).trim(), halo);
    if (map.hasImage(`mark-${state}`)) map.updateImage(`mark-${state}`, image);
    else map.addImage(`mark-${state}`, image, { pixelRatio: RATIO });
  }
}

export function keepMarks(map, element) {
  setMarks(map, element);
  watchColours(() => setMarks(map, element));
}
