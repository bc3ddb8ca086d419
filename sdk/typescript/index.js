// The module "whowasm" in Node.js. `whowasm build` puts the engine's own in its place; this one lets a callback be
// tested before: see testing.js.
import { HostError, granted, world } from "./world.js";

export { HostError };

const text = (value, what) => {
  if (typeof value !== "string")
    throw new TypeError(`${what} must be a string, got ${value === null ? "null" : typeof value}`);
  return value;
};

export function track(server, projectId, options) {
  const identify = options?.identify;
  if (identify !== undefined && identify !== null && typeof identify !== "function")
    throw new TypeError(`identify must be a function, got ${typeof identify}`);
  world.callback = identify ? (...given) => identify.apply(options, given) : () => null;
  return server;
}

export const config = (key) => {
  text(key, "a key of config");
  return granted("config")[key];
};

export const kv = {
  async get(key) {
    text(key, "a key of kv");
    return granted("kv").get(key);
  },
  async set(key, value, { ttlMs = 0 } = {}) {
    if (value === "") throw new TypeError("kv.set: an empty value would remove the key: use kv.delete");
    text(key, "a key of kv");
    text(value, "a value of kv");
    granted("kv").set(key, value, ttlMs);
  },
  async delete(key) {
    text(key, "a key of kv");
    granted("kv").delete(key);
  },
};

export async function verifyJwt(token) {
  text(token, "a token");
  return granted("jwt")(token);
}

for (const name of ["mcpcat", "agentcat", "whowasm"]) globalThis[name] ??= { track };
