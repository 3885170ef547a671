// "Là où je suis": the browser says where it is, to some hundred metres; the form is sent, nothing is kept.
for (const form of document.querySelectorAll("[data-here]")) {
  const button = form.querySelector("[data-locate]"), said = form.querySelector("[data-said]");
  if (!navigator.geolocation || !button) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    button.setAttribute("aria-busy", "true");
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      form.elements.lon.value = coords.longitude.toFixed(3);
      form.elements.lat.value = coords.latitude.toFixed(3);
      form.requestSubmit();
    }, () => {
      button.removeAttribute("aria-busy");
      said.textContent = button.dataset.fail;
    }, { timeout: 10_000, maximumAge: 300_000 });
  });
}
