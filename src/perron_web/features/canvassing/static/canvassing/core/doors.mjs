// What is known of each door of a turf: building → stairs → floors → doors, from the pack and this phone's reports.
// The rule of order is the server's; tests/vectors/door_states.json is read by the tests of both.

/** @typedef {{door: string, outcome: string, talked: boolean|null, previous: {outcome: string, at: string}|null,
 *   mine: object|null, never: boolean}} Door mine: the report of this phone that counts, with its `state` */
/** @typedef {{stair: string, floors: {floor: number|null, doors: Door[]}[]}} Stair */
/** @typedef {{key: string, order: number, number: number|null, suffix: string|null, street: string, label: string,
 *   lon: number, lat: number, access: string, added: boolean, estimated: boolean, stairs: Stair[], unknown: object|null,
 *   progress: Progress}} Building */
/** @typedef {{doors: number, done: number, open: number, talked: number}} Progress done: with any outcome */

export const doorId = ({ address, stair = "", floor = null, door = "" }) => JSON.stringify([address, stair, floor, door]);
const COUNTED = new Set(["waiting", "sending", "sent", "conflict", undefined]);

/** Order of truth: time set right, then phone, rank, id. */
export function before(a, b) {
  const time = (report) => Date.parse(report.happened_at ?? report.at);
  return time(a) - time(b) || (a.phone ?? 0) - (b.phone ?? 0) || a.seq - b.seq || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** Reports that count, in order: an undo strikes out one report of its own phone, whatever came first. */
export function valid(reports) {
  const kept = reports.filter((report) => COUNTED.has(report.state) && !report.aside);
  const undone = new Set(kept.filter(({ kind }) => kind === "undo").map(({ phone = 0, undoes }) => `${phone} ${undoes}`));
  return kept.filter(({ id, kind, phone = 0 }) => kind !== "undo" && !undone.has(`${phone} ${id}`)).sort(before);
}

/** State of every door that was visited: the last visit that counts. @returns {Map<string, object>} by door id */
export function doorStates(reports) {
  const states = new Map();
  const outings = new Map();
  for (const report of valid(reports).filter(({ kind }) => kind === "visit")) {
    const id = doorId(report);
    const others = outings.get(id) ?? new Map(); // outing → phone → outcome: each phone's last word
    const words = others.get(report.outing ?? null) ?? new Map();
    words.set(report.phone ?? 0, report.outcome);
    outings.set(id, others.set(report.outing ?? null, words));
    const conflict = [...others.values()].some((said) => new Set(said.values()).size > 1);
    const never = report.outcome === "never" || Boolean(states.get(id)?.never); // a later visit does not lift it
    states.set(id, { visit: report, outcome: report.outcome, talked: report.talked ?? null, never, conflict });
  }
  return states;
}

/** How one gets in: the last word on each address. @returns {Map<string, string>} */
export function accessOf(reports) {
  const ways = new Map();
  for (const report of valid(reports)) if (report.kind === "access") ways.set(report.address, report.access);
  return ways;
}

/** Doors of a building, by stair and floor; {stair: {floor: [door]}}; floor null until somebody says the floors. */
class Structure {
  constructor() {
    this.stairs = new Map();
  }

  floor(stair, floor) {
    if (!this.stairs.has(stair)) this.stairs.set(stair, new Map());
    const floors = this.stairs.get(stair);
    if (!floors.has(floor)) floors.set(floor, new Set());
    return floors.get(floor);
  }

  door(stair, floor, door) {
    if (door !== "") this.floor(stair, floor).add(door);
  }

  doors(stair, floor, count) {
    for (let i = 1; i <= count; i += 1) this.door(stair, floor, String(i));
  }
}

const natural = new Intl.Collator("fr", { numeric: true });

function structureOf(stop, added, visited) {
  const structure = new Structure();
  for (const { stair, floors } of stop.stairs ?? []) {
    if (!floors.length) structure.stairs.set(stair, new Map());
    for (const { floor, doors } of floors) for (const door of doors) structure.door(stair, floor, String(door));
  }
  for (const report of added) {
    if (report.what === "stair" && !structure.stairs.has(report.stair)) structure.stairs.set(report.stair, new Map());
    if (report.what === "floor") structure.doors(report.stair, report.floor, report.doors);
    if (report.what === "door") structure.door(report.stair, report.floor, report.door);
  }
  // The doors counted at the desk have no floor; those nobody visited make way for the floors that are known.
  const known = [...structure.stairs.values()].some((floors) => [...floors.keys()].some((floor) => floor !== null));
  if (!known && !structure.stairs.size) structure.doors("", null, stop.doors);
  else if (!known && !structure.stairs.has("")) structure.stairs.delete("");
  for (const { stair, floor, door } of visited) structure.door(stair, floor, door);
  return structure;
}

function laidOut(structure, tell) {
  const floorsOf = (floors) =>
    [...floors.entries()]
      .sort(([a], [b]) => (b ?? -100) - (a ?? -100)) // from the top: that is how one walks down a staircase
      .map(([floor, doors]) => ({ floor, doors: [...doors].sort(natural.compare) }));
  return [...structure.stairs.entries()]
    .sort(([a], [b]) => natural.compare(a, b))
    .map(([stair, floors]) => ({
      stair,
      floors: floorsOf(floors).map(({ floor, doors }) => ({
        floor,
        doors: doors.map((door) => tell({ stair, floor, door })),
      })),
    }));
}

function progressOf(stairs) {
  const doors = stairs.flatMap(({ floors }) => floors.flatMap((floor) => floor.doors));
  const some = (test) => doors.filter(test).length;
  return {
    doors: doors.length,
    done: some((door) => door.outcome !== ""),
    open: some((door) => door.outcome === "open"),
    talked: some((door) => door.talked === true),
  };
}

function building(stop, { reports, states, ways }) {
  const address = stop.key;
  const here = reports.filter((report) => report.address === address);
  const previous = new Map((stop.previous ?? []).map((seen) => [doorId({ address, ...seen }), seen]));
  const never = new Set((stop.never ?? []).map((door) => doorId({ address, ...(typeof door === "object" ? door : { door }) })));
  const visits = here.filter(({ kind }) => kind === "visit");
  const visited = [...visits, ...previous.values(), ...[...never].map((id) => placeOf(id))];
  const tell = (place) => {
    const id = doorId({ address, ...place });
    const own = states.get(id) ?? null;
    const seen = previous.get(id) ?? null;
    return {
      ...place,
      outcome: own?.outcome ?? seen?.outcome ?? (never.has(id) ? "never" : ""),
      talked: own?.talked ?? null,
      previous: seen ? { outcome: seen.outcome, at: seen.at } : null,
      mine: own?.visit ?? null,
      never: never.has(id) || Boolean(own?.never) || seen?.outcome === "never",
    };
  };
  const added = here.filter(({ kind, what }) => kind === "add" && what !== "building");
  const stairs = laidOut(structureOf(stop, added, visited), tell);
  const whole = doorId({ address });
  const told = states.get(whole)?.visit ?? previous.get(whole) ?? null;
  const access = ways.get(address) ?? stop.access ?? "";
  return { ...stop, access, stairs, unknown: told?.outcome === "unknown" ? told : null, progress: progressOf(stairs) };
}

function placeOf(id) {
  const [, stair, floor, door] = JSON.parse(id);
  return { stair, floor, door };
}

const asStop = (report, order) => ({
  ...{ key: report.address, order, number: null, suffix: null, street: report.label, label: report.label },
  ...{ lon: report.lon, lat: report.lat, doors: report.doors ?? 0, estimated: false, access: "", added: true },
});

/**
 * Lay out a turf: the buildings of the pack and those added on this phone, each door with what is known of it.
 * What the phone reported before the pack was fetched is already in the pack; others may have come after.
 * @param {object} pack as the server sent it, with `fetched`
 * @param {object[]} reports of this phone, each with `state` and `acked`
 * @returns {Building[]} in walking order
 */
export function buildings(pack, reports) {
  const counted = valid(reports);
  const fresh = counted.filter((report) => !superseded(report, pack));
  const facts = { reports: counted, states: doorStates(fresh), ways: accessOf(fresh) };
  const stops = pack.stops.map((stop) => ({ added: false, label: addressOf(stop), ...stop }));
  const keys = new Set(stops.map(({ key }) => key));
  const added = counted.filter(({ kind, what, address }) => kind === "add" && what === "building" && !keys.has(address));
  return [...stops, ...added.map((report, i) => asStop(report, stops.length + i + 1))].map((stop) => building(stop, facts));
}

/** Sent before the pack was fetched, and the pack tells of the same door: then the pack is fresher. */
function superseded(report, pack) {
  if (!pack.fetched || !report.acked || report.acked >= pack.fetched) return false;
  const stop = pack.stops.find(({ key }) => key === report.address);
  if (report.kind === "access") return Boolean(stop?.access);
  const id = doorId(report);
  return Boolean(stop?.previous?.some((seen) => doorId({ address: stop.key, ...seen }) === id));
}

const addressOf = ({ number, suffix, street }) => [number, suffix, street].filter((part) => part !== null && part !== "").join(" ");

/** Sum of the progress of several buildings. @param {Building[]} all @returns {Progress} */
export function total(all) {
  const sum = { doors: 0, done: 0, open: 0, talked: 0 };
  for (const { progress } of all) for (const key of Object.keys(sum)) sum[key] += progress[key];
  return sum;
}
