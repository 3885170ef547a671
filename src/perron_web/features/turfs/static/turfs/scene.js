// The turfs of a bureau on the map: ground, streets, walks, doors, and the numbered stops of what is chosen.
import { createMap } from "../maps/map.js";
import { keepMarks } from "./marks.js";

const collection = (features) => ({ type: "FeatureCollection", features });
const feature = (geometry, properties) => ({ type: "Feature", geometry, properties });
const point = (lon, lat) => ({ type: "Point", coordinates: [lon, lat] });

export async function openScene(element, data, options) {
  const map = await createMap(element, { label: options.label, bounds: data.bounds, padding: 28 });
  const scene = new Scene(map, data, options);
  await scene.lay();
  element.dataset.ready = "1";
  return scene;
}

class Scene {
  constructor(map, data, options) {
    this.map = map;
    this.options = options;
    this.turfs = new Map(data.turfs.map((turf) => [turf.n, turf]));
    this.chosen = { turfs: [], buildings: [] };
  }

  async lay() {
    const { map } = this;
    keepMarks(map.canvas, map.element);
    await map.add("zones", { kind: "polygons", key: "n", data: this.zones(), opacity: 0.3 });
    await map.add("walks", { kind: "lines", key: "n", data: this.walks(() => true, "quiet") });
    await map.add("doors", { kind: "points", key: "id", data: this.doors(), from: 14.5, small: 2.4 });
    await map.add("walk", { kind: "lines", key: "n", data: collection([]) });
    await map.add("stops", { kind: "points", key: "id", data: collection([]), numbers: true, numbersFrom: 14 });
    await map.add("labels", { kind: "names", key: "n", data: this.labels(), from: 13, size: 17, marks: true });
    if (this.options.streets) map.add("streets", { kind: "streets", key: "name", url: this.options.streets }).catch(() => {});
    map.on("click", "zones", (found, event) => this.click(found, event));
    map.on("hover", "zones", (found, event) => this.hover(found, event));
  }

  click(zone, event) {
    const stop = this.map.at(event.point, "stops");
    if (stop && this.options.onBuilding) return this.options.onBuilding(stop.properties.key);
    const pointer = event.originalEvent;
    const more = pointer.shiftKey || pointer.ctrlKey || pointer.metaKey || matchMedia("(pointer: coarse)").matches;
    if (zone) this.options.onTurf?.(zone.properties.n, more);
  }

  hover(zone, event) {
    const { map } = this;
    map.light("zones", zone ? [zone.properties.n] : []);
    if (!zone) return map.tip.hide();
    const stop = map.at(event.point, "stops") ?? map.at(event.point, "doors");
    const turf = this.turfs.get(stop ? stop.properties.n : zone.properties.n);
    if (!turf) return;
    const words = document.createElement("span");
    words.textContent = this.options.tip(turf, stop ? turf.stops.find((one) => one[1] === stop.properties.number) : null);
    map.tip.show(event.point, words);
  }

  choose(turfs, buildings) {
    this.chosen = { turfs, buildings };
    const here = (turf) => turfs.includes(turf.n);
    const held = new Set(buildings);
    this.map.choose("zones", turfs);
    this.map.set("walk", this.walks(here, "chosen"));
    this.map.set("stops", this.stops((turf, stop) => here(turf) || held.has(stop[0])));
    const marked = [];
    for (const turf of this.turfs.values()) for (const stop of turf.stops) if (held.has(stop[0])) marked.push(`${turf.n}-${stop[1]}`);
    this.map.choose("stops", marked);
  }

  update({ all, turfs, gone }) {
    if (all) this.turfs.clear();
    for (const number of gone) this.turfs.delete(number);
    for (const turf of turfs) this.turfs.set(turf.n, turf);
    this.map.set("zones", this.zones());
    this.map.set("walks", this.walks(() => true, "quiet"));
    this.map.set("doors", this.doors());
    this.map.set("labels", this.labels());
  }

  zones() {
    const found = [...this.turfs.values()].filter((turf) => turf.zone);
    return collection(found.map((turf) => feature(turf.zone, { n: turf.n, class: ((2 * turf.n) % 5) + 1 })));
  }

  walks(wanted, kind) {
    const found = [...this.turfs.values()].filter((turf) => turf.line?.type === "LineString" && wanted(turf));
    return collection(found.map((turf) => feature(turf.line, { n: turf.n, kind })));
  }

  doors() {
    return collection([...this.turfs.values()].flatMap((turf) => turf.stops.map((stop) => this.dot(turf, stop))));
  }

  stops(wanted) {
    return collection([...this.turfs.values()].flatMap((turf) => turf.stops.filter((stop) => wanted(turf, stop)).map((stop) => this.dot(turf, stop))));
  }

  dot(turf, [key, order, lon, lat]) {
    return feature(point(lon, lat), { id: `${turf.n}-${order}`, key, n: turf.n, number: order, kind: order === 1 ? "start" : "" });
  }

  labels() {
    const found = [...this.turfs.values()].filter((turf) => turf.stops.length);
    return collection(found.map((turf) => {
      const [x, y] = turf.at ?? middle(turf.stops);
      return feature(point(x, y), { n: turf.n, label: String(turf.n).padStart(2, "0"), rank: turf.n, mark: `mark-${turf.s}` });
    }));
  }
}

// The door nearest to the middle of a turf's doors: a label there lies on its own ground.
function middle(stops) {
  const x = stops.reduce((sum, stop) => sum + stop[2], 0) / stops.length;
  const y = stops.reduce((sum, stop) => sum + stop[3], 0) / stops.length;
  const near = stops.reduce((best, stop) => (Math.hypot(stop[2] - x, stop[3] - y) < Math.hypot(best[2] - x, best[3] - y) ? stop : best));
  return [near[2], near[3]];
}
