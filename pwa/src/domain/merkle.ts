/**
 * Checks what the server says of its log (RFC 9162 §2.1; the twin of sync/merkle.py and of the head in sync/log_head.py): a
 * tablet is a witness, it keeps a signed head and sees that every later one begins with it (I12). It never builds a tree.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { base64url, fromBase64url, joined } from "./chain";
import { encodeUtf8, Malformed, type Json } from "./json";

const LEAF = new Uint8Array([0]);
const NODE = new Uint8Array([1]);
const LINE_FEED = new Uint8Array([10]);
const EMPTY = base64url(sha256(new Uint8Array()));

/** That the first `size` ops of a tenant's log have this root, as the deployment signed it; `root` and `sig` in base64url. */
export interface Head {
  readonly tenant: string;
  readonly epoch: string;
  readonly size: number;
  readonly root: string;
  readonly at: number;
  readonly sig: string;
}

/** The leaf of an op: its id, and the SHA-256 of its line and of its personal line, if it has one. */
export function leaf(op: string, line: Uint8Array, personal: Uint8Array | null): Uint8Array {
  return sha256(joined(LEAF, encodeUtf8(op), LINE_FEED, line, personal ?? new Uint8Array()));
}

function node(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256(joined(NODE, left, right));
}

const half = (place: number): number => Math.floor(place / 2); // sizes outgrow 32 bits, so no shifting
const isOdd = (place: number): boolean => place % 2 === 1;

/** Whether `path` proves `found` to be leaf `place` of the tree with this size and root. */
export function isIncluded(found: Uint8Array, place: number, size: number, path: readonly string[], root: string): boolean {
  if (place < 0 || place >= size) return false;
  const climbed = climb(place, size - 1, path);
  if (climbed === null) return false;
  const top = climbed.reduce((below, { other, is_left }) => (is_left ? node(other, below) : node(below, other)), found);
  return base64url(top) === root;
}

/** Whether `path` proves that the tree (`first`, `firstRoot`) is the beginning of (`size`, `root`). */
export function isConsistent(first: number, firstRoot: string, size: number, root: string, path: readonly string[]): boolean {
  if (first === 0) return firstRoot === EMPTY && path.length === 0;
  if (first >= size) return first === size && firstRoot === root && path.length === 0;
  let [at, last] = [first - 1, size - 1];
  while (isOdd(at)) [at, last] = [half(at), half(last)];
  const [begin, ...steps] = at === 0 ? [firstRoot, ...path] : path;
  const climbed = begin === undefined ? null : climb(at, last, steps);
  if (begin === undefined || climbed === null) return false;
  let older = fromBase64url(begin);
  let newer = older;
  for (const { other, is_left } of climbed) {
    if (is_left) older = node(other, older);
    newer = is_left ? node(other, newer) : node(newer, other);
  }
  return base64url(older) === firstRoot && base64url(newer) === root;
}

/** From node `at` of a level whose last node is `last` up to the root: what stands beside, and on which side; null: not so many. */
function climb(at: number, last: number, path: readonly string[]): { other: Uint8Array; is_left: boolean }[] | null {
  const climbed: { other: Uint8Array; is_left: boolean }[] = [];
  for (const step of path) {
    if (last === 0) return null;
    const is_left = isOdd(at) || at === last;
    while (is_left && !isOdd(at) && at > 0) [at, last] = [half(at), half(last)];
    climbed.push({ other: fromBase64url(step), is_left });
    [at, last] = [half(at), half(last)];
  }
  return last === 0 ? climbed : null;
}

/** What the deployment signs. */
export function headText({ tenant, epoch, size, root, at }: Omit<Head, "sig">): Uint8Array {
  return encodeUtf8(["yavuul log head 1", tenant, epoch, size, root, at].map((part) => `${part}\n`).join(""));
}

/** The head in `found`; `Malformed` where it is none. */
export function readHead(found: Json | undefined): Head {
  if (!(found instanceof Map)) throw new Malformed("bad-shape");
  const text = (name: string): string => {
    const said = found.get(name);
    if (typeof said !== "string") throw new Malformed("bad-shape");
    return said;
  };
  const whole = (name: string): number => {
    const said = found.get(name);
    if (typeof said !== "number" || !Number.isSafeInteger(said) || said < 0) throw new Malformed("bad-shape");
    return said;
  };
  const hash = (name: string, length: number): string => {
    if (fromBase64url(text(name)).length !== length) throw new Malformed("bad-shape");
    return text(name);
  };
  return {
    tenant: text("tenant"), epoch: text("epoch"), size: whole("size"), root: hash("root", 32), at: whole("at"), sig: hash("sig", 64),
  };
}
