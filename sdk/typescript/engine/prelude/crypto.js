// crypto: random values, digests, HMAC, and the signatures that tokens and webhooks have. Source: Web Cryptography API.
import { bytesOf, expose, host } from "./host.js";

const hashes = { "SHA-1": 0, "SHA-256": 1, "SHA-384": 2, "SHA-512": 3 };
const blockSizes = { "SHA-1": 64, "SHA-256": 64, "SHA-384": 128, "SHA-512": 128 };
const curves = { "P-256": 256, "P-384": 384 };
const supported = {
  digest: ["SHA-1", "SHA-256", "SHA-384", "SHA-512"],
  importKey: ["HMAC", "RSASSA-PKCS1-v1_5", "ECDSA"],
  sign: ["HMAC"],
  verify: ["HMAC", "RSASSA-PKCS1-v1_5", "ECDSA"],
};

const unsupported = (what) => new DOMException(what, "NotSupportedError");
const bad = (what) => new DOMException(what, "DataError");

// algorithmOf spells an algorithm as the standard does.
function algorithmOf(operation, algorithm) {
  const name = String(typeof algorithm === "string" ? algorithm : algorithm?.name);
  const known = supported[operation].find((k) => k.toLowerCase() === name.toLowerCase());
  if (!known) throw unsupported(`crypto.subtle.${operation} knows ${supported[operation].join(", ")}, not ${name}`);
  return { ...(typeof algorithm === "object" ? algorithm : {}), name: known };
}

function hashOf(algorithm) {
  const name = String(typeof algorithm.hash === "string" ? algorithm.hash : algorithm.hash?.name).toUpperCase();
  if (!(name in hashes))
    throw unsupported(`${algorithm.name} needs a hash of ${supported.digest.join(", ")}, not ${name}`);
  return name;
}

class CryptoKey {
  #secret;
  constructor(secret, type, algorithm, extractable, usages) {
    this.#secret = secret;
    this.type = type;
    this.algorithm = algorithm;
    this.extractable = !!extractable;
    this.usages = [...usages];
  }
  static secret(key) {
    return key.#secret;
  }
}
const secretOf = CryptoKey.secret;
delete CryptoKey.secret;

const fromBase64URL = (text, what) => {
  if (typeof text !== "string") throw bad(`the key has no ${what}`);
  return Uint8Array.fromBase64(text, { alphabet: "base64url" });
};

// A der reader takes one element after the other.
function der(bytes) {
  let at = 0;
  return {
    take(tag) {
      if (bytes[at++] !== tag) throw bad("the key is not in the form of SubjectPublicKeyInfo");
      let length = bytes[at++];
      if (length > 0x80) {
        let count = length - 0x80;
        if (count > 4) throw bad("the key is not in the form of SubjectPublicKeyInfo");
        for (length = 0; count--;) length = length * 256 + bytes[at++];
      }
      if (!(at + length <= bytes.length)) throw bad("the key is cut off");
      at += length;
      return bytes.subarray(at - length, at);
    },
  };
}

const hex = (bytes) => bytes.toHex();
const trimmed = (bytes) => {
  let zeros = 0;
  while (bytes[zeros] === 0) zeros++;
  return bytes.subarray(zeros);
};
const objects = {
  rsa: "2a864886f70d010101",
  ec: "2a8648ce3d0201",
  "P-256": "2a8648ce3d030107",
  "P-384": "2b81040022",
};

// spki reads SubjectPublicKeyInfo. Source: RFC 5280, section 4.1; RFC 8017, appendix A.1.1; RFC 5480.
function spki(algorithm, bytes) {
  const outer = der(der(bytes).take(0x30)),
    kind = der(outer.take(0x30)),
    object = hex(kind.take(0x06));
  const bits = outer.take(0x03).subarray(1);
  if (algorithm.name === "ECDSA") {
    if (object !== objects.ec || hex(kind.take(0x06)) !== objects[algorithm.namedCurve]) {
      throw bad(`the key is not one of ${algorithm.namedCurve}`);
    }
    return { point: bits };
  }
  if (object !== objects.rsa) throw bad("the key is not one for RSA");
  const key = der(der(bits).take(0x30));
  return { n: trimmed(key.take(0x02)), e: trimmed(key.take(0x02)) };
}

function jwk(algorithm, key) {
  if (typeof key !== "object" || key === null) throw bad("a jwk is an object");
  const want = { HMAC: "oct", ECDSA: "EC" }[algorithm.name] ?? "RSA";
  if (key.kty !== want) throw bad(`the key's kty is ${key.kty}, and ${algorithm.name} needs ${want}`);
  if (key.d !== undefined) throw unsupported("private keys are not supported");
  if (want === "oct") return fromBase64URL(key.k, "k");
  if (want === "RSA") return { n: trimmed(fromBase64URL(key.n, "n")), e: trimmed(fromBase64URL(key.e, "e")) };
  if (key.crv !== algorithm.namedCurve) throw bad(`the key is one of ${key.crv}, not of ${algorithm.namedCurve}`);
  return { point: new Uint8Array([4, ...fromBase64URL(key.x, "x"), ...fromBase64URL(key.y, "y")]) };
}

