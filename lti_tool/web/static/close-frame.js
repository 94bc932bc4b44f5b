// Ends dynamic registration: tells the platform's own origin that its frame or window may close.
const message = { subject: "org.imsglobal.lti.close" };
const { closes, issuer } = document.body.dataset;
const host = window.opener || (window.parent === window ? null : window.parent);
for (const origin of new Set([closes, issuer && new URL(issuer).origin])) {
  if (host && origin) host.postMessage(message, origin);
}
