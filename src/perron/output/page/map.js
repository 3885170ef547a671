// Move about the map: mouse, touch, wheel, keyboard, buttons; find the bureau under a point.
let frameAsked = false;

function redraw() {
  if (frameAsked) return;
  frameAsked = true;
  requestAnimationFrame(() => { frameAsked = false; draw(); });
}

function resize() {
  const canvas = $("map"), box = canvas.parentElement.getBoundingClientRect();
  view.ratio = Math.min(window.devicePixelRatio || 1, 2);
  view.width = box.width; view.height = box.height;
  canvas.width = Math.round(box.width * view.ratio); canvas.height = Math.round(box.height * view.ratio);
  readColours();
  redraw();
}

function wholeBox() {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const shape of shapes) { box[0] = Math.min(box[0], shape.box[0]); box[1] = Math.min(box[1], shape.box[1]); box[2] = Math.max(box[2], shape.box[2]); box[3] = Math.max(box[3], shape.box[3]); }
  return box;
}

function goTo(box, margin = 1.08, largest = 1.2) {
  const scale = Math.min(view.width / ((box[2] - box[0]) * margin || 1), view.height / ((box[3] - box[1]) * margin || 1), largest);
  moveTo((box[0] + box[2]) / 2, (box[1] + box[3]) / 2, scale);
}

let flight = 0;
function moveTo(x, y, scale) {
  cancelAnimationFrame(flight);
  const from = { ...view }, began = performance.now();
  if (matchMedia("(prefers-reduced-motion: reduce)").matches || !view.ready) {
    Object.assign(view, { x, y, scale, ready: true });
    redraw();
    return;
  }
  const step = (now) => {
    const p = Math.min((now - began) / 180, 1), e = 1 - (1 - p) ** 3;
    view.scale = from.scale * (scale / from.scale) ** e;
    view.x = from.x + (x - from.x) * e; view.y = from.y + (y - from.y) * e;
    draw();
    if (p < 1) flight = requestAnimationFrame(step);
  };
  flight = requestAnimationFrame(step);
}

function zoomAt(sx, sy, factor) {
  const scale = Math.min(Math.max(view.scale * factor, view.least), 6);
  const k = 1 / view.scale - 1 / scale;
  view.x += (sx - view.width / 2) * k; view.y += (sy - view.height / 2) * k;
  view.scale = scale;
  redraw();
}

function bureauAt(sx, sy) {
  const x = (sx - view.width / 2) / view.scale + view.x, y = (sy - view.height / 2) / view.scale + view.y;
  const g = $("map").getContext("2d");
  g.setTransform(1, 0, 0, 1, 0, 0);
  return shapes.findIndex((s) => x >= s.box[0] && x <= s.box[2] && y >= s.box[1] && y <= s.box[3] && g.isPointInPath(s.path, x, y, "evenodd"));
}

// The turf of the chosen bureau that has a stop near the point.
function turfAt(sx, sy) {
  if (chosen.bureau < 0 || !plan.details || view.scale < 0.15) return -1;
  let best = -1, least = 14;
  for (const turf of turfsOf(chosen.bureau)) for (const [x, y] of stopsOf(turf)) {
    const [px, py] = toScreen(x, y), d = Math.hypot(px - sx, py - sy);
    if (d < least) { least = d; best = turf; }
  }
  return best;
}

function tip(i, sx, sy) {
  const box = $("tip");
  if (view.hover !== i) { view.hover = i; redraw(); }
  box.hidden = i < 0;
  if (i < 0) return;
  box.replaceChildren(element("b", {}, `${numberOf(i)} ${column("name")[i] ?? ""}`), element("br"), spokenClass(i));
  const width = box.offsetWidth, height = box.offsetHeight;
  box.style.transform = `translate(${Math.min(sx + 14, view.width - width - 4)}px, ${sy + 18 + height > view.height ? sy - height - 10 : sy + 18}px)`;
}

function spokenClass(i) {
  const flags = [t(`k${column("priority")[i]}`)];
  if (column("held_out")[i]) flags.push(t("held"));
  if (column("weak")[i]) flags.push(t("weak"));
  return `${t("of_rank", { r: figure(column("rank")[i]), n: figure(shapes.length) })} · ${flags.join(" · ")}`;
}

