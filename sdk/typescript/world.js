// What the stand-in for the host knows: the callback that was handed over, and what a test grants. Nothing is granted
// outside of a test's call.
export class HostError extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}
Object.defineProperty(HostError.prototype, "name", { value: "HostError", configurable: true, writable: true });

export const world = { callback: undefined, granted: {} };

// granted returns what the test grants of a capability, or throws as the host does.
export function granted(capability) {
  const it = world.granted[capability];
  if (it === undefined) throw new HostError("not_permitted", `the module's policy does not grant ${capability}`);
  return it;
}
