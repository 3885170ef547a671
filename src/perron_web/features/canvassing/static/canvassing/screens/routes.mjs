// Addresses after the #, and the screen of each; a screen arrives when it is first needed.
import { say } from "./words.mjs";

const DOORS = () => import("./building.mjs");

/** @returns {Promise<{name, title, body, bar?, actions?, change?, input?, key?, drawn?, leave?}|null>} */
export async function screenOf(app, [first, turf, second, key, third, last]) {
  if (!app.core.phone || app.wiped) return (await import("./welcome.mjs")).welcome(app);
  if (first === "envois") return (await import("./outbox.mjs")).outbox(app);
  if (first === "corriger") return (await import("./talk.mjs")).correct(app, turf);
  if (first === "reglages") return (await import("./settings.mjs")).settings(app);
  if (first === "argumentaires") return (await import("./texts.mjs")).texts(app);
  if (first !== "secteur") return (await import("./home.mjs")).home(app);
  const pack = await app.core.pack(Number(turf));
  if (!pack) {
    app.tell(say("gone"), { kind: "warn" });
    app.go("/", { replace: true });
    return null;
  }
  if (second === "plan") return (await import("./plan.mjs")).plan(app, pack);
  if (second === "fin") return (await import("./ending.mjs")).ending(app, pack, key);
  if (second === "nouveau") return (await import("./adding.mjs")).newBuilding(app, pack);
  if (second !== "immeuble") return (await import("./turf.mjs")).turf(app, pack);
  if (third === "etages") return (await import("./adding.mjs")).floors(app, pack, key, last);
  if (third === "ouverte") return (await import("./met.mjs")).met(app, pack, key, last);
  if (third === "echange") return (await import("./talk.mjs")).talk(app, pack, key, last);
  return (await DOORS()).building(app, pack, key, third === "plus");
}
