/** The minutes of a hearing are one record: whoever begins them, on whatever tablet, without a line, begins the same (T11). */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { base32 } from "./chain";
import { encodeUtf8 } from "./json";

/** The id of the minutes: the first 128 bits of SHA-256 over `minutes <hearing>`. */
export function minutesId(hearing: string): string {
  return base32(sha256(encodeUtf8(`minutes ${hearing}`)).slice(0, 16));
}

/** What was adopted, in hex: another text is not what the hall has heard. */
export function wordsHash(words: string): string {
  return bytesToHex(sha256(encodeUtf8(words)));
}
