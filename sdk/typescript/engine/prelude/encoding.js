// TextEncoder and TextDecoder, for UTF-8.
import { bytesOf, expose, host } from "./host.js";

const utf8 = new Set(["utf-8", "utf8", "unicode-1-1-utf-8"]);
// Halves of surrogate pairs become U+FFFD.
const wellFormed = String.prototype.toWellFormed;

export const encode = (string) => host.encode(wellFormed.call(string));

class TextEncoder {
  get encoding() {
    return "utf-8";
  }
  encode(string = "") {
    return encode(String(string));
  }
  encodeInto(string, into) {
    let read = 0,
      written = 0;
    for (const character of String(string)) {
      const bytes = encode(character);
      if (written + bytes.length > into.length) break;
      into.set(bytes, written);
      read += character.length;
      written += bytes.length;
    }
    return { read, written };
  }
}

// unfinished is how many bytes at the end begin a character that more bytes could complete.
function unfinished(bytes) {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const lead = bytes[bytes.length - back];
    if (lead < 0x80) return 0;
    if (lead >= 0xc0) return back < (lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2) ? back : 0;
  }
  return 0;
}

class TextDecoder {
  #fatal;
  #ignoreBOM;
  #waiting = new Uint8Array(0);
  #begun = false;
  constructor(label = "utf-8", { fatal = false, ignoreBOM = false } = {}) {
    if (!utf8.has(String(label).trim().toLowerCase())) {
      throw new RangeError(`TextDecoder: the encoding ${label} is not available here, only utf-8 is`);
    }
    this.#fatal = fatal;
    this.#ignoreBOM = ignoreBOM;
  }
  get encoding() {
    return "utf-8";
  }
  get fatal() {
    return this.#fatal;
  }
  get ignoreBOM() {
    return this.#ignoreBOM;
  }
  decode(data = new Uint8Array(0), { stream = false } = {}) {
    let bytes = bytesOf(data, "what TextDecoder decodes");
    if (this.#waiting.length) {
      const joined = new Uint8Array(this.#waiting.length + bytes.length);
      joined.set(this.#waiting);
      joined.set(bytes, this.#waiting.length);
      bytes = joined;
    }
    const kept = stream ? unfinished(bytes) : 0;
    this.#waiting = bytes.slice(bytes.length - kept);
    let text = wellFormed.call(host.decode(bytes.subarray(0, bytes.length - kept)));
    if (this.#fatal && text.includes("\ufffd")) this.#check(text, bytes.subarray(0, bytes.length - kept));
    if (!this.#begun && !this.#ignoreBOM && text.startsWith("\ufeff")) text = text.slice(1);
    this.#begun = stream && (this.#begun || text.length > 0);
    return text;
  }
  // U+FFFD may have been there, spelled well: only then the text has the same bytes.
  #check(text, bytes) {
    const again = encode(text);
    if (again.length !== bytes.length || again.some((b, i) => b !== bytes[i])) {
      throw new TypeError("TextDecoder: the bytes are not UTF-8");
    }
  }
}

expose({ TextEncoder, TextDecoder });
