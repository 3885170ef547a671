// Whose phone it is, what lies on it, and what goes when access ends.
import assert from "node:assert/strict";
import test from "node:test";
import { FakeServer } from "./fake_server.mjs";
import { Phone, visit } from "./phone.mjs";

const pack = (hours = 12) => ({ turf: { id: 1, code: "2001/01", expires_at: new Date(Date.now() + hours * 3_600_000).toISOString() }, stops: [{ key: "rue A 1", order: 1, number: 1, suffix: "", street: "rue Alphonse-Penaud", lon: 2.4, lat: 48.8, doors: 4, stairs: [], previous: [], never: [] }] });
const TALK = { kind: "talk", turf: 1, address: "rue A 1", visit: "0198", support: 1, registration: "none", needs: [], name: "Zoé Canari", email: "zoe@exemple.test", phone: "", consent: { text: 1, at: "2026-03-14T10:00:00+01:00", opinion: true, contact: ["email"] } };

test("nothing can be read on the disk: neither packs nor reports nor token; a sent talk leaves no person", async () => {
  const phone = new Phone(new FakeServer({ packs: { 1: pack() } }));
  const core = await phone.registered();
  await core.take(1);
  await core.record([visit(1), TALK]);
  await core.draft("talk", { support: 2, registration: "here" });
  for (const canary of ["Canari", "Penaud", "token-7", "absent", "essai", "Emma"]) assert.ok(!(await phone.disk()).includes(canary), canary);
  assert.deepEqual(await core.draft("talk"), { registration: "here" }, "no opinion without consent, even for a minute");
  assert.equal((await core.pack(1)).stops[0].street, "rue Alphonse-Penaud");
  const before = (await core.reports())[1];
  assert.equal(before.name, "Zoé Canari");
  await core.sync();
  const after = (await core.reports())[1];
  assert.deepEqual([after.state, after.name, after.support, after.email, after.consent], ["sent", undefined, undefined, undefined, undefined]);
  assert.ok([...phone.server.stored.values()].some((text) => text.includes("Zoé Canari")));
});

test("a pack expires by the server's clock; the reports made with it stay", async () => {
  let now = Date.now();
  const phone = new Phone(new FakeServer({ packs: { 1: pack(2) } }), { now: () => now });
  const core = await phone.registered();
  await core.take(1);
  await core.record(visit(1));
  now += 3 * 3_600_000;
  assert.deepEqual(await core.packs(), []);
  assert.ok(phone.told.some(([what, { turfs }]) => what === "expired" && turfs.includes(1)));
  assert.equal(core.counts.waiting, 1);
});

test("revoked: everything goes, and it is told how much was lost", async () => {
  const phone = new Phone(new FakeServer({ packs: { 1: pack() } }));
  const core = await phone.registered();
  await core.take(1);
  await core.record([visit(1), visit(2)]);
  phone.server.revoked = true;
  await core.sync();
  assert.ok(phone.told.some(([what, { lost }]) => what === "wiped" && lost === 2));
  assert.equal(await phone.disk(), "[[],[],[],[]]");
  await phone.on();
  assert.equal(phone.core.phone, null);
  await assert.rejects(phone.core.record(visit(3)), { code: "no_session" });
});

test("a token that is no longer known: the pack goes, unsent reports wait for the same person, never for another", async () => {
  const phone = new Phone(new FakeServer({ packs: { 1: pack() } }));
  const core = await phone.registered();
  await core.take(1);
  await core.record(visit(1));
  phone.server.known = false;
  assert.equal((await core.sync()).error, "ended");
  assert.deepEqual([core.phone, (await core.packs()).length, core.counts.others], [null, 0, 1]);
  phone.server.known = true;
  phone.server.user = 8;
  await core.register({ campaign: "essai" });
  await core.sync();
  assert.deepEqual([phone.server.stored.size, core.counts.others], [0, 1], "not sent as somebody else");
  await assert.rejects(core.wipe(), { code: "unsent", count: 1 });
  phone.server.user = 7;
  await core.register({ campaign: "essai" });
  await core.sync();
  assert.deepEqual([phone.server.stored.size, core.counts.others, core.counts.waiting], [1, 0, 0]);
});

test("access ended: packs go at once, what waits is sent, then all goes", async () => {
  const phone = new Phone(new FakeServer({ packs: { 1: pack() } }));
  const core = await phone.registered();
  await core.take(1);
  await core.record(Array.from({ length: 150 }, (_, i) => visit(i)));
  phone.server.extra = { wipe: true };
  await core.sync();
  assert.equal(phone.server.stored.size, 150);
  assert.ok(phone.told.some(([what, { lost }]) => what === "ended" && lost === 0));
  assert.equal(await phone.disk(), "[[],[],[],[]]");
});

test("logging out with unsent reports asks first", async () => {
  const phone = new Phone(new FakeServer());
  const core = await phone.registered();
  await core.record(visit(1));
  await assert.rejects(core.wipe(), { code: "unsent", count: 1 });
  assert.equal(core.counts.waiting, 1);
  await core.wipe({ force: true });
  assert.deepEqual([core.phone, core.counts.waiting], [null, 0]);
});

test("a list that changed in the campaign is fetched again; a turf taken back goes; without a network all stays", async () => {
  const server = new FakeServer({ packs: { 1: pack() } });
  const phone = new Phone(server);
  const core = await phone.registered();
  await core.take(1);
  const held = (doors) => ({ id: 1, expires_at: server.packs[1].turf.expires_at, doors });
  server.packs[1].turf.doors = 4;
  server.me = { ...server.me, turfs: [held(4)] };
  await core.refresh();
  assert.equal((await core.pack(1)).turf.doors, 4);
  server.packs[1].turf.doors = 2;
  server.packs[1].stops = [];
  server.me.turfs = [held(4)];
  await core.refresh();
  assert.equal((await core.pack(1)).stops.length, 1, "the list is what it was: nothing is fetched");
  server.me.turfs = [held(2)];
  await core.refresh();
  assert.equal((await core.pack(1)).stops.length, 0);
  server.me = { ...server.me, turfs: [], taken_back: [{ turf: 1, name: "2001-01", at: new Date().toISOString() }] };
  await core.refresh();
  assert.deepEqual([await core.pack(1), (await core.me()).taken_back[0].name], [null, "2001-01"]);
});
