/**
 * The wire: what a request body is made of, and how one that came by bundle is read (README §3, §7).
 *
 * Signing and checking signatures stand outside: `signedBytes` says what is signed. The answer is answer.ts.
 */
import { LINE_BYTES_MAX } from "../generated/outcomes";
import { base64url, fromBase64url, genesis, joined, link, linkDigest, tag } from "./chain";
import { encodeUtf8, Malformed, readJson, writeJson, type Json, type JsonMap, type Writable } from "./json";
import { erasedDigest, isPersonalLine, type Lines } from "./op";

/** Line 1 of a request, in the order of its keys; what is absent is left out. */
export interface Header {
  readonly wire?: 1;
  readonly catalogue: number;
  readonly inc: string;
  /** Absent in a bundle: no feed is wanted. */
  readonly cursor?: string;
  /** The tablet's clock in ms, with ops only: evidence (I10). */
  readonly at?: number;
  readonly want_bytes?: number;
  readonly certificate?: string;
  /** What the tablet says of itself: evidence for the office (exchange/about.ts). */
  readonly about?: JsonMap;
  /** All of it is safe: is it to go? It is gone (exchange/wipe.ts). */
  readonly wipe?: "ready" | "done";
  /** Of a comparison only: the beginnings of the ids that it is about. */
  readonly under?: readonly string[];
  /** Of a comparison only: hearings that the person took off the tablet. */
  readonly without?: readonly string[];
  /** Of a witness only: size and root of the head that it keeps. */
  readonly witness?: readonly [size: number, root: string];
  /** With ops only. */
  readonly first_seq?: number;
  /** h before the first op, base64url; with ops only. */
  readonly prev?: string;
}

/** One op as it travels, with its place in the chain. */
export interface PlacedLine extends Lines {
  readonly seq: number;
  readonly tag: string;
  readonly hash: Uint8Array;
}

/** A body that came by bundle or relay; whether the signature holds is checked by who knows the key. */
export interface Body {
  readonly header: Header;
  readonly sig: Uint8Array;
  /** The bytes that `sig` signs. */
  readonly signed: Uint8Array;
  readonly ops: readonly PlacedLine[];
}

const ORDER = ["wire", "catalogue", "inc", "cursor", "at", "want_bytes", "certificate", "about", "wipe", "under", "without", "witness", "first_seq", "prev"] as const;
const LINE_FEED = new Uint8Array([0x0a]);
const SIGNATURE = /^(.*),"sig":"([A-Za-z0-9_-]{86})"\}$/s;
const INC = /^[a-z2-7]{20}$/;
const HASH = /^[A-Za-z0-9_-]{43}$/;
/** `epoch.n` */
export const CURSOR = /^[a-z2-7]{6}\.(?:0|[1-9][0-9]{0,15})$/;

function unsigned(header: Header): string {
  const members = new Map<string, Writable>();
  for (const key of ORDER) {
    const value = header[key];
    if (value !== undefined) members.set(key, value);
  }
  return writeJson(members).slice(0, -1);
}

/** What `sig` signs: the header's bytes before it, and the chain hash of the last op (null: no ops). */
export function signedBytes(header: Header, lastHash: Uint8Array | null): Uint8Array {
  return joined(encodeUtf8(unsigned(header)), lastHash ?? new Uint8Array());
}

/** The whole body: the signed header, then each op's line and its personal line. */
export function requestBody(header: Header, sig: Uint8Array, ops: readonly Lines[]): Uint8Array {
  const pieces = [encodeUtf8(`${unsigned(header)},"sig":"${base64url(sig)}"}`), LINE_FEED];
  for (const { line, personal } of ops) pieces.push(line, LINE_FEED, ...(personal ? [personal, LINE_FEED] : []));
  return joined(...pieces);
}

/** The lines of a body or an answer; a line feed after the last one does not make another. */
export function splitLines(bytes: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  let start = 0;
  for (let end = bytes.indexOf(0x0a); end >= 0; end = bytes.indexOf(0x0a, start)) {
    lines.push(bytes.subarray(start, end));
    start = end + 1;
  }
  if (start < bytes.length) lines.push(bytes.subarray(start));
  return lines;
}