function material(format, data, algorithm) {
  if (format === "jwk") return jwk(algorithm, data);
  const bytes = bytesOf(data, "the key").slice();
  if (format === "spki" && algorithm.name !== "HMAC") return spki(algorithm, bytes);
  if (format === "raw" && algorithm.name === "HMAC") return bytes;
  if (format === "raw" && algorithm.name === "ECDSA") return { point: bytes };
  throw unsupported(`crypto.subtle.importKey: the format ${format} is not supported for ${algorithm.name}`);
}

function usable(key, algorithm, usage) {
  if (!(key instanceof CryptoKey)) throw new TypeError("the key is not a CryptoKey");
  if (key.algorithm.name !== algorithm.name)
    throw new DOMException(`the key is one for ${key.algorithm.name}`, "InvalidAccessError");
  if (!key.usages.includes(usage))
    throw new DOMException(`the key's usages do not have ${usage}`, "InvalidAccessError");
}

const hmac = (key, data) => host.hmac(hashes[key.algorithm.hash.name], secretOf(key), data);

// same compares in a time that does not depend on where two differ.
function same(a, b) {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= a[i] ^ b[i];
  return difference === 0;
}

function verify(algorithm, key, signature, data) {
  if (algorithm.name === "HMAC") return same(new Uint8Array(hmac(key, data)), signature);
  const { n, e, point } = secretOf(key);
  const good =
    algorithm.name === "ECDSA"
      ? host.ecdsaVerify(curves[key.algorithm.namedCurve], hashes[hashOf(algorithm)], point, signature, data)
      : host.rsaVerify(hashes[key.algorithm.hash.name], n, e, signature, data);
  if (good < 0) throw unsupported(`${algorithm.name}: a key or hash that is not supported`);
  return good === 1;
}

class SubtleCrypto {
  async digest(algorithm, data) {
    return host.digest(hashes[algorithmOf("digest", algorithm).name], bytesOf(data, "the data"));
  }
  async importKey(format, data, algorithm, extractable, usages) {
    algorithm = algorithmOf("importKey", algorithm);
    const own = { name: algorithm.name };
    if (own.name === "ECDSA") {
      if (!(algorithm.namedCurve in curves))
        throw unsupported(`ECDSA knows P-256 and P-384, not ${algorithm.namedCurve}`);
      own.namedCurve = algorithm.namedCurve;
    } else {
      own.hash = { name: hashOf(algorithm) };
    }
    const secret = material(format, data, own);
    if (own.name === "HMAC") own.length = secret.length * 8;
    return new CryptoKey(secret, own.name === "HMAC" ? "secret" : "public", own, extractable, usages);
  }
  async exportKey(format, key) {
    if (!(key instanceof CryptoKey) || format !== "raw" || key.type !== "secret")
      throw unsupported("crypto.subtle.exportKey knows raw secrets only");
    if (!key.extractable) throw new DOMException("the key is not extractable", "InvalidAccessError");
    return secretOf(key).slice().buffer;
  }
  async generateKey(algorithm, extractable, usages) {
    if (String(algorithm?.name).toUpperCase() !== "HMAC")
      throw unsupported("crypto.subtle.generateKey knows HMAC only");
    const hash = hashOf({ ...algorithm, name: "HMAC" });
    const secret = host.fillRandom(new Uint8Array((algorithm.length ?? blockSizes[hash] * 8) / 8));
    return new CryptoKey(
      secret,
      "secret",
      { name: "HMAC", hash: { name: hash }, length: secret.length * 8 },
      extractable,
      usages,
    );
  }
  async sign(algorithm, key, data) {
    usable(key, algorithmOf("sign", algorithm), "sign");
    return hmac(key, bytesOf(data, "the data"));
  }
  async verify(algorithm, key, signature, data) {
    algorithm = algorithmOf("verify", algorithm);
    usable(key, algorithm, "verify");
    return verify(algorithm, key, bytesOf(signature, "the signature"), bytesOf(data, "the data"));
  }
}
for (const name of ["encrypt", "decrypt", "deriveBits", "deriveKey", "wrapKey", "unwrapKey"]) {
  Object.defineProperty(SubtleCrypto.prototype, name, {
    value: async () => {
      throw unsupported(`crypto.subtle.${name} is not supported`);
    },
  });
}

class Crypto {
  get subtle() {
    return subtle;
  }
  getRandomValues(array) {
    if (!ArrayBuffer.isView(array) || array instanceof DataView || /Float/.test(array.constructor.name)) {
      throw new TypeError("crypto.getRandomValues needs an array of integers");
    }
    if (array.byteLength > 65536) throw new DOMException("more than 65536 bytes at once", "QuotaExceededError");
    host.fillRandom(bytesOf(array));
    return array;
  }
  randomUUID() {
    const b = host.fillRandom(new Uint8Array(16));
    b[6] = (b[6] & 0x0f) | 0x40;
    b[8] = (b[8] & 0x3f) | 0x80;
    return hex(b).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  }
}
const subtle = new SubtleCrypto();

expose({ crypto: new Crypto(), Crypto, CryptoKey, SubtleCrypto });
