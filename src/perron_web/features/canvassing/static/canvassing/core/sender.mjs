// One pass of sending: batch after batch until nothing waits. One sender at a time on the phone.
import { CoreError } from "./errors.mjs";

const BATCH = 100;
const LOCK = "perron-terrain-send";

export class Sender {
  /** @param {{outbox: Outbox, http: Http,
   *   session: Session, packs: Packs, locks?: LockManager}} parts */
  constructor({ outbox, http, session, packs, locks = globalThis.navigator?.locks }) {
    Object.assign(this, { outbox, http, session, packs, locks });
  }

  /**
   * Send all that waits.
   * @returns {Promise<{left: number, busy: boolean, reached: boolean}>} left: still waiting; busy: another page is at it
   * @throws {CoreError} offline, wait, ended, full
   */
  async run() {
    const work = async (lock) =>
      lock === null ? { left: 0, busy: true, reached: false } : { busy: false, ...(await this.#guarded()) };
    // Without locks two pages may send the same report: the server answers 200 to the second.
    return this.locks ? this.locks.request(LOCK, { ifAvailable: true }, work) : work();
  }

  async #guarded() {
    try {
      const passed = await this.#pass();
      await this.session.settleEnd();
      return passed;
    } catch (error) {
      if (error.code === "ended" && error.status === 403) await this.session.revoked();
      else if (error.code === "ended") await this.session.end();
      throw error;
    }
  }

  async #pass() {
    const skip = new Set();
    let size = BATCH;
    for (let reached = false; ; ) {
      const { reports, sent_at, left } = await this.outbox.next(size, skip);
      if (!reports.length) return { left, reached };
      let answer;
      try {
        answer = await this.http.call("/sync", { method: "POST", body: { sent_at, reports }, gzip: true });
      } catch (error) {
        if (error.code !== "refused" || ![400, 413, 422].includes(error.status)) throw error;
        if (reports.length === 1) skip.add(reports[0].id); // it stays, and does not hold up the others
        size = Math.max(1, Math.floor(reports.length / 2));
        continue;
      }
      await this.#take(reports, answer);
      reached = true;
      size = BATCH;
    }
  }

  async #take(reports, answer) {
    if (answer.perron !== 1 || !Array.isArray(answer.results)) throw new CoreError("offline", { captive: true });
    const { answered } = await this.outbox.settle(reports, answer.results);
    if (answer.server_time) await this.packs.heedTime(answer.server_time);
    if (answer.gone?.length) await this.packs.drop(answer.gone);
    if (answer.wipe) await this.session.ending();
    if (!answered) throw new CoreError("wait", { after: null }); // an answer about nothing that was asked
  }
}
