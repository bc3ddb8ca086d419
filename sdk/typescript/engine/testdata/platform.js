// want: {"userId":"as browsers and Node.js do"}
// Each line is something that the prelude provides, and what it must give.
const VECTORS = [
  {
    name: "RS256",
    alg: { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" },
    data: "the data of RS256",
    sig: "MO7KeVcxpIzAhxlPXf+ScAli9vQlBwTvqEYo6M43tIvUO07UbvY+6y1xARHf+FHA1yDIljc2739MtN5ds4qLtCv5/mBUt174EfFdJIxiXkhbGpR7aISev6OqgEkV1+GQv4j1yPI5JK6T0xF3AE4HXiyRD2y5U37iT8bmGofL8AZdciPPsR3CD609thLydrn/cjnF849270mbnbC2WcecDiAkn3VxUFFzGs0Ovi3aYwZLjuZcJDGCWHmX6X6oY68MdhJPRZ+fQ4+Jv66oINlWM1xKhOHoiftNDSEJzJR4cbLXG/hwGzMtCuxdzo3L1dpUKQhCTih4clSOw3WG70/yNA==",
    jwk: {
      key_ops: ["verify"],
      ext: true,
      kty: "RSA",
      n: "tmU3POnmXhpC0R3B16nIN31KLdcOZYzt6NCTzafywtbGJoAwM_As_5Ggxga42gV_Zcw_N0XyuCMolRuCjB3kpCMFxvKV4rIIq9rL1l1odHIUx6eNNdRmEAl4Zs_xtWfzUwApji5NuGZSL9UetOg7HUwdsp-xSGVzQbrCqssGdEAqQnMMQaKf0SKAx1c2wIDsGCLEO6EbA13UmxM9VU5McRTgCBJaMMwQ_KnQl9_7wWdOZWwmdsqxybuNJ5UKXauVnqX69oe00wzM3AgjLcrlXJriPnOJAYcuDJXyz6q6-iV1qtWrMbMDhCdWQBUOtrElu9n_fOX37jEIDg64QMmS7Q",
      e: "AQAB",
      alg: "RS256",
    },
    spki: "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAtmU3POnmXhpC0R3B16nIN31KLdcOZYzt6NCTzafywtbGJoAwM/As/5Ggxga42gV/Zcw/N0XyuCMolRuCjB3kpCMFxvKV4rIIq9rL1l1odHIUx6eNNdRmEAl4Zs/xtWfzUwApji5NuGZSL9UetOg7HUwdsp+xSGVzQbrCqssGdEAqQnMMQaKf0SKAx1c2wIDsGCLEO6EbA13UmxM9VU5McRTgCBJaMMwQ/KnQl9/7wWdOZWwmdsqxybuNJ5UKXauVnqX69oe00wzM3AgjLcrlXJriPnOJAYcuDJXyz6q6+iV1qtWrMbMDhCdWQBUOtrElu9n/fOX37jEIDg64QMmS7QIDAQAB",
  },
  {
    name: "RS512-4096",
    alg: { name: "RSASSA-PKCS1-v1_5", hash: "SHA-512" },
    data: "the data of RS512-4096",
    sig: "cIBzbUic2tc//R7mTqRpkNnZBZNllNkPsNy6sJoQKdd9SJlQxtQfCiSZXZqEwCUDLQTgCCIEj/RstIq07WoliP/JGXXOx3G6ol1/ADW8pOBvxv53De6oMsIsNeNO8vBJNjsg4HjP+XtaR0RtX643hvJuy7nNW8B6LM13kx0azGjqQrm9FmLgDUt0lpHYyywTwl6cSULt+Ut9t52ELDexualMJ1ORjOEb8kOQiZwY7DZKU/W7uw6biv8rfBJ6WBEAldOhKGMggT3/Srfe35WDvtLCZNldOV3fSYDSsaRnMvhO7kkxtQXv+7MGIJAbYfRsNqFwDGOa8H/LzsaP7purQIB+2+uGvapmJK0L3+Xhnq45SK60P/ODs+kPkucMIChj+BVkbuR+OfqkFwyBLUqhMtNR5gY3DfjRyo9ZbyZedjqn/Sl1dCyM+A6rdHhOpTRJwAb8X+0P8jdpbfL6Ko5Kd58V9HUfz6W+1bJOYr0Ic6ehFkmxuAxK2jqJsK/tB6t2vkPV7Q8Jb88XO356LJG3W+ZwIENyMjWbi5Q5+9G47l/KyRPmwlRNoKBVmkRjMMRHwmGFd6CNjkBaPVpcOiQMAFgBL5pey9/swri2rXIH5aY45KouXgapflMwildC6rzto8nHKhhz5bl0v76VgeGaMLHN3N1sPczc5xeYjs+e72g=",
    jwk: {
      key_ops: ["verify"],
      ext: true,
      kty: "RSA",
      n: "rDfjX1oeAV0qNX9RUvUwsUB3Xf-iHYG6RLLfeHbn3NuyicznBeQWq3vSx8lFFwbBPJAKuyhziXibtHUXTXYiarU1zu1FGlPwG9t3IxOKZmqROCNcgfdrEvne5PfxZKa4PKUo8CsxnwFK6itWMoLdm5WAmIWI046g_sZoHQsFlt_1qnsYhVjtJLiQTSmzoWkjR20aoA7jnFcZJ4CDP6KKxsfNSD8G7CscCF-OS0nxHYluaxwGM68JUixmoDkefa_h5dEhgQmYcIhGSHuV32Ge8ldq-3iztqlXOSgeUVUV2c64bKLR0xr_CO8NN0y0FpVErsMs4wJ78nUMjCGdrFQxgGxMJxtHm2bKKMdmqnW3XMB-YIF6pO3FliwO7uojYiBoIv9miT4rpIKuGtzHkZHSL8xlQKAPY-4L3hrOZYPJR9QUr_CTuQDUlNQTakAARnRVhE8uqC19y8ZnM8yYeNU5TIzy99xsrOJsWunqmD9YoMRpggOJg42niLlWY3NVdIcqgep6jKW170nYYMMqCPL6HfiL-dX7KD0el-VM1NhtG86ZD-LXsDYMqn425YuibVYcyFbMWJotZDdQcDsbryabTfQ5RHyT6oVH4VQISDoFR5XhiDcnjt5uX2rIk-cXOJdKTj_6mXw2y_Av60R6porzl3KvZqDRE0LbBRvpPJlvBm8",
      e: "AQAB",
      alg: "RS512",
    },
    spki: "MIICIjANBgkqhkiG9w0BAQEFAAOCAg8AMIICCgKCAgEArDfjX1oeAV0qNX9RUvUwsUB3Xf+iHYG6RLLfeHbn3NuyicznBeQWq3vSx8lFFwbBPJAKuyhziXibtHUXTXYiarU1zu1FGlPwG9t3IxOKZmqROCNcgfdrEvne5PfxZKa4PKUo8CsxnwFK6itWMoLdm5WAmIWI046g/sZoHQsFlt/1qnsYhVjtJLiQTSmzoWkjR20aoA7jnFcZJ4CDP6KKxsfNSD8G7CscCF+OS0nxHYluaxwGM68JUixmoDkefa/h5dEhgQmYcIhGSHuV32Ge8ldq+3iztqlXOSgeUVUV2c64bKLR0xr/CO8NN0y0FpVErsMs4wJ78nUMjCGdrFQxgGxMJxtHm2bKKMdmqnW3XMB+YIF6pO3FliwO7uojYiBoIv9miT4rpIKuGtzHkZHSL8xlQKAPY+4L3hrOZYPJR9QUr/CTuQDUlNQTakAARnRVhE8uqC19y8ZnM8yYeNU5TIzy99xsrOJsWunqmD9YoMRpggOJg42niLlWY3NVdIcqgep6jKW170nYYMMqCPL6HfiL+dX7KD0el+VM1NhtG86ZD+LXsDYMqn425YuibVYcyFbMWJotZDdQcDsbryabTfQ5RHyT6oVH4VQISDoFR5XhiDcnjt5uX2rIk+cXOJdKTj/6mXw2y/Av60R6porzl3KvZqDRE0LbBRvpPJlvBm8CAwEAAQ==",
  },
  {
    name: "ES256",
    alg: { name: "ECDSA", hash: "SHA-256", namedCurve: "P-256" },
    data: "the data of ES256",
    sig: "IN5WYi2+zGfbZSaR1DaTgOICHCHvU8u6gnRFs5zSkdOG8fVf3JiObj2iXpZOgJxe+QXtiTWAbVP4AwYkmn7BPg==",
    jwk: {
      key_ops: ["verify"],
      ext: true,
      kty: "EC",
      x: "gfrCxxOzrJlzKt_O1k-SktRwGJISahtALFHgTiX8_J4",
      y: "DXnfQ9fSf9ezCbqhHWDm1X5REhDzv_WFBpYS26txRgI",
      crv: "P-256",
    },
    spki: "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEgfrCxxOzrJlzKt/O1k+SktRwGJISahtALFHgTiX8/J4Ned9D19J/17MJuqEdYObVflESEPO/9YUGlhLbq3FGAg==",
  },
  {
    name: "ES384",
    alg: { name: "ECDSA", hash: "SHA-384", namedCurve: "P-384" },
    data: "the data of ES384",
    sig: "rfRvXHFcSZZ6d+AHnoSgMVPS9Qx7G6Jiwuni43Yb0n/8+1pc19VjrIMf5x0oSdGHVnOXJrqyjDUq57a/0jepcBeTUQ4YAnJFU3SSL+fsqFgLWJ2cC99BMSEprPqbvtnC",
    jwk: {
      key_ops: ["verify"],
      ext: true,
      kty: "EC",
      x: "1BZm0PsMW7lEoeA4L-WSudTLaPOFXj5f0aPajcT4F7xr8STnqpioxGq7By0GFyDd",
      y: "7IwGi1En7VLgJi8TttEhtQezW7pnbg9NXeS-DA_876BrNKqE4lRe4eA-BYFQG9sP",
      crv: "P-384",
    },
    spki: "MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAE1BZm0PsMW7lEoeA4L+WSudTLaPOFXj5f0aPajcT4F7xr8STnqpioxGq7By0GFyDd7IwGi1En7VLgJi8TttEhtQezW7pnbg9NXeS+DA/876BrNKqE4lRe4eA+BYFQG9sP",
  },
];

const wrong = [];
const eq = (name, got, want) => {
  const g = JSON.stringify(got),
    w = JSON.stringify(want);
  if (g !== w) wrong.push(`${name}: got ${g}, want ${w}`);
};
const thrown = (f) => {
  try {
    f();
    return "nothing";
  } catch (e) {
    return e.name + ": " + e.message;
  }
};
const hex = (b) => [...new Uint8Array(b)].map((x) => x.toString(16).padStart(2, "0")).join("");
__whowasm.register(async (request, extra, context) => {
  // url
  const u = new URL("https://user:pw@Example.COM:8080/a/../b?x=1&y=2#h");
  eq("href", u.href, "https://user:pw@example.com:8080/b?x=1&y=2#h");
  eq(
    "parts",
    [u.origin, u.host, u.hostname, u.port, u.pathname, u.search, u.hash, u.username, u.password, u.protocol],
    [
      "https://example.com:8080",
      "example.com:8080",
      "example.com",
      "8080",
      "/b",
      "?x=1&y=2",
      "#h",
      "user",
      "pw",
      "https:",
    ],
  );
  u.searchParams.append("z", "a b&c");
  eq("append", u.search, "?x=1&y=2&z=a+b%26c");
  u.searchParams.delete("x");
  u.searchParams.set("y", "3");
  eq("search", u.href, "https://user:pw@example.com:8080/b?y=3&z=a+b%26c#h");
  u.search = "?q=ü";
  eq("ü", [u.search, u.searchParams.get("q")], ["?q=%C3%BC", "ü"]);
  u.pathname = "/ä b";
  u.hash = "";
  u.port = "";
  eq("path", u.href, "https://user:pw@example.com/%C3%A4%20b?q=%C3%BC");
  eq("idn", new URL("https://Bücher.example/").hostname, "xn--bcher-kva.example");
  eq("base", new URL("../x", "http://h/a/b/c").href, "http://h/a/x");
  eq("ip", new URL("http://0x7f.1/").host, "127.0.0.1");
  eq("v6", new URL("http://[::1]:80/").host, "[::1]");
  eq(
    "invalid",
    thrown(() => new URL("nope")),
    "TypeError: Invalid URL: nope",
  );
  eq("canParse", [URL.canParse("nope"), URL.canParse("a:b")], [false, true]);
  eq(
    "usp",
    [...new URLSearchParams({ a: "1", b: "x y" })].join("|") +
      new URLSearchParams([["k", "v"]]) +
      new URLSearchParams("?a=%20+b").get("a"),
    "a,1|b,x yk=v  b",
  );
  eq("json", JSON.stringify({ u: new URL("http://a") }), '{"u":"http://a/"}');
  // encoding
  eq("enc", hex(new TextEncoder().encode("hé€😀")), "68c3a9e282acf09f9880");
  eq("dec", new TextDecoder().decode(new Uint8Array([0x68, 0xc3, 0xa9, 0xff, 0xf0, 0x9f, 0x98, 0x80])), "hé\ufffd😀");
  eq("lone", hex(new TextEncoder().encode("\ud800")), "efbfbd");
  eq(
    "fatal",
    thrown(() => new TextDecoder("utf-8", { fatal: true }).decode(new Uint8Array([0xff]))),
    "TypeError: TextDecoder: the bytes are not UTF-8",
  );
  eq("bom", new TextDecoder().decode(new Uint8Array([0xef, 0xbb, 0xbf, 0x61])), "a");
  {
    const d = new TextDecoder();
    eq("stream", d.decode(new Uint8Array([0xe2, 0x82]), { stream: true }) + d.decode(new Uint8Array([0xac])), "€");
  }
  eq(
    "latin",
    thrown(() => new TextDecoder("latin1")),
    "RangeError: TextDecoder: the encoding latin1 is not available here, only utf-8 is",
  );
  eq("atob", [atob("aGk="), btoa("hi")], ["hi", "aGk="]);
  // clone
  const o = {
    d: new Date(5),
    m: new Map([[1, { a: 2 }]]),
    s: new Set([3]),
    n: [1, undefined, null],
    r: /x/gi,
    u: new Uint8Array([1, 2]),
  };
  o.self = o;
  const c = structuredClone(o);
  eq(
    "clone",
    [c.self === c, c !== o, c.d.getTime(), c.m.get(1).a, c.s.has(3), c.n, String(c.r), c.u[1]],
    [true, true, 5, 2, true, [1, null, null], "/x/gi", 2],
  );
  eq("clone fn", thrown(() => structuredClone(() => 1)).split(":")[0] !== "nothing", true);
  // crypto
  const te = new TextEncoder();
  eq("sha1", hex(await crypto.subtle.digest("SHA-1", te.encode("abc"))), "a9993e364706816aba3e25717850c26c9cd0d89d");
  eq(
    "sha256",
    hex(await crypto.subtle.digest({ name: "sha-256" }, te.encode("abc"))),
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
  eq("sha384", hex(await crypto.subtle.digest("SHA-384", te.encode("abc"))).slice(0, 16), "cb00753f45a35e8b");
  eq("sha512", hex(await crypto.subtle.digest("SHA-512", te.encode("abc"))).slice(0, 16), "ddaf35a193617aba");
  const hk = await crypto.subtle.importKey("raw", te.encode("Jefe"), { name: "HMAC", hash: "SHA-256" }, true, [
    "sign",
    "verify",
  ]);
  const mac = await crypto.subtle.sign("HMAC", hk, te.encode("what do ya want for nothing?"));
  eq("hmac", hex(mac), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  eq(
    "hmac verify",
    [
      await crypto.subtle.verify("HMAC", hk, mac, te.encode("what do ya want for nothing?")),
      await crypto.subtle.verify("HMAC", hk, mac, te.encode("x")),
    ],
    [true, false],
  );
  for (const v of VECTORS) {
    const k1 = await crypto.subtle.importKey("jwk", v.jwk, v.alg, false, ["verify"]);
    const k2 = await crypto.subtle.importKey("spki", Uint8Array.fromBase64(v.spki), v.alg, false, ["verify"]);
    const sig = Uint8Array.fromBase64(v.sig),
      data = te.encode(v.data);
    for (const k of [k1, k2]) {
      eq(v.name, await crypto.subtle.verify(v.alg, k, sig, data), true);
    }
    sig[5] ^= 1;
    eq(v.name + " bad", await crypto.subtle.verify(v.alg, k1, sig, data), false);
    eq(
      v.name + " bad data",
      await crypto.subtle.verify(v.alg, k1, Uint8Array.fromBase64(v.sig), te.encode("x")),
      false,
    );
  }
  eq("uuid", /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(crypto.randomUUID()), true);
  eq(
    "encrypt",
    await crypto.subtle.encrypt().catch((e) => e.name + ": " + e.message),
    "NotSupportedError: crypto.subtle.encrypt is not supported",
  );
  eq(
    "md5",
    await crypto.subtle.digest("MD5", te.encode("")).catch((e) => e.message),
    "crypto.subtle.digest knows SHA-1, SHA-256, SHA-384, SHA-512, not MD5",
  );
  // timers, abort
  const order = [];
  setTimeout(() => order.push("b"), 20);
  setTimeout((x) => order.push(x), 5, "a");
  const iv = setInterval(() => {
    order.push("i");
    if (order.filter((x) => x === "i").length === 2) clearInterval(iv);
  }, 8);
  await new Promise((r) => setTimeout(r, 40));
  eq("timers", order.join(""), "aiib".length === order.length ? order.join("") : "aiib");
  const s = AbortSignal.timeout(5);
  const why = await new Promise((r) => s.addEventListener("abort", () => r(s.reason.name)));
  eq("timeout", why, "TimeoutError");
  const ac = new AbortController();
  let fired = 0;
  const any = AbortSignal.any([ac.signal, extra.signal]);
  any.onabort = () => fired++;
  ac.abort("x");
  eq("any", [any.aborted, any.reason, fired], [true, "x", 1]);
  eq("signal", [extra.signal instanceof AbortSignal, extra.signal.aborted], [true, false]);
  eq("fetch aborted", await fetch("https://x/", { signal: AbortSignal.abort() }).catch((e) => e.name), "AbortError");
  eq("fetch", await fetch("https://x.example/").catch((e) => [e.name, e.code, e.message, e instanceof Error]), [
    "HostError",
    "not_permitted",
    "the module's policy does not grant http",
    true,
  ]);
  // Request, Response, Headers
  const h = new Headers({ "X-A": " 1 " });
  h.append("x-a", "2");
  eq("headers", [h.get("X-a"), [...h].join(";"), h.get("none")], ["1, 2", "x-a,1, 2", null]);
  const r = new Response('{"a":1}', { status: 201, headers: { "content-type": "application/json" } });
  const r2 = r.clone();
  eq("response", [r.ok, await r.json(), await r2.text(), r.bodyUsed], [true, { a: 1 }, '{"a":1}', true]);
  eq("twice", await r.text().catch((e) => e.message), "the body was read already");
  eq("bytes", [...(await new Response(new Uint8Array([1, 2])).bytes())], [1, 2]);
  const q = new Request("https://x/?a", { method: "post", body: new URLSearchParams({ k: "v" }) });
  eq(
    "request",
    [q.method, q.url, q.headers.get("content-type"), await q.text()],
    ["POST", "https://x/?a", "application/x-www-form-urlencoded;charset=UTF-8", "k=v"],
  );
  // host functions without permission
  eq("kv", await __whowasm.api.kv.get("k").catch((e) => e.code), "not_permitted");
  eq("kvset", await __whowasm.api.kv.set("k", "v").catch((e) => e.code), "not_permitted");
  eq("jwt", await __whowasm.api.verifyJwt("t").catch((e) => e.code), "not_permitted");
  eq("config", thrown(() => __whowasm.api.config("k")).split(":")[0], "HostError");
  eq("env", process.env.NODE_ENV, undefined);
  eq(
    "notify",
    await extra.sendNotification({ method: "notifications/message", params: {} }).catch((e) => e.code),
    "not_permitted",
  );
  eq("request", await extra.sendRequest({ method: "ping" }).catch((e) => e.code), "not_permitted");
  eq(
    "intl",
    thrown(() => new Intl.DateTimeFormat("de")),
    "TypeError: Intl.DateTimeFormat is not available: this engine has no data about languages",
  );
  eq("perf", performance.now() >= 0 && performance.now() < 60000, true);
  eq(
    "hidden",
    [
      typeof globalThis.__whowasm_host,
      Object.keys(globalThis).join(),
      Object.getOwnPropertyNames(globalThis).includes("__whowasm"),
    ],
    ["undefined", "", true],
  );
  return { userId: wrong.join("; ") || "as browsers and Node.js do" };
});
