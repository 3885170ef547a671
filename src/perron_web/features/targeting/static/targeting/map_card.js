// The summary card of a bureau, written by the server and laid over the map.
export async function openCard(map, at, url, closed) {
  const answer = await fetch(url, { credentials: "same-origin" });
  if (!answer.ok) return null;
  const holder = document.createElement("div");
  const parsed = new DOMParser().parseFromString(await answer.text(), "text/html");
  holder.append(...parsed.body.children);
  const card = map.card(at, holder, { closed, dock: true });
  holder.querySelector("[data-close]")?.addEventListener("click", () => { card.close(); map.canvas.getCanvas().focus({ preventScroll: true }); });
  return card;
}
