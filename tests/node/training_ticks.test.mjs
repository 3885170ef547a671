// Ticks made without network: kept, sent in order, let go only when the site has said it has them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Ticks } from "../../src/perron_web/features/training/static/training/ticks.js";

const shelf = () => {
  const kept = {};
  const store = Object.create({
    getItem: (name) => kept[name] ?? null,
    setItem: (name, value) => void (kept[name] = store[name] = value),
    removeItem: (name) => void (delete kept[name], delete store[name]),
  });
  return store;
};
const people = [
  { id: 1, first: "Emma", here: false, name: "Emma Exemple" },
  { id: 2, first: "Fatou", here: true },
];

test("first names only are kept, and ticks outlive the page", () => {
  const store = shelf();
  const ticks = new Ticks(store, "7.3");
  ticks.learn(people);
  ticks.tick(1, true);
  assert.ok(!JSON.stringify(store).includes("Emma Exemple"));
  const again = new Ticks(store, "7.3");
  assert.deepEqual([again.here(1), again.here(2), again.isWaiting(1)], [true, true, true]);
  assert.equal(new Ticks(store, "8.3").waiting.length, 0);
});

test("what was not acknowledged stays, what was ticked meanwhile stays too", async () => {
  const ticks = new Ticks(shelf(), "7.3");
  ticks.learn(people);
  ticks.tick(1, true);
  for (const answer of [() => Promise.reject(new Error("away")), async () => "<html>", async () => ({ perron: 1 })]) {
    await assert.rejects(ticks.send(answer));
    assert.equal(ticks.waiting.length, 1);
  }
  const sent = [];
  await ticks.send(async (body) => {
    sent.push(...body.ticks);
    ticks.tick(2, false);
    return { perron: 1, people: [{ ...people[0], here: true }, people[1]] };
  });
  assert.deepEqual(sent.map((one) => one.attendance), [1]);
  assert.deepEqual(ticks.waiting.map((one) => [one.attendance, one.here]), [[2, false]]);
  assert.deepEqual([ticks.here(1), ticks.here(2)], [true, false]);
});

test("old lists go unless something is still to be sent", () => {
  const store = shelf();
  const [old, waiting] = [new Ticks(store, "1.3"), new Ticks(store, "2.3")];
  old.learn(people);
  waiting.learn(people);
  waiting.tick(1, true);
  Ticks.forgetOld(store, Date.now() + 4 * 86_400_000);
  assert.equal(new Ticks(store, "1.3").people.length, 0);
  assert.equal(new Ticks(store, "2.3").waiting.length, 1);
});
