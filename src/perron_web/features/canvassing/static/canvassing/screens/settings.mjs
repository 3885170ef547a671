// Hand, light, size, language; leaving, with everything erased.
import { kept } from "./app.mjs";
import { fill } from "./fill.mjs";
import { online } from "./head.mjs";
import { say } from "./words.mjs";

const GROUPS = { hand: ["right", "left"], look: ["auto", "light", "dark", "outdoor"], size: ["normal", "large", "larger"], order: ["down", "up"] };
const LANGUAGES = [["fr", "Français"], ["en", "English"]];
let lose = false;

export function settings(app) {
  const chosen = { hand: "right", look: "auto", size: "normal", order: "down", ...kept.read() };
  const groups = Object.entries(GROUPS).map(([group, options]) => ({
    group,
    legend: say(`set.${group}`),
    options: options.map((id) => ({ id, word: say(`${group}.${id}`), on: chosen[group] === id })),
  }));
  const language = document.documentElement.lang;
  groups.push({ group: "language", legend: say("set.language"), options: LANGUAGES.map(([id, word]) => ({ id, word, lang: id, on: id === language })) });
  const { waiting, refused, others = 0 } = app.core.counts;
  const unsent = waiting + refused + others;
  return {
    name: "settings",
    title: say("settings"),
    body: fill("t-settings", {
      groups,
      registered: app.core.phone,
      who: say("signedAs", { name: app.core.phone.user.name, campaign: app.core.phone.campaign_name }),
      away: online(app.core) ? "" : say("leaveOffline"),
      unsent: unsent ? say("loss", { n: unsent }) : "",
      loseWord: say("lose", { n: unsent }),
      lose,
      locked: Boolean(unsent && !lose),
    }),
    bar: fill("b-back", { back: "#/", word: say("toHome") }),
    actions: { send: () => app.core.sync().then(() => app.show()), leave: () => leave(app, unsent) },
    change: (input) => choose(app, input),
    leave: () => { lose = false; },
  };
}

function choose(app, { name, value, checked }) {
  if (name === "lose") {
    lose = checked;
    return app.show();
  }
  kept.write({ [name]: value });
  apply(kept.read());
  if (name === "language") location.replace(`/terrain/${value}/${location.hash}`);
}

function apply({ hand, look, size }) {
  const { dataset } = document.documentElement;
  dataset.hand = hand === "left" ? "left" : "right";
  dataset.size = size ?? "normal";
  delete dataset.outdoor;
  delete dataset.theme;
  if (look === "outdoor") dataset.outdoor = "";
  if (look === "light" || look === "outdoor") dataset.theme = "light";
  if (look === "dark") dataset.theme = "dark";
}

async function leave(app, unsent) {
  await app.core.wipe({ force: Boolean(unsent) });
  kept.write({ registered: false });
  lose = false;
  app.screen = null;
  app.go("/", { replace: true });
}
