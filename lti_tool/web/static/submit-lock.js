// A form that was sent once is not sent twice. The button says so and keeps its focus;
// a page that comes back from the browser's memory is open again. A form whose answer leaves this
// page standing (a download) carries data-again and is never locked.

export function lockSubmits() {
  document.addEventListener("submit", sendOnce);
  window.addEventListener("pageshow", (event) => event.persisted && unlock(document));
}

function sendOnce(event) {
  const form = event.target;
  if (form.target === "_blank" || "again" in form.dataset) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  // Once more round the loop: a disabled-looking button must not lose its name and value,
  // and whoever stops this submit further on leaves the form open.
  setTimeout(() => (event.defaultPrevented ? unlock(form) : lock(event.submitter)));
}

export function lock(button) {
  if (!button) return;
  button.setAttribute("aria-disabled", "true");
  if (!button.dataset.sending) return;
  button.dataset.words = button.textContent;
  button.textContent = button.dataset.sending;
}

export function unlock(place) {
  const forms = place.matches?.("form") ? [place] : place.querySelectorAll("form[data-sent]");
  for (const form of forms) delete form.dataset.sent;
  for (const button of place.querySelectorAll('button[aria-disabled="true"]')) {
    button.removeAttribute("aria-disabled");
    if (button.dataset.words) button.textContent = button.dataset.words;
  }
}
