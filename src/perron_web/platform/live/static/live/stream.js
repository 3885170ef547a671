// Live figures: a stream of events; where it does not come, the same figures asked again and again.
const PATIENCE = 6000, EVERY = 5000, RETRY = 60000;

// told(state, changed): all that is known, and what has just changed; mood("live" | "asking" | "lost" | "ended").
export function listen({ stream, snapshot, told, mood }) {
  let state = null, source = null, timer = 0, ended = false;

  const whole = (found) => { state = found; told(state, state); };
  function change(found) {
    if (!state) return;
    for (const [name, value] of Object.entries(found)) state[name] = merged(state[name], value);
    told(state, found);
  }

  async function ask() {
    try {
      const answer = await fetch(snapshot, { credentials: "same-origin", headers: { Accept: "application/json" }, redirect: "error" });
      if (!answer.ok) throw new Error(String(answer.status));
      if (source?.readyState !== 1) whole(await answer.json());
      return true;
    } catch { return false; }
  }

  async function asking() {
    if (ended || source?.readyState === 1) return;
    mood((await ask()) ? "asking" : "lost");
    timer = setTimeout(asking, document.hidden ? 4 * EVERY : EVERY);
  }

  function open() {
    if (ended || !stream) { asking(); return; }
    clearTimeout(timer);
    source = new EventSource(stream, { withCredentials: true });
    const late = setTimeout(() => { if (source.readyState !== 1) fall(); }, PATIENCE);
    source.addEventListener("open", () => { clearTimeout(late); clearTimeout(timer); mood("live"); });
    source.addEventListener("whole", (event) => whole(JSON.parse(event.data)));
    source.addEventListener("change", (event) => change(JSON.parse(event.data)));
    source.addEventListener("end", () => { ended = true; source.close(); mood("ended"); });
    source.addEventListener("error", () => { if (!ended) { mood("lost"); if (source.readyState === 2) { clearTimeout(late); fall(); } } });
  }

  function fall() {
    source.close();
    clearTimeout(timer);
    asking();
    setTimeout(open, RETRY);
  }

  ask();
  open();
}

// Entries of a dict that are null are gone; anything else takes the place of what was.
function merged(known, value) {
  if (!known || !value || typeof value !== "object" || Array.isArray(value) || typeof known !== "object") return value;
  const found = { ...known, ...value };
  for (const [key, one] of Object.entries(value)) if (one === null && typeof known[key] === "object" && known[key] !== null) delete found[key];
  return found;
}
