// The reports of this phone: only ever added to. A report exists once `add` has resolved: it is on the disk.
//
// States: waiting (not answered for yet) → sent (201, 200) | conflict (409: the server keeps both bodies aside)
// | refused (422: kept to be corrected) → aside (corrected by another report, or given up by the person).
import { iso, newClock, observe, tick } from "./clock.mjs";
import { CoreError } from "./errors.mjs";
import { uuid7 } from "./uuid7.mjs";

/**
 * @typedef {object} Report as on the wire: id, kind, seq, at, turf, outing, address, stair, floor, door, away, …
 * @typedef {{id: string, seq: number, state: string, owner: string, era: number, at: number, acked: number|null,
 *   key: string, iv: Uint8Array, data: ArrayBuffer}} Row what lies on the disk: only rank and state can be read
 */

export const label = (id) => `report:${id}`;
const BLANK = { turf: null, outing: null, address: "", stair: "", floor: null, door: "", away: null };

export class Queue {
  #last = Promise.resolve();
  #read = null;
  #bodies = new Map();

  /** @param {{store: Store, vault: Vault,
   *   events: Events, relieve?: () => Promise<boolean>, now?: () => number}} parts */
  constructor({ store, vault, events, relieve = async () => false, now = Date.now }) {
    Object.assign(this, { store, vault, events, relieve, now });
  }

  /** Read the clock inside a transaction on "facts"; what it says is kept by the caller. */
  async clock(tx) {
    const wall = this.now();
    const page = globalThis.performance?.now() ?? 0;
    const clock = (await tx.get("facts", "clock")) ?? newClock();
    observe(clock, wall, this.#read === null ? 0 : page - this.#read);
    this.#read = page;
    return { clock, wall };
  }

  /**
   * Write reports down, all or none. Each gets its id, rank and time.
   * @param {object|object[]} drafts without id, seq, at
   * @returns {Promise<Report[]>}
   * @throws {CoreError} full (nothing was written), no_session
   */
  add(drafts) {
    return this.#inTurn(() => this.#add([drafts].flat()));
  }

  /** One writing after the other, so that ranks follow the order of the gestures. */
  #inTurn(work) {
    const next = this.#last.then(work);
    this.#last = next.catch(() => {});
    return next;
  }

