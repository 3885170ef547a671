// Tables that the reader sorts, and searches, without asking the server: <table data-sortable>, <input data-filter="#table">.
import { lang } from "./words.js";

const compare = new Intl.Collator(lang, { numeric: true, sensitivity: "base" }).compare;

function valueOf(row, column) {
  const cell = row.cells[column];
  const text = cell?.dataset.value ?? cell?.textContent.trim() ?? "";
  return text !== "" && Number.isFinite(Number(text)) ? Number(text) : text;
}

function sort(table, column) {
  const head = table.tHead.rows[0].cells[column];
  const down = head.getAttribute("aria-sort") === "ascending" || (!head.hasAttribute("aria-sort") && head.dataset.first === "descending");
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
  const body = table.tBodies[0];
  const rows = [...body.rows].map((row) => [valueOf(row, column), row]);
  rows.sort(([a], [b]) => {
    if (a === "" || b === "") return (a === "") - (b === "");
    const order = typeof a === "number" && typeof b === "number" ? a - b : compare(String(a), String(b));
    return down ? -order : order;
  });
  body.append(...rows.map(([, row]) => row));
}

export function start(root) {
  for (const table of root.querySelectorAll("table[data-sortable]:not([data-ready])")) {
    table.dataset.ready = "yes";
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      if (head.dataset.sort === "no" || !head.textContent.trim()) return;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.append(...head.childNodes);
      button.addEventListener("click", () => sort(table, column));
      head.append(button);
    });
  }
  for (const input of root.querySelectorAll("input[data-filter]:not([data-ready])")) {
    input.dataset.ready = "yes";
    const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
    input.addEventListener("input", () => {
      const wanted = plain(input.value.trim());
      for (const row of document.querySelector(input.dataset.filter).tBodies[0].rows) row.hidden = wanted !== "" && !plain(row.textContent).includes(wanted);
    });
  }
}
