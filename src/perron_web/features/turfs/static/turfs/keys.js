// Ctrl+Z and Ctrl+Y (or Ctrl+Shift+Z) press the buttons that undo and redo; not while a text is being typed.
export function listenToKeys({ undo, redo }) {
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    if (event.target.matches?.("input[type=text], input[type=search], textarea")) return;
    const key = event.key.toLowerCase();
    const button = key === "y" || (key === "z" && event.shiftKey) ? redo : key === "z" ? undo : null;
    if (!button) return;
    event.preventDefault();
    if (!button.disabled) button.click();
  });
}
