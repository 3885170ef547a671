// Words of the map in the page's language, and figures as it writes them.
const WORDS = {
  fr: { map: "Carte", zoom_in: "Agrandir", zoom_out: "Réduire", whole: "Tout voir", no_map: "Ce navigateur ne peut pas dessiner la carte (WebGL 2 lui manque). Les tableaux disent la même chose." },
  en: { map: "Map", zoom_in: "Zoom in", zoom_out: "Zoom out", whole: "See everything", no_map: "This browser cannot draw the map (it lacks WebGL 2). The tables say the same." },
};

export const language = () => (document.documentElement.lang.startsWith("en") ? "en" : "fr");
export const words = (key) => WORDS[language()][key] ?? key;

const makers = new Map();

// 1 234,5 in French, 1,234.5 in English.
export function figure(value, decimals = 0) {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  const key = `${language()} ${decimals}`;
  if (!makers.has(key)) makers.set(key, new Intl.NumberFormat(language() === "fr" ? "fr-FR" : "en-GB", { minimumFractionDigits: decimals, maximumFractionDigits: decimals }));
  return makers.get(key).format(value).replace("-", "\u2212");
}

// The word that fits a number, of "one,many": 0 porte in French, 0 doors in English.
export const worded = (value, words) => words.split(",").at(new Intl.PluralRules(language()).select(value) === "one" ? 0 : -1);

export const percent = (value, decimals = 0) => (value === null || value === undefined ? "–" : `${figure(100 * value, decimals)}${language() === "fr" ? "\u202f" : ""}%`);
