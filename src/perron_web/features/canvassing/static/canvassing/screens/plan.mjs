// The screen of the map.
import { fill } from "./fill.mjs";
import { drawMap } from "./map.mjs";
import { places } from "./turf.mjs";
import { following, path, standing, state } from "./turfs.mjs";
import { address, say } from "./words.mjs";

const STATES = { done: "buildingDone", going: "begun", left: "toDo" };

export async function plan(app, pack) {
  const list = await standing(app, pack);
  const next = following(list);
  let map = null;
  return {
    name: "map",
    title: say("turf", { n: String(pack.turf.number).padStart(2, "0") }),
    body: fill("t-map", { label: say("map") }),
    bar: fill("b-turf", places(pack, next, "map")),
    actions: { zoomIn: () => map.zoom(1.5), zoomOut: () => map.zoom(1 / 1.5), whole: () => map.whole(), locate: () => locate(app, map) },
    drawn: (root) => {
      map = drawMap(root.querySelector(".sheet"), { streets: streetsOf(pack), line: lineOf(pack), stops: list.filter(({ lon }) => lon).map((building) => spot(pack, building, next)) });
      if (app.position) map.locate(app.position);
    },
  };
}

const spot = (pack, building, next) => ({
  lon: building.lon,
  lat: building.lat,
  order: String(building.order || "+"),
  label: `${building.order || ""} ${address(building)}, ${say(STATES[state(building)])}`.trim(),
  href: `#${path(pack, building.key)}`,
  state: state(building),
  current: building === next,
});

/** Lines with a name, whatever the pack calls them. */
function streetsOf({ streets }) {
  const features = streets?.features ?? streets ?? [];
  return features.flatMap(({ geometry, properties, name, line, lines }) => {
    if (geometry) return (geometry.type === "MultiLineString" ? geometry.coordinates : [geometry.coordinates]).map((one) => ({ name: properties?.name ?? "", line: one }));
    return (lines ?? [line]).map((one) => ({ name: name ?? "", line: one }));
  });
}

function lineOf({ turf }) {
  const line = typeof turf.line === "string" && turf.line ? JSON.parse(turf.line) : turf.line;
  return line?.coordinates ?? line ?? [];
}

/** Once, when asked: shown here, sent nowhere. The screen does not wait for it. */
function locate(app, map) {
  const failed = () => app.tell(say("noPosition"), { kind: "warn" });
  if (!navigator.geolocation) return failed();
  const found = ({ coords }) => {
    app.position = { lon: coords.longitude, lat: coords.latitude, about: coords.accuracy, at: Date.now() };
    if (app.screen?.name === "map") map.locate(app.position);
    app.tell(say("position"));
  };
  navigator.geolocation.getCurrentPosition(found, failed, { enableHighAccuracy: true, timeout: 15_000, maximumAge: 10_000 });
}
