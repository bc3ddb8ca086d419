// The official TypeScript MCP clients against `whowasm serve`: @modelcontextprotocol/client 2.x, which speaks
// protocol 2026-07-28 and falls back to 2025-11-25, and @modelcontextprotocol/sdk 1.x, which speaks 2025-11-25.
// Each of them calls over HTTP with sessions, HTTP without and stdio, must always be told who it is itself, and must see a
// denial as the error of its call. The folders beside this file have clients in other languages.
//
// Run it, with Node 20 or newer, on a built command:
//
//	go build -o /tmp/whowasm ./cmd/whowasm
//	cd testdata/clients && npm ci --no-audit --no-fund
//	WHOWASM=/tmp/whowasm WHOWASM_DENIED=CODE node --test
//
// CODE is what host.CodeDenied is.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { createInterface } from 'node:readline';

import * as v2 from '@modelcontextprotocol/client';
import * as v2stdio from '@modelcontextprotocol/client/stdio';
import * as v1 from '@modelcontextprotocol/sdk/client/index.js';
import * as v1http from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import * as v1stdio from '@modelcontextprotocol/sdk/client/stdio.js';

const whowasm = process.env.WHOWASM;
assert.ok(whowasm, 'WHOWASM must be the path of a built whowasm command');
const denied = Number(process.env.WHOWASM_DENIED);
assert.ok(denied, 'WHOWASM_DENIED must be what host.CodeDenied is');

const newest = '2026-07-28';
const older = '2025-11-25';

// The callers that the demo's module knows, and those that it does not.
const alice = { name: 'token', arguments: { token: 'tok-alice-5f2c' }, is: { userId: 'u-alice', anonymous: false } };
const acme = { name: 'API key', arguments: { apiKey: 'key-acme-77aa' }, is: { userId: 'acct-acme', anonymous: false } };
const nobody = { name: 'no credential', arguments: {}, is: { anonymous: true } };
const stranger = {
  name: 'bad token',
  arguments: { token: 'tok-wrong-0000' },
  is: { anonymous: true, error: 'the guest reports: unknown token' },
};
const callers = [alice, acme, nobody, stranger];

// ---- The clients. Each connects and returns what connection makes of it.

const info = { name: 'whowasm-clients', version: '1.0.0' };

async function connectV2(transport, mode) {
  const client = new v2.Client(info, { versionNegotiation: { mode } });
  await client.connect(transport);
  return connection(client, transport, client.getNegotiatedProtocolVersion());
}

async function connectV1(transport) {
  const client = new v1.Client(info);
  const negotiated = noteProtocolVersion(transport);
  await client.connect(transport);
  return connection(client, transport, negotiated());
}

// noteProtocolVersion listens to the one place where the 1.x client tells the version: its transport.
function noteProtocolVersion(transport) {
  let version;
  const pass = transport.setProtocolVersion?.bind(transport);
  transport.setProtocolVersion = (negotiated) => {
    version = negotiated;
    pass?.(negotiated);
  };
  return () => version;
}

function connection(client, transport, protocol) {
  return {
    protocol,
    sessionId: transport.sessionId,
    pid: transport.pid,
    stderr: transport.stderr,
    listTools: () => client.listTools(),
    whoami: async (caller) => {
      const result = await client.callTool({ name: 'whoami', arguments: caller.arguments });
      assert.ok(!result.isError, JSON.stringify(result));
      return result.structuredContent;
    },
    close: async () => {
      if (transport.sessionId) {
        await transport.terminateSession();
      }
      await client.close();
    },
  };
}

const stdioServer = (flags) => ({ command: whowasm, args: ['serve', '--stdio', ...flags], stderr: 'pipe' });

// What each client negotiates: over HTTP with sessions, over HTTP without, and over stdio.
const clients = [
  {
    name: '@modelcontextprotocol/client 2.x',
    overHTTP: (url, protocol) =>
      connectV2(new v2.StreamableHTTPClientTransport(new URL(url)), protocol === newest ? 'auto' : 'legacy'),
    overStdio: (flags) => connectV2(new v2stdio.StdioClientTransport(stdioServer(flags)), 'auto'),
    protocol: { stateful: older, stateless: newest, stdio: newest },
    withoutSessions: [[], ['--stateless']], // one server has both
  },
  {
    name: '@modelcontextprotocol/sdk 1.x',
    overHTTP: (url) => connectV1(new v1http.StreamableHTTPClientTransport(new URL(url))),
    overStdio: (flags) => connectV1(new v1stdio.StdioClientTransport(stdioServer(flags))),
    protocol: { stateful: older, stateless: older, stdio: older },
    withoutSessions: [['--stateless']],
  },
];

// ---- The server.

// withServer starts an HTTP server of its own for body, ends it and sees that it ends well.
async function withServer(t, flags, body) {
  const server = spawn(whowasm, ['serve', '--json', '--addr', '127.0.0.1:0', ...flags]);
  const exited = once(server, 'exit');
  const log = logOf(t, server.stderr);
  try {
    await body(await announcedURL(server, exited));
  } finally {
    server.kill('SIGTERM');
    const [code, signal] = await exited;
    assert.deepEqual({ code, signal }, { code: 0, signal: null }, 'the server must end well when it is told to');
  }
  assertNoSecrets(log());
}

