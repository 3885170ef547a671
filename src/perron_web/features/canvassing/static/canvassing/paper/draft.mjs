// What is entered is kept in this browser at every key, and sent soon after; nothing leaves before its answer.
const SOON_MS = 350;
const AGAIN_MS = 4000;
const MANY = 400;

export class Draft {
  constructor(sheet, { key, url, token, onState, onRefused }) {
    Object.assign(this, { sheet, key, url, token, onState, onRefused });
    this.timer = 0;
    this.busy = false;
  }

  load() {
    try {
      const kept = JSON.parse(localStorage.getItem(this.key) ?? "null");
      if (kept?.queue?.length) this.sheet.restore(kept.queue, kept.seq);
    } catch { /* a draft that cannot be read is no draft */ }
    if (this.sheet.queue.length) this.soon(0);
  }

  keep() {
    try {
      if (this.sheet.queue.length) localStorage.setItem(this.key, JSON.stringify({ queue: this.sheet.queue.map(({ sending, ...report }) => report), seq: this.sheet.seq }));
      else localStorage.removeItem(this.key);
    } catch { /* no room: it is sent all the same */ }
  }

  changed() {
    this.keep();
    this.onState("saving");
    this.soon(this.sheet.queue.length > MANY / 2 ? 0 : SOON_MS);
  }

  soon(after) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), after);
  }

  async send(last = false) {
    if (this.busy) return this.busy;
    clearTimeout(this.timer);
    this.busy = this.#send(last);
    try { return await this.busy; } finally {
      this.busy = false;
      if (this.sheet.queue.length && !this.timer) this.soon(SOON_MS);
    }
  }

  async #send(keepalive) {
    const batch = this.sheet.queue.slice(0, MANY);
    this.timer = 0;
    if (!batch.length) { this.onState("saved"); return true; }
    for (const report of batch) report.sending = true;
    let answer = null;
    try {
      answer = await this.#post(batch, keepalive);
    } finally {
      for (const report of batch) delete report.sending;
    }
    if (answer.results) this.#settle(answer.results);
    this.keep();
    this.onState(answer.results ? (this.sheet.queue.length ? "saving" : "saved") : answer.state);
    if (!answer.results) this.soon(AGAIN_MS);
    return Boolean(answer.results);
  }

  async #post(batch, keepalive) {
    const reports = batch.map(({ sending, ...report }) => report);
    try {
      const response = await fetch(this.url, {
        method: "POST", keepalive, headers: { "Content-Type": "application/json", "X-CSRFToken": this.token },
        body: JSON.stringify({ sent_at: new Date().toISOString(), reports }),
      });
      if (response.redirected || response.status === 403) return { state: "login" };
      const answer = response.ok ? await response.json() : null;
      return answer?.perron === 1 ? answer : { state: "kept" };
    } catch {
      return { state: "kept" };
    }
  }

  #settle(results) {
    const known = new Map(results.map((result) => [result.id, result]));
    this.sheet.queue = this.sheet.queue.filter((report) => !known.has(report.id));
    for (const { status, errors } of results) if (status === 422) this.onRefused(errors ?? []);
  }

  /** Everything acknowledged, or not. */
  async flush() {
    while (this.sheet.queue.length) if (!(await this.send())) return false;
    return true;
  }
}
