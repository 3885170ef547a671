// AES-GCM with a key that scripts cannot take out of the browser; erasing the key erases everything.
import { CoreError } from "./errors.mjs";

const text = new TextEncoder();

/** @typedef {{key: string, iv: Uint8Array, data: ArrayBuffer}} Sealed */

export class Vault {
  #held = null;

  /** @param {Store} store */
  constructor(store) {
    this.store = store;
  }

  /** The key of this phone, made at the first need. @returns {Promise<{id: string, key: CryptoKey}>} */
  async #key() {
    if (this.#held) return this.#held;
    const known = await this.store.read(["keys"], (tx) => tx.get("keys", "main"));
    if (known) return (this.#held = known);
    const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
    const made = { id: crypto.randomUUID(), key };
    this.#held = await this.store.write(["keys"], async (tx) => {
      const other = await tx.get("keys", "main"); // another page was quicker
      if (!other) await tx.put("keys", made, "main");
      return other ?? made;
    });
    return this.#held;
  }

  /** @param {string} label where it will lie: it opens nowhere else @param {unknown} value @returns {Promise<Sealed>} */
  async seal(label, value) {
    const { id, key } = await this.#key();
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const how = { name: "AES-GCM", iv, additionalData: text.encode(label) };
    const data = await crypto.subtle.encrypt(how, key, text.encode(JSON.stringify(value)));
    return { key: id, iv, data };
  }

  /** @param {string} label @param {Sealed} sealed @throws {CoreError} unreadable */
  async open(label, sealed) {
    const { id, key } = await this.#key();
    if (sealed.key !== id) throw new CoreError("unreadable");
    const how = { name: "AES-GCM", iv: sealed.iv, additionalData: text.encode(label) };
    try {
      return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(how, key, sealed.data)));
    } catch (cause) {
      throw new CoreError("unreadable", { cause });
    }
  }

  /** Inside a transaction: whether what was sealed can still be opened (nobody wiped the phone meanwhile). */
  async fits(tx, sealed) {
    const known = await tx.get("keys", "main");
    return known?.id === sealed.key;
  }

  forget() {
    this.#held = null;
  }
}
