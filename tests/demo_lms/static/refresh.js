// Puts the newest gradebook table in place every three seconds, without moving focus or scroll.
const source = document.currentScript.dataset.from;
const place = document.getElementById("grades");

async function refresh() {
  const answer = await fetch(source).catch(() => null);
  if (answer?.ok) {
    const html = await answer.text();
    if (html !== refresh.last) place.innerHTML = html;
    refresh.last = html;
  }
}

setInterval(() => { if (!document.hidden) refresh(); }, 3000);