/** Places `lines` in the chain of `inc` from op `firstSeq` on, `previous` being the hash before it. */
export function place(lines: readonly Lines[], firstSeq: number, previous: Uint8Array): PlacedLine[] {
  let hash = previous;
  return lines.map(({ line, personal }, index) => {
    const digest = personal && erasedDigest(personal);
    hash = digest ? linkDigest(hash, line, fromBase64url(digest)) : link(hash, line, personal);
    return { line, personal, seq: firstSeq + index, tag: tag(hash), hash };
  });
}

/** The body in `bytes`; `Malformed` where it is none. The author's own bytes are kept: a relay sends them on (M20). */
export function readBody(bytes: Uint8Array): Body {
  const [first, ...rest] = splitLines(bytes);
  if (!first) throw new Malformed("bad-shape");
  const { header, sig } = readHeader(first);
  const ops = pair(rest);
  if ((ops.length > 0) !== (header.first_seq !== undefined)) throw new Malformed("bad-shape");
  const { first_seq = 1, prev } = header;
  if (first_seq > 1 && prev === undefined) throw new Malformed("bad-shape");
  const placed = place(ops, first_seq, prev === undefined ? genesis(header.inc) : fromBase64url(prev));
  return { header, sig, signed: signedBytes(header, placed.at(-1)?.hash ?? null), ops: placed };
}

function pair(lines: readonly Uint8Array[]): Lines[] {
  const ops: { line: Uint8Array; personal: Uint8Array | null }[] = [];
  for (const line of lines) {
    if (line.length > LINE_BYTES_MAX) throw new Malformed("too-long");
    const last = ops.at(-1);
    if (!isPersonalLine(line)) ops.push({ line, personal: null });
    else if (last && last.personal === null) last.personal = line;
    else throw new Malformed("bad-shape");
  }
  return ops;
}

function readHeader(line: Uint8Array): { header: Header; sig: Uint8Array } {
  const found = readJson(line);
  const [, before, sig] = SIGNATURE.exec(new TextDecoder().decode(line)) ?? [];
  if (!(found instanceof Map) || before === undefined || sig === undefined) throw new Malformed("bad-shape");
  const keys = [...found.keys()].filter((key) => key !== "sig");
  if (!keys.every((key) => ORDER.some((known) => known === key))) throw new Malformed("bad-shape");
  const header: Header = {
    ...(found.has("wire") && { wire: asOne(found.get("wire")) }),
    catalogue: asWhole(found.get("catalogue")),
    inc: asText(found.get("inc"), INC),
    ...(found.has("cursor") && { cursor: asText(found.get("cursor"), CURSOR) }),
    ...(found.has("at") && { at: asInteger(found.get("at")) }),
    ...(found.has("want_bytes") && { want_bytes: asWhole(found.get("want_bytes"), 0) }),
    ...(found.has("certificate") && { certificate: asText(found.get("certificate"), /^[^]*$/) }),
    ...(found.has("about") && { about: asMap(found.get("about")) }),
    ...(found.has("wipe") && { wipe: asText(found.get("wipe"), /^(?:ready|done)$/) as "ready" | "done" }),
    ...(found.has("first_seq") && { first_seq: asWhole(found.get("first_seq")) }),
    ...(found.has("prev") && { prev: asText(found.get("prev"), HASH) }),
  };
  if (unsigned(header) !== before) throw new Malformed("bad-shape"); // other order or spacing: not what was signed
  return { header, sig: fromBase64url(sig) };
}

function asText(found: Json | undefined, shape: RegExp): string {
  if (typeof found !== "string" || !shape.test(found)) throw new Malformed("bad-shape");
  return found;
}

function asMap(found: Json | undefined): JsonMap {
  if (!(found instanceof Map)) throw new Malformed("bad-shape");
  return found;
}

function asInteger(found: Json | undefined): number {
  if (typeof found !== "number" || !Number.isSafeInteger(found)) throw new Malformed("bad-shape");
  return found;
}

function asWhole(found: Json | undefined, lowest = 1): number {
  if (asInteger(found) < lowest) throw new Malformed("bad-shape");
  return asInteger(found);
}

function asOne(found: Json | undefined): 1 {
  if (found !== 1) throw new Malformed("bad-shape");
  return found;
}
