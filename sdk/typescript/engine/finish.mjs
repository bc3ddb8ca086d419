// The last step of the build: finish.mjs FROM TO. It removes the DataCount section, which wasm-opt adds and nothing needs,
// so that a joiner can append data segments, and refuses an engine that is not what a joiner expects.
import { readFileSync, writeFileSync } from "node:fs";

const [from, to] = process.argv.slice(2);
const bytes = readFileSync(from);
const DATA = 11,
  DATA_COUNT = 12,
  EXPORT = 7;

// number reads an unsigned LEB128 and returns it with the offset behind it.
function number(at) {
  let value = 0,
    shift = 0,
    byte;
  do {
    byte = bytes[at++];
    value += (byte & 127) * 2 ** shift;
    shift += 7;
  } while (byte & 128);
  return [value, at];
}

function refuse(why) {
  console.error(`${from}: ${why}`);
  process.exit(1);
}

// Active segments of the one memory begin with 0 and i32.const; a passive one would begin with 1.
function checkData(at) {
  let count, size;
  [count, at] = number(at);
  while (count--) {
    if (bytes[at] !== 0 || bytes[at + 1] !== 0x41)
      refuse("a data segment is not an active one at a constant address");
    for (at += 2; bytes[at] & 128; at++);
    if (bytes[at + 1] !== 0x0b) refuse("a data segment's address is not a constant");
    [size, at] = number(at + 2);
    at += size;
  }
}

const names = ["memory", "_initialize", "whowasm_alloc", "identify", "whowasm_bundle"];

function checkExports(at) {
  let count,
    length,
    found = [];
  [count, at] = number(at);
  while (count--) {
    [length, at] = number(at);
    found.push(bytes.toString("utf8", at, at + length));
    [, at] = number(at + length + 1);
  }
  if (found.sort().join() !== names.sort().join()) refuse(`the exports are ${found}`);
}

const kept = [bytes.subarray(0, 8)];
for (let at = 8; at < bytes.length;) {
  const kind = bytes[at],
    [size, body] = number(at + 1),
    end = body + size;
  if (kind === DATA) checkData(body);
  if (kind === EXPORT) checkExports(body);
  if (kind !== DATA_COUNT) kept.push(bytes.subarray(at, end));
  at = end;
}
writeFileSync(to, Buffer.concat(kept));
