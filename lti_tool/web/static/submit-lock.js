// A form that was sent once is not sent twice. Its button says so and keeps its focus; a page that
// comes back from the browser's memory is open again. A form whose answer leaves this page standing
// (a download) carries data-again and is never locked.

function sendOnce(event) {
  const form = event.target;
  if (form.target === "_blank" || "again" in form.dataset) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  // Later, so that the button's own name and value still go along, and so that a script that
  // stops this submit leaves the form open, unless it sends the form itself.
  setTimeout(() => (event.defaultPrevented && !form.ariaBusy ? unlock(form) : lock(event.submitter)));
}

function lock(button) {
  if (!button) return;
  button.setAttribute("aria-disabled", "true");
  if (!button.dataset.sending) return;
  button.dataset.words = button.textContent;
  button.textContent = button.dataset.sending;
}

function unlock(form) {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll('button[aria-disabled="true"]')) {
    button.removeAttribute("aria-disabled");
    if (button.dataset.words) button.textContent = button.dataset.words;
  }
}

document.addEventListener("submit", sendOnce);
document.addEventListener("answered", (event) => unlock(event.target));
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(unlock));
