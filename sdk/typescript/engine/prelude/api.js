// What the virtual module "whowasm" exports, and the members of extra that are functions.
import { callAborted, callSignal } from "./events.js";
import { HostError, expose, host } from "./host.js";

const parse = JSON.parse,
  stringify = JSON.stringify;

const text = (value, what) => {
  if (typeof value !== "string")
    throw new TypeError(`${what} must be a string, got ${value === null ? "null" : typeof value}`);
  return value;
};

// config returns a configured value, or undefined where there is none.
const config = (key) => host.config(text(key, "a key of config"));

const kv = {
  async get(key) {
    return host.kvGet(text(key, "a key of kv"));
  },
  async set(key, value, { ttlMs = 0 } = {}) {
    if (value === "") throw new TypeError("kv.set: an empty value would remove the key: use kv.delete");
    host.kvSet(text(key, "a key of kv"), text(value, "a value of kv"), ttlMs);
  },
  async delete(key) {
    host.kvSet(text(key, "a key of kv"), "", 0);
  },
};

const verifyJwt = async (token) => parse(host.jwtVerify(stringify({ token: text(token, "a token") })));

// track registers options.identify and returns the server, as the SDK does within a server.
function track(server, projectId, options) {
  const identify = options?.identify;
  if (identify === undefined || identify === null) host.register(() => null);
  else host.register(identify, options);
  return server;
}

host.extra({
  signal: callSignal,
  changed: callAborted,
  async sendNotification(notification) {
    host.notify(stringify(notification));
  },
  async sendRequest(request, schema, options) {
    options?.signal?.throwIfAborted();
    const result = parse(host.request(stringify(request)));
    return typeof schema?.parse === "function" ? schema.parse(result) : result;
  },
  // The getter of requestInfo.url, which is a URL once it has been read.
  url() {
    let value = host.requestURL();
    try {
      value = new URL(value);
    } catch {
      /* it stays what the host said */
    }
    Object.defineProperty(this, "url", { value, writable: true, enumerable: true, configurable: true });
    return value;
  },
});

Object.defineProperty(globalThis, "__whowasm", {
  value: { register: host.register, api: { track, kv, verifyJwt, config, HostError } },
});
for (const name of ["mcpcat", "agentcat", "whowasm"]) expose({ [name]: { track } });
