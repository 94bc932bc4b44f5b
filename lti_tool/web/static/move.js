// Moving people between circles without leaving the page: Move picks up, arrow keys choose the
// circle, Enter puts down, Esc puts back; or drag a row to a circle. What would change is shown
// before it happens. Without this script the same form comes as a page of its own.

const main = document.querySelector("main");
const circles = () => main.querySelector("[data-circles]");
const placing = () => main.querySelector("[data-circles] > section [data-placing]");
const heldRow = () => main.querySelector("[data-person].held");
const placeOf = (element) => element?.closest("[data-circle]");

function pickUpOrBack(event) {
  const row = event.target.closest("a, button")?.closest("[data-person]");
  // A page that came with the form has a link where the others have a button: it goes its way.
  if (!row || (row === heldRow() && event.target.closest("a"))) return;
  event.preventDefault();
  if (row === heldRow()) putBack();
  else pickUp(row).querySelector("#to").focus();
}

function pickUp(row) {
  putBack();
  row.classList.add("held");
  relabel(row, circles().dataset.back);
  seatOf(row)?.classList.add("now");
  const form = circles().querySelector("template").content.firstElementChild.cloneNode(true);
  form.querySelector("[name=person]").value = row.dataset.person;
  form.querySelector("#to").value = placeOf(row).dataset.circle;
  row.after(form);
  showEffect();
  return form;
}

function putBack() {
  const row = heldRow();
  if (!row) return;
  if (row.querySelector("a")) return row.querySelector("a").click();
  placing()?.remove();
  main.querySelector(".drop")?.remove();
  row.classList.remove("held");
  seatOf(row)?.classList.remove("now");
  relabel(row, circles().dataset.pick);
  row.querySelector("button").focus();
}

function relabel(row, words) {
  row.querySelector("button").firstChild.data = words;
}

function chooseByKey(event) {
  if (!event.target.matches("#to")) return;
  if (event.key === "Escape") putBack();
  else if (event.key === "Enter") event.target.form.requestSubmit();
  else return;
  event.preventDefault();
}

// The sentence stands under the choice and, dashed, where the person would sit; what it means for
// the circles, the server knows.
function showEffect() {
  const choice = placing().querySelector("#to");
  const place = main.querySelector(`[data-circle="${CSS.escape(choice.value)}"]`);
  const moves = place !== placeOf(heldRow());
  main.querySelector(".drop")?.remove();
  placing().querySelector("[data-effect]").textContent = effect(place, moves);
  if (moves) askEffect(choice);
  if (!moves || !place) return;
  const target = document.createElement("li");
  target.className = "drop";
  target.ariaHidden = "true";
  target.textContent = effect(place, moves);
  place.querySelector("ul").append(target);
}

async function askEffect(choice) {
  const address = circles().dataset.effectUrl;
  if (!address) return;
  const asked = choice.value;
  const query = new URLSearchParams({ person: heldRow().dataset.person, to: asked });
  const answer = await fetch(`${address}?${query}`).catch(() => null);
  const { words } = answer?.ok ? await answer.json() : { words: [] };
  const said = placing()?.querySelector("[data-effect]");
  if (said && choice.isConnected && choice.value === asked) said.append(` ${words.join(" ")}`);
}

function effect(place, moves) {
  const words = circles().dataset;
  const circle = placing().querySelector("#to").value;
  const template = !moves ? words.held : circle === "out" ? words.wouldLeave : words.would;
  const count = (place?.querySelectorAll("[data-person]").length ?? 0) + 1;
  const values = { name: heldRow().dataset.name, circle, count };
  return template.replace(/\{(\w+)\}/g, (_, key) => values[key]);
}

async function putDown(event) {
  if (!event.target.matches("[data-put-down]:not([data-plain])")) return;
  event.preventDefault();
  const form = event.target;
  if (main.dataset.sending) return;
  if (form.elements.to.value === placeOf(form).dataset.circle) return putBack();
  main.dataset.sending = "yes";
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
    if (!answer.ok) throw new Error(answer.status);
    draw(await answer.text());
    main.querySelector(`[data-person="${form.elements.person.value}"] button`)?.focus();
  } catch {
    form.dataset.plain = "yes";
    form.requestSubmit();
  } finally {
    delete main.dataset.sending;
  }
}

// The line of what just happened stays in place and only changes its words, so that it is heard.
function draw(html) {
  const fresh = new DOMParser().parseFromString(html, "text/html");
  const said = main.querySelector(".said");
  const heard = fresh.querySelector("main .said");
  const all = [...fresh.querySelector("main").children];
  const before = all.slice(0, all.indexOf(heard));
  const after = all.slice(all.indexOf(heard) + 1);
  for (const child of [...main.children]) if (child !== said) child.remove();
  said.before(...before);
  said.after(...after);
  said.replaceChildren(...heard.childNodes);
  makeDraggable();
}

function makeDraggable() {
  for (const row of main.querySelectorAll("[data-person]")) row.draggable = true;
}

function dragStart(event) {
  const row = event.target.closest("[data-person]");
  if (!row) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", row.dataset.name);
  // Changing the page in the midst of this event would end the drag in some browsers.
  setTimeout(() => (pickUp(row).hidden = true));
}

function dragOver(event) {
  const place = placeOf(event.target);
  const choice = placing()?.querySelector("#to");
  if (!choice || !place || (isFull(choice, place) && place !== placeOf(heldRow()))) return;
  event.preventDefault();
  if (choice.value === place.dataset.circle) return;
  choice.value = place.dataset.circle;
  showEffect();
}

function isFull(choice, place) {
  return [...(choice.options ?? [])].find((one) => one.value === place.dataset.circle)?.disabled;
}

function drop(event) {
  if (!placing() || !placeOf(event.target)) return;
  event.preventDefault();
  placing().querySelector("form").requestSubmit();
}

function seatOf(row) {
  const rows = [...placeOf(row).querySelectorAll("[data-person]")];
  return placeOf(row).querySelectorAll(".ring .seat")[rows.indexOf(row)];
}

main.addEventListener("click", pickUpOrBack);
main.addEventListener("change", (event) => event.target.matches("#to") && showEffect());
main.addEventListener("keydown", chooseByKey);
main.addEventListener("submit", putDown);
main.addEventListener("dragstart", dragStart);
main.addEventListener("dragenter", dragOver);
main.addEventListener("dragover", dragOver);
main.addEventListener("drop", drop);
main.addEventListener("dragend", () => main.dataset.sending || putBack());
makeDraggable();
if (placing()) showEffect();
