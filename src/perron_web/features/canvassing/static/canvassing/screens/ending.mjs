// What was done in a turf, then finish it or give it back.
import { fill } from "./fill.mjs";
import { say } from "./words.mjs";
import { OUTCOMES, progress, standing } from "./turfs.mjs";

export async function ending(app, pack, how) {
  const finishing = how === "termine";
  const list = await standing(app, pack);
  const doors = list.flatMap((building) => building.stairs.flatMap((stair) => stair.floors.flatMap((floor) => floor.doors)));
  const { done, doors: all } = progress(list);
  const counted = OUTCOMES.map((id) => ({ word: say(`outcome.${id}`), count: doors.filter((door) => door.outcome === id).length })).filter(({ count }) => count);
  const { waiting } = app.core.counts;
  return {
    name: "ending",
    title: say(finishing ? "finish" : "giveBack"),
    body: fill("t-summary", {
      lead: say(finishing ? "finishLead" : "giveLead"),
      figures: [{ word: say("visits"), count: `${done}/${all}` }, ...counted],
      sending: waiting ? say("mustSend", { n: waiting }) : "",
      go: say(finishing ? "finish" : "giveBack"),
      back: `#/secteur/${pack.turf.id}`,
    }),
    actions: { confirm: () => confirm(app, pack, finishing) },
  };
}

async function confirm(app, pack, finishing) {
  try {
    await (finishing ? app.core.finish(pack.turf.id) : app.core.giveBack(pack.turf.id));
  } catch (error) {
    if (error.code === "offline" || error.code === "wait") return app.tell(say("needNetEnd"), { kind: "warn" });
    throw error;
  }
  app.go("/", { replace: true });
}
