// A slider shows its figure as it moves: <div class="slider"><input type="range" data-unit="h" data-digits="0"><output></output></div>
import { number } from "./words.js";

export function start(root) {
  for (const slider of root.querySelectorAll(".slider:not([data-ready])")) {
    slider.dataset.ready = "yes";
    const input = slider.querySelector("input[type=range]");
    const output = slider.querySelector("output");
    if (!input || !output) continue;
    const show = () => {
      const unit = input.dataset.unit ? `\u00a0${input.dataset.unit}` : "";
      const text = number(input.value, Number(input.dataset.digits ?? 0));
      output.textContent = text;
      if (unit) { const small = document.createElement("small"); small.textContent = unit; output.append(small); }
      input.setAttribute("aria-valuetext", text + unit);
    };
    input.addEventListener("input", show);
    show();
  }
}
