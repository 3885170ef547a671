// The phone's time, which may be years off or be set right in the middle of an outing.
//
// Reports carry the phone's time; when sending, the phone says what time it is by the same clock, and the
// server sets right by the difference. That fails when the clock was moved in between. So time is cut into
// eras: a clock that goes back starts a new one, and every unsent report of an older era that would now lie
// in the future is sent with "now" as its own era's clock would show it. Within an era time only rises.

const SLEW = 2_000; // a clock that is corrected gently stays in its era
const GAP = 6 * 3_600_000; // after a night, or a jump ahead: an era that can be moved on its own

/**
 * @typedef {{last: number, era: number, eras: {era: number, last: number, delta: number}[]}} Clock
 */

/** @returns {Clock} */
export const newClock = () => ({ last: 0, era: 0, eras: [] });

/**
 * Read the clock; note when it was moved.
 * @param {Clock} clock changed in place
 * @param {number} wall what the phone shows
 * @param {number} [since] milliseconds of the page since the clock was last read, when known
 * @returns {Clock}
 */
export function observe(clock, wall, since = 0) {
  if (clock.last && wall < clock.last - SLEW) {
    const moved = clock.last + Math.max(0, since) - wall;
    for (const era of clock.eras) if (era.last > wall) era.delta += moved;
    start(clock, wall);
  } else if (clock.last && wall > clock.last + GAP) {
    start(clock, wall);
  }
  return clock;
}

function start(clock, wall) {
  clock.era += 1;
  clock.last = wall - 1;
}

/** Give the time of one more report: rising within its era. @param {Clock} clock @param {number} wall */
export function tick(clock, wall) {
  clock.last = Math.max(wall, clock.last + 1);
  let era = clock.eras.at(-1);
  if (era?.era !== clock.era) clock.eras.push((era = { era: clock.era, last: 0, delta: 0 }));
  era.last = clock.last;
  return { at: clock.last, era: clock.era };
}

/** By how much an era's clock was ahead of today's. @param {Clock} clock @param {number} era */
export const ahead = (clock, era) => clock.eras.find((known) => known.era === era)?.delta ?? 0;

/** Write a time with the phone's offset from UTC, as the wire wants it. @param {number} time */
export function iso(time) {
  const offset = -new Date(time).getTimezoneOffset();
  const local = new Date(time + offset * 60_000).toISOString().slice(0, -1);
  const two = (figure) => String(Math.floor(Math.abs(figure))).padStart(2, "0");
  return `${local}${offset < 0 ? "-" : "+"}${two(offset / 60)}:${two(Math.abs(offset) % 60)}`;
}
