// The ranking: sort, search, filter, choose, download.
const HEADS = [["rank", true], ["bureau", false], ["votes_per_hour", true], ["outings", true]];
const sorting = { by: "rank", down: false };
const STEP = 400;
let shown = STEP;

const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const keyOf = (name, i) => (name === "bureau" ? column("bureau")[i] : column(name)[i] ?? -Infinity);

function matching() {
  const words = fold($("search").value).split(/\s+/).filter(Boolean), territory = $("territory").value, visited = $("visited").checked, popular = $("popular").checked;
  const found = [];
  for (let i = 0; i < column("bureau").length; i++) {
    if (territory !== "" && String(column("territory")[i]) !== territory) continue;
    if (visited && !(column("outings")[i] > 0)) continue;
    if (popular && !column("popular")[i]) continue;
    const text = fold(`${column("bureau")[i]} ${column("name")[i] ?? ""} ${territoryOf(i)}`);
    if (words.every((word) => text.includes(word))) found.push(i);
  }
  const sign = sorting.down ? -1 : 1;
  return found.sort((a, b) => { const x = keyOf(sorting.by, a), y = keyOf(sorting.by, b); return sign * (x < y ? -1 : x > y ? 1 : 0) || a - b; });
}

function fillHeads() {
  $("heads").replaceChildren(element("tr", {}, ...HEADS.map(([name, isNumber]) => {
    const on = sorting.by === name;
    const sort = on ? (sorting.down ? "descending" : "ascending") : "none";
    return element("th", { scope: "col", "aria-sort": sort, class: isNumber ? "n" : null },
      element("button", { type: "button", "data-sort": name, onclick: () => sortBy(name) }, t(name) + (on ? (sorting.down ? " ↓" : " ↑") : "")));
  })));
}

function sortBy(name) {
  sorting.down = sorting.by === name ? !sorting.down : name !== "rank" && name !== "bureau";
  sorting.by = name;
  fillTable();
  document.querySelector(`[data-sort="${name}"]`).focus();
}

function fillTable() {
  fillHeads();
  const found = matching();
  const rows = found.slice(0, shown).map(row);
  if (found.length > shown) rows.push(element("tr", {}, element("td", { colspan: 4 }, element("button", { type: "button", class: "more", onclick: () => { shown += STEP; fillTable(); } }, t("more", { n: figure(Math.min(STEP, found.length - shown)) })))));
  if (!found.length) rows.push(element("tr", {}, element("td", { colspan: 4 }, t("none"))));
  $("rows").replaceChildren(...rows);
  $("count").textContent = counted(found.length, "found_one", "found");
}

function row(i) {
  const flags = [territoryOf(i)];
  if (column("held_out")[i]) flags.push(t("held"));
  if (column("weak")[i]) flags.push(t("weak"));
  const swatch = element("span", { class: `swatch k${column("priority")[i]}`, title: t(`k${column("priority")[i]}`) });
  return element("tr", { "data-i": i, "aria-current": chosen.bureau === i ? "true" : null, onclick: () => choose(i) },
    element("td", { class: "n" }, swatch, figure(column("rank")[i])),
    element("td", { class: "place" }, element("button", { type: "button", title: column("name")[i] ?? "" }, element("b", {}, numberOf(i)), ` ${column("name")[i] ?? ""}`), element("span", {}, flags.filter(Boolean).join(" · "))),
    element("td", { class: "n" }, figure(column("votes_per_hour")[i], 2)),
    element("td", { class: "n" }, column("outings")[i] ? figure(column("outings")[i]) : "–"));
}

function markRow() {
  for (const tr of $("rows").querySelectorAll("tr[data-i]")) {
    const on = Number(tr.dataset.i) === chosen.bureau;
    if (on) tr.setAttribute("aria-current", "true"); else tr.removeAttribute("aria-current");
    if (on) { const box = $("rows-box"); const top = tr.offsetTop - 60; if (top < box.scrollTop || top + 120 > box.scrollTop + box.clientHeight) box.scrollTop = top; }
  }
}

function downloadCsv() {
  const names = Object.keys(plan.core.columns).filter((name) => column(name).length);
  const cell = (value) => (value === null || value === undefined ? "" : /[",\n]/.test(String(value)) ? `"${String(value).replace(/"/g, '""')}"` : String(value));
  const lines = [names.join(",")];
  for (const i of matching()) lines.push(names.map((name) => cell(name === "territory" ? territoryOf(i) : column(name)[i])).join(","));
  const link = element("a", { href: URL.createObjectURL(new Blob([lines.join("\n") + "\n"], { type: "text/csv" })), download: "bureaux.csv" });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

function startTable() {
  const again = () => { shown = STEP; fillTable(); };
  $("search").addEventListener("input", again);
  $("popular-label").hidden = !column("popular").some(Boolean);
  for (const id of ["territory", "visited", "popular"]) $(id).addEventListener("change", again);
  $("csv").addEventListener("click", downloadCsv);
  $("rows-box").addEventListener("keydown", (e) => {
    if (e.key !== "ArrowDown" && e.key !== "ArrowUp") return;
    const buttons = [...$("rows").querySelectorAll("td.place button")], at = buttons.indexOf(document.activeElement);
    const next = buttons[e.key === "ArrowDown" ? at + 1 : Math.max(at - 1, 0)];
    if (next) { e.preventDefault(); next.focus(); }
  });
}