async function announcedURL(server, exited) {
  const line = once(createInterface({ input: server.stdout }), 'line').then(([text]) => text);
  const text = await Promise.race([line, exited.then(([code]) => assert.fail(`whowasm serve exited with ${code}`))]);
  return JSON.parse(text).url;
}

// logOf collects what a server logs, and shows the last lines of it after a subtest that failed.
function logOf(t, stream) {
  let log = '';
  stream.setEncoding('utf8').on('data', (more) => (log += more));
  t.afterEach((subtest) => {
    if (!subtest.passed) {
      t.diagnostic(`what the server logged last, before the end of "${subtest.name}":`);
      log.trimEnd().split('\n').slice(-10).forEach((line) => t.diagnostic(line));
    }
  });
  return () => log;
}

function assertNoSecrets(log) {
  assert.match(log, /caller identified/);
  for (const secret of callers.flatMap((caller) => Object.values(caller.arguments))) {
    assert.ok(!log.includes(secret), `the server logged the credential ${secret}`);
  }
}

// withConnection closes what connect opens when body is done.
async function withConnection(connect, body) {
  const opened = await connect();
  try {
    return await body(opened);
  } finally {
    await opened.close();
  }
}

// ---- What must hold.

function assertIs(answer, caller) {
  const { userId, anonymous, error } = answer;
  assert.deepEqual({ userId, anonymous, error }, { userId: undefined, error: undefined, ...caller.is });
  assert.equal(typeof answer.cached, 'boolean');
  assert.ok(Number.isInteger(answer.durationMicros) && answer.durationMicros >= 0, `durationMicros: ${answer.durationMicros}`);
  if (!answer.anonymous) {
    assert.ok(answer.userName, 'a known caller has a name');
  }
}

// callTwice returns both answers of one caller on one connection, after checking whose they are.
async function callTwice(opened, caller) {
  const answers = [await opened.whoami(caller), await opened.whoami(caller)];
  answers.forEach((answer) => assertIs(answer, caller));
  return answers;
}

const cachedOf = (answers) => answers.map((answer) => answer.cached);

// callAllAtOnce sends five calls on each connection without waiting for one another.
async function callAllAtOnce(connections, callerOf) {
  const rounds = Array.from({ length: 5 });
  const calls = connections.flatMap((opened, i) =>
    rounds.map(async (_, round) => {
      const caller = callerOf(i, round);
      assertIs(await opened.whoami(caller), caller);
    }),
  );
  await Promise.all(calls);
  return calls.length;
}

// twentyClients connects as many clients, each with a credential of its own or none, and returns what each is
// told once it has been identified.
async function twentyClients(connect) {
  const own = (i) => [alice, acme, nobody][i % 3];
  const connections = await Promise.all(Array.from({ length: 20 }, connect));
  try {
    await Promise.all(connections.map((opened) => opened.listTools()));
    assert.equal(await callAllAtOnce(connections, own), 100);
    const answers = await Promise.all(connections.map((opened, i) => opened.whoami(own(i))));
    answers.forEach((answer, i) => assertIs(answer, own(i)));
    return answers;
  } finally {
    await Promise.all(connections.map((opened) => opened.close()));
  }
}

async function changingCredentials(opened) {
  for (const caller of [alice, acme, nobody, alice, stranger, acme]) {
    assertIs(await opened.whoami(caller), caller);
  }
  assert.equal(await callAllAtOnce(Array(20).fill(opened), (i, round) => callers[(i + round) % 3]), 100);
}

// schemaOfWhoami lists the tools, after which the client holds each answer against the tool's output schema.
async function schemaOfWhoami(opened) {
  const { tools } = await opened.listTools();
  assert.deepEqual(tools.map((tool) => tool.name), ['whoami']);
  assert.equal(tools[0].outputSchema?.type, 'object');
}

// ---- The tests: each client over each kind of connection.

// A call that is never answered fails its test rather than holding it up.
const limits = { timeout: 60_000 };

for (const client of clients) {
  describe(client.name, () => {
    test(`HTTP with sessions, protocol ${client.protocol.stateful}`, limits, (t) =>
      withServer(t, [], (url) => statefulHTTP(t, client, url)));
    for (const flags of client.withoutSessions) {
      test(`HTTP without sessions, protocol ${client.protocol.stateless}, ${flags}`, limits, (t) =>
        withServer(t, flags, (url) => statelessHTTP(t, client, url)));
    }
    test(`stdio, protocol ${client.protocol.stdio}`, limits, (t) => stdio(t, client));
    test('a denial is the error of its call', limits, (t) => denials(t, client));
  });
}

