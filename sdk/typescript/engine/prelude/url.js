// URL and URLSearchParams around the parser of the package whatwg-url. Its own classes convert and check arguments for
// browsers, which is more code than the parser.
import "./encoding.js";
import machine from "whatwg-url/lib/url-state-machine.js";
import urlencoded from "whatwg-url/lib/urlencoded.js";
import { expose } from "./host.js";

const setList = Symbol("setList");

class URLSearchParams {
  #list = [];
  #changed; // tells the URL that this belongs to
  constructor(init = "") {
    if (typeof init !== "object" || init === null) {
      this.#list = urlencoded.parseUrlencodedString(String(init).replace(/^\?/, "").toWellFormed());
    } else if (typeof init[Symbol.iterator] === "function") {
      for (const pair of init) {
        const [name, value, ...more] = pair;
        if (value === undefined || more.length)
          throw new TypeError("URLSearchParams: each pair has a name and a value");
        this.#list.push([text(name), text(value)]);
      }
    } else {
      this.#list = Object.entries(init).map(([name, value]) => [text(name), text(value)]);
    }
  }
  [setList](query, changed) {
    this.#list = query ? urlencoded.parseUrlencodedString(query) : [];
    this.#changed = changed ?? this.#changed;
  }
  #change(list = this.#list) {
    this.#list = list;
    this.#changed?.(String(this));
  }
  get size() {
    return this.#list.length;
  }
  append(name, value) {
    this.#list.push([text(name), text(value)]);
    this.#change();
  }
  delete(name, value) {
    this.#change(this.#list.filter(([n, v]) => n !== text(name) || (value !== undefined && v !== text(value))));
  }
  get(name) {
    return this.#list.find(([n]) => n === text(name))?.[1] ?? null;
  }
  getAll(name) {
    return this.#list.filter(([n]) => n === text(name)).map(([, v]) => v);
  }
  has(name, value) {
    return this.#list.some(([n, v]) => n === text(name) && (value === undefined || v === text(value)));
  }
  set(name, value) {
    const first = this.#list.findIndex(([n]) => n === text(name));
    if (first < 0) return this.append(name, value);
    this.#list[first] = [text(name), text(value)];
    this.#change(this.#list.filter(([n], i) => i <= first || n !== text(name)));
  }
  sort() {
    this.#change(this.#list.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
  }
  forEach(callback, self) {
    for (const [name, value] of this) callback.call(self, value, name, this);
  }
  *[Symbol.iterator]() {
    for (let i = 0; i < this.#list.length; i++) yield [...this.#list[i]];
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
  toString() {
    return urlencoded.serializeUrlencoded(this.#list);
  }
}

const text = (value) => String(value).toWellFormed();

function parse(url, base) {
  const from = base === undefined ? null : machine.basicURLParse(text(base));
  if (base !== undefined && from === null) throw new TypeError(`Invalid base URL: ${base}`);
  const parsed = machine.basicURLParse(text(url), { baseURL: from });
  if (parsed === null) throw new TypeError(`Invalid URL: ${url}`);
  return parsed;
}

class URL {
  #url;
  #params;
  constructor(url, base) {
    this.#url = parse(url, base);
  }
  static canParse(url, base) {
    return URL.parse(url, base) !== null;
  }
  static parse(url, base) {
    try {
      return new URL(url, base);
    } catch {
      return null;
    }
  }
  #set(value, stateOverride) {
    machine.basicURLParse(text(value), { url: this.#url, stateOverride });
  }
  #setQuery(query) {
    this.#url.query = query;
    this.#params?.[setList](query);
  }
  get href() {
    return machine.serializeURL(this.#url);
  }
  set href(value) {
    this.#url = parse(value);
    this.#setQuery(this.#url.query);
  }
  toString() {
    return this.href;
  }
  toJSON() {
    return this.href;
  }
  get origin() {
    return machine.serializeURLOrigin(this.#url);
  }
  get protocol() {
    return this.#url.scheme + ":";
  }
  set protocol(value) {
    this.#set(value + ":", "scheme start");
  }
  get username() {
    return this.#url.username;
  }
  set username(value) {
    if (!machine.cannotHaveAUsernamePasswordPort(this.#url)) machine.setTheUsername(this.#url, text(value));
  }
  get password() {
    return this.#url.password;
  }
  set password(value) {
    if (!machine.cannotHaveAUsernamePasswordPort(this.#url)) machine.setThePassword(this.#url, text(value));
  }
  get host() {
    return this.hostname + (this.#url.host === null || this.#url.port === null ? "" : ":" + this.#url.port);
  }
  set host(value) {
    if (!machine.hasAnOpaquePath(this.#url)) this.#set(value, "host");
  }
  get hostname() {
    return this.#url.host === null ? "" : machine.serializeHost(this.#url.host);
  }
  set hostname(value) {
    if (!machine.hasAnOpaquePath(this.#url)) this.#set(value, "hostname");
  }
  get port() {
    return this.#url.port === null ? "" : String(this.#url.port);
  }
  set port(value) {
    if (machine.cannotHaveAUsernamePasswordPort(this.#url)) return;
    if (value === "") this.#url.port = null;
    else this.#set(value, "port");
  }
  get pathname() {
    return machine.serializePath(this.#url);
  }
  set pathname(value) {
    if (machine.hasAnOpaquePath(this.#url)) return;
    this.#url.path = [];
    this.#set(value, "path start");
  }
  get search() {
    return this.#url.query ? "?" + this.#url.query : "";
  }
  set search(value) {
    value = text(value).replace(/^\?/, "");
    this.#url.query = value === "" ? null : "";
    if (value !== "") this.#set(value, "query");
    this.#params?.[setList](this.#url.query);
  }
  get searchParams() {
    if (!this.#params) {
      this.#params = new URLSearchParams();
      this.#params[setList](this.#url.query, (query) => {
        this.#url.query = query === "" ? null : query;
      });
    }
    return this.#params;
  }
  get hash() {
    return this.#url.fragment ? "#" + this.#url.fragment : "";
  }
  set hash(value) {
    value = text(value).replace(/^#/, "");
    this.#url.fragment = value === "" ? null : "";
    if (value !== "") this.#set(value, "fragment");
  }
}

expose({ URL, URLSearchParams });
