// Doors: the vectors shared with the server, and what the screens draw.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { accessOf, buildings, doorStates, total } from "../../src/perron_web/features/canvassing/static/canvassing/core/doors.mjs";
import { dice } from "./fake_server.mjs";

const { cases } = JSON.parse(readFileSync(new URL("../vectors/door_states.json", import.meta.url)));
const sorted = (doors) => doors.map((door) => JSON.stringify(door)).sort();

for (const { name, reports, doors, access } of cases) {
  test(`${name}, in any order`, () => {
    const random = dice(1);
    for (let turn = 0; turn < 20; turn += 1) {
      const shuffled = reports.map((report) => [random(), report]).sort(([a], [b]) => a - b).map(([, report]) => report);
      const found = [...doorStates(shuffled).values()].map(({ visit: { address, stair, floor, door }, outcome, talked, never }) => ({ address, stair, floor, door, outcome, talked, never }));
      assert.deepEqual(sorted(found), sorted(doors.map((door) => ({ ...door, never: door.never ?? door.outcome === "never" }))));
      assert.deepEqual(Object.fromEntries(accessOf(shuffled)), access);
    }
  });
}

const stop = { key: "a", order: 1, number: 3, suffix: "", street: "rue A", lon: 2, lat: 48, doors: 3, access: "", stairs: [], previous: [], never: [] };
const told = (more, i) => ({ id: String(i), seq: i, at: `2026-03-14T10:0${i}:00Z`, state: "waiting", kind: "visit", address: "a", stair: "", floor: null, door: "", talked: null, outing: null, turf: 1, ...more });

test("doors without floors make way for floors that are known, but for those visited", () => {
  const pack = { stops: [stop] };
  assert.deepEqual(buildings(pack, [])[0].stairs[0].floors[0].doors.map(({ door }) => door), ["1", "2", "3"]);
  const reports = [told({ door: "2", outcome: "absent" }, 1), told({ kind: "add", what: "floor", floor: 1, doors: 2 }, 2)];
  const [building] = buildings(pack, reports);
  const floors = new Map(building.stairs[0].floors.map(({ floor, doors }) => [floor, doors.map(({ door, outcome }) => door + outcome)]));
  assert.deepEqual(Object.fromEntries(floors), { null: ["2absent"], 1: ["1", "2"] });
  assert.deepEqual(building.progress, { doors: 3, done: 1, open: 0, talked: 0 });
});

test("the pack's earlier visits, its doors to leave alone, a building that was added", () => {
  const pack = { fetched: 0, stops: [{ ...stop, previous: [{ stair: "", floor: null, door: "1", outcome: "open", at: "2026-03-07" }], never: [{ stair: "", floor: null, door: "3" }] }] };
  const added = told({ kind: "add", what: "building", address: "new:1", label: "5 rue A", lon: 2, lat: 48, doors: 2 }, 1);
  const all = buildings(pack, [added, told({ address: "new:1", door: "2", outcome: "open", talked: true }, 2)]);
  const [one, , three] = all[0].stairs[0].floors[0].doors;
  assert.deepEqual([one.previous.outcome, one.mine, three.never, three.outcome], ["open", null, true, "never"]);
  assert.deepEqual([all[1].label, all[1].added, all[1].progress.open], ["5 rue A", true, 1]);
  assert.deepEqual(total(all), { doors: 5, done: 3, open: 2, talked: 1 });
});

test("a refused report does not count", () => {
  const [building] = buildings({ stops: [stop] }, [told({ door: "1", outcome: "open", state: "refused" }, 1)]);
  assert.equal(building.progress.done, 0);
});
