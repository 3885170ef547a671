// Time, ranks and identifiers, whatever the clock does.
import assert from "node:assert/strict";
import test from "node:test";
import { iso } from "../../src/perron_web/features/canvassing/static/canvassing/core/clock.mjs";
import { backOff } from "../../src/perron_web/features/canvassing/static/canvassing/core/sync.mjs";
import { patience } from "../../src/perron_web/features/canvassing/static/canvassing/core/http.mjs";
import { uuid7 } from "../../src/perron_web/features/canvassing/static/canvassing/core/uuid7.mjs";
import { FakeServer, dice } from "./fake_server.mjs";
import { Phone, visit } from "./phone.mjs";

const YEARS = 10 * 365 * 86_400_000;

test("identifiers are version 7, rising and never the same, even when the clock goes back", () => {
  const made = [];
  for (let i = 0; i < 20_000; i += 1) made.push(uuid7(1_700_000_000_000 + (i % 3) - (i > 9_000 ? YEARS : 0)));
  assert.equal(new Set(made).size, made.length);
  assert.deepEqual(made, [...made].sort());
  assert.ok(made.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id)));
});

test("a time is written with its offset and read back the same", () => {
  for (const time of [0, 1_700_000_000_123, Date.now(), Date.now() + YEARS]) assert.equal(Date.parse(iso(time)), time);
});

test("times set right by the server keep the order of the gestures when the clock jumps ten years back", async () => {
  let now = Date.UTC(2036, 2, 14, 10);
  const phone = new Phone(new FakeServer(), { now: () => now });
  const core = await phone.registered();
  await core.record([visit(1), visit(2)]);
  now += 60_000;
  await core.record(visit(3));
  now -= YEARS;
  await core.record(visit(4));
  now += 30_000;
  await core.sync();
  const happened = phone.server.batches.flatMap(({ reports, sent_at }) =>
    reports.map(({ at, seq }) => [Date.parse(at) + (now - Date.parse(sent_at)), seq]),
  );
  assert.equal(happened.length, 4);
  happened.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  assert.deepEqual(happened.map(([, seq]) => seq), [1, 2, 3, 4]);
  assert.ok(happened.every(([time]) => Math.abs(time - now) < 180_000), "all within the outing");
});

test("a clock that jumps at random loses, doubles and reorders nothing", async () => {
  for (let seed = 1; seed <= 20; seed += 1) {
    const random = dice(seed);
    let now = Date.UTC(2026, 2, 14, 10);
    const phone = new Phone(new FakeServer(), { now: () => now });
    await phone.registered();
    let made = 0;
    for (let step = 0; step < 20; step += 1) {
      now += random() < 0.3 ? (random() - 0.5) * 2 * YEARS : random() * 120_000;
      if (random() < 0.7) made += (await phone.core.record(visit(step))).length;
      else if (random() < 0.5) await phone.core.sync();
      else await phone.on();
    }
    await phone.core.sync();
    const ranks = phone.server.batches.flatMap(({ reports }) => reports.map(({ seq }) => seq));
    assert.equal(phone.server.stored.size, made);
    assert.deepEqual(ranks, [...ranks].sort((a, b) => a - b));
    assert.equal(new Set(ranks).size, made);
  }
});

test("waiting grows, is spread, has an end, and obeys Retry-After", () => {
  assert.ok(backOff(1, null, () => 0) === 1_000 && backOff(1, null, () => 1) === 2_000);
  assert.ok(backOff(99, null, () => 1) === 300_000);
  assert.ok(backOff(1, 60, () => 0) === 60_000 && backOff(1, 60, () => 1) === 78_000);
  assert.equal(patience("120"), 120);
  assert.equal(patience(new Date(1_000_000_000).toUTCString(), 999_990_000), 10);
  assert.equal(patience("soon"), null);
});
