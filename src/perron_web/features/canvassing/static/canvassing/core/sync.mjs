// When to send: after each report, when the page comes back, when the network does, and again after a failure.
// Whether there is a network is learnt by trying: navigator.onLine is wrong in stairwells and behind portals.

const SOON = 1_500; // lets the reports of one gesture travel together
const LEAST = 15_000; // between two tries while the network is away, unless the person asks
const FIRST = 2_000;
const LONGEST = 300_000;

/** How long to wait after a number of failures in a row; spread, so that phones do not come back together. */
export function backOff(failures, after = null, random = Math.random) {
  const base = Math.min(LONGEST, FIRST * 2 ** Math.min(failures - 1, 20));
  const spread = base * (0.5 + random() / 2);
  return after === null ? spread : Math.max(after * 1_000 * (1 + random() * 0.3), spread);
}

export class Sync {
  #timer = null;
  #failures = 0;
  #tried = 0;
  #notBefore = 0;
  #running = null;

  /** @param {{sender: Sender, queue: Queue,
   *   events: Events, now?: () => number, random?: () => number}} parts */
  constructor({ sender, queue, events, now = Date.now, random = Math.random }) {
    Object.assign(this, { sender, queue, events, now, random });
    /** online: null until tried. captive: something else than the server answered. */
    this.state = { online: null, sending: false, captive: false, retry_at: null };
  }

  /** Listen to what makes a try worth while. @returns {() => void} stops */
  start(page = globalThis) {
    const back = () => page.document?.visibilityState !== "hidden" && this.soon(this.random() * 2_000);
    const away = () => page.document?.visibilityState === "hidden" && this.background();
    const told = (what, details) => {
      if (what === "counts" && details.added) this.soon();
      if (what === "phone") this.soon(0);
    };
    const stop = this.events.on(told);
    page.addEventListener?.("online", back);
    page.addEventListener?.("pageshow", back);
    page.document?.addEventListener("visibilitychange", back);
    page.document?.addEventListener("visibilitychange", away);
    this.soon(500);
    return () => {
      stop();
      page.removeEventListener?.("online", back);
      page.removeEventListener?.("pageshow", back);
      page.document?.removeEventListener("visibilitychange", back);
      page.document?.removeEventListener("visibilitychange", away);
      this.#plan(null);
    };
  }

  /** Try before long, but neither before the server said nor too often while it is away. */
  soon(delay = SOON) {
    const calm = this.#failures ? this.#tried + LEAST : 0;
    const at = Math.max(this.now() + delay, this.#notBefore, calm);
    if (this.state.retry_at === null || at < this.state.retry_at) this.#plan(at);
    this.background();
  }

  /** Try now. @returns {Promise<{left: number, busy?: boolean, error?: string}>} never rejects */
  async run() {
    this.#running ??= this.#try().finally(() => (this.#running = null));
    return this.#running;
  }

  async #try() {
    this.#plan(null);
    this.#tried = this.now();
    this.#tell({ sending: true });
    try {
      const { left, busy, reached } = await this.sender.run();
      this.#failures = 0;
      this.#notBefore = 0;
      if (left || busy) this.#plan(this.now() + (busy ? LEAST : LONGEST)); // left: reports that do not get through
      this.#tell({ sending: false, captive: false, ...(reached ? { online: true } : {}) });
      return { left, busy };
    } catch (error) {
      this.#fail(error);
      return { left: (await this.queue.counts()).waiting, error: error.code };
    }
  }

  #fail(error) {
    this.#failures += 1;
    const away = error.code === "offline";
    if (!["no_session", "ended"].includes(error.code)) {
      const wait = backOff(this.#failures, error.after ?? null, this.random);
      if (error.after) this.#notBefore = this.now() + wait;
      this.#plan(this.now() + wait);
    }
    this.#tell({ sending: false, online: !away, captive: Boolean(error.captive) });
  }

  #plan(at) {
    clearTimeout(this.#timer);
    this.#timer = null;
    this.state.retry_at = at;
    if (at === null) return;
    this.#timer = setTimeout(() => this.run(), Math.max(0, at - this.now()));
    this.#timer.unref?.(); // Node: a test need not wait for it
  }

  #tell(change) {
    Object.assign(this.state, change);
    this.events.emit("network", { ...this.state });
  }

  /** Ask the browser to send even when the page is closed, where it knows how. */
  async background() {
    try {
      const worker = await globalThis.navigator?.serviceWorker?.getRegistration?.("/terrain/");
      await worker?.sync?.register("perron-send");
    } catch {
      // not allowed here: the page sends
    }
  }
}