function listenPointer(canvas) {
  const fingers = new Map();
  let moved = 0;
  const place = (e) => { const box = canvas.getBoundingClientRect(); return [e.clientX - box.left, e.clientY - box.top]; };
  canvas.addEventListener("pointerdown", (e) => { canvas.setPointerCapture(e.pointerId); fingers.set(e.pointerId, place(e)); if (fingers.size === 1) moved = 0; tip(-1); });
  canvas.addEventListener("pointermove", (e) => {
    const now = place(e), before = fingers.get(e.pointerId);
    if (!before) { if (e.pointerType === "mouse") tip(bureauAt(...now), ...now); return; }
    moved += Math.hypot(now[0] - before[0], now[1] - before[1]);
    if (fingers.size === 2) {
      const other = [...fingers].find(([id]) => id !== e.pointerId)[1];
      const was = Math.hypot(before[0] - other[0], before[1] - other[1]), is = Math.hypot(now[0] - other[0], now[1] - other[1]);
      zoomAt((now[0] + other[0]) / 2, (now[1] + other[1]) / 2, is / (was || 1));
      view.x -= (now[0] - before[0]) / 2 / view.scale; view.y -= (now[1] - before[1]) / 2 / view.scale;
    } else if (moved > 4) {
      canvas.classList.add("dragging");
      view.x -= (now[0] - before[0]) / view.scale; view.y -= (now[1] - before[1]) / view.scale;
    }
    fingers.set(e.pointerId, now);
    redraw();
  });
  const end = (e) => {
    canvas.classList.remove("dragging");
    if (fingers.delete(e.pointerId) && e.type === "pointerup" && moved <= 4) {
      const turf = turfAt(...place(e)), bureau = bureauAt(...place(e));
      if (turf >= 0) chooseTurf(turf); else if (bureau >= 0) choose(bureau, { keepPlace: view.scale > 0.2 });
    }
  };
  for (const name of ["pointerup", "pointercancel"]) canvas.addEventListener(name, end);
  canvas.addEventListener("pointerleave", () => tip(-1));
  canvas.addEventListener("wheel", (e) => { e.preventDefault(); zoomAt(...place(e), Math.exp(-e.deltaY * (e.deltaMode ? 0.05 : 0.0016))); }, { passive: false });
  canvas.addEventListener("dblclick", (e) => zoomAt(...place(e), 1.8));
}

function listenKeys(canvas) {
  const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  canvas.addEventListener("keydown", (e) => {
    const middle = [view.width / 2, view.height / 2];
    if (steps[e.key]) { view.x += (steps[e.key][0] * 70) / view.scale; view.y += (steps[e.key][1] * 70) / view.scale; }
    else if (e.key === "+" || e.key === "=") zoomAt(...middle, 1.5);
    else if (e.key === "-") zoomAt(...middle, 1 / 1.5);
    else if (e.key === "0") goTo(wholeBox());
    else if (e.key === "Enter" || e.key === " ") { const i = bureauAt(...middle); if (i >= 0) choose(i); }
    else return;
    e.preventDefault();
    if (steps[e.key]) { const i = bureauAt(...middle); view.hover = i; $("spoken").textContent = i < 0 ? "" : t("spoken", { n: numberOf(i), k: t(`k${column("priority")[i]}`), r: column("rank")[i] }); }
    redraw();
  });
  canvas.addEventListener("blur", () => { view.hover = -1; redraw(); });
}

function startMap() {
  resize();
  const box = wholeBox();
  view.least = Math.min(view.width / (box[2] - box[0] || 1), view.height / (box[3] - box[1] || 1)) * 0.6;
  goTo(box);
  listenPointer($("map"));
  listenKeys($("map"));
  $("in").addEventListener("click", () => zoomAt(view.width / 2, view.height / 2, 1.6));
  $("out").addEventListener("click", () => zoomAt(view.width / 2, view.height / 2, 1 / 1.6));
  $("whole").addEventListener("click", () => goTo(wholeBox()));
  new ResizeObserver(resize).observe($("map").parentElement);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", resize);
}
