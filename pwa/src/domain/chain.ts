/** The hash chain of an inc, its op ids, and receipts (README §2, §7; M4, M5, M24); the twin of sync/chain.py. */
import { sha256 } from "@noble/hashes/sha2.js";
import { encodeUtf8, Malformed } from "./json";

const BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
const BASE64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const TAG_BYTES = 5;

function symbols(raw: Uint8Array, bits: number, alphabet: string): string {
  let found = "";
  let held = 0;
  let waiting = 0;
  for (const byte of raw) {
    held = (held << 8) | byte;
    waiting += 8;
    while (waiting >= bits) {
      waiting -= bits;
      found += alphabet[held >> waiting];
      held &= (1 << waiting) - 1;
    }
  }
  return waiting ? found + alphabet[held << (bits - waiting)] : found;
}

/** RFC 4648 base32, lower case, without padding. */
export function base32(raw: Uint8Array): string {
  return symbols(raw, 5, BASE32);
}

/** RFC 4648 base64url without padding. */
export function base64url(raw: Uint8Array): string {
  return symbols(raw, 6, BASE64URL);
}

/** The bytes of base64url without padding; `Malformed` where it is none. */
export function fromBase64url(encoded: string): Uint8Array {
  const raw = new Uint8Array(Math.floor((encoded.length * 6) / 8));
  let held = 0;
  let waiting = 0;
  let at = 0;
  for (const symbol of encoded) {
    held = ((held << 6) | BASE64URL.indexOf(symbol)) & 0xffff;
    waiting += 6;
    if (waiting >= 8) {
      waiting -= 8;
      raw[at++] = held >> waiting;
    }
  }
  if (base64url(raw) !== encoded) throw new Malformed("bad-shape");
  return raw;
}

/** Both pieces, one after the other. */
export function joined(...pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** The inc of a P-256 public key given as uncompressed point (65 bytes): nobody claims another's inc. */
export function incOfKey(publicKey: Uint8Array): string {
  return base32(sha256(publicKey)).slice(0, 20);
}

/** Whether `inc` is a server's own. */
export function isOffice(inc: string): boolean {
  return inc.startsWith("office-");
}

/** h_0 of an inc. */
export function genesis(inc: string): Uint8Array {
  return sha256(encodeUtf8(inc));
}

/** h_n from h_(n-1) and the op's lines as sent; `personal` is the personal line, if the op has one. */
export function link(previous: Uint8Array, line: Uint8Array, personal: Uint8Array | null = null): Uint8Array {
  return personal ? linkDigest(previous, line, sha256(personal)) : sha256(joined(previous, sha256(line)));
}

/** As `link`, where only the digest of the personal line is left (erased: I12 holds all the same). */
export function linkDigest(previous: Uint8Array, line: Uint8Array, personalDigest: Uint8Array): Uint8Array {
  return sha256(joined(previous, sha256(line), personalDigest));
}

/** The digest that stands for a personal line once it is erased, as base64url. */
export function digestOf(personal: Uint8Array): string {
  return base64url(sha256(personal));
}

/** The tag of an op: the first 40 bits of its chain hash (M4). */
export function tag(linkHash: Uint8Array): string {
  return base32(linkHash.subarray(0, TAG_BYTES));
}

/** Ops `first`…`last` of one inc, on the branch whose op `last` has `tag` (M5). */
export type Range = readonly [first: number, last: number, tag: string];
export type Span = readonly [first: number, last: number];

/** Those of `ranges` that speak of our own branch: our op `last` has that tag; a clone's do not count (M5). */
export function ours(ranges: readonly Range[], tagOf: (seq: number) => string | undefined): Span[] {
  return ranges.filter(([, last, tag]) => tagOf(last) === tag).map(([first, last]) => [first, last]);
}

/** The gaps up to seq `last` that `held` (spans of one branch, in any order) leaves: what a tablet offers again (M8). */
export function holes(held: readonly Span[], last: number): Span[] {
  const gaps: Span[] = [];
  let expected = 1;
  for (const [first, end] of [...held].sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
    if (first > expected && expected <= last) gaps.push([expected, Math.min(first - 1, last)]);
    expected = Math.max(expected, end + 1);
  }
  if (expected <= last) gaps.push([expected, last]);
  return gaps;
}

/** Both together as disjoint spans in order. */
export function union(a: readonly Span[], b: readonly Span[]): Span[] {
  const spans: [number, number][] = [];
  for (const [first, end] of [...a, ...b].sort((x, y) => x[0] - y[0])) {
    const previous = spans.at(-1);
    if (previous && first <= previous[1] + 1) previous[1] = Math.max(previous[1], end);
    else spans.push([first, end]);
  }
  return spans;
}

/** Whether one of `spans` holds `seq`. */
export function covers(spans: readonly Span[], seq: number): boolean {
  return spans.some(([first, last]) => first <= seq && seq <= last);
}
