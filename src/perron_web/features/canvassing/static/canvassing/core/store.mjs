// IndexedDB: five stores, transactions that are on disk when they resolve.
import { CoreError, asCoreError } from "./errors.mjs";

const VERSION = 1; // only ever add: an older tab may still be open
const DURABLE = { durability: "strict" };
const PASSING = { durability: "relaxed" };

function upgrade(db) {
  db.createObjectStore("keys"); // CryptoKey that cannot be taken out
  db.createObjectStore("facts"); // plain: whose phone, counter of reports, clock
  db.createObjectStore("sealed"); // encrypted: token, what the server said of the person
  db.createObjectStore("packs", { keyPath: "turf" });
  const reports = db.createObjectStore("reports", { keyPath: "id" });
  reports.createIndex("state", ["owner", "state", "seq"]);
}

/** Safari lets go of the database while the app sleeps; what was being written then is not there, and is written again. */
const lost = (error) => ["InvalidStateError", "UnknownError"].includes((error.cause ?? error).name);

const result = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const ranks = (owner, state) => IDBKeyRange.bound([owner, state, 0], [owner, state, Infinity]);

/** What may be done inside a transaction; only these may be awaited there. */
class Transaction {
  constructor(transaction) {
    this.transaction = transaction;
  }
  #of = (store) => this.transaction.objectStore(store);
  get = (store, key) => result(this.#of(store).get(key));
  all = (store) => result(this.#of(store).getAll());
  put = (store, value, key) => result(key === undefined ? this.#of(store).put(value) : this.#of(store).put(value, key));
  delete = (store, key) => result(this.#of(store).delete(key));
  clear = (store) => result(this.#of(store).clear());
  /** One person's reports in a state, by rank. */
  inState = (owner, state, limit) => result(this.#of("reports").index("state").getAll(ranks(owner, state), limit));
  count = (owner, state) => result(this.#of("reports").index("state").count(ranks(owner, state)));
  countAll = (store) => result(this.#of(store).count());
}

export class Store {
  #opening = null;

  constructor({ name = "perron-terrain", factory = globalThis.indexedDB } = {}) {
    this.name = name;
    this.factory = factory;
  }

  /** @template T @param {string[]} stores @param {(tx: Transaction) => Promise<T>} work @returns {Promise<T>} */
  read(stores, work) {
    return this.#run(stores, "readonly", work, PASSING);
  }

  /** All or nothing; resolves once the disk has it. A full disk rejects with code "full". The work may be asked for twice. */
  write(stores, work) {
    return this.#run(stores, "readwrite", work, DURABLE);
  }

  /** All or nothing, but a crash may take it back: for what only skips a number. */
  note(stores, work) {
    return this.#run(stores, "readwrite", work, PASSING);
  }

  async #run(stores, mode, work, how) {
    for (let attempt = 0; ; attempt += 1) {
      const db = await this.#open();
      try {
        return await this.#finish(db.transaction(stores, mode, how), work);
      } catch (error) {
        if (attempt || !lost(error)) throw asCoreError(error);
        this.close(); // the browser closed it behind our back: once more with a new connection
      }
    }
  }

  async #finish(transaction, work) {
    const done = new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(asCoreError(transaction.error));
    });
    done.catch(() => {}); // told below, whichever comes first
    let value;
    try {
      value = await work(new Transaction(transaction));
    } catch (error) {
      try {
        transaction.abort();
      } catch {
        // already aborted by the same error
      }
      throw asCoreError(error);
    }
    await done;
    return value;
  }

  #open() {
    this.#opening ??= new Promise((resolve, reject) => {
      const request = this.factory.open(this.name, VERSION);
      request.onupgradeneeded = () => upgrade(request.result);
      request.onerror = () => reject(asCoreError(request.error));
      request.onsuccess = () => {
        const db = request.result;
        db.onversionchange = () => this.close();
        db.onclose = () => (this.#opening = null);
        resolve(db);
      };
    }).catch((error) => {
      this.#opening = null;
      throw error;
    });
    return this.#opening;
  }

  close() {
    this.#opening?.then((db) => db.close(), () => {});
    this.#opening = null;
  }

  /** Empty every store in one durable transaction (the key first), then let go of the files themselves. */
  async erase() {
    const stores = ["keys", "facts", "sealed", "packs", "reports"];
    await this.write(stores, async (tx) => {
      for (const store of stores) await tx.clear(store);
    });
    this.close();
    await new Promise((resolve) => {
      const request = this.factory.deleteDatabase(this.name);
      request.onsuccess = request.onerror = request.onblocked = resolve; // emptied already: that is what counts
    });
  }
}

/** What this browser lacks to keep reports safely. @returns {string[]} */
export function missing(scope = globalThis) {
  const needs = { indexedDB: scope.indexedDB, crypto: scope.crypto?.subtle, fetch: scope.fetch };
  return Object.keys(needs).filter((name) => !needs[name]);
}

/** @throws {CoreError} unsupported */
export function demand(scope = globalThis) {
  const lacking = missing(scope);
  if (lacking.length) throw new CoreError("unsupported", { missing: lacking });
}
