// Ends dynamic registration: tells the platform's own origin that its frame or window may close.
// At once, or by a click where there is something to read first.
const message = { subject: "org.imsglobal.lti.close" };
const { closes, issuer } = document.body.dataset;
const host = window.opener || (window.parent === window ? null : window.parent);
const button = document.querySelector("[data-close]");

function close() {
  for (const origin of new Set([closes, issuer && new URL(issuer).origin])) {
    if (host && origin) host.postMessage(message, origin);
  }
}

if (button) {
  button.hidden = !host;
  button.addEventListener("click", close);
} else {
  close();
}
