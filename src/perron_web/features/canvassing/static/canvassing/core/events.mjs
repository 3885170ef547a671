// Who listens is told what changed, in this page and in the other pages and the service worker of the phone.
/** @typedef {"counts"|"network"|"packs"|"me"|"phone"|"wiped"|"ended"|"expired"|"storage"|"update"} What */

const CHANNEL = "perron-terrain";

export class Events {
  /** @param {{channel?: string|null}} [options] null: this page only */
  constructor({ channel = CHANNEL } = {}) {
    this.listeners = new Set();
    this.channel = channel && globalThis.BroadcastChannel ? new BroadcastChannel(channel) : null;
    if (this.channel) this.channel.onmessage = ({ data }) => this.#tell(data.what, data.details, true);
  }

  /** @param {(what: What, details: object, elsewhere: boolean) => void} listener @returns {() => void} stops */
  on(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** @param {What} what @param {object} [details] */
  emit(what, details = {}) {
    this.channel?.postMessage({ what, details });
    this.#tell(what, details, false);
  }

  #tell(what, details, elsewhere) {
    for (const listener of this.listeners) {
      try {
        listener(what, details, elsewhere);
      } catch (error) {
        console.error(error); // one bad screen does not stop the others, nor the sending
      }
    }
  }

  close() {
    this.channel?.close();
  }
}
