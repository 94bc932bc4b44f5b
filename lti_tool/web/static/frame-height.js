// Tells the platform how high our page is, so that the frame needs no scroll bar of its own.
// Canvas and others listen for this message; platforms that do not, lose nothing.

const SOONEST = 100; // milliseconds between two messages

let told = 0;
let isDue = false;

function tell() {
  isDue = false;
  const height = Math.ceil(document.body.getBoundingClientRect().height);
  if (height === told) return;
  told = height;
  window.parent.postMessage(JSON.stringify({ subject: "lti.frameResize", height }), platform());
}

// Not all browsers say whose frame this is, or may; a height is no secret.
function platform() {
  const origin = window.location.ancestorOrigins?.[0] ?? "null";
  return origin === "null" ? "*" : origin;
}

function tellSoon() {
  if (isDue) return;
  isDue = true;
  setTimeout(tell, SOONEST);
}

if (window.parent !== window && "ResizeObserver" in window) {
  new ResizeObserver(tellSoon).observe(document.body);
  tell();
}
