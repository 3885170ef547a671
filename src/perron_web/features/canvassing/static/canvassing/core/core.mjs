// The phone's core, put together: what the screens call. No DOM in here, no sentence: codes.
import { CoreError } from "./errors.mjs";
import { Events } from "./events.mjs";
import { Http } from "./http.mjs";
import { Outbox } from "./outbox.mjs";
import { Packs } from "./packs.mjs";
import { Queue } from "./queue.mjs";
import { Sender } from "./sender.mjs";
import { Session } from "./session.mjs";
import { Storage } from "./storage.mjs";
import { Store, demand } from "./store.mjs";
import { Sync } from "./sync.mjs";
import { Vault } from "./crypto.mjs";

const DAY = 86_400_000;
const PERSONAL = ["support", "name", "email", "phone"];

/** The parts, wired; also used by the service worker. */
export function assemble({ fetch, store = new Store(), events = new Events(), now = Date.now, random, locks } = {}) {
  const vault = new Vault(store);
  const storage = new Storage();
  const queue = new Queue({ store, vault, events, now, relieve: storage.relieve });
  const outbox = new Outbox(queue);
  const session = new Session({ store, vault, queue, events, now });
  const http = new Http({ fetch, token: session.token });
  const packs = new Packs({ store, vault, http, events, now });
  const sender = new Sender({ outbox, http, session, packs, ...(locks === undefined ? {} : { locks }) });
  const sync = new Sync({ sender, queue, events, now, ...(random ? { random } : {}) });
  return { store, vault, storage, queue, outbox, session, http, packs, sender, sync, events, now };
}

export class Core {
  #parts;
  #listeners = new Set();

  constructor(parts) {
    this.#parts = parts;
    /** null, or {campaign, campaign_name, user, phone, language, registered_at} */
    this.phone = null;
    this.counts = { waiting: 0, refused: 0, others: 0, sent_today: 0, last_sent_at: null };
    parts.events.on((what, details, elsewhere) => this.#heed(what, details, elsewhere));
  }

  get state() {
    return { ...this.#parts.sync.state, ...this.#parts.storage.state };
  }

  /** @param {(what: What, details: object) => void} listener @returns {() => void} stops */
  on(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async #heed(what, details, elsewhere) {
    if (elsewhere && ["wiped", "ended", "phone"].includes(what)) this.#forget();
    if (["wiped", "ended", "phone"].includes(what)) await this.#read();
    if (what === "counts") await this.#count();
    for (const listener of this.#listeners) listener(what, details);
  }

  #forget() {
    this.#parts.session.forget();
    this.#parts.packs.forget();
  }

  async #read() {
    const session = await this.#parts.session.current();
    const { token, ...phone } = session ?? {};
    this.phone = session ? phone : null;
    await this.#count();
  }

  async #count() {
    this.counts = await this.#parts.queue.counts();
  }

  /** @private what `open` does once */
  async begin() {
    await this.#read();
    await this.#parts.packs.expire();
    await this.#parts.outbox.purge({ before: this.#parts.now() - DAY, turfs: await this.#parts.packs.turfs() });
    await this.#parts.storage.measure();
  }

  // Whose phone

  /** Who is logged in on the site, with the campaigns where they may canvass; null: nobody. @throws offline */
  async session() {
    try {
      return await this.#parts.http.call("/phones", { cookie: true });
    } catch (error) {
      if (error.code === "refused" && [401, 403].includes(error.status)) return null;
      throw error;
    }
  }

  /** @param {{campaign: string, label?: string}} wanted @throws offline, refused, unsent (another person's) */
  async register({ campaign, label = "" }) {
    const body = { campaign, label };
    const answer = await this.#parts.http.call("/phones", { method: "POST", cookie: true, body });
    if (typeof answer.token !== "string") throw new CoreError("offline", { captive: true });
    await this.#parts.session.keep(answer);
    await this.#read();
    this.#parts.storage.persist().then(() => this.#parts.events.emit("storage", { asked: true })); // some browsers ask the person: not waited for
    await this.#parts.storage.keepBack();
    return this.phone;
  }

  /** Log out: the token is ended, everything is erased. @throws unsent, with `count`, unless forced */
  async wipe({ force = false } = {}) {
    const { waiting, refused, others } = await this.#parts.queue.counts();
    if (!force && waiting + refused + others) throw new CoreError("unsent", { count: waiting + refused + others });
    await this.#parts.http.call("/phones/end", { method: "POST", body: {} }).catch(() => {}); // offline: erased all the same
    await this.#parts.session.leave({ force: true });
    this.#forget();
    await this.#read();
  }

  // What the server says of the person

