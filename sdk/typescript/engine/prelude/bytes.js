// In place of the package @exodus/bytes, which has the encodings of old pages: a URL is UTF-8 here.
import { encode } from "./encoding.js";

export function percentEncodeAfterEncoding(encoding, input, percentEncodeSet, spaceAsPlus = false) {
  let output = "";
  for (const byte of encode(input)) {
    const character = String.fromCharCode(byte);
    if (spaceAsPlus && byte === 0x20) output += "+";
    else if (byte >= 0x7f || byte < 0x20 || percentEncodeSet.includes(character)) {
      output += "%" + byte.toString(16).toUpperCase().padStart(2, "0");
    } else output += character;
  }
  return output;
}
