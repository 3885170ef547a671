// Keys: ? lists them, / goes to the search of the page, g then a figure to a place, data-key="x" gives a link or button its own.
const typing = (target) => target.matches?.("input, textarea, select, [contenteditable]");

export function start() {
  let going = false;
  const help = document.getElementById("keys");
  for (const keyed of document.querySelectorAll("[data-key]")) {
    const term = document.createElement("dt");
    const key = document.createElement("kbd");
    key.textContent = keyed.dataset.key;
    term.append(key);
    const what = document.createElement("dd");
    what.textContent = keyed.getAttribute("aria-label") ?? keyed.textContent.trim();
    help?.querySelector("[data-keys]").append(term, what);
  }
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) return;
    const digit = going ? Number(event.key) : 0;
    going = event.key === "g";
    if (digit) {
      const place = help?.querySelectorAll("[data-go]")[digit - 1];
      if (place) location.assign(place.dataset.go);
    } else if (event.key === "?") help?.showModal();
    else if (event.key === "/") {
      const search = document.querySelector("input[type=search]");
      if (search) { event.preventDefault(); search.focus(); }
    } else {
      const keyed = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === event.key);
      if (keyed) { event.preventDefault(); keyed.click(); }
    }
  });
}
