// Answers the tool's messages: capabilities, platform storage (LTI postMessage Storage 0.1), frame size,
// and words for screen readers, which are kept where tests can read them.
const offersStorage = document.currentScript.dataset.storage === "yes";
const frame = document.getElementById("tool");
const spoken = document.createElement("div");
spoken.id = "spoken";
spoken.role = "status";
spoken.style = "position: absolute; clip-path: inset(50%)";
document.body.append(spoken);
const LARGEST = 4096;
const MOST = 500;

class Refusal extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

const drawer = (origin) => `lti ${origin} `;
const keysOf = (origin) => Object.keys(localStorage).filter((key) => key.startsWith(drawer(origin)));

function roomFor(origin, key, value) {
  const others = keysOf(origin).filter((one) => one !== drawer(origin) + key);
  const used = others.reduce((sum, one) => sum + one.length + localStorage[one].length, 0);
  return others.length < MOST && used + key.length + value.length <= LARGEST;
}

function put({ key, value }, origin) {
  if (!key) throw new Refusal("bad_request", "key is required");
  if (value === null || value === undefined || value === "") localStorage.removeItem(drawer(origin) + key);
  else if (!roomFor(origin, key, String(value))) throw new Refusal("storage_exhaustion", "no room left");
  else localStorage.setItem(drawer(origin) + key, String(value));
  return { key, value };
}

function get({ key }, origin) {
  if (!key) throw new Refusal("bad_request", "key is required");
  return { key, value: localStorage.getItem(drawer(origin) + key) };
}

function resize({ height }) {
  if (Number(height) > 0) frame.style.height = `${Math.ceil(Number(height))}px`;
  return {};
}

function speak({ body }) {
  if (typeof body !== "string") throw new Refusal("bad_request", "body is required");
  const line = document.createElement("p");
  line.textContent = body;
  spoken.append(line);
  return {};
}

const handlers = {
  "lti.capabilities": capabilities,
  "lti.frameResize": resize,
  "lti.screenReaderAlert": speak,
};
if (offersStorage) Object.assign(handlers, { "lti.put_data": put, "lti.get_data": get });

function capabilities() {
  const inFrame = (subject) => subject.endsWith("_data") ? { subject, frame: "_parent" } : { subject };
  return { supported_messages: Object.keys(handlers).map(inFrame) };
}

function answerTo(message, origin) {
  try {
    const handler = handlers[message.subject];
    if (!handler) throw new Refusal("unsupported_subject", message.subject);
    return handler(message, origin);
  } catch (error) {
    return { error: { code: error.code || "error", message: error.message } };
  }
}

// Some tools send text, as older platforms wanted it.
function read(data) {
  try {
    return typeof data === "string" ? JSON.parse(data) : data;
  } catch {
    return null;
  }
}

addEventListener("message", ({ data: sent, origin, source }) => {
  const data = read(sent);
  if (typeof data?.subject !== "string" || data.subject.endsWith(".response")) return;
  const { subject, message_id } = data;
  source.postMessage({ subject: `${subject}.response`, message_id, ...answerTo(data, origin) }, origin);
});
