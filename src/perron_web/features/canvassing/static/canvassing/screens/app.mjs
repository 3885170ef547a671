// The frame of every screen: addresses after the #, drawing, focus, actions, what is said for ten seconds.
import { draw, fill } from "./fill.mjs";
import { say } from "./words.mjs";

const KEPT = "perron-terrain";
const UNDO_TIME = 10_000;
const SAID_TIME = 5_000;
const AGAIN = 250; // a gloved finger that bounces is one press

const main = document.getElementById("screen");
const bar = document.getElementById("bar");
const title = document.getElementById("title");
const toast = document.getElementById("toast");

/** What this person chose on this phone; nothing secret. */
export const kept = {
  read() {
    try { return JSON.parse(localStorage.getItem(KEPT) || "{}"); } catch { return {}; }
  },
  write(values) {
    try { localStorage.setItem(KEPT, JSON.stringify({ ...kept.read(), ...values })); } catch { /* for this time only */ }
  },
};

/** Safari, not installed: what a page keeps goes after seven days without a visit, and the installed app starts empty. */
export const weekly = () => "standalone" in navigator && !navigator.standalone;

export class App {
  constructor(core, screens) {
    this.core = core;
    this.screens = screens;
    this.screen = null;
    this.position = null;
    this.busy = false;
    addEventListener("hashchange", () => this.show(true));
    document.addEventListener("click", (event) => this.#pressed(event));
    document.addEventListener("submit", (event) => this.#sent(event));
    for (const kind of ["change", "input"]) document.addEventListener(kind, (event) => this.screen?.[kind]?.(event.target));
    document.addEventListener("keydown", (event) => this.screen?.key?.(event));
  }

  go(address, { replace = false } = {}) {
    if (location.hash === `#${address}`) return this.show(true);
    if (replace) {
      history.replaceState(null, "", `#${address}`);
      return this.show(true);
    }
    location.hash = address;
  }

  /** Draw the screen of the address; `moved` when the person went somewhere. */
  async show(moved = false) {
    const mine = (this.drawing = Symbol("drawing"));
    const parts = location.hash.replace(/^#\/?/, "").split("/").filter(Boolean).map(decodeURIComponent);
    const leaving = moved ? this.screen : null;
    if (leaving?.leave) {
      this.screen = null;
      await leaving.leave();
    }
    const screen = await this.screens(this, parts);
    if (mine !== this.drawing || !screen) return;
    this.screen = screen;
    document.documentElement.dataset.screen = screen.name;
    this.#put(screen, moved);
    screen.drawn?.(main, moved);
  }

  #put(screen, moved) {
    const focused = moved ? "" : this.#focusKey(document.activeElement);
    main.replaceChildren(screen.body);
    bar.replaceChildren(screen.bar ?? new DocumentFragment());
    bar.hidden = !screen.bar;
    main.tabIndex = main.querySelector("a, button, input, select, summary, [tabindex]") ? -1 : 0; // scrolled by keys
    title.textContent = screen.title;
    document.title = `${screen.title} · ${say("name")}`;
    if (moved) {
      main.scrollTop = 0;
      scrollTo(0, 0);
      title.focus({ preventScroll: true });
    } else if (focused) this.#find(focused)?.focus({ preventScroll: true });
  }

  #focusKey = (element) => (element && element !== document.body ? element.dataset?.key || (element.dataset?.do ? `${element.dataset.do}:${element.dataset.arg ?? ""}` : element.name || "") : "");

  #find(key) {
    const all = [...document.querySelectorAll("#screen [data-key], #bar [data-key], #screen [data-do], #bar [data-do], #screen [name]")];
    return all.find((element) => this.#focusKey(element) === key);
  }

  async #pressed(event) {
    const button = event.target.closest?.("[data-do]");
    if (!button || button.tagName === "FORM" || button.tagName === "INPUT") return;
    if (button.tagName !== "A") event.preventDefault();
    if (button.getAttribute("aria-disabled") === "true" || button.disabled) return;
    await this.act(button.dataset.do, button.dataset.arg, button);
  }

  async #sent(event) {
    event.preventDefault();
    const form = event.target.closest("form[data-do]");
    if (form) await this.act(form.dataset.do, undefined, form);
  }

  /** Run one action of the screen at a time; what fails is said. */
  async act(name, argument, element) {
    const action = name === "undo" ? () => this.undo() : this.screen?.actions?.[name];
    const now = performance.now();
    if (!action || this.busy || (element && this.last === name && now - this.lastAt < AGAIN)) return;
    this.#work(true);
    try {
      await action(argument, element);
    } catch (error) {
      this.fail(error);
    } finally {
      this.#work(false);
      this.last = name;
      this.lastAt = performance.now();
    }
  }

  #work(busy) {
    this.busy = busy;
    document.documentElement.toggleAttribute("data-busy", busy);
  }

  fail(error) {
    if (!error?.code) console.error(error);
    this.tell(error?.code === "full" ? say("full") : say("problem"), { kind: "bad" });
  }

  /** Say something for ten seconds, with a way back when there is something to take back. */
  tell(text, { undo = null, kind = "" } = {}) {
    clearTimeout(this.hiding);
    this.undoing = undo;
    toast.dataset.kind = kind;
    toast.hidden = false;
    document.getElementById("said").textContent = text;
    toast.querySelector("button")?.remove();
    if (undo) {
      const button = document.createElement("button");
      button.dataset.do = "undo";
      const icon = document.createElementNS("http://www.w3.org/2000/svg", "svg");
      icon.setAttribute("class", "icon");
      icon.setAttribute("aria-hidden", "true");
      draw(icon, "undo");
      button.append(icon, say("undo"));
      toast.append(button);
    }
    this.hiding = setTimeout(() => this.quiet(), undo ? UNDO_TIME : SAID_TIME);
  }

  quiet() {
    toast.hidden = true;
    this.undoing = null;
    document.getElementById("said").textContent = "";
    toast.querySelector("button")?.remove();
  }

  async undo() {
    const { undoing } = this;
    if (!undoing) return;
    this.quiet();
    await undoing();
    await this.show();
  }

  fill = fill;
}
