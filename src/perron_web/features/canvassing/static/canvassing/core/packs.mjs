// What is carried of a turf: taken while there is a network, encrypted, gone when it expires or is given back.
import { CoreError } from "./errors.mjs";

const label = (turf) => `pack:${turf}`;

export class Packs {
  #open = new Map();

  constructor({ store, vault, http, events, now = Date.now }) {
    Object.assign(this, { store, vault, http, events, now });
  }

  /** The time by the server's clock, as far as it is known. */
  async #today() {
    const server = await this.store.read(["facts"], (tx) => tx.get("facts", "server"));
    if (!server) return this.now();
    return Math.max(server.time, server.time + this.now() - server.at);
  }

  /** What the server's clock showed just now. @param {string} time */
  async heedTime(time) {
    const server = { time: Date.parse(time), at: this.now() };
    if (Number.isFinite(server.time)) await this.store.note(["facts"], (tx) => tx.put("facts", server, "server"));
  }

  /** Take a turf, then carry it. */
  async take(turf) {
    await this.http.call(`/turfs/${turf}/take`, { method: "POST", body: {} });
    return this.fetch(turf);
  }

  /** Fetch a turf's pack again: what others reported meanwhile. */
  async fetch(turf) {
    const asked = this.now();
    const pack = await this.http.call(`/packs/${turf}`);
    if (pack.turf?.id !== turf || !Array.isArray(pack.stops)) throw new CoreError("offline", { captive: true });
    const expires = Date.parse(pack.turf.expires_at ?? "");
    const sealed = await this.vault.seal(label(turf), pack);
    const row = { turf, fetched: asked, expires: Number.isFinite(expires) ? expires : null, ...sealed };
    await this.store.write(["keys", "facts", "packs"], async (tx) => {
      if (!(await tx.get("facts", "owner"))) throw new CoreError("no_session");
      if (!(await this.vault.fits(tx, sealed))) throw new CoreError("busy");
      await tx.put("packs", row);
    });
    this.events.emit("packs", { turf });
    return this.get(turf);
  }

  /** @returns {Promise<object|null>} the pack, with `fetched`; null when it is not (or no longer) carried */
  async get(turf) {
    return (await this.list()).find((pack) => pack.turf.id === turf) ?? null;
  }

  /** @returns {Promise<object[]>} packs carried, expired ones erased first */
  async list() {
    await this.expire();
    const rows = await this.store.read(["packs"], (tx) => tx.all("packs"));
    const packs = [];
    for (const row of rows) {
      const held = this.#open.get(row.turf);
      if (held?.fetched !== row.fetched) {
        try {
          const pack = await this.vault.open(label(row.turf), row);
          this.#open.set(row.turf, { fetched: row.fetched, pack: { ...pack, fetched: row.fetched } });
        } catch {
          continue; // sealed with a key that is no more
        }
      }
      packs.push(this.#open.get(row.turf).pack);
    }
    return packs;
  }

  /** Turfs carried, without opening them. @returns {Promise<Set<number>>} */
  async turfs() {
    return new Set((await this.store.read(["packs"], (tx) => tx.all("packs"))).map((row) => row.turf));
  }

  /** Erase packs by number. */
  async drop(turfs) {
    const held = await this.turfs();
    const gone = turfs.filter((turf) => held.has(turf));
    if (!gone.length) return [];
    await this.store.write(["packs"], async (tx) => {
      for (const turf of gone) await tx.delete("packs", turf);
    });
    for (const turf of gone) this.#open.delete(turf);
    this.events.emit("packs", { gone });
    return gone;
  }

  /** Erase what has expired; the reports made with it stay. */
  async expire() {
    const today = await this.#today();
    const rows = await this.store.read(["packs"], (tx) => tx.all("packs"));
    const late = rows.filter((row) => row.expires !== null && row.expires < today).map((row) => row.turf);
    if ((await this.drop(late)).length) this.events.emit("expired", { turfs: late });
    return late;
  }

  giveBack = (turf) => this.#close(turf, "give-back");
  finish = (turf) => this.#close(turf, "finish");

  async #close(turf, what) {
    const answer = await this.http.call(`/turfs/${turf}/${what}`, { method: "POST", body: {} });
    await this.drop([turf]);
    return answer;
  }

  forget() {
    this.#open.clear();
  }
}
