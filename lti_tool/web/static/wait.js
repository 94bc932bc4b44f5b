// A page that shows the waiting ring asks every two seconds whether it may stop waiting, and is drawn
// anew once it may: so nothing moves under the reader's hands before. Without script the browser
// itself draws the page anew, until it waits no more.

const PAUSE = 2000;
const ring = document.querySelector(".waiting");

async function askAgain() {
  if (ring && !ring.isConnected) return;
  try {
    const answer = await fetch(window.location.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const goesOn = answer.status >= 500 || page.querySelector(".waiting");
    if (!goesOn) return drawAnew();
  } catch {
    // No connection just now: ask again.
  }
  setTimeout(askAgain, PAUSE);
}

// By a link to this very page: so whatever carries the visit brings it along.
function drawAnew() {
  const link = document.createElement("a");
  link.href = window.location.pathname + window.location.search;
  document.body.append(link);
  link.click();
}

setTimeout(askAgain, PAUSE);
