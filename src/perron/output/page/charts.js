// Small charts: a value with its interval against the average; bars around zero.
function svg(tag, attributes, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

function average(values) {
  const known = values.filter((value) => value !== null);
  return known.length ? known.reduce((a, b) => a + b, 0) / known.length : null;
}

function median(values) {
  const known = values.filter((value) => value !== null && Number.isFinite(value)).sort((a, b) => a - b);
  const half = known.length >> 1;
  return known.length ? (known.length % 2 ? known[half] : (known[half - 1] + known[half]) / 2) : null;
}

function intervalChart(name, i, [least, most]) {
  const value = column(name)[i], low = column(`${name}_low`)[i], high = column(`${name}_high`)[i], mean = average(column(name));
  const x = (v) => 6 + ((Math.min(Math.max(v, least), most) - least) / (most - least)) * 348;
  const words = t("interval", { a: figure(low, 2), b: figure(high, 2) });
  return svg("svg", { class: "chart", viewBox: "0 0 360 26", role: "img", "aria-label": `${figure(value, 2)}, ${words}` },
    svg("line", { class: "axis", x1: 6, x2: 354, y1: 20, y2: 20 }), svg("line", { class: "axis", x1: x(0), x2: x(0), y1: 15, y2: 25 }),
    svg("line", { class: "mean", x1: x(mean), x2: x(mean), y1: 2, y2: 24 }),
    svg("line", { class: "range", x1: x(low), x2: x(high), y1: 12, y2: 12 }), svg("circle", { class: "dot", cx: x(value), cy: 12, r: 6 }));
}

function effectBar(effect, most) {
  const width = Math.max((Math.abs(effect) / (most || 1)) * 45, 1.5);
  const bar = svg("rect", { class: effect >= 0 ? "bar-up" : "bar-down", x: effect >= 0 ? 48 : 48 - width, y: 4, width, height: 10 });
  return svg("svg", { viewBox: "0 0 96 18", "aria-hidden": "true" }, bar, svg("line", { class: "axis", x1: 48, x2: 48, y1: 0, y2: 18 }));
}
