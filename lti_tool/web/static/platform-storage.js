// Around the sign-in the platform keeps a secret for us, in case the browser keeps no cookie
// (Client Side postMessages 0.1). Before it: put the secret, then go on. After it: get the secret
// back, prove it to the server, and tell the page's script to carry the visit. Whatever fails or
// takes too long, the link or the form of the page goes on without.

const PATIENCE = 3000; // milliseconds

const link = document.querySelector("a[data-put]");
const form = document.querySelector("form[data-get]");
const { frame, origin } = (link ?? form).dataset;

function keeper() {
  const platform = window.parent === window ? window.opener : window.parent;
  if (frame === "_parent") return platform;
  try {
    // A frame that is missing is undefined, or an error where its page is of another site.
    return platform.frames[frame] ?? platform;
  } catch {
    return platform;
  }
}

function ask(subject, fields) {
  const place = keeper();
  const message_id = crypto.randomUUID();
  const wait = AbortSignal.timeout(PATIENCE);
  return new Promise((resolve, reject) => {
    if (!place) reject(new Error("no platform around this page"));
    wait.addEventListener("abort", () => reject(wait.reason));
    window.addEventListener("message", hear, { signal: wait });
    place?.postMessage({ subject, message_id, ...fields }, origin);

    function hear({ data, origin: from, source }) {
      if (from !== origin || source !== place || data?.message_id !== message_id) return;
      if (data.subject !== `${subject}.response`) return;
      if (data.error) reject(new Error(data.error.code));
      else resolve(data.value);
    }
  });
}

// No answer is waited for: what cannot be forgotten does no harm.
function forget(key) {
  ask("lti.put_data", { key, value: null }).catch(() => {});
}

async function put({ put: key, secret: value, forget: sids }) {
  sids.split(" ").filter(Boolean).forEach((sid) => forget(`pc-${sid}`));
  await ask("lti.put_data", { key, value }).catch(() => {});
  window.location.replace(link.href);
}

async function prove({ get: key }) {
  try {
    const body = new URLSearchParams(new FormData(form));
    body.append("proof", await secretOf(key));
    const answer = await fetch(form.action, { method: "POST", body });
    if (!answer.ok) throw new Error(answer.status);
    document.dispatchEvent(new CustomEvent("carry", { detail: await answer.json() }));
    forget(key);
  } catch {
    form.submit();
  }
}

async function secretOf(key) {
  const value = await ask("lti.get_data", { key });
  if (!value) throw new Error("nothing is kept");
  return value;
}

if (link) put(link.dataset);
else prove(form.dataset);
