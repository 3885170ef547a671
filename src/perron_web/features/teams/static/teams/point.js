// The picker of a meeting point: an address placed by the site, a click on the map, or Enter under its cross.
// The map is loaded once there is a place to show; without scripts the form places the address itself.
const box = document.querySelector("[data-picker]");
const field = (name) => document.getElementById(box.dataset[name]);
const lon = field("lon"), lat = field("lat"), address = field("address");
const element = document.getElementById("point-map"), said = box.querySelector("[data-said]");
const near = { maxZoom: 17.5, minZoom: 14 };
let map = null, ground = null;

const token = () => document.querySelector("input[name=csrfmiddlewaretoken]").value;
const collection = (features) => ({ type: "FeatureCollection", features });
const dot = (at, properties) => ({ type: "Feature", geometry: { type: "Point", coordinates: at }, properties });
const around = ([x, y], metres = 260) => {
  const high = metres / 111_320, wide = high / Math.cos((y * Math.PI) / 180);
  return [x - wide, y - high, x + wide, y + high];
};

function say(text) { said.textContent = text ?? ""; }

function set(at) {
  lon.value = at[0].toFixed(6);
  lat.value = at[1].toFixed(6);
  map?.set("point", collection([dot(at, { number: "", kind: "start" })]));
}

// Addresses are the ground: a dot each, and the name of a street in the middle of its own.
async function lay(at) {
  const far = ground && Math.hypot((at[0] - ground[0]) * Math.cos((at[1] * Math.PI) / 180), at[1] - ground[1]) > 0.0025;
  if (ground && !far) return;
  ground = at;
  const answer = await fetch(`${box.dataset.ground}?lon=${at[0].toFixed(4)}&lat=${at[1].toFixed(4)}`);
  if (!answer.ok) return;
  const { addresses } = await answer.json();
  const streets = new Map();
  for (const one of addresses) streets.set(one[3], [...(streets.get(one[3]) ?? []), one]);
  const names = [...streets].map(([street, rows], rank) => {
    const middle = rows[Math.floor(rows.length / 2)];
    return dot([middle[1], middle[2]], { label: street, rank });
  });
  map.set("doors", collection(addresses.map(([number, x, y]) => dot([x, y], { number }))));
  map.set("names", collection(names));
}

async function open(at) {
  if (map) return map.fit(around(at), near);
  element.hidden = false;
  box.querySelector("[data-keys]").hidden = false;
  const { createMap } = await import("../maps/map.js");
  map = await createMap(element, {
    label: box.dataset.label, bounds: around(at), scroll: false,
    onEnter: (pixel) => choose(map.canvas.unproject(pixel)),
  });
  await map.add("doors", { kind: "points", key: "number", data: collection([]), small: 2.4, from: 14 });
  await map.add("names", { kind: "names", key: "label", data: collection([]), from: 14 });
  await map.add("point", { kind: "points", key: "kind", data: collection([]), numbers: true, numbersFrom: 8, size: 12 });
  map.canvas.on("click", (event) => choose(event.lngLat));
  map.canvas.on("moveend", () => { const { lng, lat: y } = map.canvas.getCenter(); lay([lng, y]); });
}

function choose({ lng, lat: y }) {
  set([lng, y]);
  say(box.dataset.here);
}

async function show(at) {
  await open(at);
  set(at);
  await lay(at);
}

async function find() {
  if (!address.value.trim()) return address.focus();
  say("…");
  try {
    const body = new URLSearchParams({ q: address.value, csrfmiddlewaretoken: token() });
    const found = await (await fetch(box.dataset.point, { method: "POST", body })).json();
    say([found.name, found.why].filter(Boolean).join(" · "));
    if (found.lon !== undefined) await show([found.lon, found.lat]);
  } catch { say(box.dataset.fail); }
}

const search = box.querySelector("[data-find]"), here = box.querySelector("[data-locate]");
search.hidden = false;
search.addEventListener("click", find);
address.addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  find();
});
const first = [lon.value, lat.value];
address.addEventListener("input", () => {   // the site will place a new address; without one, the point stays as it was
  [lon.value, lat.value] = address.value.trim() ? ["", ""] : first;
});
if (navigator.geolocation) {
  here.hidden = false;
  here.addEventListener("click", () => navigator.geolocation.getCurrentPosition(
    ({ coords }) => { show([coords.longitude, coords.latitude]); say(box.dataset.here); },
    () => say(box.dataset.fail), { timeout: 10_000, maximumAge: 60_000 }));
}
if (lon.value && lat.value) show([Number(lon.value), Number(lat.value)]);
