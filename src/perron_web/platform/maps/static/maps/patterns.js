// Patterns over areas: lines for a bureau left alone, dots where the estimate is weak.
const SIDE = 8;
const RATIO = 2;

const PAINT = {
  held(g) { g.lineWidth = 1.5; g.beginPath(); for (const d of [-SIDE, 0, SIDE]) { g.moveTo(d - 1, SIDE + 1); g.lineTo(d + SIDE + 1, -1); } g.stroke(); },
  weak(g) { g.beginPath(); for (const [x, y] of [[2, 2], [6, 6]]) { g.moveTo(x, y); g.arc(x, y, 1.1, 0, 7); } g.fill(); },
};

export const PATTERNS = Object.keys(PAINT);

export function pattern(name, colour) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIDE * RATIO;
  const g = canvas.getContext("2d", { willReadFrequently: true });
  g.scale(RATIO, RATIO);
  g.strokeStyle = g.fillStyle = colour;
  PAINT[name](g);
  return g.getImageData(0, 0, canvas.width, canvas.height);
}

export function setPatterns(map, colour) {
  for (const name of PATTERNS) {
    const image = pattern(name, colour);
    if (map.hasImage(name)) map.updateImage(name, image);
    else map.addImage(name, image, { pixelRatio: RATIO });
  }
}
