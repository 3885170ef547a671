// The list of a turf, in walking order.
import { fill } from "./fill.mjs";
import { address, say } from "./words.mjs";
import { asked, following, path, progress, standing, state, until } from "./turfs.mjs";

const ICONS = { done: "check", going: "going", left: "" };

export async function turf(app, pack) {
  const list = await standing(app, pack);
  const whole = progress(list);
  const next = following(list);
  const name = say("turf", { n: String(pack.turf.number).padStart(2, "0") });
  return {
    name: "turf",
    title: name,
    body: fill("t-turf", {
      progress: say("progress", { n: whole.done, of: whole.doors }),
      until: until(pack.turf.expires_at),
      share: whole.share,
      asked: asked(pack),
      expired: pack.turf.expires_at && new Date(pack.turf.expires_at) < new Date(),
      stops: list.map((building) => stop(pack, building, next)),
      left: whole.left ? say("left", { n: whole.left }) : say("noneLeft"),
      finish: whole.left ? "" : "primary",
    }),
    bar: fill("b-turf", places(pack, next, "list")),
    actions: {
      add: () => app.go(`/secteur/${pack.turf.id}/nouveau`),
      finish: () => app.go(`/secteur/${pack.turf.id}/fin/termine`),
      giveBack: () => app.go(`/secteur/${pack.turf.id}/fin/rendu`),
    },
    drawn: (root, moved) => moved && root.querySelector('[aria-current="step"]')?.scrollIntoView({ block: "center" }),
  };
}

export const places = (pack, next, here) => ({
  list: `#/secteur/${pack.turf.id}`,
  map: `#/secteur/${pack.turf.id}/plan`,
  onList: here === "list" ? "page" : false,
  onMap: here === "map" ? "page" : false,
  next: next ? `#${path(pack, next.key)}` : "",
});

function stop(pack, building, next) {
  const stands = state(building);
  const way = building.access.now || building.access.known;
  const parts = [
    building.unknown ? say("outcome.unknown") : say("doors", { n: building.doors }),
    building.floor_from > 0 ? say("floors", { a: building.floor_from, b: building.floor_to }) : "", // the rest is another turf's
    way ? say(`access.${way}`).toLowerCase() : "",
    building.added ? say("added") : "",
    ...asked(pack, building.key).map(({ text }) => text),
  ];
  return {
    href: `#${path(pack, building.key)}`,
    state: stands,
    current: building === next ? "step" : false,
    order: building.order || "+",
    label: address(building),
    about: parts.filter(Boolean).join(" · "),
    icon: ICONS[stands],
    count: building.unknown ? "" : stands === "done" ? say("buildingDone") : `${building.done}/${building.doors}`,
  };
}
