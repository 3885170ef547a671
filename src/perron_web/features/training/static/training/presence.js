// Who is here: ticked with or without network, sent when it is back; those who came by the code appear.
import { Ticks } from "./ticks.js";

const EVERY_MS = 8000;
const page = document.querySelector("[data-presence]");
const list = page.querySelector("[data-list]");
const said = page.querySelector("[data-state]");
const words = document.querySelector("[data-words]").dataset;
const token = page.querySelector("input[name=csrfmiddlewaretoken]").value;
const ticks = new Ticks(localStorage, `${page.dataset.presence}.${page.dataset.who}`);
let sending = false;
let failed = "";

const rows = () => [...list.querySelectorAll("[data-attendance]")];
const idOf = (row) => Number(row.dataset.attendance);

function show() {
  let here = 0;
  for (const row of rows()) {
    const id = idOf(row);
    const there = ticks.here(id);
    here += there;
    row.querySelector(".tick").setAttribute("aria-pressed", String(there));
    row.toggleAttribute("data-waiting", ticks.isWaiting(id));
  }
  page.querySelector("[data-count]").textContent = here;
  page.querySelector("[data-nobody]").classList.toggle("unseen", rows().length > 0);
  const count = ticks.waiting.length;
  const left = count > 1 ? words.many.replace("{n}", count) : count ? words.one : "";
  const trouble = failed === "login" ? words.login : !navigator.onLine || failed ? words.offline : "";
  said.textContent = [trouble, left].filter(Boolean).join(" · ") || words.online;
  said.dataset.kind = failed === "login" ? "bad" : trouble || left ? "warn" : "good";
}

function add(person) {
  const row = document.querySelector("[data-row]").content.firstElementChild.cloneNode(true);
  row.dataset.attendance = person.id;
  row.querySelector(".who").textContent = person.first;
  list.append(row);
}

async function post(body) {
  const answer = await fetch(page.dataset.url, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    body: JSON.stringify(body),
    redirect: "manual",
  });
  if (answer.type === "opaqueredirect" || answer.status === 403) throw new Error("login");
  if (!answer.ok) throw new Error("refused");
  return answer.json();
}

async function send() {
  if (sending) return;
  sending = true;
  try {
    const answer = await ticks.send(post);
    failed = "";
    const known = new Set(rows().map(idOf));
    answer.people.filter((one) => !known.has(one.id)).forEach(add);
  } catch (error) {
    failed = error.message === "login" ? "login" : "away";
  } finally {
    sending = false;
    show();
  }
}

list.addEventListener("submit", (event) => event.target.querySelector(".tick") && event.preventDefault());
list.addEventListener("click", (event) => {
  const button = event.target.closest(".tick");
  if (!button || button.disabled) return;
  const id = idOf(button.closest("[data-attendance]"));
  ticks.tick(id, !ticks.here(id));
  show();
  send();
});
addEventListener("online", send);
addEventListener("offline", show);
addEventListener("storage", () => (ticks.again(), show()));
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && send());
setInterval(() => document.visibilityState === "visible" && navigator.onLine && send(), EVERY_MS);

// Opened without network: the page has nobody's name, the browser's own list has first names.
if ("alone" in page.dataset) ticks.people.forEach(add);
else ticks.learn(rows().map((row) => ({ id: idOf(row), first: row.dataset.first, here: row.dataset.here === "1" })));
if (page.dataset.done !== "open" && !ticks.waiting.length) ticks.forget();
Ticks.forgetOld(localStorage);
show();
if (ticks.waiting.length) send();
document.documentElement.dataset.presenceReady = "";

// The page itself, to be opened without network; its files are named, so that they are kept with it.
if ("serviceWorker" in navigator && page.dataset.done === "open") {
  const files = [...document.querySelectorAll("link[rel=stylesheet], script[src]")].map((one) => one.href || one.src);
  const more = performance.getEntriesByType("resource").map((one) => one.name).filter((name) => /\/static\//.test(name));
  navigator.serviceWorker
    .register(page.dataset.worker)
    .then(() => navigator.serviceWorker.ready)
    .then((kept) => kept.active.postMessage({ keep: [...new Set([...files, ...more])] }))
    .catch(() => {}); // private windows have none: the page still works as long as it is open
}
