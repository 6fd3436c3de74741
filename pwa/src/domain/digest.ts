/**
 * The daily digest (DESIGN §5.10): whether this tablet holds the rows that the server holds for it; server/exchange/digest.py.
 *
 * A digest is the XOR over the first 9 bytes of SHA-256 of each row's lines, for each next symbol of the record ids: first
 * without beginning, then under each symbol that differs; under two symbols the rows themselves are asked for.
 */
import { fromBase64url } from "./chain";
import { Malformed, readJson, type Json } from "./json";
import { RECORDS } from "../generated/catalogue";
import type { RowLines } from "./rows";
import { splitLines } from "./wire";

export const SYMBOLS = "abcdefghijklmnopqrstuvwxyz234567";
export const DIGEST_BYTES = 9;
/** Under so many symbols the rows themselves are asked for. */
export const ROWS_UNDER = 2;

/** What the server says to a question; null: no answer of ours, or it says that this tablet is behind the feed. */
export interface Compared {
  /** by beginning: the digests of its 32 continuations */
  readonly digests: ReadonlyMap<string, Uint8Array>;
  /** the beginnings whose rows all follow */
  readonly under: readonly string[];
}

/** The head of an answer; the rows behind it are read as any answer's (answer.ts). */
export function readCompared(bytes: Uint8Array): Compared | null {
  try {
    const [first] = splitLines(bytes);
    const head = first ? readJson(first) : null;
    if (!(head instanceof Map) || head.get("behind") === true) return null;
    const said = head.get("digests");
    const digests = new Map<string, Uint8Array>();
    for (const [beginning, text] of said instanceof Map ? said : []) digests.set(beginning, asDigests(text));
    const under = head.get("under") ?? [];
    return { digests, under: Array.isArray(under) ? under.filter((one) => typeof one === "string") : [] };
  } catch (error) {
    if (error instanceof Malformed || error instanceof TypeError || error instanceof RangeError) return null;
    throw error;
  }
}

function asDigests(said: Json): Uint8Array {
  const bytes = typeof said === "string" ? fromBase64url(said) : new Uint8Array();
  if (bytes.length !== SYMBOLS.length * DIGEST_BYTES) throw new Malformed("bad-shape");
  return bytes;
}

/** Records with a code: their personal line never travels, so who made one has it, and nobody else (DESIGN §11). */
const STAY: ReadonlySet<string> = new Set(
  RECORDS.filter(({ fields }) => fields.some(({ kind }) => kind === "code")).map(({ name }) => name),
);

/** The part of a row that both sides hold. */
export function compared(type: string | undefined, { line, personal }: RowLines): RowLines {
  return { line, personal: STAY.has(type ?? "") ? null : personal };
}

/** The bytes of a row that its digest is made of. */
export function digestible(type: string | undefined, row: RowLines): Uint8Array<ArrayBuffer> {
  const { line, personal } = compared(type, row);
  return new TextEncoder().encode(personal === null ? line : `${line}\n${personal}`);
}

/** The digests of the continuations of `beginning`, from what each row of it adds. */
export function digestsUnder(beginning: string, rows: Iterable<readonly [id: string, hash: Uint8Array]>): Uint8Array {
  const found = new Uint8Array(SYMBOLS.length * DIGEST_BYTES);
  for (const [id, hash] of rows) {
    const start = SYMBOLS.indexOf(id.charAt(beginning.length)) * DIGEST_BYTES;
    for (let at = 0; at < DIGEST_BYTES; at++) found[start + at] = (found[start + at] ?? 0) ^ (hash[at] ?? 0);
  }
  return found;
}

/** The beginnings, one symbol longer, where two digests differ. */
export function differing(beginning: string, ours: Uint8Array, theirs: Uint8Array): string[] {
  return [...SYMBOLS].flatMap((symbol, place) => {
    const part = (digests: Uint8Array): string => digests.subarray(place * DIGEST_BYTES, (place + 1) * DIGEST_BYTES).join();
    return part(ours) === part(theirs) ? [] : beginning + symbol;
  });
}
