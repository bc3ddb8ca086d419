// The README's files, run as a reader would run them.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

const root = new URL("..", import.meta.url).pathname;

test("the callback in README.md passes the test in README.md", () => {
  const folder = mkdtempSync(join(tmpdir(), "readme-"));
  try {
    mkdirSync(join(folder, "node_modules"));
    symlinkSync(root, join(folder, "node_modules", "whowasm"));
    writeFileSync(join(folder, "package.json"), '{"type": "module"}');
    const readme = readFileSync(join(root, "README.md"), "utf8");
    const files = [...readme.matchAll(/^```js (\S+)\n(.*?)^```$/gms)];
    assert.deepEqual(files.map(([, name]) => name), ["identify.js", "identify.test.js"]);
    for (const [, name, text] of files) writeFileSync(join(folder, name), text);
    const env = { ...process.env, NODE_TEST_CONTEXT: undefined };
    const run = spawnSync(process.execPath, ["--test"], { cwd: folder, env, encoding: "utf8" });
    assert.equal(run.status, 0, run.stdout + run.stderr);
    assert.match(run.stdout, /# pass 1/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
