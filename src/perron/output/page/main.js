// Start: words, data, choices, address of the page.
function choose(i, { keepPlace = false, quiet = false } = {}) {
  chosen.bureau = i;
  chosen.turf = i >= 0 && plan.details ? turfsOf(i)[0] ?? -1 : -1;
  fillPanel();
  markRow();
  if (i < 0) goTo(wholeBox()); else if (!keepPlace) goTo(shapes[i].box, 1.25); else redraw();
  $("panel").scrollTop = 0;
  history.replaceState(null, "", i < 0 ? "#" : `#${column("bureau")[i]}`);
  if (quiet) return;
  $("panel").focus({ preventScroll: true });
  if (matchMedia("(max-width: 1179px)").matches && i >= 0) $("panel").scrollIntoView({ block: "nearest" });
}

function chooseTurf(turf) {
  chosen.turf = turf;
  fillPanel();
  if (turf >= 0) goTo(boxOf(stopsOf(turf)), 1.5, 1.6); else redraw();
  document.querySelector(`[data-turf="${turf}"]`)?.scrollIntoView({ block: "nearest" });
  document.querySelector(`[data-turf="${turf}"]`)?.focus({ preventScroll: true });
}

function fillWords() {
  document.documentElement.lang = lang;
  for (const node of document.querySelectorAll("[data-t]")) node.textContent = t(node.dataset.t);
  for (const node of document.querySelectorAll("[data-l]")) { node.setAttribute("aria-label", t(node.dataset.l)); node.title = t(node.dataset.l); }
  $("map").setAttribute("aria-label", t("map"));
  $("language").textContent = t("other");
  $("language").lang = lang === "fr" ? "en" : "fr";
  $("theme").textContent = isDark() ? t("light") : t("dark");
}

function fillAll() {
  fillWords();
  fillFigures();
  const now = $("territory").value;
  $("territory").replaceChildren(element("option", { value: "" }, t("all")), ...plan.core.territories.map((name, i) => element("option", { value: i }, name)).sort((a, b) => a.text.localeCompare(b.text, "fr", { numeric: true })));
  $("territory").value = now;
  const keys = ["1", "2", "3", "4", "5", ...(column("held_out").some(Boolean) ? ["held"] : []), ...(column("weak").some(Boolean) ? ["weak"] : [])];
  $("legend").replaceChildren(...keys.map((k) => element("li", {}, element("span", { class: `swatch k${k.length > 1 ? "-" : ""}${k}` }), t(k.length > 1 ? k : `k${k}`))));
  $("credits").textContent = `${t("source", { c: plan.core.credits.join(" · ") })} · ${t("code", { c: document.body.dataset.code })}`;
  fillTable();
  fillPanel();
}

function fillFigures() {
  const s = plan.core.summary;
  const items = ["hours", "outings", "doors", "votes"].filter((k) => typeof s[k] === "number").map((k) => element("div", {},
    element("dd", { "data-figure": k }, figure(s[k])), element("dt", {}, t(`${k}_name`)),
    ...(typeof s[`${k}_low`] === "number" ? [element("small", {}, t("between", { a: figure(s[`${k}_low`]), b: figure(s[`${k}_high`]) }))] : [])));
  $("figures").replaceChildren(...items);
}

const isDark = () => (document.documentElement.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";

function fromAddress() {
  const code = decodeURIComponent(location.hash.slice(1)), turf = code.lastIndexOf("-") > code.indexOf("_") && code.includes("_") ? code : "";
  const bureau = turf ? code.slice(0, code.lastIndexOf("-")) : code, i = column("bureau").indexOf(bureau);
  if (i < 0) return;
  choose(i, { quiet: true });
  const at = turf && plan.details ? plan.details.walks.turf.indexOf(turf) : -1;
  if (at >= 0) chooseTurf(at);
}

async function start() {
  fillWords();
  if (!("DecompressionStream" in window)) { $("loading").textContent = t("too_old"); return; }
  plan.core = await unpack("core");
  makeShapes();
  $("loading").hidden = true;
  $("main").hidden = false;
  startTable();
  fillAll();
  startMap();
  $("language").addEventListener("click", () => { lang = lang === "fr" ? "en" : "fr"; fillAll(); redraw(); });
  $("theme").addEventListener("click", () => { document.documentElement.dataset.theme = isDark() ? "light" : "dark"; fillWords(); resize(); });
  await new Promise((done) => setTimeout(done, 30));
  plan.details = await unpack("details");
  indexWalks();
  makeStreets();
  document.fonts?.ready.then(redraw);
  fillPanel();
  fromAddress();
  if (chosen.bureau >= 0 && chosen.turf < 0) { chosen.turf = turfsOf(chosen.bureau)[0] ?? -1; fillPanel(); }
  redraw();
  document.documentElement.dataset.ready = "";
  addEventListener("hashchange", fromAddress);
}

start();
