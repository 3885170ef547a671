// Templates of the page, filled: text, icons, attributes, lists. No HTML is ever made from a text.
//   data-text="key"  data-if="key"  data-unless="key"  data-icon="key"  data-set="attribute:key …"
//   <template data-each="key">…</template>  data-do="action" (see actions.mjs)
const SVG = "http://www.w3.org/2000/svg";

/** Clone the template and fill it. @param {string} name @param {object} values @returns {DocumentFragment} */
export function fill(name, values = {}) {
  const made = document.getElementById(name).content.cloneNode(true);
  lay(made, values);
  return made;
}

function lay(parent, values) {
  for (const node of [...parent.children]) one(node, values);
}

function one(node, values) {
  const { each, if: shown, unless, text, icon, set } = node.dataset ?? {};
  if (each !== undefined) return list(node, values[each] ?? [], values);
  if (absent(values, shown, unless)) return node.remove();
  if (set) for (const pair of set.split(" ")) attribute(node, ...pair.split(":"), values);
  if (icon !== undefined) draw(node, values[icon]);
  if (text !== undefined) node.textContent = values[text] ?? "";
  else lay(node, values);
}

const empty = (value) => !value || (Array.isArray(value) && !value.length);
const absent = (values, shown, unless) => (shown && empty(values[shown])) || (unless && !empty(values[unless]));

function list(template, items, values) {
  for (const item of items) {
    const copy = template.content.cloneNode(true);
    lay(copy, Object.assign(Object.create(values), item));
    template.before(copy);
  }
  template.remove();
}

function attribute(node, name, key, values) {
  const value = values[key];
  if (name === "class") return value && node.classList.add(...value.split(" "));
  if (value === undefined || value === null || value === false || value === "") node.removeAttribute(name);
  else node.setAttribute(name, value === true ? (name.startsWith("aria-") ? "true" : "") : value);
}

/** Put a drawing in an <svg>, or leave it empty. */
export function draw(svg, name) {
  svg.replaceChildren();
  if (!name) return;
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
}

export const svg = (name, attributes = {}) => {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
};
