// Whose phone this is: registered once while logged in on the site, then known by a token kept encrypted.
import { CoreError } from "./errors.mjs";

async function ownerOf({ campaign, user }) {
  const text = new TextEncoder().encode(`${campaign}#${user.id ?? user.name}`);
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", text));
  return Array.from(hash.slice(0, 16), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export class Session {
  /** null, or {token, phone, campaign, user: {name}, language, registered_at} */
  #current;

  constructor({ store, vault, queue, events, now = Date.now }) {
    Object.assign(this, { store, vault, queue, events, now });
  }

  async current() {
    if (this.#current === undefined) {
      const sealed = await this.store.read(["sealed"], (tx) => tx.get("sealed", "session"));
      this.#current = sealed ? await this.vault.open("session", sealed).catch(() => null) : null;
    }
    return this.#current;
  }

  token = async () => (await this.current())?.token ?? null;

  /** Keep what the server answered to POST /api/phones. Unsent reports of the same person go on waiting. */
  async keep(answer) {
    const { perron, ...session } = { ...answer, registered_at: this.now() };
    const owner = await ownerOf(session);
    const sealed = await this.vault.seal("session", session);
    await this.store.write(["keys", "facts", "sealed", "packs", "reports"], async (tx) => {
      if (!(await this.vault.fits(tx, sealed))) throw new CoreError("busy");
      await tx.put("sealed", sealed, "session");
      await tx.put("facts", owner, "owner");
      await tx.delete("facts", "wipe");
      for (const row of await tx.all("reports")) {
        if (row.owner !== owner && !["waiting", "refused"].includes(row.state)) await tx.delete("reports", row.id);
      }
    });
    this.#current = session;
    this.events.emit("phone");
    return session;
  }

  /** The server no longer knows the token: nothing of the campaign stays but what was not sent. */
  async end() {
    await this.store.write(["facts", "sealed", "packs", "reports"], async (tx) => {
      await tx.clear("sealed");
      await tx.clear("packs");
      await tx.delete("facts", "owner");
      for (const row of await tx.all("reports")) {
        if (!["waiting", "refused"].includes(row.state)) await tx.delete("reports", row.id);
      }
    });
    this.forget();
    const { others } = await this.queue.counts();
    this.events.emit("ended", { kept: others });
  }

  /** Access has ended: the packs go at once, the rest when all is sent. @see settleEnd */
  async ending() {
    await this.store.write(["facts", "packs"], async (tx) => {
      await tx.put("facts", true, "wipe");
      await tx.clear("packs");
    });
    this.events.emit("packs");
  }

  /** After `ending`: erase as soon as nothing waits any more. @returns {Promise<boolean>} erased */
  async settleEnd() {
    const due = await this.store.read(["facts"], (tx) => tx.get("facts", "wipe"));
    if (!due) return false;
    const { waiting, refused, others } = await this.queue.counts();
    if (waiting || others) return false;
    await this.erase();
    this.events.emit("ended", { kept: 0, lost: refused });
    return true;
  }

  /** The phone was revoked (lost, stolen): everything goes, and it is told how much. */
  async revoked() {
    const { waiting, refused, others } = await this.queue.counts();
    await this.erase();
    this.events.emit("wiped", { lost: waiting + refused + others });
  }

  /** Log out. @throws {CoreError} unsent, unless the person was told and insists */
  async leave({ force = false } = {}) {
    const { waiting, refused, others } = await this.queue.counts();
    const count = waiting + refused + others;
    if (count && !force) throw new CoreError("unsent", { count });
    await this.erase();
    this.events.emit("wiped", { lost: count, asked: true });
  }

  async erase() {
    await this.store.erase();
    await globalThis.caches?.delete?.("perron-ballast");
    this.forget();
  }

  forget() {
    this.#current = undefined;
    this.vault.forget();
    this.queue.forget();
  }
}
