// The first screen: the turf in hand, the next outing, what is near, what the phone keeps.
import { weekly } from "./app.mjs";
import { fill } from "./fill.mjs";
import { online } from "./head.mjs";
import { metres, minutes, moment, onDay, hour, number, say } from "./words.mjs";
import { progress, standing, until } from "./turfs.mjs";

let near = null; // the short list last asked for
let said = "";

export async function home(app) {
  const { core } = app;
  const { renew } = app; // a new version of the app waits, and nothing is being typed here
  app.renew = null;
  renew?.();
  const packs = await core.packs();
  const me = (await core.me()) ?? {};
  const held = new Set(packs.map((pack) => pack.turf.id));
  const turfs = await Promise.all(packs.map((pack) => card(app, pack)));
  const waiting = (me.turfs ?? []).filter((turf) => !held.has(turf.id)).map(row);
  const asks = !turfs.length && !waiting.length;
  const outing = (me.outings ?? []).filter(({ answer }) => answer !== "not").slice(0, 1).map((one) => next(one, me));
  const facts = about(core);
  return {
    name: "home",
    title: say("hello", { name: core.phone.user.name.split(" ")[0] }).replace(/\.$/, ""),
    body: fill("t-home", {
      turfs, waiting, outing, asks, facts, said,
      install: app.install,
      leaving: weekly() && core.counts.waiting ? say("weeklyUnsent", { n: core.counts.waiting }) : "",
      refused: core.counts.refused ? say("refused", { n: core.counts.refused }) : "",
      near: (near ?? []).map(row),
      offer: asks && !near?.length,
      back: (me.taken_back ?? []).map((one) => ({ text: say("takenBack", { n: one.name, when: moment(one.at) }) })),
      messages: (me.messages ?? []).slice(0, 5).map((message) => ({ text: message.text, from: say("fromTeam", { by: message.by, when: moment(message.at) }) })),
    }),
    bar: fill("b-home", { texts: packs.some((pack) => pack.texts?.length) }),
    actions: { look: () => look(app), take: (id) => take(app, Number(id), core.take), fetch: (id) => take(app, Number(id), core.fetchPack), install: () => install(app) },
  };
}

async function install(app) {
  if (await app.install()) app.install = null;
  await app.show();
}

const name = (turf) => say("turf", { n: String(turf.number).padStart(2, "0") });

async function card(app, pack) {
  const { share, done, doors } = progress(await standing(app, pack));
  return {
    name: name(pack.turf),
    bureau: say("bureau", { n: pack.turf.bureau }),
    share,
    progress: say("progress", { n: done, of: doors }),
    until: until(pack.turf.expires_at),
    href: `#/secteur/${pack.turf.id}`,
    go: say(done ? "go" : "start"),
  };
}

const row = (turf) => ({
  id: turf.id,
  name: `${name(turf)}, ${say("bureau", { n: turf.bureau })}`,
  about: [turf.doors && say("doors", { n: turf.doors }), turf.minutes && say("minutes", { n: minutes(turf.minutes) }), turf.metres !== undefined && turf.metres !== null && say("metres", { n: metres(turf.metres) })]
    .filter(Boolean)
    .join(" · "),
});

const next = (outing, { teams = [] }) => ({
  whose: say(outing.answer || teams.some(({ name: team }) => team === outing.team) ? "outing" : "outingNear"),
  when: `${onDay(outing.starts_at)}, ${hour(outing.starts_at)}`,
  where: outing.meeting_name,
  title: outing.title,
});

function lasting({ persisted }) {
  if (persisted) return { icon: "lock", text: say("kept") };
  return { icon: "warn", text: say(weekly() ? "weekly" : "notKept") };
}

/** Network, memory, last sending: also on the screen of sendings. */
export function about(core) {
  const { state, counts } = core;
  const facts = [
    online(core) ? { icon: "sent", text: say("online") } : { icon: "nonet", text: say("noNet") },
    { icon: counts.last_sent_at ? "check" : "info", text: counts.last_sent_at ? say("lastSent", { when: moment(counts.last_sent_at) }) : say("neverSent") },
    lasting(state),
  ];
  if (state.usage > 1_000_000) facts.push({ icon: "info", text: say("usage", { n: number(Math.round(state.usage / 1e6)) }) });
  return facts;
}

async function look(app) {
  if (navigator.onLine === false) said = say("needNet");
  else {
    try {
      near = (await app.core.choices()).turfs;
      said = near.length ? "" : say("noTurf");
    } catch (error) {
      if (error.code !== "offline") throw error;
      said = say("needNet");
    }
  }
  await app.show();
}

async function take(app, id, how) {
  app.tell(say("fetching"));
  try {
    await how(id);
  } catch (error) {
    if (error.code === "offline") return app.tell(say("needNet"), { kind: "warn" });
    if (error.code !== "refused") throw error;
    app.tell(say("taken"), { kind: "warn" });
    near = null;
    return look(app);
  }
  near = null;
  said = "";
  app.tell(say("fetched"));
  app.go(`/secteur/${id}`);
}
