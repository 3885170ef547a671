// Everything here improves pages that already work without it. Parts with start(root) run again on fragments.
import * as board from "./board.js";
import * as copy from "./copy.js";
import * as dialogs from "./dialogs.js";
import * as dropzone from "./dropzone.js";
import * as keys from "./keys.js";
import * as menus from "./menus.js";
import * as sliders from "./sliders.js";
import * as tables from "./tables.js";
import * as theme from "./theme.js";
import { toast } from "./toasts.js";
import { word } from "./words.js";

const parts = [tables, sliders, dropzone, board];
for (const part of [menus, theme, dialogs, keys, copy]) part.start();
for (const part of parts) part.start(document);

const again = (event) => { for (const part of parts) part.start(event.detail?.elt ?? event.detail ?? document); };
document.addEventListener("htmx:load", again);
document.addEventListener("perron:load", again);
document.addEventListener("htmx:responseError", (event) => toast(word(event.detail.xhr.status === 403 ? "refused" : "failed")));
document.addEventListener("htmx:sendError", () => toast(word("offline")));
document.addEventListener("htmx:timeout", () => toast(word("failed")));
for (const current of document.querySelectorAll(":is(.tabs, .nav) > [aria-current=page]")) {
  const line = current.parentElement;
  line.scrollLeft = current.offsetLeft - line.offsetLeft - (line.clientWidth - current.offsetWidth) / 2;
}
