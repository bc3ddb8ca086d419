// In place of the package tr46, whose tables are larger than the rest of the prelude: names of hosts that are not ASCII
// are normalised as Unicode does it (NFKC, lower case), which differs from UTS 46 for rare characters.
import punycode from "punycode/punycode.js";

export function toASCII(domain) {
  const normal = domain
    .normalize("NFKC")
    .toLowerCase()
    .normalize("NFC")
    .replace(/[\u3002\uff0e\uff61]/g, ".");
  if (/[\u00ad\u200b-\u200d\u2060\ufffd]/.test(normal)) return null;
  try {
    return punycode.toASCII(normal);
  } catch {
    return null;
  }
}

export const toUnicode = (domain) => ({ domain: punycode.toUnicode(domain), error: false });
