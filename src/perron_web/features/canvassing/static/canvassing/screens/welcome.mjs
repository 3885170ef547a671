// Before anything: log in on the site, choose the campaign, register this phone.
import { kept, weekly } from "./app.mjs";
import { fill } from "./fill.mjs";
import { say } from "./words.mjs";

export async function welcome(app, problem = "") {
  const title = say("name");
  if (app.wiped) return { name: "welcome", title, body: fill("t-wiped", { why: say("revoked") }), actions: {} };
  let session = null;
  let offline = false;
  try {
    session = await app.core.session();
  } catch (error) {
    if (error.code !== "offline") throw error;
    offline = true;
  }
  const actions = { retry: () => app.show(), register: (_, form) => register(app, session, form) };
  if (!session) return { name: "welcome", title, body: fill("t-welcome", { offline, notice: problem }), actions };
  const hello = say("hello", { name: session.user.name });
  const { campaigns } = session;
  if (!campaigns.length) return { name: "welcome", title, body: fill("t-nothing", { hello }), actions };
  const asked = new URLSearchParams(location.search).get("campagne"); // a link of the site names it
  const first = campaigns.find(({ slug }) => slug === asked) ?? campaigns[0];
  const body = fill("t-choose", {
    hello,
    problem,
    installFirst: weekly() ? say("installFirst") : "",
    several: campaigns.length > 1,
    campaigns: campaigns.map((campaign) => ({ ...campaign, first: campaign === first })),
    only: say("only", { name: first.name }),
    label: say("label", { name: session.user.name }),
  });
  return { name: "welcome", title, body, actions };
}

async function register(app, session, form) {
  const values = new FormData(form);
  try {
    await app.core.register({ campaign: values.get("campaign") ?? session.campaigns[0].slug, label: values.get("label").trim() });
  } catch (error) {
    if (error.code === "refused" && error.status === 403) return app.tell(say("protect"), { kind: "warn" });
    if (error.code === "refused" && error.status === 401) return app.tell(say("sessionNeeded"), { kind: "warn" });
    if (error.code === "unsent") return app.tell(say("othersUnsent"), { kind: "warn" });
    throw error;
  }
  kept.write({ registered: true });
  await app.core.refresh().catch(() => {});
  app.wiped = false;
  app.go("/", { replace: true });
}
