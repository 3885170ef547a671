// What somebody agreed to tell: nothing asked that the campaign does not ask, nothing personal without consent.
import { fill } from "./fill.mjs";
import { address, place, say } from "./words.mjs";
import { path } from "./turfs.mjs";
import { takeBack } from "./building.mjs";

const PLACES = ["here", "elsewhere", "none", "not_voter"];
const WISHES = ["register", "proxy", "volunteer", "call_back"];
const CHANNELS = ["email", "phone", "sms"];
const EMAIL = /^[^@\s]+@[^@\s]+\.[^@\s]{2,}$/;
const PHONE = /^\+?[\d .()-]{9,20}$/;
const nothing = () => ({ registration: null, needs: [], opinion: false, support: null, contact: [], name: "", email: "", phone: "", agreed: null });

export async function talk(app, pack, key, visitId) {
  const visit = (await app.core.reports(pack.turf.id)).find(({ id }) => id === visitId);
  if (!visit) return app.go(path(pack, key), { replace: true });
  const told = { ...nothing(), ...((await app.core.draft(`talk ${visitId}`)) ?? {}) };
  const back = path(pack, key);
  return form(app, { pack, visit, told, back, problem: "", stop: pack.stops.find((stop) => stop.key === key) });
}

/** A talk that the site refused, opened again with what it said. */
export async function correct(app, id) {
  const refused = (await app.core.refused()).find((report) => report.id === id);
  const pack = refused && (await app.core.pack(refused.turf));
  if (!pack || refused.kind !== "talk") return app.go("/envois", { replace: true });
  const { consent } = refused;
  const told = { ...nothing(), ...refused, opinion: Boolean(consent?.opinion), contact: consent?.contact ?? [], agreed: consent?.at ?? null };
  return form(app, { pack, visit: { ...refused, id: refused.visit }, told, back: "/envois", problem: "", instead: id });
}

function form(app, mine) {
  const { pack, visit, told, stop } = mine;
  const asks = new Set(pack.questions);
  const [text] = pack.consent ?? [];
  const personal = asks.has("support") || asks.has("contact");
  const on = (ids, chosen, key) => ids.map((id) => ({ id: String(id), word: key ? say(`${key}.${id}`) : "", on: [].concat(chosen ?? []).includes(id) }));
  const ask = () => {
    mine.open = { opinion: told.opinion, contact: told.contact.join() };
    return fill("t-talk", {
      registration: asks.has("registration"), places: on(PLACES, told.registration, "registration"),
      needs: asks.has("needs"), wishes: on(WISHES, told.needs, "need"),
      consent: personal && text, noText: personal && !text,
      heading: say("consent"), text: read(text), version: text && say("version", { n: text.version }),
      support: asks.has("support"), opinion: told.opinion, opinionOpen: told.opinion, levels: on([1, 2, 3, 4, 5], told.support),
      contact: asks.has("contact"), channels: on(text?.channels ?? CHANNELS, told.contact, "channel"), contactOpen: told.contact.length,
      byEmail: told.contact.includes("email"), byPhone: told.contact.some((channel) => channel !== "email"),
      name: told.name, email: told.email, phone: told.phone, problem: mine.problem,
    });
  };
  return {
    name: "talk",
    title: place(visit) || (stop ? address(stop) : say("talk")),
    body: ask(),
    bar: fill("b-talk", { back: `#${mine.back}`, texts: pack.texts?.length }),
    actions: { save: () => save(app, mine, text) },
    change: (input) => changed(app, mine, input, text),
    input: (input) => typed(app, mine, input),
    drawn: (root) => root.querySelector("form")?.addEventListener("click", (event) => unsay(app, mine, event.target)),
  };
}

const read = (text) => (text ? (text.text[document.documentElement.lang] ?? text.text.fr ?? text.text) : "");

