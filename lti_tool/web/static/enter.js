// The first page of a window of our own. Where the cookie holds, plain pages need no script; where
// it does not, the page's script carries the visit from here.

const block = document.querySelector("[data-entry]");
const entry = JSON.parse(block.textContent);
block.remove();

const answer = await fetch(`/s/${entry.sid}/whoami`);
if (answer.ok) window.location.replace(entry.to);
else document.dispatchEvent(new CustomEvent("carry", { detail: entry }));
