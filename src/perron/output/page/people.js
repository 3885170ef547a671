// Who lives in a bureau: names and units of the figures carried from Insee.
const PEOPLE = {
  population_15: ["people aged 15 or more", "habitants de 15 ans ou plus", ""],
  median_income: ["median income, a year", "revenu médian, par an", "€"],
  poverty: ["poverty rate", "taux de pauvreté", "%"],
  social_per_1000: ["social dwellings for 1,000 people", "logements sociaux pour 1\u202f000 habitants", ""],
  share_workers: ["workers", "ouvriers", "share"],
  share_employees: ["employees", "employés", "share"],
  share_intermediate: ["intermediate professions", "professions intermédiaires", "share"],
  share_managers: ["managers and professionals", "cadres", "share"],
  share_self_employed: ["self-employed", "artisans, commerçants, chefs d’entreprise", "share"],
  share_farmers: ["farmers", "agriculteurs", "share"],
  share_retired: ["retired", "retraités", "share"],
  share_inactive: ["others not working", "autres sans activité", "share"],
  share_age_15_29: ["aged 15 to 29", "de 15 à 29 ans", "share"],
  share_age_30_44: ["aged 30 to 44", "de 30 à 44 ans", "share"],
  share_age_45_59: ["aged 45 to 59", "de 45 à 59 ans", "share"],
  share_age_60_74: ["aged 60 to 74", "de 60 à 74 ans", "share"],
  share_age_75: ["aged 75 or more", "de 75 ans ou plus", "share"],
  share_social_homes: ["homes in social housing", "logements sociaux", "share"],
};

function peopleFigure(value, unit) {
  if (unit === "share") return percent(value);
  const shown = figure(value, Math.abs(value) < 10 ? 1 : 0);
  return unit === "%" ? shown + (lang === "fr" ? "\u202f%" : "%") : unit === "€" && lang === "en" ? `€${shown}` : shown + (unit ? `\u00a0${unit}` : "");
}

function peoplePart(i) {
  const { bureaux, columns } = plan.details.profiles, at = bureaux.indexOf(column("bureau")[i]);
  const names = Object.keys(PEOPLE).filter((name) => columns[name] && columns[name][at] !== null);
  if (at < 0 || !names.length) return [];
  const rows = names.map((name) => {
    const [en, fr, unit] = PEOPLE[name];
    return element("tr", {}, element("th", { scope: "row" }, t(lang === "fr" ? fr : en)), element("td", { class: "n" }, peopleFigure(columns[name][at], unit)), element("td", { class: "n" }, peopleFigure(median(columns[name]), unit)));
  });
  const head = element("tr", {}, element("td", {}), element("th", { class: "n", scope: "col" }, t("here")), element("th", { class: "n", scope: "col" }, t("median")));
  return [element("h3", {}, t("people")), column("popular")[i] ? element("p", {}, t("popular_words")) : null, element("table", { class: "profile" }, element("thead", {}, head), element("tbody", {}, ...rows))];
}