  /** Last known GET /api/me, offline too; null before the first. */
  me() {
    return this.#opened("me");
  }

  /** @throws offline, wait, ended */
  async refresh() {
    const me = await this.#asked("/me");
    await this.#sealed("me", me);
    if (Array.isArray(me.turfs)) {
      const held = new Set(me.turfs.map(({ id }) => id));
      await this.#parts.packs.drop([...(await this.#parts.packs.turfs())].filter((id) => !held.has(id)));
      await this.#renew(me.turfs);
    }
    this.#parts.events.emit("me");
    return me;
  }

  /** A turf taken again, or whose list changed since: its pack is fetched again. */
  async #renew(turfs) {
    for (const { id, expires_at: until, doors } of turfs) {
      const pack = until && (await this.#parts.packs.get(id));
      if (pack && (pack.turf.expires_at !== until || pack.turf.doors !== doors)) await this.#parts.packs.fetch(id).catch(() => {}); // offline: what is carried stays
    }
  }

  choices = () => this.#asked("/turfs");

  // Packs

  packs = () => this.#parts.packs.list();
  pack = (turf) => this.#parts.packs.get(turf);
  take = (turf) => this.#ending(this.#parts.packs.take(turf));
  /** Fetch the pack of a turf already held: assigned by the leader, or what others reported meanwhile. */
  fetchPack = (turf) => this.#ending(this.#parts.packs.fetch(turf));
  giveBack = (turf) => this.#close(turf, this.#parts.packs.giveBack);
  finish = (turf) => this.#close(turf, this.#parts.packs.finish);

  /** What was reported goes first, so that the turf's state is right when it leaves the phone. */
  async #close(turf, how) {
    const { left, error } = await this.sync();
    if (error || left) {
      const waiting = await this.#parts.queue.list({ turf, states: ["waiting"] });
      if (waiting.length) throw new CoreError(error === "wait" ? "wait" : "offline", { count: waiting.length });
    }
    return this.#ending(how(turf));
  }

  // Reports

  /** @param {object|object[]} drafts @returns {Promise<object[]>} once on the disk @throws full, no_session */
  async record(drafts) {
    const reports = await this.#parts.queue.add(drafts);
    await this.#count();
    return reports;
  }

  /** @param {number} [turf] all when not given */
  reports = (turf) => this.#parts.queue.list({ turf });
  refused = () => this.#parts.queue.list({ states: ["refused"] });
  undo = (ids) => this.#parts.queue.undo(ids);
  correct = (id, changes) => this.#parts.queue.correct(id, changes);
  setAside = (id) => this.#parts.queue.setAside(id);
  sync = () => this.#parts.sync.run();

  /** A small encrypted scratch; an opinion or a name without its consent is left out. Null value: forget it. */
  async draft(key, value) {
    if (value === undefined) return this.#opened(`draft:${key}`);
    if (value === null) return this.#parts.store.write(["sealed"], (tx) => tx.delete("sealed", `draft:${key}`));
    const kept = Object.entries(value).filter(([name]) => value.consent || !PERSONAL.includes(name));
    return this.#sealed(`draft:${key}`, Object.fromEntries(kept));
  }

  measure = () => this.#parts.storage.measure();

  // Inside

  #asked(path) {
    return this.#ending(this.#parts.http.call(path));
  }

  /** Whatever is asked, the answer "this phone is no longer known" has its consequence. */
  async #ending(work) {
    try {
      return await work;
    } catch (error) {
      if (error.code === "ended" && error.status === 403) await this.#parts.session.revoked();
      else if (error.code === "ended") await this.#parts.session.end();
      throw error;
    }
  }

  async #opened(name) {
    const sealed = await this.#parts.store.read(["sealed"], (tx) => tx.get("sealed", name));
    return sealed ? this.#parts.vault.open(name, sealed).catch(() => null) : null;
  }

  async #sealed(name, value) {
    const sealed = await this.#parts.vault.seal(name, value);
    await this.#parts.store.write(["keys", "facts", "sealed"], async (tx) => {
      if (!(await tx.get("facts", "owner"))) throw new CoreError("no_session");
      if (await this.#parts.vault.fits(tx, sealed)) await tx.put("sealed", sealed, name);
    });
  }
}

/**
 * Open the phone. Never throws for want of network.
 * @param {{fetch?: typeof fetch, start?: boolean}} [options] start: false leaves the sending to the caller
 * @returns {Promise<Core>} @throws {CoreError} unsupported (`missing`), unreadable (no storage here)
 */
export async function open({ start = true, ...options } = {}) {
  demand();
  const parts = assemble(options);
  const core = new Core(parts);
  await core.begin();
  if (start) parts.sync.start();
  return core;
}
