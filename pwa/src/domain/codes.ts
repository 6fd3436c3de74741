/**
 * Tracking codes, as sync/codes.py has them: 12 random symbols of Crockford's base 32 and a check symbol (T15, P1). Made on the
 * tablet; never in a feed, found on the server by its HMAC alone.
 */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const SYMBOLS = 12;
const CYRILLIC = "АВСЕНКМОРТХУҮЗІ";
const LATIN = "ABCEHKM0PTXYY31";
const MEANT = new Map<string, string>([["O", "0"], ["I", "1"], ["L", "1"], ...[...CYRILLIC].map((letter, at): [string, string] => [letter, LATIN[at] ?? ""])]);

/** The check symbol of `symbols`. */
export function checkSymbol(symbols: string): string {
  let total = 0;
  [...symbols].reverse().forEach((symbol, place) => {
    const value = ALPHABET.indexOf(symbol) * (2 - (place % 2));
    total += Math.floor(value / ALPHABET.length) + (value % ALPHABET.length);
  });
  return ALPHABET[(ALPHABET.length - (total % ALPHABET.length)) % ALPHABET.length] ?? "";
}

/** A new code from 12 random bytes. 32 divides 256: every symbol is as likely. */
export function makeCode(random: Uint8Array): string {
  const symbols = [...random.subarray(0, SYMBOLS)].map((byte) => ALPHABET[byte % ALPHABET.length]).join("");
  return symbols + checkSymbol(symbols);
}

/** The code that `typed` means; null where it cannot be one. */
export function readCode(typed: string): string | null {
  const code = [...typed.toUpperCase().replace(/[\s\-·.\u00a0\u2011]/g, "")].map((symbol) => MEANT.get(symbol) ?? symbol).join("");
  if (code.length !== SYMBOLS + 1 || [...code].some((symbol) => !ALPHABET.includes(symbol))) return null;
  return checkSymbol(code.slice(0, SYMBOLS)) === code.slice(SYMBOLS) ? code : null;
}

/** In groups, as a person reads it out. */
export function shownCode(code: string): string {
  return `${code.slice(0, 4)} ${code.slice(4, 8)} ${code.slice(8)}`;
}
