// Light, dark or as the machine does: at once here, remembered by the server through the same form.
export function start() {
  for (const form of document.querySelectorAll("[data-theme-form]")) {
    form.addEventListener("submit", (event) => {
      const chosen = event.submitter;
      if (!chosen) return;
      event.preventDefault();
      const body = new FormData(form);
      body.set("theme", chosen.value);
      if (chosen.value) document.documentElement.dataset.theme = chosen.value;
      else delete document.documentElement.dataset.theme;
      for (const one of form.querySelectorAll("[name=theme]")) one.setAttribute("aria-pressed", String(one === chosen));
      document.dispatchEvent(new CustomEvent("perron:theme"));
      fetch(form.action, { method: "POST", body, redirect: "manual" }).catch(() => {});
    });
  }
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => document.dispatchEvent(new CustomEvent("perron:theme")));
}
