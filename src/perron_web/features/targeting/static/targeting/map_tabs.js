// On a phone the map and the list are two tabs; on a wide screen both stand side by side.
const NAMES = ["carte", "liste"];

export function startTabs(shown) {
  const page = document.getElementById("page-carte");
  const list = page.querySelector("[role=tablist]");
  const narrow = matchMedia("(max-width: 999px)");
  const tab = (name) => document.getElementById(`onglet-${name}`);
  const panel = (name) => document.getElementById(`vue-${name}`);
  let current = "carte";

  function show(name) {
    current = name;
    list.hidden = !narrow.matches;
    page.classList.toggle("tabbed", narrow.matches);
    for (const one of NAMES) {
      panel(one).hidden = narrow.matches && one !== name;
      tab(one).setAttribute("aria-selected", String(one === name));
      tab(one).tabIndex = one === name ? 0 : -1;
      panel(one).setAttribute("role", narrow.matches ? "tabpanel" : "region");
    }
    shown();
  }

  for (const name of NAMES) tab(name).addEventListener("click", () => show(name));
  list.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    const other = NAMES[1 - NAMES.indexOf(current)];
    show(other);
    tab(other).focus();
  });
  narrow.addEventListener("change", () => show(current));
  show(current);
  return { show, single: () => narrow.matches && current === "carte" };
}
