// A building: how one gets in, its façade of floors and doors, and six buttons for the door in hand.
import { kept } from "./app.mjs";
import { fill } from "./fill.mjs";
import { address, level, onDate, place, say, storey } from "./words.mjs";
import { OUTCOMES, WAYS, about, asked, following, path, standing, state } from "./turfs.mjs";

const memory = new Map(); // building → what is chosen on its screen

const idOf = ({ stair, floor, door }) => [stair, floor ?? "", door].join("~");
const done = (door) => Boolean(door.outcome || door.never);

export async function building(app, pack, key, more) {
  const list = await standing(app, pack);
  const found = list.find((one) => one.key === key);
  if (!found) return app.go(path(pack), { replace: true });
  const mine = { app, pack, key, list, found, chosen: remember(pack, key) };
  return more ? moreOf(mine) : facade(mine);
}

export function remember(pack, key) {
  const name = `${pack.turf.id}/${key}`;
  if (!memory.has(name)) memory.set(name, { door: "", stair: null, asking: null });
  return memory.get(name);
}

const upward = (floors) => [...floors].sort((a, b) => (a.floor ?? -99) - (b.floor ?? -99));
/** Floors as the eye meets them: the highest first. */
const seen = (floors) => upward(floors).reverse();
const walked = (floors) => (kept.read().order === "up" ? upward(floors) : seen(floors)).flatMap((floor) => floor.doors);

function current({ found, chosen }) {
  const stairs = found.stairs;
  const stair = stairs.find((one) => one.name === chosen.stair) ?? stairs.find((one) => walked(one.floors).some((door) => !done(door))) ?? stairs[0];
  const doors = walked(stair?.floors ?? []);
  const door = doors.find((one) => idOf(one) === chosen.door) ?? doors.find((one) => !done(one)) ?? doors[0] ?? null;
  return { stair, door };
}

function facade(mine) {
  const { app, pack, found, list, chosen } = mine;
  const { stair, door } = current(mine);
  const way = found.access.now;
  const asking = chosen.asking ?? (!way && !found.done);
  const left = found.doors - found.done;
  const next = following(list, found.key);
  return {
    name: "building",
    title: address(found),
    body: fill("t-building", {
      asking,
      known: found.access.known && !way ? say("knownEntry", { way: say(`access.${found.access.known}`).toLowerCase() }) : "",
      ways: WAYS.map((id) => ({ id, word: say(`access.${id}`), pressed: String(way === id) })),
      entry: way ? say("entry", { way: say(`access.${way}`).toLowerCase() }) : say("entryUnsaid"),
      asked: [...asked(pack), ...asked(pack, found.key)],
      shut: way === "refused" && left ? say("shut") : "",
      several: found.stairs.length > 1,
      stairs: found.stairs.map(({ name }) => ({ name, word: name ? say("stair", { n: name }) : say("stairMain"), pressed: String(name === stair?.name) })),
      facade: say("facade"),
      floors: stair ? seen(stair.floors).map((floor) => row(floor, stair, door)) : [],
      flat: found.flat && found.doors > 3 && !found.unknown,
      finished: found.unknown ? say("unknownHere") : state(found) === "done" ? say("finished") : "",
    }),
    bar: fill("b-building", {
      where: door ? inHand(door, found.stairs.length > 1) : "",
      before: door ? history(door) : "",
      group: say("outcomes"),
      outcomes: OUTCOMES.map((id) => ({ id, word: say(`outcome.${id}`), pressed: String(door?.outcome === id), off: !door || (door.never && !door.report) })),
      back: `#${path(pack)}`,
      canAll: left > 1,
      all: say("nobodyAll"),
      next: left < 2 && next ? `#${path(pack, next.key)}` : "",
      more: false,
    }),
    actions: actions(mine, door),
    drawn: (root, moved) => (moved && asking) || root.querySelector('.door[aria-pressed="true"]')?.scrollIntoView({ block: "nearest" }),
    key: (event) => keys(mine, event),
  };
}

const history = ({ outcome, previous, never }) => {
  if (outcome) return say("now", { outcome: say(`outcome.${outcome}`).toLowerCase() });
  if (never) return say("neverDoor");
  return previous ? say("before", { outcome: say(`outcome.${previous.outcome}`).toLowerCase(), when: onDate(previous.at) }) : say("first");
};

function row(floor, stair, chosen) {
  const id = [stair.name, floor.floor ?? ""].join("~");
  const left = floor.doors.filter((door) => !done(door)).length;
  return {
    id,
    name: level(floor.floor),
    bare: floor.floor === null,
    left: left > 1 || (left === 1 && floor.doors.length > 1),
    nobodyLabel: `${say(floor.floor === null ? "nobodyFlat" : "nobodyHere")} : ${storey(floor.floor) || say("floor.none")}`,
    doors: floor.doors.map((door) => cell(door, chosen)),
  };
}

function cell(door, chosen) {
  const outcome = door.outcome || (door.never ? "never" : "");
  return {
    id: idOf(door),
    key: `door ${idOf(door)}`,
    door: door.door,
    label: `${place(door) || say("house")}. ${history(door)}`,
    current: String(door === chosen),
    outcome,
    before: !outcome && door.previous ? door.previous.outcome : "",
    icon: outcome || (door.previous?.outcome ?? ""),
    never: door.never && !door.report,
  };
}

