// A phone in Node: the core on an IndexedDB in memory; it can be switched off and on again.
import "fake-indexeddb/auto";
import { Core, assemble } from "../../src/perron_web/features/canvassing/static/canvassing/core/core.mjs";
import { Events } from "../../src/perron_web/features/canvassing/static/canvassing/core/events.mjs";
import { Store } from "../../src/perron_web/features/canvassing/static/canvassing/core/store.mjs";

let phones = 0;

export class Phone {
  constructor(server, { now = Date.now } = {}) {
    Object.assign(this, { server, now, name: `phone-${(phones += 1)}`, told: [] });
  }

  /** Start the app, as after a reload: nothing but the disk is left of the last time. */
  async on() {
    this.store = new Store({ name: this.name });
    const events = new Events({ channel: null });
    events.on((what, details) => this.told.push([what, details]));
    this.parts = assemble({ fetch: this.server.fetch, store: this.store, events, now: this.now, locks: null });
    this.core = new Core(this.parts);
    await this.core.begin();
    return this.core;
  }

  async registered() {
    await this.on();
    await this.core.register({ campaign: "essai" });
    return this.core;
  }

  /** Everything on the disk, as text. */
  async disk() {
    const stores = ["facts", "sealed", "packs", "reports"];
    const rows = await this.store.read(stores, (tx) => Promise.all(stores.map((store) => tx.all(store))));
    const plain = (key, value) => (ArrayBuffer.isView(value) || value instanceof ArrayBuffer ? Buffer.from(value).toString("latin1") : value);
    return JSON.stringify(rows, plain);
  }
}

export const visit = (door, more = {}) => ({ kind: "visit", turf: 1, address: "rue A 1", floor: 2, door: String(door), outcome: "absent", talked: null, ...more });
