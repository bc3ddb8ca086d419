// A callback in Node.js, before it is built. The messages are the engine's.
import assert from "node:assert/strict";
import { test } from "node:test";
import { HostError, config, kv, track, verifyJwt } from "whowasm";
import { identify } from "whowasm/testing";

test("the callback that track was given is asked", async () => {
  const server = {};
  const options = { name: "u-1", async identify(request) { return { userId: this.name, userName: request.method }; } };
  assert.equal(track(server, "proj_abc123xyz", options), server);
  assert.deepEqual(await identify(), { userId: "u-1", userName: "tools/call" });
  track(server, "proj_abc123xyz");
  assert.equal(await identify(), null);
  globalThis.mcpcat.track(server, "proj_abc123xyz", { identify: () => ({ userId: "global" }) });
  assert.deepEqual(await identify(), { userId: "global" });
});

test("a callback gets the request, what the server knows of it, and the connection", async () => {
  const request = { params: { name: "whoami", arguments: { token: "t" } } };
  await identify(request, {
    extra: {
      authInfo: { token: "t", scopes: ["read"] },
      requestId: 7,
      requestInfo: { url: "https://example.com/mcp" },
    },
    context: { lifespan_context: { region: "eu" } },
    callback(asked, extra, context) {
      assert.deepEqual(asked, { method: "tools/call", ...request });
      assert.deepEqual(extra.authInfo.scopes, ["read"]);
      assert.equal(extra.requestInfo.url.hostname, "example.com");
      assert.equal(extra.signal.aborted, false);
      assert.equal(context.lifespan_context.region, "eu");
      return null;
    },
  });
});

test("what is not granted throws, as in a module", async () => {
  const refused = (capability) => (error) =>
    error instanceof HostError && error.code === "not_permitted" &&
    error.message === `the module's policy does not grant ${capability}`;
  assert.throws(() => config("region"), refused("config"));
  await assert.rejects(kv.get("k"), refused("kv"));
  await assert.rejects(verifyJwt("t"), refused("jwt"));
  const callback = (_, extra) => extra.sendNotification({ method: "m" });
  await assert.rejects(identify({}, { callback }), refused("notify"));
});

test("what is granted is there", async () => {
  const told = [];
  const identity = await identify({}, {
    config: { region: "eu" },
    kv: new Map(),
    verifyJwt: (token) => ({ issuer: "i", subject: "u-" + token, audience: [], claims: {} }),
    notify: (notification) => told.push(notification.method),
    request: () => ({ text: "yes" }),
    async callback(request, extra) {
      await kv.set("k", "v", { ttlMs: 1000 });
      await extra.sendNotification({ method: "notifications/message" });
      const schema = { parse: (result) => result.text.toUpperCase() };
      const answer = await extra.sendRequest({ method: "elicitation/create" }, schema);
      const { subject } = await verifyJwt("7");
      const userData = { region: config("region"), none: config("none"), v: await kv.get("k"), answer };
      return { userId: subject, userData };
    },
  });
  assert.deepEqual(identity, { userId: "u-7", userData: { region: "eu", v: "v", answer: "YES" } });
  assert.deepEqual(told, ["notifications/message"]);
});

test("a wrong answer names the path", async () => {
  for (const [answer, message] of [
    ["u-1", "identify must return an object or null, got string"],
    [["u-1"], "identify must return an object or null, got array"],
    [{ userId: 7 }, "userId must be a non-empty string, got number"],
    [{ userId: "" }, "userId must be a non-empty string, got an empty one"],
    [{ userId: "u", userName: 1 }, "userName must be a string, got number"],
    [{ userId: "u", userData: [] }, "userData must be an object, got array"],
  ]) {
    await assert.rejects(identify({}, { callback: () => answer }), { message });
  }
  assert.deepEqual(await identify({}, { callback: () => ({ userId: "u", userName: null, more: 1 }) }), { userId: "u" });
});
