// The head of every screen: how many reports wait, and whether there is a network.
import { draw } from "./fill.mjs";
import { number, say } from "./words.mjs";

const state = document.getElementById("state");
const sending = document.getElementById("sending");
const badge = document.getElementById("badge");

let back = false; // the network has just come back: what failed before says nothing any more

/** What was tried since then is told. */
export const heardBack = (there) => { back = there; };

/** Whether the site can be reached, as far as this phone knows. */
export const online = ({ state: { online: tried } }) => navigator.onLine !== false && (back || tried !== false);

/** What waits, what must be corrected, or that the site has all. */
export function tally({ counts: { waiting = 0, refused = 0, last_sent_at: last } }) {
  if (waiting) return say("unsent", { n: waiting });
  return refused ? say("refused", { n: refused }) : say(last ? "allSent" : "nothing");
}

/** The line under the title. */
export function line(core) {
  const count = tally(core);
  if (!online(core) && !core.state.captive) return `${say("offline")} · ${count.charAt(0).toLowerCase()}${count.slice(1)}`;
  return core.state.captive ? say("captive") : count;
}

export function refreshHead(core) {
  const known = Boolean(core.phone);
  sending.hidden = !known;
  const text = known ? line(core) : "";
  if (state.textContent !== text) state.textContent = text;
  const { waiting = 0, refused = 0 } = core.counts;
  draw(sending.querySelector("svg"), !online(core) ? "nonet" : waiting || refused ? "tosend" : "sent");
  badge.hidden = !(waiting || refused);
  badge.textContent = number(waiting + refused);
  sending.dataset.state = refused ? "bad" : waiting ? "waiting" : "sent";
}
