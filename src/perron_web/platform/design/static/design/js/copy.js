// A button that copies the text or the value of another element.
import { toast } from "./toasts.js";
import { word } from "./words.js";

export function start() {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const from = document.querySelector(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(from.value ?? from.textContent.trim());
      toast(word("copied"));
    } catch {
      getSelection().selectAllChildren(from);
    }
  });
}
