// Reports: never lost, never doubled, never said sent when they are not; whatever is cut, wherever.
import assert from "node:assert/strict";
import test from "node:test";
import { FakeServer, dice, json } from "./fake_server.mjs";
import { Phone, visit } from "./phone.mjs";

const PORTAL = () => new Response("<html>Bienvenue sur le wifi</html>", { status: 200, headers: { "Content-Type": "text/html" } });

/** What must hold at every moment: what the phone calls sent is on the server; the server holds each once, as written. */
async function check(phone, written) {
  const reports = await phone.core.reports();
  assert.deepEqual(new Set(reports.map(({ id }) => id)), new Set(written.keys()));
  for (const { id, state } of reports) if (state === "sent") assert.ok(phone.server.stored.has(id), "a false sent");
  for (const id of phone.server.stored.keys()) assert.ok(written.has(id));
  for (const [id, text] of phone.server.stored) assert.equal(text, JSON.stringify(written.get(id)));
}

const keepAll = (written, reports) => reports.forEach((report) => written.set(report.id, report));

test("a report is on the disk, in order, and sent once", async () => {
  const phone = new Phone(new FakeServer());
  const core = await phone.registered();
  const written = new Map();
  keepAll(written, await core.record([visit(1), visit(2)]));
  keepAll(written, (await Promise.all([3, 4, 5].map((door) => core.record(visit(door))))).flat());
  assert.deepEqual([...written.values()].map(({ seq, door }) => [seq, door]), [1, 2, 3, 4, 5].map((n) => [n, String(n)]));
  assert.equal(core.counts.waiting, 5);
  await phone.on();
  assert.deepEqual(await phone.core.sync(), { left: 0, busy: false });
  await check(phone, written);
  assert.equal(phone.server.stored.size, 5);
  assert.deepEqual([phone.core.counts.waiting, phone.core.counts.sent_today], [0, 5]);
});

for (const [name, answer] of Object.entries({
  "a captive portal": PORTAL,
  "JSON of somebody else": () => json({ ok: true, results: [] }),
  "a portal's 401": () => new Response("log in", { status: 401 }),
  "a portal's 403 in JSON": () => json({ error: "log in" }, 403),
  "an answer cut in the middle": () => new Response('{"perron": 1, "results": [{"id"', { headers: { "Content-Type": "application/json" } }),
  "no name of ours": () => json({ perron: 1, results: [{ id: "0198", status: 201 }] }),
  "a status it does not know": (reports) => json({ perron: 1, results: reports.map(({ id }) => ({ id, status: 500 })) }),
  "a full server": () => json({ error: "disk" }, 503, { "Retry-After": "120" }),
})) {
  test(`${name} sends nothing and ends nothing`, async () => {
    const phone = new Phone(new FakeServer());
    const core = await phone.registered();
    await core.record([visit(1), visit(2)]);
    phone.server.fault = async (when, reports) => (when === "before" ? answer(reports) : null);
    const { error } = await core.sync();
    assert.ok(["offline", "wait", "refused"].includes(error), error);
    assert.equal(core.counts.waiting, 2);
    assert.ok(core.phone);
    if (name === "a full server") assert.ok(core.state.retry_at >= Date.now() + 119_000);
    phone.server.fault = async () => null;
    await core.sync();
    assert.equal(core.counts.waiting, 0);
  });
}

test("at random: cuts before and after the commit, partial and doubled answers, reloads at any step", async () => {
  let cuts = 0;
  for (let seed = 1; seed <= 60; seed += 1) {
    const random = dice(seed);
    const phone = new Phone(new FakeServer());
    await phone.registered();
    const written = new Map();
    phone.server.fault = async (when, reports, results) => {
      const throwing = random();
      if (throwing < 0.2) {
        cuts += 1;
        throw new TypeError("network");
      }
      if (when === "before") return throwing < 0.3 ? PORTAL() : null;
      if (throwing < 0.5) return json({ perron: 1, results: [...results, ...results].filter(() => random() < 0.5) });
      return null;
    };
    for (let step = 0; step < 25; step += 1) {
      const what = random();
      if (what < 0.45) keepAll(written, await phone.core.record(Array.from({ length: 1 + Math.floor(random() * 4) }, (_, i) => visit(i))));
      else if (what < 0.55 && written.size) keepAll(written, await phone.core.undo([...written.keys()][Math.floor(random() * written.size)]));
      else if (what < 0.85) await phone.core.sync();
      else await phone.on();
      await check(phone, written);
    }
    phone.server.fault = async () => null;
    await phone.on();
    await phone.core.sync();
    await check(phone, written);
    assert.equal(phone.server.stored.size, written.size);
  }
  assert.ok(cuts > 50, `${cuts} cuts`);
});

