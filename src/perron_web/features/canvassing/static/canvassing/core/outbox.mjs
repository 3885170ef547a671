// What leaves the phone: the oldest reports first; a report counts as sent only by the server's answer for its id.
import { ahead, iso } from "./clock.mjs";
import { label } from "./queue.mjs";

const DONE = { 201: "sent", 200: "sent", 409: "conflict", 422: "refused" };

export class Outbox {
  /** @param {Queue} queue */
  constructor(queue) {
    this.queue = queue;
  }

  /**
   * The next reports to send: oldest first, all told by one clock.
   * @param {number} limit @param {Set<string>} skip ids that did not get through alone
   * @returns {Promise<{reports: object[], sent_at: string, left: number}>}
   */
  async next(limit, skip = new Set()) {
    const { store } = this.queue;
    const { rows, at, left } = await store.note(["facts", "reports"], async (tx) => {
      const owner = (await tx.get("facts", "owner")) ?? "";
      const { clock, wall } = await this.queue.clock(tx);
      const left = await tx.count(owner, "waiting");
      if (!left) clock.eras = [];
      await tx.put("facts", clock, "clock");
      const waiting = await tx.inState(owner, "waiting", limit + skip.size);
      const rows = waiting.filter((row) => !skip.has(row.id)).slice(0, limit);
      const moved = rows.length ? ahead(clock, rows[0].era) : 0;
      const other = rows.findIndex((row) => ahead(clock, row.era) !== moved);
      return { rows: other < 0 ? rows : rows.slice(0, other), at: wall + moved, left };
    });
    const reports = [];
    for (const row of rows) {
      try {
        reports.push((await this.queue.body(row)).report);
      } catch {
        skip.add(row.id); // cannot be opened: it stays, its neighbours go
      }
    }
    return { reports, sent_at: iso(at), left };
  }

  /**
   * Note the server's answers; anything it did not answer for stays waiting.
   * @param {object[]} reports what was sent @param {{id: string, status: number, errors?: object[]}[]} results
   * @returns {Promise<{sent: number, refused: number, answered: number}>} answered: known ids in a valid answer
   */
  async settle(reports, results) {
    const asked = new Map(reports.map((report) => [report.id, report]));
    const answers = results.filter(({ id, status }) => asked.has(id) && status in DONE);
    const tell = { sent: 0, refused: 0, answered: answers.length };
    if (!answers.length) return tell;
    const { vault, store, events } = this.queue;
    const sealed = await Promise.all(
      answers.map(({ id, status, errors }) => vault.seal(label(id), remainder(asked.get(id), DONE[status], errors))),
    );
    const acked = this.queue.now();
    const day = iso(acked).slice(0, 10);
    await store.write(["keys", "facts", "reports"], async (tx) => {
      if (!(await vault.fits(tx, sealed[0]))) return; // wiped meanwhile
      const seen = new Set();
      Object.assign(tell, { sent: 0, refused: 0 });
      for (const [i, { id, status }] of answers.entries()) {
        const row = await tx.get("reports", id);
        if (row?.state !== "waiting" || seen.has(id)) continue;
        seen.add(id);
        await tx.put("reports", { ...row, ...sealed[i], state: DONE[status], acked });
        tell[DONE[status] === "refused" ? "refused" : "sent"] += 1;
      }
      if (!tell.sent) return;
      const sent = (await tx.get("facts", "sent")) ?? { day, count: 0 };
      const count = (sent.day === day ? sent.count : 0) + tell.sent;
      await tx.put("facts", { day, count, last: acked }, "sent");
    });
    await this.#letGo();
    events.emit("counts", tell);
    return tell;
  }

  /** An undo refused because what it undoes was refused: both are what the person wanted, neither counts. */
  async #letGo() {
    const refused = await this.queue.list({ states: ["refused"] });
    const ids = new Set(refused.map((report) => report.id));
    for (const report of refused.filter(({ undoes }) => undoes && ids.has(undoes))) {
      await this.queue.setAside(report.undoes);
      await this.queue.setAside(report.id);
    }
  }

  /** Erase what was sent long enough ago, unless its turf is still on the phone. */
  async purge({ before, turfs }) {
    const gone = (await this.queue.list({ states: ["sent", "conflict", "aside"] })).filter(
      (report) => (report.acked ?? 0) < before && !turfs.has(report.turf),
    );
    if (!gone.length) return 0;
    await this.queue.store.write(["reports"], async (tx) => {
      for (const { id } of gone) await tx.delete("reports", id);
    });
    return gone.length;
  }
}

/** What stays on the phone of a report that was answered for: of a talk, nothing of the person. */
function remainder(report, state, errors) {
  if (state === "refused") return { report, errors: errors ?? [] };
  if (report.kind !== "talk") return { report };
  const { id, kind, seq, at, turf, outing, address, stair, floor, door, visit } = report;
  return { report: { id, kind, seq, at, turf, outing, address, stair, floor, door, visit } };
}
