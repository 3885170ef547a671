// Room on the phone: asked for, measured, and a little of it kept back for the day it is full.

const BALLAST = "perron-ballast";
const BALLAST_BYTES = 1_000_000;

export class Storage {
  constructor({ storage = globalThis.navigator?.storage, caches = globalThis.caches } = {}) {
    Object.assign(this, { storage, caches });
    this.state = { persisted: null, usage: null, quota: null };
  }

  /** Ask that the browser never clears this by itself; pending while it asks the person. @returns {Promise<boolean|null>} null: it cannot say */
  async persist() {
    const persisted = (await this.storage?.persist?.().catch(() => null)) ?? null;
    this.state = { ...this.state, persisted };
    return persisted;
  }

  async measure() {
    const { usage = null, quota = null } = (await this.storage?.estimate?.().catch(() => ({}))) ?? {};
    const persisted = (await this.storage?.persisted?.().catch(() => null)) ?? null;
    this.state = { persisted, usage, quota };
    return this.state;
  }

  /** Keep some room back, to be given up when a report would not fit otherwise. */
  async keepBack() {
    try {
      const cache = await this.caches?.open(BALLAST);
      if (!cache || (await cache.match("/terrain/ballast"))) return;
      await cache.put("/terrain/ballast", new Response(new Uint8Array(BALLAST_BYTES)));
    } catch {
      // no room to keep back: then there is none
    }
  }

  /** Make room for a report by giving up what was kept back. @returns {Promise<boolean>} whether there was any */
  relieve = async () => (await this.caches?.delete(BALLAST).catch(() => false)) ?? false;
}
