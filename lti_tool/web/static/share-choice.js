// The words beside each box follow the share choice at once. Which fields a choice opens, and the
// sentences between which they change, stand in the page; the server says the same after saving.

for (const form of document.querySelectorAll("form[data-opens]")) {
  form.addEventListener("change", (event) => {
    point(event.target);
    tell(form);
  });
  tell(form);
}

// Whoever ticks a name means only some of the circle.
function point(box) {
  const list = box.closest("[data-mates]");
  if (list && box.type === "checkbox" && box.checked) list.querySelector("[value=some]").checked = true;
}

function tell(form) {
  const names = named(form);
  for (const [choice, opens] of Object.entries(JSON.parse(form.dataset.opens))) {
    const open = new FormData(form).getAll(choice).flatMap((chosen) => opens[chosen] ?? []);
    for (const name of new Set(Object.values(opens).flat())) say(form, name, open.includes(name), names);
  }
}

// Who is chosen now, as the page's language joins names; null for the whole circle.
function named(form) {
  if (!form.querySelector("[data-mates] [value=some]")?.checked) return null;
  const names = [...form.querySelectorAll("[data-mates] [type=checkbox]:checked + span")].map((one) => one.textContent);
  return names.length ? new Intl.ListFormat(document.documentElement.lang).format(names) : "…";
}

function say(form, name, isOpen, names) {
  const line = document.getElementById(`${name.replaceAll("_", "-")}-audience`);
  const who = !isOpen ? "me" : names === null ? "group" : "chosen";
  const words = form.querySelector(`template[data-line="${who}"]`)?.content.cloneNode(true);
  if (!line || !words) return;
  if (who === "chosen") words.querySelector("strong").textContent = names;
  line.replaceChildren(...words.firstElementChild.childNodes);
}
