// A week of hours: one finger or mouse paints over hours, arrow keys walk from one to the next. Each
// hour stays a box of its own, so that without this script one ticks them one by one.

const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

for (const week of document.querySelectorAll("[data-week]")) {
  const rows = [...week.tBodies[0].rows].map((row) => [...row.querySelectorAll("input")]);
  week.dataset.painting = "";
  walk(week, rows);
  paint(week);
}

// One stop of the tab key for the whole week: the hour that had the focus last.
function walk(week, rows) {
  const all = rows.flat();
  const stop = (here) => all.forEach((box) => (box.tabIndex = box === here ? 0 : -1));
  stop(all[0]);
  week.addEventListener("focusin", ({ target }) => stop(target));
  week.addEventListener("keydown", (event) => {
    const [down, across] = STEPS[event.key] ?? [];
    if (down === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    const row = rows.findIndex((boxes) => boxes.includes(event.target));
    const turned = getComputedStyle(week).direction === "rtl" ? -across : across;
    const next = rows[row + down]?.[rows[row].indexOf(event.target) + turned];
    event.preventDefault();
    next?.focus();
  });
}

// The first hour decides: painting marks when it was free, and clears when it was marked.
function paint(week) {
  let brush = null;
  const at = ({ clientX, clientY }) => document.elementFromPoint(clientX, clientY)?.closest("[data-week] input");
  week.addEventListener("pointerdown", (event) => {
    if (event.button || !event.target.matches("input")) return;
    brush = !event.target.checked;
    event.target.releasePointerCapture?.(event.pointerId);
    set(event.target, brush);
  });
  week.addEventListener("pointermove", (event) => {
    const box = brush === null ? null : at(event);
    if (box && week.contains(box)) set(box, brush);
  });
  for (const end of ["pointerup", "pointercancel"]) window.addEventListener(end, () => (brush = null));
  // The click that ends a stroke would turn its hour round once more; the space bar's has no pointer.
  week.addEventListener("click", (event) => {
    if (event.pointerType && event.target.matches("input")) event.preventDefault();
  });
}

function set(box, isMarked) {
  if (box.checked === isMarked) return;
  box.checked = isMarked;
  box.dispatchEvent(new Event("change", { bubbles: true }));
}
