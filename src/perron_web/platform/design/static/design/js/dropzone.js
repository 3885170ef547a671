// Files dropped on a form, or picked: named, weighed, sent with a progress bar; without script the form is sent as it is.
import { csrf, lang, number, word } from "./words.js";
import { toast } from "./toasts.js";

const weigh = (bytes) => {
  const units = lang === "fr" ? ["o", "ko", "Mo", "Go"] : ["B", "kB", "MB", "GB"];
  const power = Math.min(3, Math.floor(Math.log10(Math.max(bytes, 1)) / 3));
  return `${number(bytes / 1000 ** power, power ? 1 : 0)}\u00a0${units[power]}`;
};

function list(zone, files) {
  let shown = zone.querySelector(".files");
  if (!shown) {
    shown = document.createElement("ul");
    shown.className = "files";
    zone.append(shown);
  }
  shown.replaceChildren(...[...files].map((file) => {
    const line = document.createElement("li");
    const name = document.createElement("span");
    const size = document.createElement("span");
    [name.textContent, size.textContent] = [file.name, weigh(file.size)];
    size.className = "soft";
    line.append(name, size);
    return line;
  }));
}

function send(form, zone) {
  const bar = zone.querySelector("progress") ?? zone.appendChild(document.createElement("progress"));
  bar.max = 100;
  bar.setAttribute("aria-label", word("sending"));
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.setRequestHeader("X-CSRFToken", csrf());
  request.upload.addEventListener("progress", (event) => { if (event.lengthComputable) bar.value = (100 * event.loaded) / event.total; });
  request.upload.addEventListener("load", () => bar.removeAttribute("value"));
  request.addEventListener("load", () => {
    if (request.status >= 200 && request.status < 300 && request.responseURL !== location.href) { location.assign(request.responseURL); return; }
    if (request.status === 413) { bar.remove(); toast(word("tooBig")); return; }
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    const main = page.querySelector("main");
    if (main) { document.querySelector("main").replaceWith(main); document.dispatchEvent(new CustomEvent("perron:load", { detail: main })); } else { bar.remove(); toast(word("failed")); }
  });
  request.addEventListener("error", () => { bar.remove(); toast(word("offline")); });
  request.send(new FormData(form));
}

export function start(root) {
  for (const zone of root.querySelectorAll(".dropzone:not([data-ready])")) {
    zone.dataset.ready = "yes";
    const form = zone.closest("form");
    const input = zone.querySelector("input[type=file]");
    if (!form || !input) continue;
    const over = (on) => (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      zone.classList.toggle("over", on);
    };
    zone.addEventListener("dragenter", over(true));
    zone.addEventListener("dragover", over(true));
    zone.addEventListener("dragleave", (event) => { if (!zone.contains(event.relatedTarget)) over(false)(event); });
    zone.addEventListener("drop", (event) => {
      over(false)(event);
      if (!event.dataTransfer?.files.length) return;
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
      if (zone.dataset.send !== "later") form.requestSubmit();
    });
    input.addEventListener("change", () => list(zone, input.files));
    form.addEventListener("submit", (event) => {
      if (!input.files.length || event.defaultPrevented) return;
      event.preventDefault();
      send(form, zone);
    });
  }
}
