// Asks a callback in Node.js as the engine asks it in a module.
import "./index.js";
import { granted, world } from "./world.js";

export async function identify(request = {}, given = {}) {
  const callback = given.callback ?? world.callback;
  if (!callback) throw new Error("no identify callback: call track(server, projectId, { identify }), or give one");
  const before = world.granted;
  world.granted = {
    config: given.config, kv: given.kv, jwt: given.verifyJwt, notify: given.notify, request: given.request,
  };
  try {
    return identityOf(await callback({ method: "tools/call", ...request }, extraOf(given), contextOf(given)));
  } finally {
    world.granted = before;
  }
}

const copy = (value) => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)));

function extraOf({ extra = {} }) {
  const { signal = new AbortController().signal, requestInfo, ...rest } = extra;
  const whole = {
    ...copy(rest),
    signal,
    async sendNotification(notification) {
      granted("notify")(copy(notification));
    },
    async sendRequest(request, schema, options) {
      options?.signal?.throwIfAborted();
      const result = copy(await granted("request")(copy(request)));
      return typeof schema?.parse === "function" ? schema.parse(result) : result;
    },
  };
  if (requestInfo) whole.requestInfo = { headers: {}, ...copy({ ...requestInfo, url: undefined }) };
  if (requestInfo?.url) whole.requestInfo.url = new URL(requestInfo.url);
  return whole;
}

const contextOf = ({ context = {} }) => ({ session: {}, ...copy(context) });

const kind = (value) => (value === null ? "null" : Array.isArray(value) ? "array" : typeof value);

function string(value, path, empty) {
  if (typeof value !== "string")
    throw new TypeError(`${path} must be a ${empty ? "" : "non-empty "}string, got ${kind(value)}`);
  if (!value && !empty) throw new TypeError(`${path} must be a non-empty string, got an empty one`);
  return value;
}

// identityOf is what the server gets of an answer.
function identityOf(answer) {
  if (answer === undefined || answer === null) return null;
  if (kind(answer) !== "object")
    throw new TypeError(`identify must return an object or null, got ${kind(answer)}`);
  const { userId, userName, userData } = answer;
  const identity = { userId: string(userId, "userId", false) };
  if (userName !== undefined && userName !== null) identity.userName = string(userName, "userName", true);
  if (userData !== undefined && userData !== null) {
    if (kind(userData) !== "object") throw new TypeError(`userData must be an object, got ${kind(userData)}`);
    identity.userData = copy(userData);
  }
  return identity;
}
