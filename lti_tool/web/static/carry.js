// Carries a visit where the browser keeps no cookie for us in a frame: every link and form of the
// visit is fetched with a bearer and put in place of the page. The bearer lives in this module, and
// in the tab's session storage where that is allowed, so that a reload heals itself; never in an
// address, in the history or in the page. With the cookie the browser does all this itself, and only
// links into a new tab need a hand: a tab shares no cookie with a frame.

const SLOW = 400; // milliseconds until we say that we are loading
const page = document.body.dataset;
const voice = document.querySelector("[data-carry]");
const native = window.fetch.bind(window);

let sid = page.sid;
let bearer = "";
let shown = pathOf(window.location);
let loading = null;
let isPosting = false;
let turn = 0;
let scripts = new Set();

// --- the bearer ---------------------------------------------------------------------------------

function start(visit) {
  ({ sid, bearer } = visit);
  keep(bearer);
  scripts = new Set([...document.scripts].map((script) => script.src));
  window.fetch = fetchWithBearer;
  window.history.scrollRestoration = "manual";
  document.addEventListener("submit", onSubmit);
  window.addEventListener("popstate", onPopState);
  load(new URL(visit.to, window.location), "replace");
}

// The pages' own scripts fetch as always, and need not know which carrier there is.
function fetchWithBearer(resource, options = {}) {
  if (!isOurs(new URL(resource.url ?? resource, window.location))) return native(resource, options);
  const headers = new Headers(options.headers);
  headers.set("Authorization", `Bearer ${bearer}`);
  return native(resource, { ...options, headers });
}

// Browsers that keep nothing for a frame throw at the mere mention of storage.
function keep(value) {
  try {
    window.sessionStorage.setItem(`pc.${sid}`, value);
  } catch {}
}

function kept() {
  try {
    return window.sessionStorage.getItem(`pc.${sid}`);
  } catch {}
}

function isOurs(url) {
  return url.origin === window.location.origin && url.pathname.startsWith(`/s/${sid}/`);
}

function pathOf({ pathname, search }) {
  return pathname + search;
}

// --- pages --------------------------------------------------------------------------------------

// `move` is what becomes of the history: push, replace or stay.
async function load(url, move, y = 0) {
  loading?.abort();
  loading = new AbortController();
  const answer = await send(url, { signal: loading.signal });
  if (answer?.status === 401) keep("");
  if (answer) await take(answer, { url, move, y });
}

async function post(form, url, body) {
  isPosting = true;
  form.setAttribute("aria-busy", "true");
  const answer = await send(url, { method: "POST", body }, form);
  isPosting = false;
  if (answer?.status === 401) fail(voice.dataset.ended, form);
  else if (answer?.status >= 500) fail(voice.dataset.failed, form);
  else if (answer) await take(answer, { url: new URL(shown, url), move: "stay", y: 0 });
  form.removeAttribute("aria-busy");
  form.dispatchEvent(new Event("answered", { bubbles: true }));
}

// What came back, or nothing when it did not get through or a newer link was faster.
async function send(url, options, form) {
  const late = setTimeout(sayLoading, SLOW);
  const headers = { Accept: "text/html", "X-Carry": "1" };
  try {
    const answer = await window.fetch(url, { ...options, headers });
    return { status: answer.status, headers: answer.headers, body: await answer.blob() };
  } catch (error) {
    if (error.name !== "AbortError") fail(voice.dataset.failed, form);
  } finally {
    clearTimeout(late);
    voice.textContent = "";
    document.querySelector("main").removeAttribute("aria-busy");
  }
}

async function take({ headers, body }, { url, move, y }) {
  const onward = headers.get("X-Location");
  if (onward) return follow(new URL(onward, url), move);
  const name = headers.get("Content-Disposition");
  if (name?.startsWith("attachment")) return save(body, name);
  swap(new DOMParser().parseFromString(await body.text(), "text/html"));
  remember(url, move);
  settle(url, y);
}

function follow(url, move) {
  if (!isOurs(url)) return window.location.assign(url);
  return load(url, move === "replace" ? move : "push");
}

function save(body, disposition) {
  const link = document.createElement("a");
  link.download = /filename="?([^";]+)/.exec(disposition)?.[1] ?? "";
  link.href = URL.createObjectURL(body);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function swap(fresh) {
  document.title = fresh.title;
  for (const name of ["lang", "dir", "data-theme"]) {
    const value = fresh.documentElement.getAttribute(name);
    if (value === null) document.documentElement.removeAttribute(name);
    else document.documentElement.setAttribute(name, value);
  }
  document.head.append(...newSheets(fresh));
  const theirs = fresh.querySelector("[data-carry]");
  Object.assign(voice.dataset, theirs?.dataset);
  theirs?.remove();
  for (const child of [...document.body.children]) if (child !== voice) child.remove();
  document.body.append(...fresh.body.children);
  run(fresh.querySelectorAll("script[type=module][src]"));
}

