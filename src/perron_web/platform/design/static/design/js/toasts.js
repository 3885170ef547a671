// Short messages in the corner; with undo they stay 10 s, and as long as the pointer or the focus is on them.
import { word } from "./words.js";

export function toast(text, { undo = null, seconds = undo ? 10 : 5 } = {}) {
  const box = document.createElement("div");
  box.className = "toast";
  const said = document.createElement("span");
  said.textContent = text;
  box.append(said);
  let held = false;
  const gone = () => box.remove();
  const wait = () => setTimeout(() => (held ? wait() : gone()), seconds * 1000);
  if (undo) {
    const back = document.createElement("button");
    back.type = "button";
    back.textContent = word("undo");
    back.addEventListener("click", () => { gone(); undo(); });
    box.append(back);
  }
  for (const [on, off] of [["mouseenter", "mouseleave"], ["focusin", "focusout"]]) {
    box.addEventListener(on, () => { held = true; });
    box.addEventListener(off, () => { held = false; });
  }
  document.getElementById("toasts").append(box);
  wait();
  return gone;
}
