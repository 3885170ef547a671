// Draw the map on its canvas, back to front: areas, streets, walks, names.
const view = { x: 0, y: 0, scale: 1, width: 0, height: 0, ratio: 1, hover: -1 };
const colours = {};
const hatches = {};

function readColours() {
  const style = getComputedStyle(document.documentElement);
  for (const name of ["paper", "ink", "soft", "line", "accent", "on-accent", "c1", "c2", "c3", "c4", "c5", "hatch", "street", "street-edge", "ground"]) colours[name] = style.getPropertyValue(`--${name}`).trim();
  hatches.held = pattern((g) => { g.lineWidth = 1.6; g.beginPath(); for (const d of [-8, 0, 8]) { g.moveTo(d - 1, 9); g.lineTo(d + 9, -1); } g.stroke(); });
  hatches.weak = pattern((g) => { g.beginPath(); g.arc(2, 2, 1.1, 0, 7); g.arc(6, 6, 1.1, 0, 7); g.fill(); });
}

function pattern(paint) {
  const tile = document.createElement("canvas");
  tile.width = tile.height = 8 * view.ratio;
  const g = tile.getContext("2d");
  g.scale(view.ratio, view.ratio);
  g.strokeStyle = g.fillStyle = colours.hatch;
  paint(g);
  return g.createPattern(tile, "repeat");
}

const toScreen = (x, y) => [(x - view.x) * view.scale + view.width / 2, (y - view.y) * view.scale + view.height / 2];
const seen = (box, pad = 0) => {
  const w = view.width / 2 / view.scale + pad, h = view.height / 2 / view.scale + pad;
  return box[0] < view.x + w && box[2] > view.x - w && box[1] < view.y + h && box[3] > view.y - h;
};

function draw() {
  const g = $("map").getContext("2d"), r = view.ratio, k = view.scale * r;
  g.setTransform(1, 0, 0, 1, 0, 0);
  g.fillStyle = colours.ground;
  g.fillRect(0, 0, view.width * r, view.height * r);
  g.setTransform(k, 0, 0, k, (view.width / 2 - view.x * view.scale) * r, (view.height / 2 - view.y * view.scale) * r);
  drawAreas(g);
  if (view.scale > 0.16 && streets.length) drawStreets(g);
  drawOutlines(g);
  g.setTransform(r, 0, 0, r, 0, 0);
  const taken = [];
  if (plan.details && chosen.bureau >= 0 && view.scale > 0.09) drawWalks(g, taken);
  drawNames(g, taken);
}

function drawAreas(g) {
  const priority = column("priority"), held = column("held_out"), weak = column("weak");
  const close = view.scale > 0.16 && streets.length;
  g.globalAlpha = close ? 0.32 : 1;
  shapes.forEach((shape, i) => {
    if (!seen(shape.box)) return;
    g.fillStyle = colours[`c${priority[i]}`];
    g.fill(shape.path, "evenodd");
  });
  g.globalAlpha = close ? 0.28 : 0.55;
  for (const hatch of Object.values(hatches)) hatch.setTransform(new DOMMatrix().scale(1 / (view.scale * view.ratio)));
  shapes.forEach((shape, i) => {
    const kind = held[i] ? "held" : weak[i] ? "weak" : "";
    if (!kind || !seen(shape.box)) return;
    g.fillStyle = hatches[kind];
    g.fill(shape.path, "evenodd");
  });
  g.globalAlpha = 1;
}

function drawOutlines(g) {
  g.lineJoin = "round";
  g.strokeStyle = colours.paper;
  g.lineWidth = Math.min(0.8, 0.35 + view.scale * 4) / view.scale;
  for (const shape of shapes) if (seen(shape.box)) g.stroke(shape.path);
  for (const [i, width] of [[view.hover, 2], [chosen.bureau, 3.5]]) {
    if (i < 0) continue;
    g.strokeStyle = colours.paper; g.lineWidth = (width + 3) / view.scale; g.stroke(shapes[i].path);
    g.strokeStyle = colours.ink; g.lineWidth = width / view.scale; g.stroke(shapes[i].path);
  }
}

function drawStreets(g) {
  const near = streets.filter((street) => seen(street.box, 20));
  g.lineCap = g.lineJoin = "round";
  for (const [colour, extra] of [[colours["street-edge"], 1.6], [colours.street, 0]]) {
    g.strokeStyle = colour;
    for (const { line, width } of near) {
      g.lineWidth = Math.max(width * 0.8, 2.4 / view.scale) + extra / view.scale;
      g.beginPath();
      for (let i = 0; i < line.length; i += 2) i ? g.lineTo(line[i], line[i + 1]) : g.moveTo(line[0], line[1]);
      g.stroke();
    }
  }
}

function drawWalks(g, taken) {
  const turfs = turfsOf(chosen.bureau);
  const labels = [];
  for (const turf of turfs) {
    if (turf === chosen.turf) continue;
    const points = stopsOf(turf).map(([x, y]) => toScreen(x, y));
    trace(g, points, 1.8, colours.soft);
    if (view.scale > 0.25) for (const [x, y] of points) dot(g, x, y, 2.6, colours.soft);
    labels.push([points, plan.details.walks.turf[turf].split("-").pop()]);
  }
  if (chosen.turf >= 0) drawTurf(g, stopsOf(chosen.turf).map(([x, y]) => toScreen(x, y)), taken);
  if (view.scale > 0.2) for (const [points, name] of labels) label(g, ...points[Math.floor(points.length / 2)], name, taken);
}