function changed(app, mine, input) {
  const { told } = mine;
  const { name, value, checked } = input;
  if (name === "needs" || name === "contact") told[name] = checked ? [...told[name], value] : told[name].filter((one) => one !== value);
  else if (name === "opinion") Object.assign(told, { opinion: checked, support: checked ? told.support : null });
  else if (name === "support") told.support = Number(value);
  else if (name === "registration") told.registration = value;
  else return;
  if (!told.contact.length) Object.assign(told, { name: "", email: "", phone: "" });
  if (!told.opinion && !told.contact.length) told.agreed = null;
  else told.agreed ??= new Date().toISOString();
  mine.problem = "";
  keep(app, mine);
  if (name === "opinion" || name === "contact") redraw(app, mine);
}

/** Pressing the chosen answer again takes it back: everything may be left out. */
function unsay(app, mine, input) {
  const { name, value } = input;
  if (input.type !== "radio" || String(mine.told[name]) !== value) return;
  input.checked = false;
  mine.told[name] = null;
  keep(app, mine);
}

function typed(app, mine, { name, value }) {
  if (!["name", "email", "phone"].includes(name)) return;
  mine.told[name] = value;
  clearTimeout(mine.later);
  mine.later = setTimeout(() => keep(app, mine), 400);
}

/** What is being typed survives a closed tab; the store leaves out what has no consent yet. */
const keep = (app, { told, visit, text }) => app.core.draft(`talk ${visit.id}`, { ...told, consent: told.agreed ? { at: told.agreed, text } : null }).catch(() => {});

function redraw(app, mine) {
  Object.assign(app.screen, form(app, mine));
  const focused = document.activeElement;
  const { name, value } = focused ?? {};
  const scrolled = document.getElementById("screen").scrollTop;
  document.getElementById("screen").replaceChildren(app.screen.body);
  document.getElementById("screen").scrollTop = scrolled;
  app.screen.drawn(document.getElementById("screen"));
  if (name) [...document.querySelectorAll(`#screen [name="${name}"]`)].find((one) => one.value === value || one.type === "text")?.focus({ preventScroll: true });
  if (mine.problem) document.querySelector("#screen .problem")?.scrollIntoView({ block: "center" });
}

function wrong({ opinion, support, contact, email, phone, needs }) {
  if (opinion && !support) return say("needSupport");
  if (contact.includes("email") && !email) return say("needName");
  if (contact.includes("email") && !EMAIL.test(email.trim())) return say("badEmail");
  const called = contact.includes("phone") || contact.includes("sms");
  if (called && !phone) return say("needName");
  if (called && !PHONE.test(phone.trim())) return say("badPhone");
  return needs.includes("call_back") && !contact.length ? say("callBack") : "";
}

async function save(app, mine, text) {
  const { told, visit, back } = mine;
  const asksContact = new Set(mine.pack.questions).has("contact") && text;
  const problem = wrong(asksContact ? told : { ...told, needs: [] });
  if (problem) {
    mine.problem = problem;
    return redraw(app, mine);
  }
  clearTimeout(mine.later);
  const said = told.registration || told.needs.length || told.opinion || told.contact.length;
  const report = said && body(mine, text);
  if (report && mine.instead) await app.core.correct(mine.instead, report);
  else if (report) {
    const made = await app.core.record([report]);
    app.tell(say("saidTalk"), { undo: () => takeBack(app, made) });
  }
  await app.core.draft(`talk ${visit.id}`, null);
  app.go(back, { replace: true });
}

function body({ told, visit }, text) {
  const { turf, outing = null, address: key, stair, floor, door, away = null } = visit;
  const by = (channel) => told.contact.includes(channel);
  const consent = told.opinion || told.contact.length ? { text: text.id, at: told.agreed, opinion: told.opinion, contact: told.contact } : null;
  return {
    kind: "talk", turf, outing, address: key, stair, floor, door, away,
    visit: visit.id, support: told.opinion ? told.support : null, registration: told.registration, needs: told.needs,
    name: told.contact.length ? told.name.trim() : "", email: by("email") ? told.email.trim() : "", phone: by("phone") || by("sms") ? told.phone.trim() : "",
    consent,
  };
}
