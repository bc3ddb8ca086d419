// fetch, and what it takes and gives. The host sends: a fetch is over when it returns. Source: Fetch standard.
import { encode } from "./encoding.js";
import { bytesOf, expose, host } from "./host.js";

const parse = JSON.parse,
  stringify = JSON.stringify;
const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

function headerName(name) {
  name = String(name);
  if (!token.test(name)) throw new TypeError(`Headers: ${stringify(name)} is not a header's name`);
  return name.toLowerCase();
}

function headerValue(value) {
  value = String(value).replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, "");
  if (/[\0\r\n]/.test(value)) throw new TypeError("Headers: a value has a line break or a zero");
  return value;
}

class Headers {
  #map = new Map();
  constructor(init) {
    if (init === undefined || init === null) return;
    const pairs = typeof init[Symbol.iterator] === "function" ? init : Object.entries(init);
    for (const [name, value] of pairs) this.append(name, value);
  }
  append(name, value) {
    name = headerName(name);
    const old = this.#map.get(name);
    this.#map.set(name, old === undefined ? headerValue(value) : `${old}, ${headerValue(value)}`);
  }
  set(name, value) {
    this.#map.set(headerName(name), headerValue(value));
  }
  get(name) {
    return this.#map.get(headerName(name)) ?? null;
  }
  has(name) {
    return this.#map.has(headerName(name));
  }
  delete(name) {
    this.#map.delete(headerName(name));
  }
  getSetCookie() {
    return this.has("set-cookie") ? [this.get("set-cookie")] : [];
  }
  forEach(callback, self) {
    for (const [name, value] of this) callback.call(self, value, name, this);
  }
  *[Symbol.iterator]() {
    yield* [...this.#map].sort(([a], [b]) => (a < b ? -1 : 1));
  }
  entries() {
    return this[Symbol.iterator]();
  }
  *keys() {
    for (const [name] of this) yield name;
  }
  *values() {
    for (const [, value] of this) yield value;
  }
}

// bodyOf returns a body as a string or bytes, and the type that it has by itself.
function bodyOf(body) {
  if (body === undefined || body === null) return [null, null];
  if (typeof body === "string") return [body, "text/plain;charset=UTF-8"];
  if (body instanceof URLSearchParams) return [body.toString(), "application/x-www-form-urlencoded;charset=UTF-8"];
  if (body instanceof ArrayBuffer || ArrayBuffer.isView(body)) return [bytesOf(body).slice(), null];
  const kind = body?.constructor?.name;
  if (["FormData", "Blob", "ReadableStream"].includes(kind))
    throw new TypeError(`a ${kind} as body is not supported`);
  return [String(body), "text/plain;charset=UTF-8"];
}

class Body {
  #body;
  #used = false;
  constructor(body) {
    this.#body = body;
  }
  get bodyUsed() {
    return this.#used;
  }
  get body() {
    if (this.#body === null) return null;
    throw new TypeError("a body as a stream is not supported: use text(), json(), bytes() or arrayBuffer()");
  }
  #take() {
    if (this.#used) throw new TypeError("the body was read already");
    this.#used = this.#body !== null;
    return this.#body ?? "";
  }
  async text() {
    const body = this.#take();
    return typeof body === "string" ? body.replace(/^\ufeff/, "") : host.decode(body).replace(/^\ufeff/, "");
  }
  async json() {
    return parse(await this.text());
  }
  async bytes() {
    const body = this.#take();
    return typeof body === "string" ? encode(body) : body.slice();
  }
  async arrayBuffer() {
    return (await this.bytes()).buffer;
  }
  async blob() {
    throw new TypeError("Blob is not supported: use bytes()");
  }
  async formData() {
    throw new TypeError("FormData is not supported: use URLSearchParams");
  }
  static peek(of) {
    if (of.#used) throw new TypeError("the body was read already");
    return of.#body;
  }
}
const peek = Body.peek;
delete Body.peek;

class Request extends Body {
  constructor(input, init = {}) {
    const from = input instanceof Request ? input : {};
    let [body, type] = init.body === undefined && from instanceof Request ? [peek(from), null] : bodyOf(init.body);
    super(body);
    this.url = new URL(from instanceof Request ? from.url : String(input)).href;
    this.method = String(init.method ?? from.method ?? "GET");
    if (/^(get|head|post|put|delete|options)$/i.test(this.method)) this.method = this.method.toUpperCase();
    if (body !== null && /^(GET|HEAD)$/.test(this.method))
      throw new TypeError(`a ${this.method} request has no body`);
    this.headers = new Headers(init.headers ?? from.headers);
    if (type && !this.headers.has("content-type")) this.headers.set("content-type", type);
    this.signal = init.signal ?? from.signal ?? new AbortController().signal;
    this.redirect = init.redirect ?? from.redirect ?? "follow";
  }
  clone() {
    return new Request(this);
  }
}

class Response extends Body {
  #url = "";
  constructor(body, { status = 200, statusText = "", headers } = {}) {
    const [content, type] = bodyOf(body);
    super(content);
    if (!(status >= 200 && status <= 599))
      throw new RangeError(`Response: the status ${status} is not within 200 to 599`);
    this.status = status;
    this.statusText = statusText;
    this.headers = new Headers(headers);
    if (type && !this.headers.has("content-type")) this.headers.set("content-type", type);
    this.type = "default";
    this.redirected = false;
  }
  get ok() {
    return this.status >= 200 && this.status <= 299;
  }
  get url() {
    return this.#url;
  }
  clone() {
    return received(this.#url, peek(this), this);
  }
  static from(url, body, init) {
    const response = new Response(null, init);
    const copy = new Response(body, init);
    if (!response.headers.has("content-type")) copy.headers.delete("content-type");
    copy.#url = url;
    return copy;
  }
  static json(value, init = {}) {
    const headers = new Headers(init.headers);
    if (!headers.has("content-type")) headers.set("content-type", "application/json");
    return new Response(stringify(value), { ...init, headers });
  }
  static error() {
    throw new TypeError("Response.error() is not supported");
  }
}
const received = Response.from;
delete Response.from;

async function fetch(input, init) {
  const request = new Request(input, init);
  request.signal.throwIfAborted();
  const body = peek(request);
  const answer = parse(
    host.http(
      stringify({
        method: request.method,
        url: request.url,
        headers: Object.fromEntries(request.headers),
        ...(body === null ? {} : typeof body === "string" ? { body } : { bodyBase64: body.toBase64() }),
      }),
    ),
  );
  request.signal.throwIfAborted();
  const content = answer.bodyBase64 === undefined ? (answer.body ?? "") : Uint8Array.fromBase64(answer.bodyBase64);
  return received(request.url, content, answer);
}

expose({ Headers, Request, Response, fetch });
