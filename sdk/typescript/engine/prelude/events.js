// Event, EventTarget, AbortController and AbortSignal, as far as code without a page uses them. Source: DOM standard,
// sections 2 and 3.
import { expose, host } from "./host.js";

class Event {
  #stopped = false;
  #prevented = false;
  constructor(type, { cancelable = false, bubbles = false } = {}) {
    this.type = String(type);
    this.cancelable = cancelable;
    this.bubbles = bubbles;
    this.target = this.currentTarget = null;
    this.timeStamp = performance.now();
  }
  get defaultPrevented() {
    return this.#prevented;
  }
  preventDefault() {
    this.#prevented = this.cancelable;
  }
  stopPropagation() {}
  stopImmediatePropagation() {
    this.#stopped = true;
  }
  static stopped(event) {
    return event.#stopped;
  }
}
const stopped = Event.stopped;
delete Event.stopped;

class CustomEvent extends Event {
  constructor(type, options = {}) {
    super(type, options);
    this.detail = options.detail ?? null;
  }
}

class EventTarget {
  #listeners; // made when there is a first one
  addEventListener(type, listener, options) {
    if (!listener) return;
    const once = typeof options === "object" && !!options?.once,
      signal = options?.signal;
    if (signal?.aborted) return;
    this.#listeners ??= [];
    if (this.#listeners.some((l) => l.type === type && l.listener === listener)) return;
    this.#listeners.push({ type, listener, once });
    signal?.addEventListener("abort", () => this.removeEventListener(type, listener), { once: true });
  }
  removeEventListener(type, listener) {
    this.#listeners = this.#listeners?.filter((l) => l.type !== type || l.listener !== listener);
  }
  dispatchEvent(event) {
    event.target = event.currentTarget = this;
    const handler = this["on" + event.type];
    const all = this.#listeners?.filter((l) => l.type === event.type) ?? [];
    if (typeof handler === "function") all.unshift({ listener: handler });
    for (const { listener, once } of all) {
      if (once) this.removeEventListener(event.type, listener);
      try {
        if (typeof listener === "function") listener.call(this, event);
        else listener.handleEvent(event);
      } catch (error) {
        console.error("in an event listener:", error);
      }
      if (stopped(event)) break;
    }
    return !event.defaultPrevented;
  }
}

const internal = Symbol("internal");

class AbortSignal extends EventTarget {
  #aborted = false;
  #reason;
  #ask;
  #dependents;
  constructor(key, ask) {
    if (key !== internal) throw new TypeError("Illegal constructor: use new AbortController().signal");
    super();
    this.#ask = ask;
    this.onabort = null;
  }
  get aborted() {
    if (!this.#aborted && this.#ask?.()) AbortSignal.#abort(this);
    return this.#aborted;
  }
  get reason() {
    return this.aborted ? this.#reason : undefined;
  }
  throwIfAborted() {
    if (this.aborted) throw this.#reason;
  }

  static #abort(signal, reason = new DOMException("This operation was aborted", "AbortError")) {
    if (signal.#aborted) return;
    signal.#aborted = true;
    signal.#reason = reason;
    signal.dispatchEvent(new Event("abort"));
    for (const dependent of signal.#dependents ?? []) AbortSignal.#abort(dependent, reason);
  }
  static [internal](signal, reason) {
    AbortSignal.#abort(signal, reason);
  }

  static abort(reason) {
    const signal = new AbortSignal(internal);
    AbortSignal.#abort(signal, reason);
    return signal;
  }
  static timeout(milliseconds) {
    const signal = new AbortSignal(internal);
    setTimeout(
      () => AbortSignal.#abort(signal, new DOMException("The operation was aborted due to timeout", "TimeoutError")),
      milliseconds,
    );
    return signal;
  }
  static any(signals) {
    const signal = new AbortSignal(internal);
    for (const source of signals) {
      if (source.aborted) {
        AbortSignal.#abort(signal, source.#reason);
        break;
      }
      (source.#dependents ??= []).push(signal);
    }
    return signal;
  }
}
const abort = AbortSignal[internal];
delete AbortSignal[internal];

class AbortController {
  #signal = new AbortSignal(internal);
  get signal() {
    return this.#signal;
  }
  abort(reason) {
    abort(this.#signal, reason);
  }
}

// callSignal is extra.signal of every call: it asks the host.
export const callSignal = new AbortSignal(internal, host.aborted);
export const callAborted = () => abort(callSignal);

for (const [name, c] of Object.entries({ Event, CustomEvent, EventTarget, AbortSignal, AbortController })) {
  Object.defineProperty(c.prototype, Symbol.toStringTag, { value: name, configurable: true });
}
expose({ Event, CustomEvent, EventTarget, AbortSignal, AbortController });
