// Sending a gesture, and showing what it changed: only the touched turfs come back.
export async function send(action, body, words) {
  document.documentElement.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(action, { method: "POST", body, headers: { Accept: "application/json" } });
    if (response.redirected || response.status === 403) return { ok: false, message: words.login };
    if (!(response.headers.get("Content-Type") ?? "").includes("json")) return { ok: false, message: words.fail };
    return { ok: response.ok, ...(await response.json()) };
  } catch {
    return { ok: false, message: words.fail };
  } finally {
    document.documentElement.removeAttribute("aria-busy");
  }
}

export function apply(answer, { form, scene, picked }) {
  say(answer);
  if (!answer.turfs) return;
  const list = document.getElementById("secteurs");
  if (answer.all) list.replaceChildren();
  for (const number of answer.gone) document.getElementById(`secteur-${number}`)?.remove();
  for (const [number, html] of Object.entries(answer.rows)) put(list, Number(number), html);
  versions(form, answer);
  targets(form);
  document.getElementById("somme").innerHTML = answer.sum;
  turn("annuler", "defaire", answer.undo);
  turn("retablir", "refaire", answer.redo);
  scene.update(answer);
  picked.choose(answer.ok ? answer.turfs.map((turf) => turf.n) : []);
  if (answer.ok) for (const turf of answer.turfs.slice(0, 2)) picked.reveal(turf.n);
}

function say(answer) {
  const said = document.getElementById("dit");
  said.classList.toggle("bad", !answer.ok);
  said.replaceChildren(...answer.message.split(" · ").map((line) => Object.assign(document.createElement("p"), { textContent: line })));
}

function put(list, number, html) {
  const made = document.createElement("template");
  made.innerHTML = html;
  const row = made.content.firstElementChild;
  const old = document.getElementById(row.id);
  if (old) {
    row.querySelector("details").open = old.querySelector("details").open;
    old.replaceWith(row);
    return;
  }
  const after = [...list.children].find((other) => Number(other.dataset.turf) > number);
  list.insertBefore(row, after ?? null);
}

function versions(form, answer) {
  form.elements.versions.value = [...form.querySelectorAll("[data-turf]")].map((row) => `${row.dataset.turf}:${row.dataset.version}`).join(",");
}

// The turfs to which buildings can be moved: the first choice stays, a new turf.
function targets(form) {
  const select = form.elements.vers;
  if (!select) return;
  const label = select.dataset.label;
  const wanted = select.value;
  for (const option of [...select.options].slice(1)) option.remove();
  for (const row of form.querySelectorAll("[data-turf]")) {
    const number = row.dataset.turf;
    select.append(new Option(label.replace("00", number.padStart(2, "0")), number));
  }
  select.value = [...select.options].some((option) => option.value === wanted) ? wanted : select.options[0].value;
}

function turn(button, form, edit) {
  const pressed = document.getElementById(button);
  if (!pressed) return;
  pressed.disabled = !edit;
  pressed.querySelector("[data-what]").textContent = edit?.label ?? "";
  document.getElementById(form).elements.edition.value = edit?.id ?? "";
}
