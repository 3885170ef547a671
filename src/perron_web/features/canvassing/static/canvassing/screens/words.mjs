// Words of the page, in its language: plurals, figures, days, floors.
const language = document.documentElement.lang === "en" ? "en-GB" : "fr-FR";
const french = language === "fr-FR";
const plural = new Intl.PluralRules(language);
const ordinal = new Intl.PluralRules(language, { type: "ordinal" });
const figures = new Intl.NumberFormat(language);
const texts = document.getElementById("words")?.content;

export const number = (figure) => figures.format(figure);

/** The text of a key; {holes} filled; "one|many" chosen by n. */
export function say(key, holes = {}) {
  const found = texts?.getElementById(`w-${key}`)?.textContent ?? key;
  const forms = found.split("|");
  const chosen = forms.length > 1 && plural.select(holes.n ?? 0) !== "one" ? forms[1] : forms[0];
  return chosen.replace(/\{(\w+)\}/g, (hole, name) => {
    const value = holes[name];
    return typeof value === "number" ? number(value) : (value ?? hole);
  });
}

const day = new Intl.DateTimeFormat(language, { weekday: "long", day: "numeric", month: "long" });
const time = new Intl.DateTimeFormat(language, { hour: "numeric", minute: "2-digit" });
const clock = (date) => (french ? time.format(date).replace(":", "\u00a0h\u00a0").replace(/\u00a000$/, "") : time.format(date));
const sameDay = (a, b) => a.toDateString() === b.toDateString();

const date = new Intl.DateTimeFormat(language, { day: "numeric", month: "long" });

export const onDay = (value) => (value ? day.format(new Date(value)) : "");
export const onDate = (value) => (value ? date.format(new Date(value)) : "");

/** "à 10 h 30" today, "samedi 14 mars à 10 h 30" another day. */
export function moment(value) {
  if (!value) return "";
  const date = new Date(value);
  if (sameDay(date, new Date())) return french ? `à ${clock(date)}` : `at ${clock(date)}`;
  return french ? `${day.format(date)}, ${clock(date)}` : `${day.format(date)}, ${clock(date)}`;
}

export const hour = (value) => clock(new Date(value));

/** 95 → "1 h 35". */
export function minutes(total) {
  const whole = Math.round(total);
  if (whole < 60) return `${number(whole)}\u00a0min`;
  const rest = whole % 60;
  return rest ? `${Math.floor(whole / 60)}\u00a0h\u00a0${String(rest).padStart(2, "0")}` : `${whole / 60}\u00a0h`;
}

export const metres = (total) =>
  total < 1000 ? `${number(Math.round(total / 10) * 10)}\u00a0m` : `${number(Math.round(total / 100) / 10)}\u00a0km`;

const suffix = (floor) => (french ? (floor === 1 ? "er" : "e") : { one: "st", two: "nd", few: "rd", other: "th" }[ordinal.select(floor)]);

/** A floor in three letters, for the façade. */
export function level(floor) {
  if (floor === null) return say("floor.none");
  if (floor === 0) return say("floor.0");
  if (floor < 0) return floor === -1 ? "−1" : `−${-floor}`;
  return `${floor}${suffix(floor)}`;
}

/** A floor in words. */
export function storey(floor) {
  if (floor === null) return "";
  if (floor === 0) return say("floor.long0");
  if (floor < 0) return floor === -1 ? say("floor.below1") : say("floor.below", { n: -floor });
  return say("floor.long", { n: `${floor}${suffix(floor)}` });
}

/** Where a door is: "Escalier B, 3e étage, porte 2". */
export function place({ stair, floor, door }) {
  const parts = [stair && say("stair", { n: stair }), floor === null || floor === undefined ? "" : storey(floor), door && say("door", { n: door })];
  const said = parts.filter(Boolean).map((part) => part.replaceAll(" ", "\u00a0")).join(", ");
  return said.charAt(0).toUpperCase() + said.slice(1);
}

/** The address of a stop, as on an envelope: "12 bis rue Piat". */
export function address({ label, number: figure, suffix: more, street }) {
  if (!figure) return label || street || "";
  return `${figure}${more ? ` ${more}` : ""}\u00a0${street.charAt(0).toLowerCase()}${street.slice(1)}`;
}