test("killed between any two transactions: a report promised is there, a sent one is on the server", async () => {
  for (let fatal = 1; fatal <= 14; fatal += 1) {
    const phone = new Phone(new FakeServer());
    await phone.registered();
    const written = new Map();
    let left = fatal;
    const { store } = phone;
    for (const name of ["write", "note", "read"]) {
      const real = store[name].bind(store);
      store[name] = (...args) => ((left -= 1) < 0 ? new Promise(() => {}) : real(...args)); // dead: never comes back
    }
    const life = (async () => {
      keepAll(written, await phone.core.record([visit(1), visit(2)]));
      await phone.core.sync();
      keepAll(written, await phone.core.record(visit(3)));
      await phone.core.sync();
    })();
    await Promise.race([life, new Promise((resolve) => setTimeout(resolve, 40))]);
    left = 0; // on a slow machine it still lived: it dies here
    await new Promise((resolve) => setTimeout(resolve, 10));
    await phone.on();
    const there = new Map((await phone.core.reports()).map((report) => [report.id, report]));
    for (const id of written.keys()) assert.ok(there.has(id), `lost at ${fatal}`);
    await phone.core.sync();
    assert.equal(phone.server.stored.size, there.size);
    assert.ok((await phone.core.reports()).every(({ state }) => state === "sent"));
  }
});

test("a refused report stays, is corrected or given up; its neighbours went", async () => {
  const phone = new Phone(new FakeServer());
  const core = await phone.registered();
  phone.server.refuse = ({ door }) => door === "trop long";
  const [good, bad, other] = await core.record([visit(1), visit("trop long"), visit("trop long")]);
  await core.sync();
  const refused = await core.refused();
  assert.deepEqual(refused.map(({ id, errors }) => [id, errors[0].field]), [[bad.id, "door"], [other.id, "door"]]);
  const [mended] = await core.correct(bad.id, { door: "12" });
  assert.equal(mended.at, bad.at);
  assert.notEqual(mended.id, bad.id);
  await core.undo(other.id);
  await core.sync();
  assert.deepEqual([core.counts.refused, core.counts.waiting], [0, 0]);
  assert.deepEqual([...phone.server.stored.keys()], [good.id, mended.id]);
});

test("one bad batch is cut in two until the one report that does not get through stands alone", async () => {
  const phone = new Phone(new FakeServer());
  const core = await phone.registered();
  const reports = await core.record(Array.from({ length: 230 }, (_, i) => visit(i)));
  const poison = reports[57].id;
  phone.server.fault = async (when, sent) => (when === "before" && sent.some(({ id }) => id === poison) ? json({ error: "no" }, 413) : null);
  await core.sync();
  assert.deepEqual([core.counts.waiting, phone.server.stored.size], [1, 229]);
  assert.ok(phone.server.batches.every((batch) => batch.reports.length <= 100));
});

test("a full phone says so; nothing is half written, nothing before is lost", async () => {
  const phone = new Phone(new FakeServer());
  const core = await phone.registered();
  await core.record(visit(1));
  const real = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function put(value, ...rest) {
    if (this.name === "reports") throw new DOMException("full", "QuotaExceededError");
    return real.call(this, value, ...rest);
  };
  await assert.rejects(core.record([visit(2), visit(3)]), { code: "full" });
  IDBObjectStore.prototype.put = real;
  assert.ok(phone.told.some(([what, details]) => what === "storage" && details.full));
  assert.equal((await core.reports()).length, 1);
  await core.record([visit(2), visit(3)]);
  await core.sync();
  assert.equal(phone.server.stored.size, 3);
});
