// What screens need to know of a turf: its buildings with their doors, how far it is, what is left.
import { accessOf, buildings } from "../core/doors.mjs";
import { moment, say } from "./words.mjs";

export const OUTCOMES = ["open", "absent", "refused", "later", "unreachable", "never"];
export const WAYS = ["open", "code", "intercom", "caretaker", "refused"];

/** The buildings of a pack as they stand on this phone, in walking order. */
export async function standing(app, pack) {
  const reports = await app.core.reports(pack.turf.id);
  const said = accessOf(reports);
  const listed = new Map(pack.stops.map((stop) => [stop.key, stop]));
  return buildings(pack, reports).map((building) => drawn(building, said.get(building.key) ?? "", listed.get(building.key)));
}

const same = (door) => (seen) => seen.stair === door.stair && seen.floor === door.floor && seen.door === door.door;

/** One building for the screens: what this outing said of its doors, apart from what was known before. */
function drawn(building, way, stop) {
  const stairs = building.stairs.map(({ stair, floors }) => ({
    name: stair,
    floors: floors.map(({ floor, doors }) => ({ floor, doors: doors.map((door) => doorOf(door, stop?.previous ?? [])) })),
  }));
  const doors = stairs.flatMap(({ floors }) => floors.flatMap((floor) => floor.doors));
  const done = doors.filter((door) => door.outcome || door.never).length;
  const flat = !stairs.some(({ floors }) => floors.some(({ floor }) => floor !== null));
  return { ...building, stairs, flat, doors: doors.length, done, left: doors.length - done, access: { now: way, known: stop?.access ?? "" } };
}

/** A door as this outing left it: a visit of an earlier outing is only told. */
function doorOf(door, known) {
  const seen = known.find(same(door)) ?? null;
  const outcome = door.mine?.outcome ?? (seen?.now ? seen.outcome : "");
  return { ...door, outcome, report: door.mine?.id ?? null, previous: seen && !seen.now ? { outcome: seen.outcome, at: seen.at } : null };
}

export function progress(list) {
  const sum = (key) => list.reduce((total, building) => total + building[key], 0);
  const doors = sum("doors");
  const done = sum("done");
  return { doors, done, left: doors - done, share: doors ? Math.round((100 * done) / doors) : 0 };
}

export const state = (building) => (building.unknown || (building.doors && building.done >= building.doors) ? "done" : building.done ? "going" : "left");

export const until = (expires) => (!expires ? "" : new Date(expires) < new Date() ? say("over") : say("until", { when: moment(expires).replace(/^(à|at) /, "") }));

export const path = (pack, key, ...more) =>
  `/secteur/${pack.turf.id}${key === undefined ? "" : `/immeuble/${[key, ...more].map(encodeURIComponent).join("/")}`}`;

/** The first building after one (or from the start) that has something left. */
export function following(list, key) {
  const at = list.findIndex((building) => building.key === key);
  return [...list.slice(at + 1), ...list.slice(0, Math.max(at, 0))].find((building) => state(building) !== "done") ?? null;
}

/** Metres from the turf when the person showed where they are less than ten minutes ago; nothing else is kept. */
export function away(app, pack) {
  if (!app.position || Date.now() - app.position.at > 600_000) return null;
  const { lon, lat } = app.position;
  const across = Math.cos((lat * Math.PI) / 180) * 111_320;
  return Math.round(Math.min(...pack.stops.map((stop) => Math.hypot((stop.lon - lon) * across, (stop.lat - lat) * 110_540))));
}

/** The beginning of every report of a door or a building. */
export const about = (app, pack, { stair = "", floor = null, door = "" } = {}, key) => ({
  turf: pack.turf.id,
  outing: pack.turf.outing ?? null,
  address: key,
  stair,
  floor,
  door,
  away: away(app, pack),
});

/** What a trial asks of whoever walks: of the whole turf, or of one of its buildings. */
export const asked = (pack, key = null) => (pack.instructions ?? []).filter(({ stops }) => (key === null ? !stops.length : stops.includes(key))).map(({ title, text }) => ({ title, text }));
