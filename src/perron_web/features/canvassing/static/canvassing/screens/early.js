// Before the first paint: hand, contrast and size as this person left them; the shell in their language.
(() => {
  const root = document.documentElement;
  let kept = {};
  try { kept = JSON.parse(localStorage.getItem("perron-terrain") || "{}"); } catch { /* no storage: as at first */ }
  root.dataset.hand = kept.hand === "left" ? "left" : "right";
  if (kept.size) root.dataset.size = kept.size;
  if (kept.look === "outdoor") { root.dataset.theme = "light"; root.dataset.outdoor = ""; }
  else if (kept.look === "light" || kept.look === "dark") root.dataset.theme = kept.look;
  if (kept.fonts) root.dataset.fonts = "";
  if (kept.registered) root.dataset.phone = "";
  if (kept.language && kept.language !== root.lang) return location.replace(`/terrain/${kept.language}/${location.search}${location.hash}`);
  if (kept.accent && document.adoptedStyleSheets) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(kept.accent.css);
    document.adoptedStyleSheets = [sheet];
  }
  if (!kept.registered) { // a first visit asks who is logged in while the scripts are on their way
    const cut = new AbortController();
    setTimeout(() => cut.abort(), 30_000); // as every other question
    const how = { signal: cut.signal, headers: { Accept: "application/json" }, credentials: "same-origin", cache: "no-store", redirect: "error", referrerPolicy: "no-referrer" };
    window.perronSession = fetch("/api/phones", how);
    window.perronSession.catch(() => {}); // the app says what is missing
  }
  // A browser that cannot read the scripts says so instead of staying on its first words.
  const old = () => { if (!root.dataset.ready) document.getElementById("old").hidden = false; };
  addEventListener("error", () => (document.readyState === "loading" ? addEventListener("DOMContentLoaded", old) : old()));
})();
