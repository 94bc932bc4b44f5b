// The words beside each box follow the share choice at once. Which fields a choice opens, and the two
// sentences between which they change, stand in the page; the server says the same after saving.

for (const form of document.querySelectorAll("form[data-opens]")) {
  form.addEventListener("change", () => tell(form));
  tell(form);
}

function tell(form) {
  for (const [choice, opens] of Object.entries(JSON.parse(form.dataset.opens))) {
    const open = new FormData(form).getAll(choice).flatMap((chosen) => opens[chosen] ?? []);
    for (const name of new Set(Object.values(opens).flat())) say(form, name, open.includes(name));
  }
}

function say(form, name, isOpen) {
  const line = document.getElementById(`${name.replaceAll("_", "-")}-audience`);
  const words = form.querySelector(`template[data-line="${isOpen ? "group" : "me"}"]`);
  if (line && words) line.replaceChildren(...words.content.cloneNode(true).firstElementChild.childNodes);
}
