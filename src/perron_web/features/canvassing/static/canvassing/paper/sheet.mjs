// A list on paper as it is entered: lines, gestures, and the reports that each gesture makes. No page here.
import { uuid7 } from "../core/uuid7.mjs";

export class Sheet {
  /** @param {{rows: object[], seq: number}} data  @param {{time: (rank: number) => string, now?: () => number}} clock */
  constructor(data, clock) {
    this.rows = data.rows.map((row, rank) => ({ ...row, rank }));
    this.seq = data.seq;
    this.clock = clock;
    this.queue = [];      // reports not yet acknowledged, in order
    this.history = [];    // gestures, last one last
    this.at = this.first(0, 1) ?? 0;
    this.last = "";
  }

  first(from, step) {
    for (let rank = from; rank >= 0 && rank < this.rows.length; rank += step) if (!this.rows[rank].struck) return rank;
    return null;
  }

  move(step) { return this.go(this.first(this.at + step, step)); }
  go(rank) { if (rank !== null && rank !== undefined && !this.rows[rank]?.struck) this.at = rank; return this.at; }

  building(rank = this.at) {
    const address = this.rows[rank].door[0];
    let from = rank, to = rank;
    while (from > 0 && this.rows[from - 1].door[0] === address) from -= 1;
    while (to < this.rows.length - 1 && this.rows[to + 1].door[0] === address) to += 1;
    return [from, to];
  }

  turn(step) {
    const [from, to] = this.building();
    if (step > 0) return this.go(this.first(to + 1, 1));
    if (this.at > (this.first(from, 1) ?? from)) return this.go(this.first(from, 1));
    return from > 0 ? this.go(this.first(this.building(from - 1)[0], 1)) : this.at;
  }

  /** One door, then the next. @returns {boolean} whether there is a next one */
  mark(outcome) {
    this.gesture([this.put(this.at, outcome)]);
    if (outcome) this.last = outcome;
    const next = this.first(this.at + 1, 1);
    this.go(next);
    return next !== null;
  }

  /** Every door of the building from here on that says nothing yet, and this one. */
  markBuilding(outcome) {
    const to = this.building()[1];
    const done = [];
    for (let rank = this.at; rank <= to; rank += 1) if (!this.rows[rank].struck && (rank === this.at || !this.rows[rank].outcome)) done.push(this.put(rank, outcome));
    this.gesture(done);
    this.last = outcome;
    const next = this.first(to + 1, 1);
    this.go(next);
    return next !== null;
  }

  repeat() { return this.last ? this.mark(this.last) : true; }
  clear() { this.gesture([this.put(this.at, "")]); }

  /** The floor of this door and of those after it in the building that say nothing yet. */
  floor(floor, stair = "") {
    const to = this.building()[1];
    const done = [];
    for (let rank = this.at; rank <= to; rank += 1) {
      const row = this.rows[rank];
      if (rank > this.at && row.outcome) break;
      const before = { rank, outcome: row.outcome, report: row.report, door: row.door };
      const outcome = row.outcome;
      if (outcome) this.take(row);
      row.door = [row.door[0], stair, floor, row.door[3]];
      if (outcome) this.visit(row, outcome);
      done.push(before);
    }
    this.gesture(done);
  }

  undo() {
    const gesture = this.history.pop();
    if (!gesture) return false;
    for (const { rank, outcome, door } of gesture.rows.toReversed()) {
      const row = this.rows[rank];
      this.take(row);
      row.door = door;
      if (outcome) this.visit(row, outcome);
    }
    this.at = gesture.at;
    return true;
  }

  gesture(rows) {
    const done = rows.filter(Boolean);
    if (done.length) this.history.push({ rows: done, at: done[0].rank });
  }

  put(rank, outcome) {
    const row = this.rows[rank];
    if (row.struck || row.outcome === outcome) return null;
    const before = { rank, outcome: row.outcome, door: row.door };
    this.take(row);
    if (outcome) this.visit(row, outcome);
    return before;
  }

  visit(row, outcome) {
    const report = uuid7();
    this.queue.push(this.body(row, { id: report, kind: "visit", outcome }));
    Object.assign(row, { outcome, report, mine: true });
  }

  /** Take back what a line says: before it is sent it was never said; after, an undo says so. */
  take(row) {
    if (!row.outcome) return;
    const unsent = this.queue.findIndex((one) => one.id === row.report && !one.sending);
    if (unsent >= 0) this.queue.splice(unsent, 1);
    else if (row.mine) this.queue.push(this.body(row, { id: uuid7(), kind: "undo", undoes: row.report }));
    Object.assign(row, { outcome: "", report: "" });
  }

  body(row, told) {
    const [address, stair, floor, door] = row.door;
    const seq = this.seq;
    this.seq += 1;
    return { ...told, seq, at: this.clock.time(row.rank), address, stair, floor, door };
  }

  /** What was kept by this browser and never acknowledged. */
  restore(reports, seq) {
    this.seq = Math.max(this.seq, seq);
    for (const report of reports) {
      const row = this.rows.find((one) => (report.kind === "undo" ? one.report === report.undoes : one.door[0] === report.address && one.door[3] === report.door));
      this.queue.push(report);
      if (!row || row.struck) continue;
      if (report.kind === "undo") Object.assign(row, { outcome: "", report: "" });
      else Object.assign(row, { outcome: report.outcome, report: report.id, mine: true, door: [report.address, report.stair, report.floor, report.door] });
    }
  }

  get entered() { return this.rows.filter((row) => row.outcome).length; }
  get done() { return this.rows.every((row) => row.outcome || row.struck); }
}
