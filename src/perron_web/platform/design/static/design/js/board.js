// Cards moved between columns: by hand, or by each card's own <select> (the keyboard's way, and the one sent to the server).
function place(board, card, name, { save = true } = {}) {
  const column = board.querySelector(`[data-column="${CSS.escape(name)}"] > ul`);
  if (!column || card.parentElement === column) return;
  column.append(card);
  const select = card.querySelector("select");
  if (select && select.value !== name) select.value = name;
  count(board);
  if (save) select?.dispatchEvent(new Event("change", { bubbles: true }));
}

function count(board) {
  for (const column of board.querySelectorAll("[data-column]")) {
    const total = column.querySelector("[data-count]");
    if (total) total.textContent = String(column.querySelectorAll(".card").length);
  }
}

export function start(root) {
  for (const board of root.querySelectorAll("[data-board]:not([data-ready])")) {
    board.dataset.ready = "yes";
    let moving = null;
    for (const card of board.querySelectorAll(".card")) card.draggable = true;
    board.addEventListener("dragstart", (event) => {
      moving = event.target.closest(".card");
      moving?.classList.add("moving");
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", moving?.textContent.trim() ?? "");
    });
    board.addEventListener("dragend", () => {
      moving?.classList.remove("moving");
      for (const column of board.querySelectorAll(".over")) column.classList.remove("over");
      moving = null;
    });
    board.addEventListener("dragover", (event) => {
      const column = event.target.closest("[data-column]");
      if (!moving || !column) return;
      event.preventDefault();
      for (const other of board.querySelectorAll(".over")) if (other !== column) other.classList.remove("over");
      column.classList.add("over");
    });
    board.addEventListener("drop", (event) => {
      const column = event.target.closest("[data-column]");
      if (!moving || !column) return;
      event.preventDefault();
      place(board, moving, column.dataset.column);
    });
    board.addEventListener("change", (event) => {
      const card = event.target.closest(".card");
      if (!card || !event.target.matches("select")) return;
      const focused = document.activeElement === event.target;
      place(board, card, event.target.value, { save: false });
      if (focused) event.target.focus();
    });
  }
}
