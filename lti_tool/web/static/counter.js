// A line of counts that stays true while its page is open: asked anew every few seconds, and said
// aloud only when it has changed. Without script it is as true as the page is new.

const PAUSE = 10_000;
const line = document.querySelector("[data-count]");

async function askAgain() {
  if (document.visibilityState === "visible") {
    try {
      const answer = await fetch(line.dataset.count);
      const { words } = answer.ok ? await answer.json() : {};
      if (words && line.textContent !== words) line.textContent = words;
    } catch {
      // No connection just now: ask again.
    }
  }
  setTimeout(askAgain, PAUSE);
}

if (line) setTimeout(askAgain, PAUSE);
