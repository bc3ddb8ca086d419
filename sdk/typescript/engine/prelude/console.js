// console writes to the host's log.
import { expose, host } from "./host.js";

const maxDepth = 4,
  maxItems = 100,
  maxLength = 8192;

function inspectError(error, seen, depth) {
  const name = String(error.name ?? "Error"),
    message = String(error.message ?? "");
  const stack = typeof error.stack === "string" ? host.stack(error.stack) : "";
  const own = Object.keys(error).filter((key) => key !== "stack" && key !== "message");
  let text = message ? `${name}: ${message}` : name;
  if (stack) text += "\n" + stack;
  if (own.length)
    text += " { " + own.map((key) => `${key}: ${inspect(error[key], seen, depth + 1)}`).join(", ") + " }";
  if (error.cause !== undefined) text += "\n[cause]: " + inspect(error.cause, seen, depth + 1);
  return text;
}

const bounded = (items, total) => (total > items.length ? [...items, `… ${total - items.length} more`] : items);

function members(value, seen, depth) {
  const keys = Object.keys(value);
  const shown = keys.slice(0, maxItems).map((key) => {
    const name = /^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key);
    const own = Object.getOwnPropertyDescriptor(value, key);
    return `${name}: ${own?.get ? "[Getter]" : inspect(value[key], seen, depth + 1)}`;
  });
  return bounded(shown, keys.length);
}

function entries(value, seen, depth) {
  const shown = [];
  for (const entry of value) {
    if (shown.length === maxItems) break;
    shown.push(
      value instanceof Map
        ? `${inspect(entry[0], seen, depth + 1)} => ${inspect(entry[1], seen, depth + 1)}`
        : inspect(entry, seen, depth + 1),
    );
  }
  return bounded(shown, value.size ?? value.length);
}

const braces = (before, items, open = "{", close = "}") =>
  before + (items.length ? `${open} ${items.join(", ")} ${close}` : open + close);

function inspectObject(value, seen, depth) {
  if (value instanceof Error) return inspectError(value, seen, depth);
  if (value instanceof Date) return isNaN(value) ? "Invalid Date" : value.toISOString();
  if (value instanceof RegExp) return String(value);
  if (value instanceof Promise) return "Promise {}";
  if (typeof value === "function")
    return `[${value.toString().startsWith("class") ? "class" : "function"} ${value.name || "(anonymous)"}]`;
  const proto = Object.getPrototypeOf(value),
    name = proto === null ? "[null prototype]" : proto.constructor?.name;
  if (depth > maxDepth) return `[${name || "Object"}]`;
  if (value instanceof URL) return value.href;
  if (Array.isArray(value)) return braces("", entries(value, seen, depth), "[", "]");
  if (value instanceof Map || value instanceof Set)
    return braces(`${name}(${value.size}) `, entries(value, seen, depth));
  if (ArrayBuffer.isView(value) && value.length !== undefined) {
    return braces(`${name}(${value.length}) `, entries(value, seen, depth), "[", "]");
  }
  return braces(name && name !== "Object" ? name + " " : "", members(value, seen, depth));
}

// inspect shows any value, within bounds.
function inspect(value, seen = [], depth = 0) {
  if (typeof value === "string")
    return depth ? JSON.stringify(value.length > 1000 ? value.slice(0, 1000) + "…" : value) : value;
  if (typeof value === "bigint") return `${value}n`;
  if (value === null || (typeof value !== "object" && typeof value !== "function"))
    return Object.is(value, -0) ? "-0" : String(value);
  if (seen.includes(value)) return "[Circular]";
  try {
    return inspectObject(value, [...seen, value], depth);
  } catch (error) {
    return `[cannot be shown: ${error?.message}]`;
  }
}

const directives = {
  s: (v) => (typeof v === "string" ? v : inspect(v, [], 1)),
  d: (v) => String(typeof v === "bigint" ? v : Number(v)),
  i: (v) => String(parseInt(v, 10)),
  f: (v) => String(parseFloat(v)),
  j: (v) => JSON.stringify(v),
  o: (v) => inspect(v, [], 1),
  O: (v) => inspect(v, [], 1),
  c: () => "",
};

function format(values) {
  let used = 0,
    first = "";
  if (typeof values[0] === "string" && values.length > 1) {
    first = values[0].replace(/%([sdifjoOc%])/g, (all, letter) =>
      letter === "%" ? "%" : used + 1 < values.length ? directives[letter](values[++used]) : all,
    );
    used++;
  }
  const rest = values.slice(used).map((v) => inspect(v));
  const text = (used ? [first, ...rest] : rest).join(" ");
  return text.length > maxLength ? text.slice(0, maxLength) + "…" : text;
}

const at =
  (level) =>
  (...values) =>
    host.log(level, format(values));
const timers = new Map(),
  counts = new Map();

export const console = {
  debug: at(0),
  log: at(1),
  info: at(1),
  warn: at(2),
  error: at(3),
  dir: (value) => console.log(value),
  table: (value) => console.log(value),
  trace: (...values) => host.log(0, `Trace: ${format(values)}\n${host.stack(new Error().stack)}`),
  assert: (good, ...values) => good || console.error("Assertion failed", ...values),
  group: (...values) => values.length && console.log(...values),
  groupEnd: () => {},
  count: (label = "default") => {
    counts.set(label, (counts.get(label) ?? 0) + 1);
    console.log(`${label}: ${counts.get(label)}`);
  },
  time: (label = "default") => void timers.set(label, performance.now()),
  timeEnd: (label = "default") => console.log(`${label}: ${(performance.now() - timers.get(label)).toFixed(3)} ms`),
};
console.groupCollapsed = console.group;

expose({ console });
