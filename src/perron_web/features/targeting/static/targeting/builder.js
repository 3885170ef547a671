// What is computed is what the form says, even when its figures have not come back yet.
const choices = document.getElementById("choices");

document.addEventListener("formdata", (event) => {
  if (!choices || !event.target.matches("form.compute")) return;
  for (const [name, value] of new FormData(choices)) event.formData.set(name, value);
});
