// What a trainer ticked, until the site has said it has it. No DOM here: `store` is localStorage or alike.
// Kept: first names, who is here, ticks to send. Nothing else of anybody.

export class Ticks {
  constructor(store, key) {
    this.store = store;
    this.key = `perron.training.${key}`;
    this.people = this.read("people", []);
    this.waiting = this.read("waiting", []);
  }

  read(name, otherwise) {
    try {
      return JSON.parse(this.store.getItem(`${this.key}.${name}`)) ?? otherwise;
    } catch {
      return otherwise;
    }
  }

  keep(name, value) {
    this.store.setItem(`${this.key}.${name}`, JSON.stringify(value));
    this.store.setItem(`${this.key}.day`, String(Date.now()));
  }

  // The site's word on who is here; ticks not sent yet are said again over it.
  learn(people) {
    this.people = people.map(({ id, first, here }) => ({ id, first, here: Boolean(here) }));
    this.keep("people", this.people);
  }

  // Another tab may have added or sent some: the store has the last word.
  again() {
    this.people = this.read("people", this.people);
    this.waiting = this.read("waiting", this.waiting);
  }

  tick(id, here, at = new Date()) {
    this.waiting = this.read("waiting", this.waiting);
    this.waiting.push({ attendance: id, here, at: at.toISOString() });
    this.keep("waiting", this.waiting);
  }

  here(id) {
    const last = this.waiting.findLast((one) => one.attendance === id);
    return last ? last.here : Boolean(this.people.find((one) => one.id === id)?.here);
  }

  isWaiting(id) {
    return this.waiting.some((one) => one.attendance === id);
  }

  // Send with `post(body)`, which resolves to the site's answer or throws; only what it was sent is let go.
  async send(post) {
    this.again();
    const sent = this.waiting.slice();
    const answer = await post({ ticks: sent });
    if (answer?.perron !== 1 || !Array.isArray(answer.people)) throw new TypeError("not an answer of the site");
    this.waiting = this.read("waiting", []).slice(sent.length);
    this.keep("waiting", this.waiting);
    this.learn(answer.people);
    return answer;
  }

  forget() {
    for (const name of ["people", "waiting", "day"]) this.store.removeItem(`${this.key}.${name}`);
  }

  // Lists of sessions nobody has opened for three days go, unless they have something to send.
  static forgetOld(store, now = Date.now()) {
    for (const name of Object.keys(store)) {
      const found = /^(perron\.training\..*)\.day$/.exec(name);
      if (!found || now - Number(store.getItem(name)) < 3 * 86_400_000) continue;
      if ((store.getItem(`${found[1]}.waiting`) ?? "[]") !== "[]") continue;
      for (const part of ["people", "waiting", "day"]) store.removeItem(`${found[1]}.${part}`);
    }
  }
}
