// A timer over the agenda of a meeting that runs: whose time it is, and how much is left. It begins
// by itself at the hour of the meeting, goes on by a tap, and remembers where it is in this tab.

const timer = document.querySelector("[data-timer]");
const agenda = document.querySelector("[data-agenda]");
if (timer && agenda) run();

function run() {
  const slots = [...agenda.children];
  const memory = `agenda-${agenda.dataset.agenda}`;
  const state = recall(memory) ?? { slot: 0, until: Date.now() + length(slots[0]) };
  timer.hidden = false;
  timer.querySelector("[data-timer-next]").addEventListener("click", () => {
    state.slot += 1;
    state.until = Date.now() + length(slots[state.slot]);
    show();
  });
  timer.querySelector("[data-timer-more]").addEventListener("click", () => {
    state.until = Math.max(state.until, Date.now()) + 120_000;
    show();
  });
  let said = "";
  function show() {
    remember(memory, state);
    slots.forEach((slot, i) => slot.classList.toggle("now", i === state.slot));
    const left = Math.max(0, Math.ceil((state.until - Date.now()) / 60_000));
    const words = slots[state.slot] ? timer.dataset.left : timer.dataset.over;
    const now = words.replace("{name}", slots[state.slot]?.dataset.title ?? "").replace("{time}", minutes(left));
    if (now !== said) timer.querySelector("[data-timer-says]").textContent = said = now;
  }
  show();
  setInterval(show, 1000);
}

function length(slot) {
  return Number(slot?.dataset.minutes ?? 0) * 60_000;
}

function minutes(count) {
  const unit = { style: "unit", unit: "minute", unitDisplay: "long" };
  return new Intl.NumberFormat(document.documentElement.lang, unit).format(count);
}

function recall(memory) {
  try {
    return JSON.parse(sessionStorage.getItem(memory));
  } catch {
    return null;
  }
}

function remember(memory, state) {
  try {
    sessionStorage.setItem(memory, JSON.stringify(state));
  } catch {
    // A frame of another site may keep nothing; then the timer lasts as long as the page.
  }
}
