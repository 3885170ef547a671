// The phone app: opens what is kept, listens, shows the screen of the address.
import { open } from "../core/core.mjs";
import { App, kept } from "./app.mjs";
import { heardBack, refreshHead } from "./head.mjs";
import { screenOf } from "./routes.mjs";
import { fill } from "./fill.mjs";
import { say } from "./words.mjs";

const DRAWS = { counts: ["outbox", "home"], network: ["outbox", "home"], storage: ["outbox", "home"], packs: ["home", "turf", "map"], me: ["home"], phone: ["home"], expired: ["home", "turf"] };

async function start() {
  let core;
  try {
    core = await open({ fetch: asked(globalThis.perronSession) });
  } catch (error) {
    return cannot(error);
  }
  const app = new App(core, screenOf);
  core.on((what, details) => heard(app, what, details));
  for (const event of ["online", "offline"]) {
    addEventListener(event, () => {
      heardBack(event === "online");
      heard(app, "counts");
    });
  }
  kept.write({ registered: Boolean(core.phone) });
  refreshHead(core);
  if (core.phone) await recover(core);
  await app.show(true);
  document.documentElement.dataset.ready = String(Math.round(performance.now())); // read by the measures
  if (core.phone) core.refresh().catch(() => {}); // without a network: what is known already
  document.documentElement.dataset.fonts = ""; // after the first screen: letters of the phone until then
  kept.write({ fonts: true });
  installed(app).catch(console.error);
}

/** Who is logged in was asked for before the scripts were there: that answer serves once. */
function asked(early) {
  return (address, options) => {
    const answer = address === "/api/phones" && !options.body && early;
    if (!answer) return fetch(address, options);
    early = null;
    return answer;
  };
}

/** The service worker, and the browser's offer to install the app when it makes one. */
async function installed(app) {
  const { onInstallable, registerWorker } = await import("../core/install.mjs");
  onInstallable((prompt) => {
    app.install = prompt;
    if (app.screen?.name === "home" && !app.busy) app.show();
  });
  await registerWorker({ onUpdate: (apply) => { app.renew = apply; } });
}

/** A tab closed while a door stood open: that it opened is kept. */
async function recover(core) {
  if (location.hash.includes("/ouverte/")) history.replaceState(null, "", location.hash.replace(/\/ouverte\/.*/, ""));
  const visit = await core.draft("met").catch(() => null);
  if (visit) await core.record([{ ...visit, talked: null }]).then(() => core.draft("met", null), () => {});
}

function heard(app, what, details = {}) {
  if (what === "network" && !details.sending) heardBack(details.online !== false || details.retry_at === null); // no try is planned: none failed
  refreshHead(app.core);
  if (what === "wiped" || (what === "ended" && !app.core.phone)) {
    kept.write({ registered: false });
    if (!details.asked) app.wiped = true;
    app.quiet();
    app.go("/", { replace: true });
  } else if (what === "storage" && details.full) app.tell(say("full"), { kind: "bad" });
  else if (what === "me") colour(app.core).catch(() => {});
  if (DRAWS[what]?.includes(app.screen?.name) && !app.busy) app.show();
}

/** The campaign's colour, as the site corrects it; kept, so that it is there without a network. */
async function colour(core) {
  const name = (await core.me())?.campaign?.accent;
  if (!name || kept.read().accent?.name === name) return;
  const answer = await fetch(`/apparence/${name.slice(1).toLowerCase()}.css`);
  if (!answer.ok) return;
  const css = await answer.text();
  kept.write({ accent: { name, css } });
  if (!document.adoptedStyleSheets) return; // an older Safari keeps the colour of everybody
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [sheet];
}

function cannot(error) {
  if (error?.code !== "unsupported") console.error(error);
  const body = fill("t-wiped", { why: say("notSupported") });
  body.querySelector(".welcome").replaceChildren(Object.assign(document.createElement("p"), { className: "lead", textContent: say("notSupported") }));
  document.getElementById("screen").replaceChildren(body);
  document.documentElement.dataset.ready = String(Math.round(performance.now())); // read by the measures
}

start();
