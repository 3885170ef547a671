// What the list lacks: floors and doors of a building, a staircase, a whole building.
import { fill } from "./fill.mjs";
import { address, level, say, storey } from "./words.mjs";
import { about, path, standing } from "./turfs.mjs";
import { remember, takeBack } from "./building.mjs";

const LEVELS = Array.from({ length: 44 }, (_, index) => index - 3);
const MOST = 60;

export async function floors(app, pack, key, stair) {
  const found = (await standing(app, pack)).find((one) => one.key === key);
  if (!found) return app.go(path(pack), { replace: true });
  const adding = stair === "+";
  const named = adding ? letter(found) : (stair ?? found.stairs[0]?.name ?? "");
  const known = (found.stairs.find(({ name }) => name === named)?.floors ?? []).filter(({ floor }) => floor !== null);
  const next = known.length ? Math.max(...known.map(({ floor }) => floor)) + 1 : null;
  const low = next ?? found.floor_from ?? 0;
  const high = next ?? guess(found);
  const mine = { doors: next === null ? Math.max(1, Math.round(found.doors / (high - low + 1))) : known.at(-1).doors.length || 2 };
  const body = fill("t-floors", {
    about: say("aboutFloors"),
    stairs: adding || found.stairs.length > 1,
    stair: named,
    levels: LEVELS.map((floor) => ({ floor: String(floor), name: level(floor), low: floor === low, high: floor === high })),
    doors: String(mine.doors),
  });
  return {
    name: "adding",
    title: address(found),
    body,
    bar: fill("b-back", { back: `#${path(pack, key)}`, word: say("toBuilding") }),
    actions: { ...steps(mine), saveFloors: (_, form) => saveFloors(app, pack, key, named, mine, form) },
    change: ({ name, form }) => { if (name === "from" && Number(form.elements.to.value) < Number(form.elements.from.value)) form.elements.to.value = form.elements.from.value; },
  };
}

const letter = (found) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ".split("").find((one) => !found.stairs.some(({ name }) => name === one)) ?? "";
const guess = (found) => found.floor_to ?? Math.min(12, Math.max(0, Math.round(found.doors / 3) - 1));

const steps = (mine) => {
  const put = (by) => () => {
    mine.doors = Math.min(MOST, Math.max(1, mine.doors + by));
    document.querySelector("#screen output").textContent = String(mine.doors);
  };
  return { less: put(-1), more: put(1) };
};

async function saveFloors(app, pack, key, named, mine, form) {
  const values = form.elements;
  const stair = (values.stair?.value ?? named).trim();
  const from = Number(values.from.value);
  const to = Math.max(from, Number(values.to.value));
  const reports = [];
  for (let floor = from; floor <= to; floor += 1) {
    reports.push({ kind: "add", ...about(app, pack, { stair, floor }, key), what: "floor", label: "", doors: mine.doors });
  }
  const made = await app.core.record(reports);
  Object.assign(remember(pack, key), { stair, door: "" });
  const what = reports.length === 1 ? storey(from) : `${level(from)}–${level(to)}`;
  app.tell(say("saidAdd", { what }), { undo: () => takeBack(app, made) });
  app.go(path(pack, key), { replace: true });
}

export function newBuilding(app, pack) {
  const mine = { doors: 1 };
  const streets = [...new Set(pack.stops.map((stop) => stop.street))].slice(0, 6).map((name) => ({ name }));
  return {
    name: "adding",
    title: say("addBuilding"),
    body: fill("t-new", { doors: "1", streets }),
    bar: fill("b-back", { back: `#/secteur/${pack.turf.id}`, word: say("toList") }),
    actions: {
      ...steps(mine),
      street: (name) => {
        const input = document.querySelector('#screen [name="label"]');
        input.value = `${input.value.match(/^\d+\s*(bis|ter|[a-d])?\b/i)?.[0] ?? ""} ${name}`.trim();
        input.focus();
      },
      saveBuilding: (_, form) => saveBuilding(app, pack, mine, form.elements.label.value.trim()),
    },
  };
}

async function saveBuilding(app, pack, mine, label) {
  if (!label) return app.tell(say("needLabel"), { kind: "warn" });
  const key = `new:${crypto.randomUUID()}`;
  const near = pack.stops.findLast((stop) => label.endsWith(stop.street)) ?? pack.stops[0];
  const { lon, lat } = near; // never where the phone is
  const made = await app.core.record([{ kind: "add", ...about(app, pack, {}, key), what: "building", label, lon, lat, doors: mine.doors }]);
  app.tell(say("saidAdd", { what: label }), { undo: () => takeBack(app, made) });
  app.go(path(pack, key), { replace: true });
}