  async #add(drafts, { keep = {}, aside = [] } = {}) {
    if (!drafts.length) return [];
    const { owner, stamps } = await this.#reserve(drafts.length);
    const reports = drafts.map((draft, i) => {
      const { seq, at } = stamps[i];
      return { ...BLANK, ...draft, id: uuid7(this.now()), seq, at: keep.at ? iso(keep.at) : iso(at) };
    });
    const rows = async () =>
      Promise.all(
        reports.map(async (report, i) => ({
          ...{ id: report.id, seq: report.seq, state: "waiting", owner, acked: null },
          ...{ at: stamps[i].at, era: stamps[i].era, ...keep },
          ...(await this.vault.seal(label(report.id), { report })),
        })),
      );
    await this.#write(owner, rows, aside);
    for (const report of reports) this.#bodies.set(report.id, { report, state: "waiting" });
    this.events.emit("counts", { added: reports.length });
    return reports;
  }

  /** Ranks and times; a crash here only leaves a gap in the ranks. */
  #reserve(count) {
    return this.store.note(["facts"], async (tx) => {
      const owner = await tx.get("facts", "owner");
      if (!owner) throw new CoreError("no_session");
      const { clock, wall } = await this.clock(tx);
      const from = (await tx.get("facts", "sequence")) ?? 0;
      const stamps = Array.from({ length: count }, (_, i) => ({ seq: from + i + 1, ...tick(clock, wall) }));
      await tx.put("facts", from + count, "sequence");
      await tx.put("facts", clock, "clock");
      return { owner, stamps };
    });
  }

  async #write(owner, make, aside, tries = 3) {
    const rows = await make();
    try {
      await this.store.write(["keys", "facts", "reports"], async (tx) => {
        if ((await tx.get("facts", "owner")) !== owner) throw new CoreError("no_session");
        if (!(await this.vault.fits(tx, rows[0]))) throw new CoreError("busy");
        for (const row of rows) await tx.put("reports", row);
        for (const id of aside) {
          const old = await tx.get("reports", id);
          if (old?.state === "refused") await tx.put("reports", { ...old, state: "aside" });
        }
      });
    } catch (error) {
      if (error.code === "busy") this.vault.forget(); // sealed with a key that was wiped meanwhile
      const again = error.code === "busy" || (error.code === "full" && (await this.relieve()));
      if (again && tries > 1) return this.#write(owner, make, aside, tries - 1);
      if (error.code === "full") this.events.emit("storage", { full: true });
      throw error;
    }
  }

  /** Take reports back: an `undo` is one more report. One the server refused is only put aside. */
  async undo(ids) {
    const known = new Map((await this.list()).map((report) => [report.id, report]));
    const undone = new Set([...known.values()].map((report) => report.undoes));
    const wanted = [ids].flat().filter((id) => known.has(id) && !undone.has(id));
    for (const id of wanted) if (known.get(id).state === "refused") await this.setAside(id);
    const left = wanted.map((id) => known.get(id)).filter((report) => report.state !== "refused");
    const where = ({ turf, outing, address, stair, floor, door }) => ({ turf, outing, address, stair, floor, door });
    return this.add(left.map((report) => ({ ...where(report), kind: "undo", undoes: report.id })));
  }

  /** Put a corrected report in the place of a refused one: a new id, the time of the first. */
  async correct(id, changes) {
    const row = await this.store.read(["reports"], (tx) => tx.get("reports", id));
    if (row?.state !== "refused") throw new CoreError("unreadable");
    const { report } = await this.body(row);
    const { id: _id, seq: _seq, at: _at, ...draft } = { ...report, ...changes };
    return this.#inTurn(() => this.#add([draft], { keep: { at: row.at, era: row.era }, aside: [id] }));
  }

  /** The person gives up on a refused report: it stays, no longer counted. */
  async setAside(id) {
    await this.store.write(["reports"], async (tx) => {
      const row = await tx.get("reports", id);
      if (row?.state === "refused") await tx.put("reports", { ...row, state: "aside" });
    });
    this.events.emit("counts");
  }

  /** What a row says, opened once. @returns {Promise<{report: Report, errors?: object[]}>} */
  async body(row) {
    const held = this.#bodies.get(row.id);
    if (held && held.state === row.state) return held;
    const opened = await this.vault.open(label(row.id), row);
    opened.state = row.state;
    this.#bodies.set(row.id, opened);
    return opened;
  }

  /** This person's reports in order, each with `state`, `acked` and, when refused, `errors`. */
  async list({ turf, states } = {}) {
    const rows = await this.store.read(["facts", "reports"], async (tx) => {
      const owner = await tx.get("facts", "owner");
      return (await tx.all("reports")).filter((row) => row.owner === owner);
    });
    rows.sort((a, b) => a.seq - b.seq);
    const kept = states ? rows.filter((row) => states.includes(row.state)) : rows;
    const all = await Promise.all(kept.map(async (row) => this.#told(row, await this.body(row))));
    return turf === undefined ? all : all.filter((report) => report.turf === turf);
  }

  #told(row, { report, errors }) {
    return { ...report, state: row.state, acked: row.acked, ...(errors ? { errors } : {}) };
  }

  /** @returns {Promise<{waiting: number, refused: number, others: number, sent_today: number, last_sent_at: number|null}>} */
  counts() {
    return this.store.read(["facts", "reports"], async (tx) => {
      const owner = (await tx.get("facts", "owner")) ?? "";
      const states = {};
      for (const state of ["waiting", "refused", "sent", "conflict", "aside"]) {
        states[state] = await tx.count(owner, state);
      }
      const own = Object.values(states).reduce((sum, count) => sum + count, 0);
      const sent = (await tx.get("facts", "sent")) ?? { day: "", count: 0, last: null };
      return {
        waiting: states.waiting,
        refused: states.refused,
        others: (await tx.countAll("reports")) - own,
        sent_today: sent.day === iso(this.now()).slice(0, 10) ? sent.count : 0,
        last_sent_at: sent.last,
      };
    });
  }

  forget() {
    this.#bodies.clear();
  }
}
