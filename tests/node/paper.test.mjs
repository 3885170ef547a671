// A list on paper as it is entered: whatever is typed, sent or not, the server ends with what the page shows.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Sheet } from "../../src/perron_web/features/canvassing/static/canvassing/paper/sheet.mjs";

const OUTCOMES = ["open", "absent", "refused", "later", "unreachable", "never"];
const BUILDINGS = [1, 4, 2, 6];

function list(struck = []) {
  const rows = BUILDINGS.flatMap((doors, building) => Array.from({ length: doors }, (_, n) => ({ door: [`a${building}`, "", null, String(n + 1)], outcome: "", report: "", mine: false, struck: false })));
  for (const rank of struck) rows[rank].struck = true;
  return { rows, seq: 1 };
}

const fresh = (struck) => new Sheet(list(struck), { time: (rank) => new Date(1e12 + rank * 1000).toISOString() });

/** What the server makes of reports: the last visit that was not taken back, by place in the building. */
function stored(reports) {
  const undone = new Set(reports.filter((one) => one.kind === "undo").map((one) => one.undoes));
  const doors = new Map();
  for (const one of [...reports].sort((a, b) => a.seq - b.seq)) if (one.kind === "visit" && !undone.has(one.id)) doors.set(`${one.address}/${one.door}`, [one.outcome, one.stair, one.floor]);
  return doors;
}

function shown(sheet) {
  return new Map(sheet.rows.filter((row) => row.outcome).map(({ door: [address, stair, floor, door], outcome }) => [`${address}/${door}`, [outcome, stair, floor]]));
}

const sorted = (map) => [...map].sort(([a], [b]) => a.localeCompare(b));

/** A small generator, so that a failure can be played again. */
function random(seed) {
  let state = seed;
  return (most) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * most);
  };
}

test("one key a door, in the order of the paper, those struck out left out", () => {
  const sheet = fresh([2]);
  for (const outcome of OUTCOMES) sheet.mark(outcome);
  assert.deepEqual(sheet.rows.map((row) => row.outcome), ["open", "absent", "", "refused", "later", "unreachable", "never", "", "", "", "", "", ""]);
  assert.equal(sheet.queue.length, 6);
  assert.deepEqual(sheet.queue.map((one) => one.seq), [1, 2, 3, 4, 5, 6]);
});

test("the rest of a building in one gesture, taken back in one", () => {
  const sheet = fresh();
  sheet.go(1);
  sheet.mark("open");
  sheet.markBuilding("absent");
  assert.deepEqual(sheet.rows.slice(1, 5).map((row) => row.outcome), ["open", "absent", "absent", "absent"]);
  assert.equal(sheet.at, 5);
  sheet.undo();
  assert.deepEqual(sheet.rows.slice(1, 5).map((row) => row.outcome), ["open", "", "", ""]);
  assert.equal(sheet.queue.length, 1);
});

test("what was not sent leaves no trace when it is taken back; what was sent is undone", () => {
  const sheet = fresh();
  sheet.mark("open");
  sheet.undo();
  assert.equal(sheet.queue.length, 0);
  sheet.mark("open");
  const [sent] = sheet.queue.splice(0);
  sheet.undo();
  assert.deepEqual(sheet.queue.map((one) => [one.kind, one.undoes]), [["undo", sent.id]]);
});

test("what another browser entered is replaced, not undone", () => {
  const data = list();
  Object.assign(data.rows[0], { outcome: "open", report: "theirs", mine: false });
  const sheet = new Sheet(data, { time: () => "" });
  sheet.mark("absent");
  assert.deepEqual(sheet.queue.map((one) => one.kind), ["visit"]);
});

test("a closed page comes back as it was", () => {
  const before = fresh();
  for (const outcome of ["open", "absent", "refused"]) before.mark(outcome);
  const after = fresh();
  after.restore(JSON.parse(JSON.stringify(before.queue)), before.seq);
  assert.deepEqual(sorted(shown(after)), sorted(shown(before)));
  assert.equal(after.seq, before.seq);
});

test("2,000 sheets typed at random, sent at random: the server ends with what the page shows", () => {
  for (let seed = 1; seed <= 2000; seed += 1) {
    const next = random(seed);
    const sheet = fresh(next(2) ? [next(13)] : []);
    const server = [];
    const gestures = [
      () => sheet.mark(OUTCOMES[next(6)]), () => sheet.mark(OUTCOMES[next(6)]), () => sheet.markBuilding(OUTCOMES[next(6)]), () => sheet.repeat(),
      () => sheet.undo(), () => sheet.clear(), () => sheet.move(1), () => sheet.move(-1), () => sheet.turn(1), () => sheet.turn(-1),
      () => sheet.floor(next(9), next(2) ? "B" : ""), () => sheet.go(next(13)),
      () => server.push(...sheet.queue.splice(0, 1 + next(5))),
    ];
    for (let step = 0; step < 30; step += 1) gestures[next(gestures.length)]();
    server.push(...sheet.queue.splice(0));
    assert.deepEqual(sorted(stored(server)), sorted(shown(sheet)), `seed ${seed}`);
    assert.ok(sheet.rows.every((row) => !row.struck || !row.outcome));
    assert.equal(new Set(server.map((one) => one.id)).size, server.length);
  }
});
