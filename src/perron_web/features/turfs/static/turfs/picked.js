// What is chosen: the ticked boxes of the form, so that plain forms, keyboard, list and map say the same.
const NEEDS = {
  turf: (turfs) => turfs.length > 0,
  "one-turf": (turfs) => turfs.length === 1,
  "two-turfs": (turfs) => turfs.length > 1,
  building: (turfs, buildings) => buildings.length > 0,
};

export class Picked {
  constructor(form) {
    this.form = form;
    this.onChange = () => {};
    form.addEventListener("change", (event) => { if (event.target.matches("[name=secteur], [name=adresse]")) this.changed(event.target); });
  }

  boxes(name) { return [...this.form.querySelectorAll(`input[name=${name}]`)]; }
  turfs() { return this.boxes("secteur").filter((box) => box.checked).map((box) => Number(box.value)); }
  buildings() { return [...new Set(this.boxes("adresse").filter((box) => box.checked).map((box) => box.value))]; }

  // A click on the map: this turf alone, or one more with Shift, Ctrl or a finger.
  toggleTurf(number, more) {
    const boxes = this.boxes("secteur");
    const own = boxes.find((box) => Number(box.value) === number);
    if (!own) return;
    const alone = own.checked && boxes.filter((box) => box.checked).length === 1;
    if (!more) for (const box of boxes) if (box !== own) box.checked = false;
    own.checked = more ? !own.checked : !alone;
    this.changed(own);
    if (own.checked) this.reveal(number);
  }

  // Floors of one building may stand in several turfs: they are chosen together.
  toggleBuilding(key) {
    const boxes = this.boxes("adresse").filter((box) => box.value === key);
    const checked = !boxes[0]?.checked;
    for (const box of boxes) box.checked = checked;
    this.changed();
  }

  choose(numbers) {
    for (const box of this.boxes("secteur")) box.checked = numbers.includes(Number(box.value));
    for (const box of this.boxes("adresse")) box.checked = false;
    this.changed();
  }

  reveal(number) {
    const row = document.getElementById(`secteur-${number}`);
    if (!row) return;
    row.querySelector("details").open = true;
    if (matchMedia("(min-width: 1000px)").matches) row.scrollIntoView({ block: "nearest" });
  }

  changed(box) {
    if (box?.name === "adresse") for (const other of this.boxes("adresse")) if (other.value === box.value) other.checked = box.checked;
    const turfs = this.turfs(), buildings = this.buildings();
    for (const row of this.form.querySelectorAll("[data-turf]")) row.classList.toggle("chosen", turfs.includes(Number(row.dataset.turf)));
    for (const button of this.form.querySelectorAll("[data-needs]")) button.disabled = !NEEDS[button.dataset.needs](turfs, buildings);
    this.onChange();
  }
}