async function statefulHTTP(t, client, url) {
  const connect = () => client.overHTTP(url, client.protocol.stateful);
  for (const caller of callers) {
    await t.test(`${caller.name}: the session keeps the answer`, () =>
      withConnection(connect, async (opened) => {
        assert.equal(opened.protocol, client.protocol.stateful);
        assert.ok(opened.sessionId, 'a stateful server gives the session an id');
        await schemaOfWhoami(opened);
        const answers = await callTwice(opened, caller);
        if (caller !== stranger) {
          assert.deepEqual(cachedOf(answers), [false, true]);
        }
      }),
    );
  }
  await t.test('another session of the same caller is identified anew', () =>
    withConnection(connect, async (opened) => assert.deepEqual(cachedOf(await callTwice(opened, alice)), [false, true])),
  );
  await t.test('another credential in one session is another caller', () => withConnection(connect, changingCredentials));
  await t.test('twenty clients at once are each themselves', async () => {
    const answers = await twentyClients(connect);
    assert.ok(answers.every((answer) => answer.cached), 'every session keeps its answer');
  });
}

async function statelessHTTP(t, client, url) {
  const connect = () => client.overHTTP(url, client.protocol.stateless);
  const first = { [alice.name]: [false, true], [acme.name]: [false, true], [nobody.name]: [false, false] };
  for (const caller of callers) {
    await t.test(`${caller.name}: the credential keeps the answer`, () =>
      withConnection(connect, async (opened) => {
        assert.equal(opened.protocol, client.protocol.stateless);
        assert.equal(opened.sessionId, undefined, 'a stateless server has no sessions');
        await schemaOfWhoami(opened);
        const answers = await callTwice(opened, caller);
        if (caller !== stranger) {
          assert.deepEqual(cachedOf(answers), first[caller.name]);
        }
      }),
    );
  }
  await t.test('another connection with the same credential finds the answer', () =>
    withConnection(connect, async (opened) => {
      assert.deepEqual(cachedOf(await callTwice(opened, acme)), [true, true]);
      assert.deepEqual(cachedOf(await callTwice(opened, nobody)), [false, false]);
    }),
  );
  await t.test('another credential on one connection is another caller', () => withConnection(connect, changingCredentials));
  await t.test('twenty clients at once are each themselves', async () => {
    const answers = await twentyClients(connect);
    assert.ok(answers.every((answer) => answer.cached === !answer.anonymous), 'answers are kept for credentials alone');
  });
}

async function stdio(t, client) {
  const opened = await client.overStdio([]);
  const log = logOf(t, opened.stderr);
  try {
    await t.test('the protocol version is negotiated', () => assert.equal(opened.protocol, client.protocol.stdio));
    await t.test('the tool has an output schema', () => schemaOfWhoami(opened));
    for (const caller of callers) {
      await t.test(`${caller.name}: the session keeps the answer`, async () => {
        const answers = await callTwice(opened, caller);
        if (caller !== stranger) {
          // Without sessions, as of the newest protocol, whoever has no credential is nobody that could be known again.
          const kept = opened.protocol !== newest || answers.every((answer) => !answer.anonymous);
          assert.deepEqual(cachedOf(answers), [false, kept]);
        }
      });
    }
    await t.test('another credential in one session is another caller', () => changingCredentials(opened));
  } finally {
    await opened.close();
  }
  assertNoSecrets(log());
  assert.throws(() => process.kill(opened.pid, 0), { code: 'ESRCH' }, 'the server ends with its connection');
}

async function denials(t, client) {
  await t.test('HTTP with sessions', () => withEvents((flags) =>
    withServer(t, flags, (url) => withConnection(() => client.overHTTP(url, client.protocol.stateful), isDenied))));
  await t.test('HTTP without sessions', () => withEvents((flags) =>
    withServer(t, [...flags, ...client.withoutSessions[0]], (url) =>
      withConnection(() => client.overHTTP(url, client.protocol.stateless), isDenied))));
  await t.test('stdio', () => withEvents((flags) => withConnection(() => client.overStdio(flags), isDenied)));
}

// isDenied calls as a stranger between calls on the same connection that succeed.
async function isDenied(opened) {
  assertIs(await opened.whoami(alice), alice);
  for (let i = 0; i < 3; i++) {
    await assert.rejects(opened.whoami(stranger), { code: denied, message: /denied: the caller could not be identified/ });
  }
  assertIs(await opened.whoami(alice), alice);
}

// withEvents sees that no call of isDenied came to the server more often than it was made.
async function withEvents(body) {
  const folder = await mkdtemp(join(tmpdir(), 'whowasm-'));
  const file = join(folder, 'events.jsonl');
  try {
    await body(['--deny', '--events', file]);
    const events = (await readFile(file, 'utf8')).trimEnd().split('\n').map((line) => JSON.parse(line));
    const outcomes = events.filter((event) => event.event === 'call').map((event) => event.outcome);
    assert.deepEqual(outcomes, ['identified', 'denied', 'denied', 'denied', 'identified']);
  } finally {
    await rm(folder, { recursive: true });
  }
}
