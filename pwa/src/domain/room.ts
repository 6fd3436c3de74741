/**
 * A room: the tablets of one hearing that trust each other without a server (DESIGN §5.11). Its secret is a code of 32 symbols,
 * which one screen shows as QR and a person can type; the hearing key is made of it.
 *
 *     YVJ1.<code>.<hearing>.<base64url of the hearing's short name>
 */
import { base64url, fromBase64url } from "./chain";
import { decodeUtf8, encodeUtf8 } from "./json";

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const SYMBOLS = 32; // 160 random bits
const CODE = /^[0-9A-HJKMNP-TV-Z]{32}$/;
const JOIN = /^YVJ1\.([0-9A-HJKMNP-TV-Z]{32})\.([a-z2-7]{26})\.([A-Za-z0-9_-]{0,240})$/;
const CYRILLIC = "АВСЕНКМОРТХУҮЗІ";
const LATIN = "ABCEHKM0PTXYY31";
const MEANT = new Map<string, string>([
  ["O", "0"], ["I", "1"], ["L", "1"], ...[...CYRILLIC].map((letter, at): [string, string] => [letter, LATIN[at] ?? ""]),
]);
const NAME_MAX = 60;

/** What a join code says; typed by hand it is the secret alone, and the rest is learnt from the first bundle. */
export interface Joining {
  readonly code: string;
  readonly hearing: string | null;
  readonly name: string;
}

/** A new secret from 32 random bytes. 32 divides 256: every symbol is as likely. */
export function makeRoomCode(random: Uint8Array): string {
  return [...random.subarray(0, SYMBOLS)].map((byte) => ALPHABET[byte % ALPHABET.length]).join("");
}

/** In groups of four, as a person reads it out. */
export function shownRoomCode(code: string): string {
  return (code.match(/.{4}/g) ?? []).join(" ");
}

/** What the leader's screen shows as QR. */
export function joinText({ code, hearing, name }: { code: string; hearing: string; name: string }): string {
  return `YVJ1.${code}.${hearing}.${base64url(encodeUtf8([...name].slice(0, NAME_MAX).join("")))}`;
}

/** What was scanned or typed; null where it is no join code. Look-alikes, spaces and hyphens are forgiven. */
export function readJoin(said: string): Joining | null {
  const [, code, hearing, name] = JOIN.exec(said.trim()) ?? [];
  if (code !== undefined && hearing !== undefined) {
    try {
      return { code, hearing, name: decodeUtf8(fromBase64url(name ?? "")) };
    } catch {
      return null;
    }
  }
  const bare = said.toUpperCase().replace(/[\s\-\u00a0\u2011]/g, "");
  const typed = [...bare].map((symbol) => MEANT.get(symbol) ?? symbol).join("");
  return CODE.test(typed) ? { code: typed, hearing: null, name: "" } : null;
}
