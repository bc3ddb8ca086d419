// What the engine gives the prelude, and nobody else: the name is gone when the bundle runs.
export const host = globalThis.__whowasm_host;
delete globalThis.__whowasm_host;

// A HostError is what a host function answers in place of a result. Its code is one of not_permitted, invalid, limit,
// not_found, unavailable and rejected; its message is the host's sentence.
export class HostError extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}
Object.defineProperty(HostError.prototype, "name", { value: "HostError", configurable: true, writable: true });
host.hostError(HostError);

// expose defines global names as the platforms do: not enumerable.
export function expose(names) {
  for (const [name, value] of Object.entries(names)) {
    Object.defineProperty(globalThis, name, { value, writable: true, enumerable: false, configurable: true });
  }
}

export const bytesOf = (data, what) => {
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  throw new TypeError(`${what} must be an ArrayBuffer or a view of one`);
};
