// A page that shows the waiting ring asks every two seconds whether it may stop waiting, and is drawn
// anew once it may: so nothing moves under the reader's hands before. Without script the browser
// itself draws the page anew, until it waits no more.

const PAUSE = 2000;

async function askAgain() {
  try {
    const answer = await fetch(window.location.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const goesOn = answer.status >= 500 || page.querySelector(".waiting");
    if (!goesOn) return window.location.reload();
  } catch {
    // No connection just now: ask again.
  }
  setTimeout(askAgain, PAUSE);
}

setTimeout(askAgain, PAUSE);
