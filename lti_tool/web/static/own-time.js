// Beside a moment that is told by the clock of another place stands the time where the reader is.

for (const when of document.querySelectorAll("time[data-zone]")) {
  const moment = new Date(when.dateTime);
  const here = clock(moment);
  const there = clock(moment, when.dataset.zone);
  if (here.full !== there.full) {
    const own = here.day === there.day ? here.time : here.full;
    when.append(` (${when.dataset.here.replace("{}", own)})`);
  }
}

function clock(moment, timeZone) {
  const language = document.documentElement.lang;
  const hours = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone };
  const day = new Intl.DateTimeFormat(language, { weekday: "short", timeZone }).format(moment);
  const time = new Intl.DateTimeFormat(language, hours).format(moment);
  return { day, time, full: `${day} ${time}` };
}
