// Words of the scripts, written by the server in the page's language.
const known = {};
for (const span of document.getElementById("words")?.content.children ?? []) known[span.dataset.word] = span.textContent;
export const word = (name) => known[name] ?? name;
export const lang = document.documentElement.lang || "fr";

/** Write a number in the page's language, with narrow no-break spaces. */
export function number(value, digits = 0) {
  return Number(value).toLocaleString(lang, { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** Read a cookie: the CSRF token of a form sent by script. */
export function csrf() {
  return JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] ?? "";
}
