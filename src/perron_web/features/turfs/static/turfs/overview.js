// The bureaux and how many of their turfs are handed out; a click opens the turfs of a bureau.
import { createMap } from "../maps/map.js";

const frame = document.getElementById("carte");
const shares = JSON.parse(document.getElementById("parts").textContent);
const words = frame.dataset;
const open = (code) => { if (code && shares[code]) location.assign(words.open.replace("__code__", code)); };

const map = await createMap(frame, {
  label: words.label, bounds: words.bounds.split(",").map(Number), scroll: false,
  onEnter: (pixel) => open(map.at(pixel, "bureaux")?.id),
});
const shapes = await (await fetch(words.shapes)).json();
await map.add("bureaux", { kind: "shapes", data: shapes });
for (const { properties: { code } } of shapes.features) {
  const share = shares[code];
  map.state("bureaux", code, { class: share?.[2] ?? 0, held: !share, weak: false, out: false });
}
map.on("click", "bureaux", (found) => open(found?.id));
map.on("hover", "bureaux", (found, event) => {
  map.light("bureaux", found ? [found.id] : []);
  if (!found) { map.tip.hide(); return; }
  const share = shares[found.id];
  const line = document.createElement("span");
  line.textContent = `${found.id.split("_").at(-1)} · ${share ? `${share[0]} ${words.turfs}, ${share[1]} ${words.given}` : words.none}`;
  map.tip.show(event.point, line);
});
document.documentElement.dataset.overview = "ready";
