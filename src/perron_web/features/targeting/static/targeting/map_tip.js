// What the pointer, or the keyboard's focus, says of a bureau: its class in words, its value and interval.
import { figure, percent } from "../maps/words.js";

export function showTip(map, point, places, values, code) {
  const i = places.index.get(code);
  if (i === undefined) return;
  const [number, name] = places.title(i);
  const title = document.createElement("strong");
  title.textContent = [number, name].filter(Boolean).join(" · ");
  const lines = [values.words.get(values.class[i]), said(values, i), ...["held", "weak"].filter((flag) => places[flag].has(i)).map((flag) => values.flags[flag])];
  map.tip.show(point, title, ...lines.filter(Boolean).map((text) => { const line = document.createElement("span"); line.textContent = text; return line; }));
}

function said(values, i) {
  const write = (value) => (values.share ? percent(value, values.decimals) : figure(value, values.decimals));
  if (values.value[i] === null) return "–";
  const interval = values.low && values.low[i] !== null ? ` (${write(values.low[i])}\u00a0– ${write(values.high[i])})` : "";
  return `${write(values.value[i])}${interval} ${values.unit}`;
}
