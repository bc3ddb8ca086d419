const host = globalThis.__whowasm_host;
delete globalThis.__whowasm_host;
class HostError extends Error { constructor(code, message) { super(message); this.code = code; } }
host.hostError(HostError);
host.extra({});
Object.defineProperty(globalThis, "__whowasm", { value: { register: host.register } });
