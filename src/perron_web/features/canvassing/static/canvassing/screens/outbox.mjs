// What waits, what was sent, what the site could not read.
import { fill } from "./fill.mjs";
import { about } from "./home.mjs";
import { online, tally } from "./head.mjs";
import { address, hour, moment, place, say } from "./words.mjs";

const ICONS = { waiting: "tosend", sent: "check", refused: "warn", conflict: "info" };

const FIELDS = new Set(["email", "phone", "name", "support", "consent", "address", "floor", "door", "label"]);

export async function outbox(app) {
  const { core } = app;
  const { waiting, refused, sent_today: today } = core.counts;
  const packs = await core.packs();
  const reports = (await Promise.all(packs.map((pack) => core.reports(pack.turf.id)))).flat();
  const journal = reports.filter(({ state }) => ICONS[state]).sort((a, b) => b.seq - a.seq).slice(0, 30).map((report) => entry(packs, report));
  const facts = [...(today ? [{ icon: "check", text: say("sentToday", { n: today }) }] : []), ...about(core)];
  return {
    name: "outbox",
    title: say("outbox"),
    body: fill("t-outbox", {
      lead: tally(core),
      why: why(core),
      waiting,
      busy: core.state.sending,
      go: say(core.state.sending ? "sendingNow" : "send"),
      refused: refused ? (await core.refused()).map((report) => problem(packs, report)) : [],
      facts,
      journal,
    }),
    bar: fill("b-back", { back: "#/", word: say("toHome") }),
    actions: {
      send: async () => { await core.sync(); await app.show(); },
      correct: (id) => app.go(`/corriger/${id}`),
      putAside: async (id) => { await core.setAside(id); app.tell(say("putAside")); await app.show(); },
    },
  };
}

function why(core) {
  const { state, counts } = core;
  if (state.captive) return say("whyCaptive");
  if (!online(core)) return say("whyOffline");
  if (state.retry_at > Date.now() + 20_000 && counts.waiting) return say("whyWait", { when: moment(state.retry_at) });
  if (counts.waiting) return say("whyWaiting");
  return counts.last_sent_at && !counts.refused ? say("whySent") : "";
}

export const what = (report) => (report.kind === "visit" ? say(`outcome.${report.outcome}`) : say(`kind.${report.kind}`));

function where(packs, report) {
  const stop = packs.flatMap((pack) => pack.stops).find(({ key }) => key === report.address);
  const street = stop ? address(stop) : (report.label ?? "");
  return [street, report.door || report.floor !== null ? place(report) : ""].filter(Boolean).join(", ");
}

const entry = (packs, report) => ({ icon: ICONS[report.state], state: say(`state.${report.state}`), what: what(report), where: where(packs, report), at: hour(report.at) });

const problem = (packs, report) => ({
  id: report.id,
  what: what(report),
  where: where(packs, report),
  correctable: report.kind === "talk" && packs.some((pack) => pack.turf.id === report.turf),
  errors: (report.errors ?? []).map(({ field }) => ({ text: say("error", { field: FIELDS.has(field) ? say(`field.${field}`) : field }) })),
});
