// Has somebody speak what has just happened: no screen reader speaks a live region that comes with
// its page. The platform does it where it says so (Canvas takes lti.screenReaderAlert, and speaks
// beside its own page); elsewhere the words are put in place once more. They go to nobody but the
// window around us that answered, and our policy lets only the visit's platform be that window.

const PATIENCE = 500; // milliseconds until a platform that has not answered never will

let said = null;
let question = null;
let late = 0;

// Another page brings another region; what changes inside one is spoken anyway.
function look() {
  const here = document.querySelector(".said");
  if (here === said) return;
  said = here;
  clearTimeout(late);
  if (!said?.textContent.trim()) return;
  if (window.parent !== window) ask();
  late = setTimeout(again, PATIENCE);
}

function ask() {
  question = `pc-${Date.now()}`;
  window.parent.postMessage({ subject: "lti.capabilities", message_id: question }, "*");
}

function again() {
  question = null;
  said.replaceChildren(...said.childNodes);
}

function onMessage({ data, origin, source }) {
  if (source !== window.parent || !question || data?.message_id !== question) return;
  const takes = data.supported_messages?.some?.((one) => one?.subject === "lti.screenReaderAlert");
  if (!takes || origin === "null") return;
  question = null;
  clearTimeout(late);
  const body = said.innerText.replace(/\s+/g, " ").trim();
  window.parent.postMessage({ subject: "lti.screenReaderAlert", body }, origin);
}

window.addEventListener("message", onMessage);
new MutationObserver(look).observe(document.body, { childList: true });
look();
