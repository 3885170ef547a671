// From the grid of integers to the map's plane: metres, north up.
const GRID = 100000;
const plane = { x0: 0, y0: 0, kx: 1, ky: 1.112 };
const shapes = [];
let streets = [];

function setPlane() {
  let west = Infinity, east = -Infinity, south = Infinity, north = -Infinity;
  for (const rings of plan.core.shapes) for (const ring of rings) {
    const xy = absolute(ring);
    for (let i = 0; i < xy.length; i += 2) {
      west = Math.min(west, xy[i]); east = Math.max(east, xy[i]); south = Math.min(south, xy[i + 1]); north = Math.max(north, xy[i + 1]);
    }
  }
  plane.x0 = (west + east) / 2; plane.y0 = (south + north) / 2;
  plane.kx = plane.ky * Math.cos(((plane.y0 / GRID) * Math.PI) / 180);
}

const toX = (lon) => (lon - plane.x0) * plane.kx;
const toY = (lat) => (plane.y0 - lat) * plane.ky;

function makeShapes() {
  setPlane();
  for (const rings of plan.core.shapes) {
    const path = new Path2D();
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    let area = 0, cx = 0, cy = 0;
    for (const ring of rings) {
      const xy = absolute(ring);
      let px = toX(xy[xy.length - 2]), py = toY(xy[xy.length - 1]);
      for (let i = 0; i < xy.length; i += 2) {
        const x = toX(xy[i]), y = toY(xy[i + 1]);
        if (i === 0) path.moveTo(x, y); else path.lineTo(x, y);
        box[0] = Math.min(box[0], x); box[1] = Math.min(box[1], y); box[2] = Math.max(box[2], x); box[3] = Math.max(box[3], y);
        const cross = px * y - x * py;
        area += cross; cx += (px + x) * cross; cy += (py + y) * cross;
        px = x; py = y;
      }
      path.closePath();
    }
    shapes.push({ path, box, x: area ? cx / (3 * area) : (box[0] + box[2]) / 2, y: area ? cy / (3 * area) : (box[1] + box[3]) / 2 });
  }
}

function makeStreets() {
  streets = plan.details.streets.map(([name, width, steps]) => {
    const xy = absolute(steps), line = [];
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    let length = 0;
    for (let i = 0; i < xy.length; i += 2) {
      const x = toX(xy[i]), y = toY(xy[i + 1]);
      if (i) length += Math.hypot(x - line[line.length - 2], y - line[line.length - 1]);
      line.push(x, y);
      box[0] = Math.min(box[0], x); box[1] = Math.min(box[1], y); box[2] = Math.max(box[2], x); box[3] = Math.max(box[3], y);
    }
    return { name: plan.details.names[name], width, line, box, length };
  }).sort((a, b) => b.length - a.length);
}

// The stops of a turf on the plane.
function stopsOf(turf) {
  const walks = plan.details.walks, out = [];
  for (let s = walks.first[turf]; s < walks.first[turf] + walks.stops[turf]; s++) out.push([toX(walks.xy[2 * s]), toY(walks.xy[2 * s + 1])]);
  return out;
}

function boxOf(points) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) { box[0] = Math.min(box[0], x); box[1] = Math.min(box[1], y); box[2] = Math.max(box[2], x); box[3] = Math.max(box[3], y); }
  return box;
}
