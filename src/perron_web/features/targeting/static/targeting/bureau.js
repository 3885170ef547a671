// The little map of a bureau: its shape, those around it, its streets and buildings.
import { createMap } from "../maps/map.js";
import { figure, language } from "../maps/words.js";

const frame = document.getElementById("plan");
const DOORS = { fr: (n) => (n < 2 ? "porte" : "portes"), en: (n) => (n === 1 ? "door" : "doors") };

async function start() {
  const [answer, map] = await Promise.all([
    fetch(frame.dataset.plan, { credentials: "same-origin" }),
    createMap(frame, { label: frame.dataset.label, bounds: frame.dataset.bounds.split(",").map(Number), scroll: false, padding: 28 }),
  ]);
  const plan = await answer.json();
  await map.add("bureaux", { kind: "polygons", data: plan.shapes, opacity: 0, lit: 0.16 });
  await map.add("rues", { kind: "streets", data: plan.streets, from: 10 });
  await map.add("immeubles", { kind: "points", data: plan.buildings, small: 3 });
  const around = plan.shapes.features.filter((one) => one.properties.code !== frame.dataset.code);
  await map.add("voisins", { kind: "names", from: 10, data: { type: "FeatureCollection", features: around.map(({ properties }) => ({ type: "Feature", geometry: { type: "Point", coordinates: [properties.lon, properties.lat] }, properties })) } });
  map.choose("bureaux", frame.dataset.code);
  map.on("hover", "immeubles", (feature, event) => {
    map.light("immeubles", feature?.id ?? null);
    for (const row of document.querySelectorAll("#immeubles tr.lit")) row.classList.remove("lit");
    if (!feature) { map.tip.hide(); return; }
    const { name, doors } = feature.properties;
    map.tip.show(event.point, `${name} · ${figure(doors)} ${DOORS[language()](doors)}`);
    document.querySelector(`#immeubles tr[data-address="${feature.id}"]`)?.classList.add("lit");
  });
  const row = (event) => event.target.closest?.("tr[data-address]");
  const buildings = document.getElementById("h-buildings").parentElement;
  buildings.addEventListener("pointerover", (event) => map.light("immeubles", row(event) ? Number(row(event).dataset.address) : null));
  buildings.addEventListener("pointerleave", () => map.light("immeubles", null));
  document.documentElement.dataset.map = "ready";
}

start();
