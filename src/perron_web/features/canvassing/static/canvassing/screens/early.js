// Before the first paint: hand, contrast and size as this person left them; the shell in their language.
(() => {
  const root = document.documentElement;
  let kept = {};
  try { kept = JSON.parse(localStorage.getItem("perron-terrain") || "{}"); } catch { /* no storage: as at first */ }
  root.dataset.hand = kept.hand === "left" ? "left" : "right";
  if (kept.size) root.dataset.size = kept.size;
  if (kept.look === "outdoor") { root.dataset.theme = "light"; root.dataset.outdoor = ""; }
  else if (kept.look === "light" || kept.look === "dark") root.dataset.theme = kept.look;
  if (kept.accent) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(kept.accent.css);
    document.adoptedStyleSheets = [sheet];
  }
  if (kept.registered) root.dataset.phone = "";
  if (kept.language && kept.language !== root.lang) location.replace(`/terrain/${kept.language}/${location.search}${location.hash}`);
})();
