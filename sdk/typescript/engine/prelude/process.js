// What code for Node.js looks for: process.env, performance; and Intl, which says that it is not there.
import { HostError, expose, host } from "./host.js";

const values = new Map();

// read is a configured value. Many libraries look at process.env without need, so that a module without the capability
// finds nothing there. config() of "whowasm" says why.
function read(key) {
  if (values.has(key)) return values.get(key);
  let value;
  try {
    value = host.config(key);
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    host.log(0, `process.env.${key}: ${error.message}`);
  }
  values.set(key, value);
  return value;
}

const env = new Proxy(
  {},
  {
    get: (own, key) => (typeof key !== "string" ? undefined : Object.hasOwn(own, key) ? own[key] : read(key)),
    has: (own, key) => typeof key === "string" && (Object.hasOwn(own, key) || read(key) !== undefined),
  },
);

const performance = {
  now: host.now,
  get timeOrigin() {
    return Date.now() - host.now();
  },
};

const Intl = new Proxy(
  {},
  {
    get(_, key) {
      if (typeof key !== "string") return undefined;
      return function () {
        throw new TypeError(`Intl.${key} is not available: this engine has no data about languages`);
      };
    },
  },
);

expose({
  process: { env, platform: "wasi", argv: [], versions: {}, nextTick: (f, ...a) => queueMicrotask(() => f(...a)) },
  performance,
  Intl,
});
