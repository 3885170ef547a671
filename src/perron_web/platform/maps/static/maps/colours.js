// Colours of the map, read from the page's CSS variables so that light, dark and the campaign's accent all reach it.
const NAMES = ["1", "2", "3", "4", "5", "none", "ground", "edge", "ink", "soft", "paper", "accent", "on-accent", "street", "street-edge", "hatch", "water", "walk", "less", "more"];

export function readColours(element) {
  const probe = document.createElement("span");
  probe.hidden = true;
  element.append(probe);
  const style = getComputedStyle(probe);
  const colours = {};
  for (const name of NAMES) {
    probe.style.color = `var(--map-${name})`;
    colours[name] = style.color.startsWith("color(") ? sharp(style.color) : style.color;
  }
  probe.remove();
  colours.dark = lightness(colours.ground) < 0.5;
  return colours;
}

// color(srgb r g b), which color-mix() computes to, is not a colour the map's style can read.
function sharp(colour) {
  const [r, g, b, a = 1] = colour.match(/-?[\d.]+(?:e-?\d+)?/g).map(Number);
  return `rgba(${[r, g, b].map((v) => Math.round(Math.min(Math.max(v, 0), 1) * 255)).join(",")},${a})`;
}

function lightness(colour) {
  const [r, g, b] = colour.match(/[\d.]+/g).map(Number);
  return (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255;
}

// Tell `change` when the colours of the page change: the system's, or the choice of the reader.
export function watchColours(change) {
  const media = matchMedia("(prefers-color-scheme: dark)");
  const later = () => requestAnimationFrame(change);
  media.addEventListener("change", later);
  const observer = new MutationObserver(later);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme", "class", "style"] });
  return () => { media.removeEventListener("change", later); observer.disconnect(); };
}
