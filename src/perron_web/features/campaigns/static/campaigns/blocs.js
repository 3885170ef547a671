/** Blocs: says when something is not saved, undoes moves one by one, asks before the page is left. */

const form = document.querySelector("form[data-blocs]");

function start() {
  const state = form.querySelector("[data-blocs-state]");
  const undo = form.querySelector("[data-blocs-undo]");
  const moves = [];
  let undoing = false;
  let saving = false;

  const last = new Map([...form.querySelectorAll(".card select")].map((select) => [select, select.value]));
  const dirty = () => [...last].some(([select]) => select.value !== select.dataset.before);

  const show = () => {
    state.textContent = dirty() ? state.dataset.dirty : state.dataset.clean;
    undo.hidden = moves.length === 0;
  };

  form.addEventListener("change", (event) => {
    const select = event.target;
    if (!last.has(select)) return;
    if (!undoing) moves.push([select, last.get(select)]);
    last.set(select, select.value);
    show();
  });

  undo.addEventListener("click", () => {
    const [select, value] = moves.pop();
    undoing = true;
    select.value = value;
    select.dispatchEvent(new Event("change", { bubbles: true }));
    undoing = false;
    show();
  });

  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("input, textarea");
    if (event.key === "z" && (event.ctrlKey || event.metaKey) && moves.length && !typing) {
      event.preventDefault();
      undo.click();
    }
  });

  form.addEventListener("submit", () => { saving = true; });
  window.addEventListener("beforeunload", (event) => {
    if (!saving && dirty()) event.preventDefault();
  });
  show();
}

if (form) start();
