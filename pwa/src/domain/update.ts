/**
 * The Yjs updates that we take (v1 encoding): plain text in one root, nothing else; the twin of sync/update.py.
 *
 * Walked before any library sees them, with the same verdict as in Python.
 */
import { decodeUtf8 } from "./json";

/** The name of the shared text in every document. */
export const ROOT = "t";

const CLIENT_MAX = Number.MAX_SAFE_INTEGER;
const CLOCK_MAX = 2 ** 31 - 1;
const GC = 0;
const DELETED = 1;
const STRING = 4;
const SKIP = 10;
const SIDES = [0x80, 0x40]; // origin, right origin
const NOT_OURS = 0x20;
const CONTENT = 0x1f;
const control = /[\u0000-\u0008\u000b-\u001f\u007f\u2028\u2029]/;

/** The bytes of base64, which the kind `long_text` has let pass. */
export function fromBase64(encoded: string): Uint8Array {
  return Uint8Array.from(atob(encoded), (symbol) => symbol.charCodeAt(0));
}

/** Base64 with padding. */
export function toBase64(raw: Uint8Array): string {
  let text = "";
  for (let at = 0; at < raw.length; at += 8192) text += String.fromCharCode(...raw.subarray(at, at + 8192));
  return btoa(text);
}

/** Whether `update` (base64 by its kind) is an update that both languages can merge; the empty one is. */
export function isUpdate(update: string): boolean {
  if (update === "") return true;
  const walk = new Walk(fromBase64(update));
  try {
    walkStructs(walk);
    walkDeletes(walk);
  } catch (error) {
    if (error instanceof Broken) return false;
    throw error;
  }
  return walk.at === walk.raw.length;
}

/** Where the structs of an update end, and what it takes away begins. */
export function structsEnd(update: Uint8Array): number {
  const walk = new Walk(update);
  walkStructs(walk);
  return walk.at;
}

class Broken extends Error {}

/** Reads from the front; every count is paid for with bytes, so nothing is ever allocated on a claim. */
class Walk {
  at = 0;

  constructor(readonly raw: Uint8Array) {}

  byte(): number {
    const byte = this.raw[this.at];
    if (byte === undefined) throw new Broken();
    this.at += 1;
    return byte;
  }

  number(largest: number, smallest = 0): number {
    let value = 0;
    for (let place = 0; place < 8; place++) {
      const byte = this.byte();
      value += (byte & 0x7f) * 2 ** (7 * place);
      if (byte < 0x80) {
        if (value < smallest || value > largest) throw new Broken();
        return value;
      }
    }
    throw new Broken();
  }

  text(): string {
    const length = this.number(this.raw.length, 1);
    const found = this.raw.subarray(this.at, this.at + length);
    this.at += length;
    if (found.length !== length) throw new Broken();
    try {
      return decodeUtf8(found);
    } catch {
      throw new Broken();
    }
  }

  /** A client that has not stood in this part before. */
  client(met: Set<number>): number {
    const client = this.number(CLIENT_MAX);
    if (met.has(client)) throw new Broken();
    met.add(client);
    return client;
  }
}

function walkStructs(walk: Walk): void {
  const met = new Set<number>();
  for (let clients = walk.number(walk.raw.length); clients > 0; clients--) {
    const count = walk.number(walk.raw.length, 1);
    const client = walk.client(met);
    let clock = walk.number(CLOCK_MAX);
    for (let structs = count; structs > 0; structs--) {
      clock += walkStruct(walk, client, clock);
      if (clock > CLOCK_MAX) throw new Broken();
    }
  }
}

/** Reads one struct; its length in UTF-16 units. What it says to stand beside must be older than itself. */
function walkStruct(walk: Walk, client: number, clock: number): number {
  const info = walk.byte();
  if (info === GC || info === SKIP) return walk.number(CLOCK_MAX, 1);
  const content = info & CONTENT;
  if ((info & NOT_OURS) !== 0 || (content !== DELETED && content !== STRING)) throw new Broken();
  let isPlaced = false;
  for (const side of SIDES) {
    if ((info & side) === 0) continue;
    const beside = walk.number(CLIENT_MAX);
    const at = walk.number(CLOCK_MAX);
    if (beside === client && at >= clock) throw new Broken();
    isPlaced = true;
  }
  if (!isPlaced && (walk.number(1) !== 1 || walk.text() !== ROOT)) throw new Broken();
  if (content === DELETED) return walk.number(CLOCK_MAX, 1);
  const text = walk.text();
  if (control.test(text)) throw new Broken();
  return text.length;
}

function walkDeletes(walk: Walk): void {
  const met = new Set<number>();
  for (let clients = walk.number(walk.raw.length); clients > 0; clients--) {
    walk.client(met);
    for (let ranges = walk.number(walk.raw.length, 1); ranges > 0; ranges--) {
      if (walk.number(CLOCK_MAX) + walk.number(CLOCK_MAX, 1) > CLOCK_MAX) throw new Broken();
    }
  }
}
