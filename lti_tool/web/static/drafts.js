// What is typed into a form is kept while one writes, and stands in the boxes again when one comes
// back. The server keeps it, for its author alone; where nothing gets through, this says so, and
// tries again when there is a connection. Sending the form is still what saves it.

const PAUSE = 1500; // milliseconds without a key before something is kept

for (const place of document.querySelectorAll("[data-draft]:not([data-heard])")) attend(place);

function attend(place) {
  place.dataset.heard = "";
  const form = place.closest("form");
  const csrf = form.elements.csrf?.value ?? "";
  const page = { page: place.dataset.page, "-version": form.elements["-version"].value };
  let timer = 0;
  let isDirty = false;
  let isReached = false;

  async function keep() {
    isDirty = false;
    const body = new URLSearchParams({ csrf, ...page, typed: JSON.stringify(typed(form)) });
    try {
      const answer = await window.fetch(place.dataset.draft, { method: "POST", body });
      say(place, answer.ok ? "saved" : "bad");
      return true;
    } catch {
      isDirty = true;
      say(place, "offline");
      return false;
    }
  }

  form.addEventListener("input", () => {
    isDirty = true;
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE);
  });
  // Without a network the server may still be near; the form goes off once it has answered.
  form.addEventListener("submit", async (event) => {
    clearTimeout(timer);
    if (navigator.onLine || isReached) return;
    event.preventDefault();
    isReached = await keep();
    if (isReached) form.requestSubmit(event.submitter);
  });
  window.addEventListener("online", () => isDirty && place.isConnected && keep());
  if ("restores" in place.dataset) restore(place, form, page);
}

async function restore(place, form, page) {
  const answer = await window.fetch(`${place.dataset.draft}?${new URLSearchParams(page)}`).catch(() => null);
  if (answer?.status !== 200) return;
  const kept = await answer.json();
  if (JSON.stringify(kept) === JSON.stringify(typed(form))) return;
  fill(form, kept);
  form.dispatchEvent(new Event("change", { bubbles: true }));
  say(place, "back");
}

function typed(form) {
  return [...new FormData(form)].filter(([name]) => name !== "csrf" && !name.startsWith("-"));
}

function fill(form, kept) {
  const left = kept.map((pair) => JSON.stringify(pair));
  const take = (pair) => left.includes(pair) && left.splice(left.indexOf(pair), 1).length > 0;
  for (const box of form.elements) {
    if (!box.name || box.name === "csrf" || box.name.startsWith("-")) continue;
    if (box.type === "radio" || box.type === "checkbox") box.checked = take(JSON.stringify([box.name, box.value]));
    else {
      const next = left.map((pair) => JSON.parse(pair)).find(([name]) => name === box.name);
      if (next && take(JSON.stringify(next))) box.value = next[1];
    }
  }
}

function say(place, state) {
  const words = place.parentElement.querySelector(`template[data-says="${state}"]`).content.cloneNode(true);
  const hours = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  const now = new Intl.DateTimeFormat(document.documentElement.lang, hours).format(new Date());
  for (const text of words.querySelectorAll("span")) text.textContent = text.textContent.replace("{time}", now);
  if (words.textContent !== place.textContent) place.replaceChildren(words);
}
