// What other browsers do that Chromium does not: ask before keeping, let go of the database, have no compression.
import assert from "node:assert/strict";
import test from "node:test";
import { Storage } from "../../src/perron_web/features/canvassing/static/canvassing/core/storage.mjs";
import { FakeServer } from "./fake_server.mjs";
import { Phone, visit } from "./phone.mjs";

test("a phone is registered while the browser still asks whether to keep its data (Firefox)", async () => {
  const phone = new Phone(new FakeServer());
  const core = await phone.on();
  let answer;
  phone.parts.storage.storage = { persist: () => new Promise((resolve) => (answer = resolve)) };
  await core.register({ campaign: "essai" });
  assert.equal(core.phone.campaign, "essai");
  assert.equal(core.state.persisted, null);
  answer(true);
  await new Promise((resolve) => setTimeout(resolve));
  assert.equal(core.state.persisted, true);
  assert.ok(phone.told.some(([what, { asked }]) => what === "storage" && asked));
});

test("a browser without storage management, or that refuses it, is no obstacle (WebKit)", async () => {
  for (const storage of [undefined, {}, { persist: () => Promise.reject(new Error("denied")), estimate: () => Promise.reject(new Error("no")) }]) {
    const room = new Storage({ storage, caches: undefined });
    assert.equal(await room.persist(), null);
    assert.deepEqual(await room.measure(), { persisted: null, usage: null, quota: null });
    await room.keepBack();
    assert.equal(await room.relieve(), false);
  }
});

test("the database let go while the app slept: what was being written is written again, once (Safari)", async () => {
  const phone = new Phone(new FakeServer());
  const core = await phone.registered();
  const { put } = IDBObjectStore.prototype;
  for (const name of ["UnknownError", "InvalidStateError"]) {
    let cut = 1;
    IDBObjectStore.prototype.put = function (value, key) {
      if (this.name === "reports" && cut) {
        cut -= 1;
        throw new DOMException("Connection to Indexed Database server lost. Refresh the page to try again", name);
      }
      return key === undefined ? put.call(this, value) : put.call(this, value, key);
    };
    await core.record([visit(1), visit(2)]);
  }
  IDBObjectStore.prototype.put = put;
  assert.equal(core.counts.waiting, 4);
  await core.sync();
  assert.deepEqual([core.counts.waiting, core.counts.sent_today, phone.server.stored.size], [0, 4, 4]);
});

test("a database that stays away is told, and nothing is promised", async () => {
  const phone = new Phone(new FakeServer());
  const core = await phone.registered();
  const { put } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = () => { throw new DOMException("lost", "UnknownError"); };
  await assert.rejects(core.record(visit(1)), { code: "unreadable" });
  IDBObjectStore.prototype.put = put;
  assert.equal(core.counts.waiting, 0);
});

test("without compression reports leave as they are (Safari before 16.4)", async () => {
  const { CompressionStream } = globalThis;
  globalThis.CompressionStream = undefined;
  const phone = new Phone(new FakeServer());
  const core = await phone.registered();
  await core.record(visit(1));
  await core.sync();
  globalThis.CompressionStream = CompressionStream;
  assert.equal(phone.server.stored.size, 1);
});
