// Small papers over the map: a tip that follows the pointer, and cards fixed to a place. No inline style attribute:
// positions are set through the style object, which the content security policy allows.
export function tip(element) {
  const made = document.createElement("div");
  made.className = "map-tip";
  made.hidden = true;
  element.append(made);
  return {
    show(point, ...content) {
      made.replaceChildren(...content);
      made.hidden = false;
      const right = point.x + 16 + made.offsetWidth < element.clientWidth;
      const below = point.y + 18 + made.offsetHeight < element.clientHeight;
      made.style.transform = `translate(${Math.max(4, right ? point.x + 14 : point.x - made.offsetWidth - 12)}px, ${Math.max(4, below ? point.y + 16 : point.y - made.offsetHeight - 12)}px)`;
    },
    hide() { made.hidden = true; },
  };
}

// A card at a place, which moves with the map, or in its corner (`dock`); returns { element, move(lngLat), close() }.
export function card(map, lngLat, content, options = {}) {
  const made = document.createElement("div");
  made.className = options.dock ? "map-card docked" : "map-card";
  made.append(content);
  map.element.append(made);
  let place = lngLat;
  const put = () => {
    if (options.dock) return;
    const { x, y } = map.canvas.project(place);
    made.style.transform = `translate(calc(${Math.round(x)}px - 50%), calc(${Math.round(y) - (options.lift ?? 12)}px - 100%))`;
  };
  const key = (event) => { if (event.key === "Escape") close(); };
  function close() {
    map.canvas.off("move", put);
    made.removeEventListener("keydown", key);
    made.remove();
    options.closed?.();
  }
  map.canvas.on("move", put);
  made.addEventListener("keydown", key);
  put();
  return { element: made, move(next) { place = next; put(); }, close };
}
