// Native dialogs: opened by a button, closed by their own; a form may ask before it is sent.
function ask(title, text, action) {
  const dialog = document.getElementById("confirm-template").content.firstElementChild.cloneNode(true);
  dialog.querySelector("h2").textContent = title;
  const body = dialog.querySelector("p");
  body.textContent = text;
  if (!text) body.parentElement.remove();
  const [no, yes] = dialog.querySelectorAll(".dialog-foot button");
  if (action) yes.textContent = action;
  document.body.append(dialog);
  return new Promise((resolve) => {
    yes.addEventListener("click", () => dialog.close("yes"));
    no.addEventListener("click", () => dialog.close("no"));
    dialog.addEventListener("close", () => { dialog.remove(); resolve(dialog.returnValue === "yes"); });
    dialog.showModal();
    no.focus();
  });
}

export function start() {
  for (const button of document.querySelectorAll("[data-dialog][hidden]")) button.hidden = false;
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    if (opener) document.getElementById(opener.dataset.dialog)?.showModal();
    if (event.target.closest("[data-close]")) event.target.closest("dialog")?.close();
    if (event.target.matches?.("dialog")) {
      const box = event.target.getBoundingClientRect();
      const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
      if (!inside) event.target.close();
    }
  });
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.dataset.confirm || form.dataset.confirmed) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { submitter } = event;
    if (await ask(form.dataset.confirm, form.dataset.confirmText ?? "", form.dataset.confirmAction)) {
      form.dataset.confirmed = "yes";
      form.requestSubmit(submitter);
      delete form.dataset.confirmed;
    }
  }, true);
  document.addEventListener("htmx:confirm", async (event) => {
    if (!event.detail.question) return;
    event.preventDefault();
    if (await ask(event.detail.question, "", event.detail.elt.dataset.confirmAction)) event.detail.issueRequest(true);
  });
}
