// The door opened: did you talk? Leaving without an answer still keeps that it opened.
import { fill } from "./fill.mjs";
import { address, place, say } from "./words.mjs";
import { about, path, standing } from "./turfs.mjs";
import { takeBack } from "./building.mjs";

export async function met(app, pack, key, id) {
  const [stair, floor, door] = id.split("~");
  const where = { stair, floor: floor === "" ? null : Number(floor), door };
  const found = (await standing(app, pack)).find((one) => one.key === key);
  if (!found) return app.go(path(pack), { replace: true });
  const visit = { kind: "visit", ...about(app, pack, where, key), outcome: "open" };
  let answered = false;
  const record = async (talked) => {
    answered = true;
    const [made] = await app.core.record([{ ...visit, talked }]);
    await app.core.draft("met", null);
    return made;
  };
  const tell = (made) => app.tell(say("said", { outcome: say("outcome.open"), where: place(where) || say("house") }), { undo: () => takeBack(app, [made]) });
  await app.core.draft("met", visit);
  return {
    name: "met",
    title: place(where) || address(found),
    body: fill("t-met", { texts: pack.texts?.length }),
    bar: fill("b-back", { back: `#${path(pack, key)}`, word: say("toBuilding") }),
    actions: {
      talked: async () => {
        const made = await record(true);
        app.quiet();
        app.go(path(pack, key, "echange", made.id), { replace: true });
      },
      silent: async () => {
        tell(await record(false));
        app.go(path(pack, key), { replace: true });
      },
    },
    leave: async () => {
      if (!answered) tell(await record(null));
    },
  };
}
