// What screens need to know of a turf: its buildings with their doors, how far it is, what is left.
import { buildings } from "../core/doors.mjs";
import { say, moment } from "./words.mjs";

export const OUTCOMES = ["open", "absent", "refused", "later", "unreachable", "never"];
export const WAYS = ["open", "code", "intercom", "caretaker", "refused"];

/** The buildings of a pack as they stand on this phone, in walking order. */
export async function standing(app, pack) {
  return buildings(pack, await app.core.reports(pack.turf.id));
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
