// Bureaux coloured by how much of the plan is done there; a click opens the bureau.
import { createMap } from "../../maps/map.js";
import { figure, percent } from "../../maps/words.js";

const STATES = ["free", "taken", "going", "done", "expired"];

export async function openMap(frame) {
  const words = frame.dataset;
  const open = (code) => { if (code) location.assign(`${words.here}?bureau=${encodeURIComponent(code)}`); };
  const map = await createMap(frame, { label: words.label, bounds: words.bounds.split(",").map(Number), scroll: false, onEnter: (pixel) => open(map.at(pixel, "bureaux")?.id) });
  const source = words.tiles ? { tiles: words.tiles, layer: "bureaux" } : { url: words.shapes };
  await map.add("bureaux", { kind: "shapes", ...source, bare: true, flags: ["held"], streets: false });
  const marks = JSON.parse(document.getElementById("marks").textContent);
  if (words.chosen) map.choose("bureaux", words.chosen);
  if (marks.length) await map.add("secteurs", { kind: "marks", key: "turf", data: { type: "FeatureCollection", features: marks.map(([turf, label, lon, lat]) => ({ type: "Feature", geometry: { type: "Point", coordinates: [lon, lat] }, properties: { turf, label } })) } });
  const known = new Set();
  let rows = {};
  map.on("click", "bureaux", (found) => open(found?.id));
  map.on("hover", "bureaux", (found, event) => {
    map.light("bureaux", found ? [found.id] : []);
    if (!found) { map.tip.hide(); return; }
    const row = rows[found.id];
    const title = document.createElement("strong"), line = document.createElement("span"), more = document.createElement("span");
    title.textContent = found.id.split("_").at(-1);
    line.textContent = row?.[2] ? `${percent(row[1] / row[2])}\u00a0: ${figure(row[1])} ${words.doors} ${figure(row[2])}` : words.nothing;
    more.textContent = row?.[3] ? `+ ${figure(row[3])} ${words.today}` : "";
    map.tip.show(event.point, title, document.createElement("br"), line, ...(more.textContent ? [document.createElement("br"), more] : []));
  });
  return {
    told(state, changed) {
      rows = state.bureaux ?? {};
      const fresh = changed === state ? rows : changed.bureaux ?? {};
      for (const [code, row] of Object.entries(fresh)) {
        map.state("bureaux", code, { class: row ? row[0] : 0 });
        known.add(code);
      }
      if (marks.length && changed.turfs) for (const [turf, row] of Object.entries(changed.turfs)) map.state("secteurs", Number(turf), { class: row ? STATES.indexOf(row[0]) : 0 });
      frame.dataset.coloured = String(Object.keys(rows).length);
      if (changed === state) for (const code of known) if (!rows[code]) map.state("bureaux", code, { class: 0 });
    },
  };
}