function trace(g, points, width, colour) {
  for (const [w, c] of [[width + 3, colours.paper], [width, colour]]) {
    g.lineWidth = w; g.strokeStyle = c; g.lineJoin = g.lineCap = "round";
    g.beginPath();
    points.forEach(([x, y], i) => (i ? g.lineTo(x, y) : g.moveTo(x, y)));
    g.stroke();
  }
}

function dot(g, x, y, radius, colour) {
  g.fillStyle = colour; g.beginPath(); g.arc(x, y, radius, 0, 7); g.fill();
}

function drawTurf(g, points, taken) {
  trace(g, points, 3.2, colours.accent);
  for (let i = 1; i < points.length; i++) arrow(g, points[i - 1], points[i]);
  g.font = '700 12px "Atkinson Hyperlegible Next", sans-serif';
  g.textAlign = "center"; g.textBaseline = "middle";
  points.forEach(([x, y], i) => {
    if (taken.some(([tx, ty, w]) => w === 20 && Math.hypot(tx - x, ty - y) < 16)) { dot(g, x, y, 4, colours.accent); return; }
    taken.push([x, y, 20, 20]);
    dot(g, x, y, 10.5, colours.accent); dot(g, x, y, 8.8, i ? colours.paper : colours.accent);
    g.fillStyle = i ? colours.ink : colours["on-accent"];
    g.fillText(String(i + 1), x, y + 0.5);
  });
}

function arrow(g, [ax, ay], [bx, by]) {
  const length = Math.hypot(bx - ax, by - ay);
  if (length < 44) return;
  const ux = (bx - ax) / length, uy = (by - ay) / length, x = (ax + bx) / 2 + ux * 6, y = (ay + by) / 2 + uy * 6;
  g.fillStyle = colours.accent;
  g.beginPath(); g.moveTo(x, y); g.lineTo(x - ux * 13 - uy * 6, y - uy * 13 + ux * 6); g.lineTo(x - ux * 13 + uy * 6, y - uy * 13 - ux * 6); g.fill();
}

function label(g, x, y, text, taken, size = 12) {
  g.font = `700 ${size}px "Atkinson Hyperlegible Next", sans-serif`;
  const width = g.measureText(text).width + 8;
  if (taken.some(([tx, ty, w, h]) => Math.abs(tx - x) < (w + width) / 2 && Math.abs(ty - y) < (h + size + 6) / 2)) return;
  taken.push([x, y, width, size + 6]);
  g.textAlign = "center"; g.textBaseline = "middle"; g.lineJoin = "round";
  g.lineWidth = 4; g.strokeStyle = colours.paper; g.strokeText(text, x, y); g.fillStyle = colours.ink; g.fillText(text, x, y);
}

function drawNames(g, taken) {
  if (view.scale > 0.45) drawStreetNames(g, taken);
  if (view.scale < 0.07) drawTerritories(g, taken);
  if (view.scale < 0.07 || view.scale > 1.4) return;
  shapes.forEach((shape, i) => {
    if (seen(shape.box) && (shape.box[2] - shape.box[0]) * view.scale > 34) label(g, ...toScreen(shape.x, shape.y), numberOf(i), taken);
  });
}

// Names of territories over the whole map, to find one's way: "13e" for "Paris 13e".
function drawTerritories(g, taken) {
  if (plan.core.territories.length > 60) return;
  const sums = plan.core.territories.map(() => [0, 0, 0]);
  shapes.forEach((shape, i) => {
    const sum = sums[column("territory")[i]], size = (shape.box[2] - shape.box[0]) * (shape.box[3] - shape.box[1]);
    if (sum && Number.isFinite(size)) { sum[0] += shape.x * size; sum[1] += shape.y * size; sum[2] += size; }
  });
  sums.forEach(([x, y, size], k) => { if (size) label(g, ...toScreen(x / size, y / size), plan.core.territories[k].replace(/^Paris /, ""), taken, 13); });
}

function drawStreetNames(g, taken) {
  g.font = '13px "Atkinson Hyperlegible Next", sans-serif';
  for (const { name, line, box, length } of streets) {
    if (!seen(box) || length * view.scale < 60) continue;
    let best = 0, long = 0;
    for (let i = 2; i < line.length; i += 2) {
      const step = Math.hypot(line[i] - line[i - 2], line[i + 1] - line[i - 1]);
      if (step > long) { long = step; best = i; }
    }
    const width = g.measureText(name).width;
    if (long * view.scale < width + 8) continue;
    const [ax, ay] = toScreen(line[best - 2], line[best - 1]), [bx, by] = toScreen(line[best], line[best + 1]);
    const x = (ax + bx) / 2, y = (ay + by) / 2;
    if (x < 0 || y < 0 || x > view.width || y > view.height) continue;
    let angle = Math.atan2(by - ay, bx - ax);
    if (Math.abs(angle) > Math.PI / 2) angle += Math.PI;
    const w = Math.abs(Math.cos(angle)) * width + 14, h = Math.abs(Math.sin(angle)) * width + 14;
    if (taken.some(([tx, ty, tw, th]) => Math.abs(tx - x) < (tw + w) / 2 && Math.abs(ty - y) < (th + h) / 2)) continue;
    taken.push([x, y, w, h]);
    g.save(); g.translate(x, y); g.rotate(angle);
    g.textAlign = "center"; g.textBaseline = "middle"; g.lineJoin = "round";
    g.lineWidth = 3.5; g.strokeStyle = colours.paper; g.strokeText(name, 0, 0); g.fillStyle = colours.soft; g.fillText(name, 0, 0);
    g.restore();
  }
}
