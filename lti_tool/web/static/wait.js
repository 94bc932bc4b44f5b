// A page that shows the waiting ring asks every so often whether it may stop waiting, and is drawn
// anew once it may: so nothing moves under the reader's hands before. Only the picture of progress is
// exchanged meanwhile. What is soon done is soon seen: the first pauses are short. Without script the
// browser itself draws the page anew, until it waits no more.

const FIRST_PAUSE = 400;
const LONGEST_PAUSE = 2000;
const main = document.querySelector("main");
let pause = FIRST_PAUSE;

async function askAgain() {
  if (!main.querySelector(".waiting")) return;
  try {
    const answer = await fetch(window.location.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const goesOn = answer.status >= 500 || page.querySelector(".waiting");
    if (!goesOn) return drawAnew();
    showProgress(page.querySelector("[data-progress]"));
  } catch {
    // No connection just now: ask again.
  }
  pause = Math.min(pause * 1.5, LONGEST_PAUSE);
  setTimeout(askAgain, pause);
}

function showProgress(fresh) {
  const shown = main.querySelector("[data-progress]");
  if (shown && fresh && shown.innerHTML !== fresh.innerHTML) shown.replaceChildren(...fresh.childNodes);
}

// By a link to this very page: so whatever carries the visit brings it along.
function drawAnew() {
  const link = document.createElement("a");
  link.href = window.location.pathname + window.location.search;
  document.body.append(link);
  link.click();
}

setTimeout(askAgain, pause);
