// Argumentaires that came with the packs; read without a network.
import { fill } from "./fill.mjs";
import { say } from "./words.mjs";

export async function texts(app) {
  const seen = new Map();
  for (const pack of await app.core.packs()) for (const text of pack.texts ?? []) seen.set(text.title, text);
  const all = [...seen.values()].map(({ title, text }) => ({ title, parts: text.split(/\n{2,}/).map((part) => ({ text: part })) }));
  return {
    name: "texts",
    title: say("texts"),
    body: fill("t-texts", { texts: all }),
    bar: fill("b-back", { back: "#/", word: say("toHome") }),
  };
}
