// Buttons of the map, its keys, and the credit of its base map.
import { words } from "./words.js";

const ICONS = {
  zoom_in: "M12 5v14M5 12h14",
  zoom_out: "M5 12h14",
  whole: "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5",
};

function icon(path) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(svg.namespaceURI, "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

export function addControls(map, options) {
  const box = document.createElement("div");
  box.className = "map-controls";
  const does = { zoom_in: () => map.canvas.zoomIn(), zoom_out: () => map.canvas.zoomOut(), whole: () => map.whole() };
  for (const [name, act] of Object.entries(does)) {
    const button = document.createElement("button");
    button.type = "button";
    button.title = words(name);
    button.setAttribute("aria-label", words(name));
    button.append(icon(ICONS[name]));
    button.addEventListener("click", act);
    box.append(button);
  }
  map.element.append(box);
  addKeys(map, options);
  addCredit(map, options);
}

// Arrows, + and - belong to MapLibre; 0 shows everything, Enter picks what is in the middle (a cross shows where).
function addKeys(map, options) {
  const canvas = map.canvas.getCanvas();
  const cross = document.createElement("div");
  cross.className = "map-cross";
  cross.hidden = true;
  map.element.append(cross);
  let pointer = false;
  canvas.addEventListener("pointerdown", () => { pointer = true; cross.hidden = true; });
  canvas.addEventListener("focus", () => { cross.hidden = pointer; pointer = false; });
  canvas.addEventListener("blur", () => { cross.hidden = true; });
  canvas.addEventListener("keydown", (event) => {
    if (event.key === "0" || event.key === "Home") { event.preventDefault(); map.whole(); }
    if (event.key.startsWith("Arrow")) cross.hidden = false;
    if (event.key === "Enter") {
      const { clientWidth, clientHeight } = canvas;
      options.onEnter?.([clientWidth / 2, clientHeight / 2]);
    }
  });
}

function addCredit(map, options) {
  const base = options.base ?? (map.element.dataset.base ? JSON.parse(map.element.dataset.base) : null);
  if (!base?.credit) return;
  const credit = document.createElement("p");
  credit.className = "map-credit";
  credit.textContent = base.credit;
  map.element.append(credit);
}
