// The plan, what is chosen, and small helpers for the document.
const $ = (id) => document.getElementById(id);
const plan = { core: null, details: null, turfs: new Map() };
const chosen = { bureau: -1, turf: -1 };

async function unpack(id) {
  const bytes = Uint8Array.from(atob($(id).textContent), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return JSON.parse(await new Response(stream).text());
}

// Undo the differences: a flat list of x, y on the grid.
function absolute(steps, from = 0, to = steps.length) {
  const out = new Int32Array(to - from);
  let x = 0, y = 0;
  for (let i = 0; i < to; i += 2) {
    x += steps[i]; y += steps[i + 1];
    if (i >= from) { out[i - from] = x; out[i - from + 1] = y; }
  }
  return out;
}

// Index the walks: where each turf's stops begin, and the turfs of each bureau.
function indexWalks() {
  const walks = plan.details.walks;
  walks.xy = absolute(walks.points);
  walks.starts = absolute(walks.start);
  walks.first = [];
  let at = 0;
  walks.turf.forEach((code, i) => {
    walks.first.push(at);
    at += walks.stops[i];
    const bureau = code.slice(0, code.lastIndexOf("-"));
    if (!plan.turfs.has(bureau)) plan.turfs.set(bureau, []);
    plan.turfs.get(bureau).push(i);
  });
}

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value !== null && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

const column = (name) => plan.core.columns[name] ?? [];
const numberOf = (i) => column("bureau")[i].split("_").pop();
const territoryOf = (i) => plan.core.territories[column("territory")[i]] ?? "";
const turfsOf = (i) => plan.turfs.get(column("bureau")[i]) ?? [];

function stopName(walks, s) {
  const suffix = walks.suffixes[walks.suffix[s]];
  const number = walks.number[s] ? walks.number[s] + (suffix.length > 1 ? `\u00a0${suffix}` : suffix.toUpperCase()) : t("nonumber");
  return `${number} ${plan.details.names[walks.street[s]]}`;
}