function actions(mine, door) {
  const { app, pack, key, found, chosen } = mine;
  const floorDoors = (id) => found.stairs.flatMap((stair) => stair.floors.filter((floor) => [stair.name, floor.floor ?? ""].join("~") === id).flatMap((floor) => floor.doors));
  const everyDoor = () => found.stairs.flatMap((stair) => stair.floors.flatMap((floor) => floor.doors));
  return {
    pick: (id) => { chosen.door = id; return app.show(); },
    stair: (name) => { Object.assign(chosen, { stair: name ?? "", door: "" }); return app.show(); },
    askAccess: () => { chosen.asking = true; return app.show(); },
    access: (way) => access(mine, way),
    outcome: (id) => (id === "open" ? app.go(path(pack, key, "ouverte", idOf(door))) : report(mine, [door], id)),
    floorAbsent: (id) => report(mine, floorDoors(id), "absent"),
    allAbsent: () => report(mine, everyDoor(), "absent"),
    allUnreachable: () => report(mine, everyDoor(), "unreachable"),
    sayFloors: () => app.go(path(pack, key, "etages", ...[mine.chosen.stair].filter(Boolean))),
    more: () => app.go(path(pack, key, "plus")),
  };
}

/** Record one outcome for one door, or for every door of several that has none yet. */
async function report({ app, pack, key, chosen }, doors, outcome) {
  const bulk = doors.length > 1;
  const told = doors.filter((door) => !bulk || !done(door));
  if (!told.length) return;
  const made = await app.core.record(told.map((door) => ({ kind: "visit", ...about(app, pack, door, key), outcome, talked: null })));
  chosen.door = "";
  if (!bulk) moveOn(chosen, told[0]);
  const words = say(`outcome.${outcome}`);
  app.tell(told.length > 1 ? say("saidMany", { outcome: words, n: told.length }) : say("said", { outcome: words, where: short(told[0]) }), {
    undo: () => takeBack(app, made, chosen, told),
  });
  if (location.hash.endsWith("/plus")) return app.go(path(pack, key), { replace: true });
  await app.show();
}

/** "5e, porte 2": what fits on the button that takes it back. */
const short = ({ floor, door }) => [floor === null ? "" : level(floor), door ? say("door", { n: door }) : ""].filter(Boolean).join(", ") || say("house");

/** The door in hand, on a line that leaves room to take the last one back. */
function inHand(door, several) {
  if (several && door.stair) return `${say("stair", { n: door.stair })}, ${short(door)}`;
  return door.floor === 0 ? short(door) : place(door) || say("house");
}

function moveOn(chosen, door) {
  chosen.stair = door.stair;
  chosen.after = idOf(door);
}

export async function takeBack(app, made, chosen = null, doors = []) {
  await app.core.undo(made.map(({ id }) => id));
  if (chosen && doors.length === 1) chosen.door = idOf(doors[0]);
  app.tell(say("undone", { n: made.length }));
}

async function access({ app, pack, key, chosen }, way) {
  const made = await app.core.record([{ kind: "access", ...about(app, pack, {}, key), access: way }]);
  chosen.asking = false;
  app.tell(say("saidAccess", { way: say(`access.${way}`).toLowerCase() }), { undo: async () => { chosen.asking = null; await app.core.undo(made.map(({ id }) => id)); } });
  await app.show();
}

async function addDoor({ app, pack, key, found }, near) {
  const { stair, floor } = near;
  const doors = found.stairs.find(({ name }) => name === stair)?.floors.find((one) => one.floor === floor)?.doors ?? [];
  const door = String(Math.max(0, ...doors.map((one) => Number.parseInt(one.door, 10) || 0)) + 1);
  const made = await app.core.record([{ kind: "add", ...about(app, pack, { stair, floor, door }, key), what: "door", label: "", doors: 1 }]);
  app.tell(say("saidAdd", { what: place({ stair, floor, door }) }), { undo: () => takeBack(app, made) });
  app.go(path(pack, key), { replace: true });
}

function moreOf(mine) {
  const { app, pack, key, found } = mine;
  const own = actions(mine, null);
  const { door } = current(mine);
  return {
    name: "more",
    title: address(found),
    body: fill("t-more", { label: say("doors", { n: found.doors }), door, here: door && place({ ...door, door: "" }) }),
    bar: fill("b-back", { back: `#${path(pack, key)}`, word: say("toBuilding") }),
    actions: {
      ...own,
      unknown: () => unknown(mine),
      addDoor: () => addDoor(mine, door),
      addFloor: () => app.go(path(pack, key, "etages")),
      addStair: () => app.go(path(pack, key, "etages", "+")),
      close: () => app.go(path(pack, key), { replace: true }),
    },
  };
}

async function unknown({ app, pack, key }) {
  const made = await app.core.record([{ kind: "visit", ...about(app, pack, {}, key), outcome: "unknown", talked: null }]);
  app.tell(say("outcome.unknown"), { undo: () => takeBack(app, made) });
  app.go(path(pack), { replace: true });
}

/** With a keyboard: 1 to 6 are the six buttons. */
function keys({ app }, event) {
  const outcome = OUTCOMES[Number(event.key) - 1];
  if (!outcome || event.ctrlKey || event.metaKey || event.altKey || event.target.matches?.("input, select")) return;
  app.act("outcome", outcome);
}
