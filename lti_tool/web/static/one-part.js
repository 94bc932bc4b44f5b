// A form of several parts is shown one part at a time. In order, it leads on and the page's own button
// stands at the last part; otherwise one may go to any part. What is wrong is never hidden: its part
// opens, and so does the part that a link leads to. Without this script all parts stand below each other.

for (const form of document.querySelectorAll("form[data-parts]:not([data-parted])")) attend(form);

function attend(form) {
  form.dataset.parted = "";
  const parts = [...form.querySelectorAll("[data-part]")];
  const ways = form.querySelector("[data-parts-ways]");
  const [next, back] = ["next", "back"].map((way) => form.querySelector(`[data-part-${way}]`));
  const send = form.querySelector(".do:not(.second, [data-part-next])");
  const wrong = parts.findIndex((part) => part.querySelector(".wrong"));
  const isWalk = form.dataset.parts === "in order" && wrong < 0;
  let at = 0;

  function show(number, moves) {
    at = number;
    parts.forEach((part, i) => (part.hidden = i !== at));
    const isLast = at === parts.length - 1;
    back.hidden = !isWalk || at === 0;
    next.hidden = !isWalk || isLast;
    send.hidden = isWalk && !isLast;
    ways.hidden = isWalk;
    [...ways.children].forEach((way, i) => (i === at ? way.setAttribute("aria-current", "true") : way.removeAttribute("aria-current")));
    if (!moves) return;
    parts[at].focus({ preventScroll: true });
    parts[at].scrollIntoView({ block: "start" });
  }

  function open(hash, moves) {
    const aim = hash && document.getElementById(decodeURIComponent(hash.slice(1)));
    const number = parts.findIndex((part) => aim && part.contains(aim));
    if (number < 0) return;
    show(number, moves && parts[number] === aim);
    if (parts[number] !== aim) aim.focus();
  }

  next.addEventListener("click", () => show(at + 1, true));
  back.addEventListener("click", () => show(at - 1, true));
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.tagName !== "INPUT" || !isWalk || next.hidden) return;
    event.preventDefault();
    show(at + 1, true);
  });
  form.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (!link) return;
    event.preventDefault();
    open(link.getAttribute("href"), true);
  });
  show(Math.max(wrong, 0), false);
  if (wrong < 0) open(window.location.hash, false);
}
