// The editor of a bureau's turfs: what is chosen stands in the form; map and list show it; each gesture is a submit.
import { listenToKeys } from "./keys.js";
import { Picked } from "./picked.js";
import { openScene } from "./scene.js";
import { apply, send } from "./gestures.js";

const form = document.getElementById("gestes");
const data = JSON.parse(document.getElementById("donnees").textContent);
const words = document.getElementById("mots").dataset;
const picked = new Picked(form);

const scene = await openScene(document.getElementById("carte"), data, {
  label: words.label, streets: form.dataset.streets,
  onTurf: (number, more) => picked.toggleTurf(number, more),
  onBuilding: (key) => picked.toggleBuilding(key),
  tip: (turf, stop) => (stop ? `${stop[4]} · ${stop[5]} ${words.doors}` : `${words.turf} ${String(turf.n).padStart(2, "0")}`),
});

picked.onChange = () => scene.choose(picked.turfs(), picked.buildings());
picked.changed();

async function gesture(target, submitter, extra = {}) {
  const body = new FormData(target, submitter);
  for (const [name, value] of Object.entries(extra)) body.set(name, value);
  const answer = await send(target.action, body, words);
  apply(answer, { form, scene, picked, data });
}

for (const target of document.querySelectorAll("#gestes, #defaire, #refaire")) {
  target.addEventListener("submit", (event) => {
    event.preventDefault();
    gesture(target, event.submitter);
  });
}

const lasso = document.getElementById("lasso");
if (lasso) {
  lasso.hidden = false;
  lasso.addEventListener("click", async () => {
    const said = document.getElementById("dit");
    said.textContent = words.lasso;
    lasso.setAttribute("aria-pressed", "true");
    const polygon = await scene.map.lasso();
    lasso.setAttribute("aria-pressed", "false");
    said.textContent = "";
    if (polygon) await gesture(form, null, { geste: "redraw", trace: JSON.stringify(polygon) });
  });
}

listenToKeys({ undo: document.getElementById("annuler"), redo: document.getElementById("retablir") });
document.documentElement.dataset.editor = "ready";
