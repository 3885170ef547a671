// The panel: the whole plan, or the chosen bureau with its scores, reasons, people and turfs.
function fillPanel() {
  const panel = $("panel");
  panel.replaceChildren(...(chosen.bureau < 0 ? introduction() : bureauParts(chosen.bureau)).filter(Boolean));
}

function introduction() {
  const notes = plan.core.notes.map(([en, fr]) => (lang === "fr" ? fr : en));
  if (plan.details?.left_out) notes.push(t("left_out", { n: figure(plan.details.left_out) }));
  if (plan.turfs.size) notes.push(t("print"));
  return [
    element("h2", {}, t("intro_title")), element("p", { class: "facts" }, t("intro")),
    element("p", {}, element("button", { type: "button", class: "link", id: "first", onclick: () => choose(firstToVisit()) }, t("first"))),
    ...(notes.length ? [element("h3", {}, t("notes")), element("ul", { class: "notes" }, ...notes.map((note) => element("li", {}, sentence(note))))] : []),
  ];
}

// The best bureau that someone is sent to; the best of all when there is none.
const firstToVisit = () => Math.max(column("outings").findIndex((outings) => outings > 0), 0);

const sentence = (text) => text.charAt(0).toUpperCase() + text.slice(1) + (/[.!?]$/.test(text) ? "" : ".");

function bureauParts(i) {
  return [
    element("p", { class: "back" }, element("button", { type: "button", class: "link", onclick: () => choose(-1) }, `← ${t("close")}`)),
    element("h2", {}, t("title_bureau", { n: numberOf(i) }) + (column("name")[i] ? ` – ${column("name")[i]}` : "")),
    element("p", { class: "facts" }, [territoryOf(i), `${t("rank")} ${t("of_rank", { r: figure(column("rank")[i]), n: figure(shapes.length) })}`, t("registered", { n: figure(column("registered")[i]) })].filter(Boolean).join(" · ")),
    element("p", {}, element("span", { class: `swatch k${column("priority")[i]}` }), ` ${t(`k${column("priority")[i]}`)}`),
    column("held_out")[i] ? flag("held_title", "held_words") : null,
    column("weak")[i] ? flag("weak_title", "weak_words") : null,
    ...givenPart(i), ...scoresPart(i), ...(plan.details ? [...reasonsPart(i), ...turfsPart(i), ...peoplePart(i)] : []), ...estimatedPart(i),
  ];
}

const flag = (title, words) => element("div", { class: "flag" }, element("strong", {}, t(title)), t(words));

function givenPart(i) {
  if (!column("outings").length || column("held_out")[i]) return [];
  const outings = column("outings")[i];
  const words = outings
    ? t("given_words", {
      o: counted(outings, "one_outing", "n_outings"), h: duration(Math.round(column("hours")[i] * 60)), d: counted(column("doors")[i], "one_door", "n_doors"),
      v: t("n_votes", { n: figure(column("votes")[i], 1) }), i: t("interval", { a: figure(column("votes_low")[i], 1), b: figure(column("votes_high")[i], 1) }),
    })
    : t("nothing");
  return [element("h3", {}, t("given")), element("p", {}, words)];
}

function scoresPart(i) {
  const names = ["mobilisation", "persuasion", "registration"].filter((name) => column(name).length && column(name)[i] !== null);
  if (!names.length) return [];
  const spanOf = (group) => [Math.min(0, ...group.map((name) => column(`${name}_low`)[i] ?? 0)), Math.max(...group.map((name) => Math.max(...column(`${name}_high`).map((v) => v ?? 0)))) || 1];
  const votes = spanOf(names.filter((name) => name !== "registration"));
  const charts = names.map((name) => element("div", { class: "score" },
    element("div", { class: "label" }, element("span", {}, t(name)), element("span", {}, element("b", {}, figure(column(name)[i], 2)), element("span", { class: "quiet" }, ` ${t(name === "registration" ? "per_hour_registration" : "per_hour")}`))),
    intervalChart(name, i, name === "registration" ? spanOf([name]) : votes)));
  const chance = column("top").length ? ` ${t("chance", { p: percent(column("top")[i]) })}` : "";
  return [element("h3", {}, t("scores")), ...charts, element("p", { class: "quiet" }, t("chart_note") + chance)];
}

function reasonsPart(i) {
  const all = plan.details.reasons[column("bureau")[i]] ?? [];
  const parts = [element("h3", {}, t("why"))];
  if (!all.length) parts.push(element("p", {}, t("no_reason")));
  const most = Math.max(...all.map(([, effect]) => Math.abs(effect)), 1e-9);
  for (const name of ["mobilisation", "persuasion", "registration"]) {
    const own = all.filter(([score]) => score === name[0]);
    if (!own.length) continue;
    parts.push(element("p", { class: "quiet" }, t(`why_${name}`)),
      element("ul", { class: "reasons" }, ...own.map(([, effect, en, fr]) => element("li", {}, effectBar(effect, most), element("span", {}, lang === "fr" ? fr : en)))));
  }
  return parts;
}

function turfsPart(i) {
  const walks = plan.details.walks, turfs = turfsOf(i);
  if (!turfs.length) return column("held_out")[i] ? [] : [element("h3", {}, t("turfs")), element("p", {}, t("no_turfs"))];
  const items = turfs.map((turf) => {
    const open = turf === chosen.turf;
    const line = t("turf_line", { m: duration(walks.minutes[turf]), d: counted(walks.doors[turf], "one_door", "n_doors"), s: counted(walks.stops[turf], "one_stop", "stops") });
    return element("li", {},
      element("button", { type: "button", "data-turf": turf, "aria-expanded": String(open), onclick: () => chooseTurf(open ? -1 : turf) },
        element("b", {}, walks.turf[turf].split("-").pop()), element("span", {}, line), element("span", { class: "quiet" }, walks.planned[turf] ? t("planned") : "")),
      open ? stopList(turf) : "");
  });
  return [element("h3", {}, `${t("turfs")} (${figure(turfs.length)})`), element("ul", { class: "turf-list" }, ...items)];
}

function stopList(turf) {
  const walks = plan.details.walks, items = [];
  for (let s = walks.first[turf]; s < walks.first[turf] + walks.stops[turf]; s++) {
    const low = walks.from[s], high = walks.to[s];
    const floors = low === -99 ? "" : low === high ? (low === 0 ? t("ground") : t("floor", { a: low })) : t("floors", { a: low, b: high });
    items.push(element("li", {}, [stopName(walks, s), floors, counted(walks.count[s], "one_door", "n_doors")].filter(Boolean).join(", ")));
  }
  return element("ol", { class: "stops" }, ...items);
}

function estimatedPart(i) {
  const words = [];
  if (column("turnout").length) words.push(t("estimated_scores", { t: range("turnout", i), s: range("support", i), m: range("intermittent", i) }));
  if (plan.details && plan.details.walks.turf.length) words.push(plan.details.walks.estimated ? t("estimated_doors", { p: percent(plan.details.walks.estimated) }) : t("exact_doors"));
  return words.length ? [element("h3", {}, t("estimated")), ...words.map((w) => element("p", {}, w))] : [];
}

function range(name, i) {
  const value = column(name)[i];
  if (value === undefined || value === null) return "–";
  return `${percent(value)} (${t("interval", { a: figure(100 * column(`${name}_low`)[i]), b: percent(column(`${name}_high`)[i]) })})`;
}
