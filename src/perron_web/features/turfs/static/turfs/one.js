// One turf on the map: its walk and numbered stops; its neighbours lead to their own page.
import { openScene } from "./scene.js";

const data = JSON.parse(document.getElementById("donnees").textContent);
const words = document.getElementById("mots").dataset;
const element = document.getElementById("carte");
const own = data.turfs.find((turf) => turf.n === data.chosen);
const lon = own.stops.map((stop) => stop[2]), lat = own.stops.map((stop) => stop[3]);

const scene = await openScene(element, data, {
  label: words.label, streets: element.dataset.streets,
  tip: (turf, stop) => (stop ? `${stop[4]} · ${stop[5]} ${words.doors}` : `${words.turf} ${String(turf.n).padStart(2, "0")}`),
});
scene.choose([data.chosen], []);
if (own.stops.length) scene.map.fit([Math.min(...lon), Math.min(...lat), Math.max(...lon), Math.max(...lat)], { padding: 70, maxZoom: 18, now: true });
document.documentElement.dataset.editor = "ready";