// A visit may have the colours of its school, which the page of the door had not.
function newSheets(fresh) {
  const here = new Set([...document.styleSheets].map((sheet) => sheet.href));
  const sheets = [...fresh.querySelectorAll("link[rel=stylesheet]")];
  return sheets.filter((sheet) => !here.has(new URL(sheet.getAttribute("href"), document.baseURI).href));
}

// Scripts of this very page start anew with it: a new fragment makes the same file a new module.
function run(modules) {
  turn += 1;
  for (const { src } of modules) if (!scripts.has(src)) import(`${src}#${turn}`);
}

function remember(url, move) {
  if (move === "push" && url.href !== window.location.href) {
    window.history.replaceState({ y: window.scrollY }, "");
    window.history.pushState(null, "", url);
  } else if (move !== "stay") {
    window.history.replaceState(null, "", url);
  }
  shown = pathOf(window.location);
}

// Focus speaks the new page, so the live region never says its title again.
function settle(url, y) {
  const target = url.hash && document.getElementById(decodeURIComponent(url.hash.slice(1)));
  const wrong = document.querySelector("[data-errors], [role=alert]");
  const spot = target || wrong || document.querySelector("h1");
  if (spot && !spot.matches("a, button, input")) spot.tabIndex = -1;
  spot?.focus({ preventScroll: true });
  if (target) target.scrollIntoView();
  else window.scrollTo(0, y);
  // Where the platform gave the frame all its height, only the platform can scroll.
  if (!target && !y && window.parent !== window) {
    const platform = window.location.ancestorOrigins?.[0] ?? "*";
    window.parent.postMessage({ subject: "lti.scrollToTop" }, platform === "null" ? "*" : platform);
  }
}

function sayLoading() {
  voice.textContent = voice.dataset.loading;
  document.querySelector("main").setAttribute("aria-busy", "true");
}

// The page and every word in it stay; what went wrong is said where the person is looking.
function fail(words, form) {
  document.querySelector("[data-failure]")?.remove();
  const note = document.createElement("p");
  note.className = "note fail";
  note.role = "alert";
  note.dataset.failure = "";
  note.textContent = words;
  (form ?? document.querySelector("main")).append(note);
  note.scrollIntoView({ block: "nearest" });
}

// --- what people do -----------------------------------------------------------------------------

function onClick(event) {
  const link = event.target.closest("a[href]");
  if (!link || event.defaultPrevented || event.button > 1) return;
  const url = new URL(link.getAttribute("href"), document.baseURI);
  if (!isOurs(url)) return;
  const target = link.getAttribute("target");
  if (wantsTab(event, target)) openTab(event, url);
  else if (bearer && !target && !(url.hash && pathOf(url) === shown)) {
    event.preventDefault();
    // A form under way is never left behind: what comes back may hold words to correct.
    if (!isPosting) load(url, "push");
  }
}

function wantsTab({ button, ctrlKey, metaKey, shiftKey }, target) {
  return button === 1 || ctrlKey || metaKey || shiftKey || target === "_blank";
}

function onSubmit(event) {
  const { target: form, submitter: button } = event;
  const url = actionOf(form, button);
  if (event.defaultPrevented || form.target || !isOurs(url)) return;
  event.preventDefault();
  const data = new FormData(form, button);
  const method = button?.getAttribute("formmethod") ?? form.getAttribute("method");
  if (method?.toLowerCase() !== "post") {
    url.search = new URLSearchParams(data);
    load(url, "push");
  } else if (!isPosting) {
    const hasFile = form.querySelector("input[type=file]");
    post(form, url, hasFile ? data : new URLSearchParams(data));
  }
}

function actionOf(form, button) {
  const action = button?.getAttribute("formaction") ?? form.getAttribute("action") ?? "";
  return new URL(action || window.location.href, document.baseURI);
}

function onPopState({ state }) {
  if (pathOf(window.location) !== shown) load(new URL(window.location), "stay", state?.y);
}

// The tab is opened at once, while the browser still knows of the click; then a one-time code goes
// there in the body of a form, so that no address holds a secret.
async function openTab(event, url) {
  if (page.carrier === "cookie" && window.top === window) return;
  event.preventDefault();
  const target = `pc-tab-${Date.now()}`;
  const tab = window.open("about:blank", target);
  if (!tab) return bearer ? load(url, "push") : window.location.assign(url);
  try {
    const headers = { "X-CSRF-Token": page.csrf ?? "" };
    const answer = await window.fetch(`/s/${sid}/tab`, { method: "POST", headers });
    const { code } = await answer.json();
    sendTo(target, { code, to: pathOf(url) + url.hash });
  } catch {
    tab.close();
    fail(voice.dataset.failed);
  }
}

function sendTo(target, fields) {
  const form = document.createElement("form");
  Object.assign(form, { method: "post", action: "/lti/tab", target });
  for (const [name, value] of Object.entries(fields)) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  document.body.append(form);
  form.submit();
  form.remove();
}

// --- start --------------------------------------------------------------------------------------

document.addEventListener("click", onClick);
document.addEventListener("auxclick", onClick);
document.addEventListener("carry", ({ detail }) => start(detail), { once: true });
if (sid && page.carrier === "none" && kept()) start({ sid, bearer: kept(), to: window.location.href });
