/**
 * Ops: how a line is read and written (README §2); the twin of sync/op.py. What it may say is judged in judge.ts.
 *
 * A line that cannot be read throws `Malformed` with the code that Python gives.
 */
import { BASES_MAX, PATHS_MAX } from "../generated/outcomes";
import { base64url } from "./chain";
import { encodeUtf8, Malformed, readJson, writeJson, type Json, type Writable } from "./json";
import { INTEGER_MAX } from "./kinds";

export type Value = string | number | boolean | null;

/** What an op says at one path: the value, and the full ids of the ops whose values the editor saw. */
export interface Said {
  readonly value: Value;
  readonly bases: readonly string[];
}
export type Sets = ReadonlyMap<string, Said>;

/** One statement. `sets` are the open paths, `personal` those of the personal line (empty when none or erased). */
export interface Op {
  /** `inc.seq.tag` (M4). */
  readonly id: string;
  readonly inc: string;
  readonly seq: number;
  readonly tag: string;
  readonly type: string;
  readonly record: string;
  readonly n: number;
  readonly at: number;
  readonly cat: number;
  readonly sets: Sets;
  readonly personal: Sets;
  readonly group: string | null;
}

/** An op's line, and its personal line where it sets personal fields. */
export interface Lines {
  readonly line: Uint8Array;
  readonly personal: Uint8Array | null;
}

const KEYS = "type id n at cat set";
const BASE = /^(?:[a-z2-7-]{8,24}\.)?[1-9][0-9]{0,15}\.[a-z2-7]{8}$/;
const SALT = /^[A-Za-z0-9_-]{16}$/;
const DIGEST = /^"([A-Za-z0-9_-]{43})"$/;
const PATH = /^_?[a-z][a-z0-9_]{0,39}(?:\/[A-Za-z0-9._~-]{1,64})?$/;
const SALT_BYTES = 12;

/** A record id. */
export const RECORD_ID = /^[a-z2-7]{26}$/;
/** The name of a record type. */
export const TYPE_NAME = /^[a-z][a-z0-9_]{0,39}$/;
/** A whole op id, `inc.seq.tag`. */
export const OP_ID = /^[a-z2-7-]{8,24}\.[1-9][0-9]{0,15}\.[a-z2-7]{8}$/;

/** Sets without personal paths, for ops that have none. */
export const NO_SETS: Sets = new Map();

/** `inc.seq.tag` (M4). */
export function idOf(inc: string, seq: number, tag: string): string {
  return `${inc}.${seq}.${tag}`;
}

/** Whether `path` is a field, or a field and the key of a map entry. */
export function isPath(path: string): boolean {
  return PATH.test(path);
}

/** Whether `found` is what may stand as a value: neither list nor object. */
export function isValue(found: Json | undefined): found is Value {
  return found === null || (found !== undefined && typeof found !== "object");
}

/** Whether `line` belongs to the op before it: a personal line `[…]`, or the digest of an erased one `"…"`. */
export function isPersonalLine(line: Uint8Array): boolean {
  return line[0] === 0x5b || line[0] === 0x22;
}

/** The digest (base64url) that stands for an erased personal line, or null where the line itself is there. */
export function erasedDigest(line: Uint8Array): string | null {
  if (line.length !== 45) return null;
  return DIGEST.exec(String.fromCharCode(...line))?.[1] ?? null;
}

function readSets(found: Json | undefined, inc: string): Sets {
  if (!(found instanceof Map) || found.size > PATHS_MAX) throw new Malformed("bad-shape");
  const sets = new Map<string, Said>();
  for (const [path, entry] of found) {
    if (!isPath(path)) throw new Malformed("bad-key");
    if (!Array.isArray(entry) || entry.length === 0 || entry.length > BASES_MAX + 1) throw new Malformed("bad-shape");
    const [value, ...bases] = entry;
    if (!isValue(value)) throw new Malformed("bad-value");
    sets.set(path, { value, bases: bases.map((base) => readBase(base, inc)) });
  }
  return sets;
}

function readBase(base: Json, inc: string): string {
  if (typeof base !== "string" || !BASE.test(base)) throw new Malformed("bad-base");
  return base.indexOf(".") === base.lastIndexOf(".") ? `${inc}.${base}` : base;
}

function isBetween(value: number, lowest: number): boolean {
  return lowest <= value && value <= INTEGER_MAX;
}

/** The op that `line` (and its personal line) states as number `seq` of `inc`; shapes only. */
export function read(line: Uint8Array, personal: Uint8Array | null, inc: string, seq: number, tag: string): Op {
  const found = readJson(line);
  if (!(found instanceof Map)) throw new Malformed("bad-shape");
  const keys = [...found.keys()].join(" ");
  if (keys !== KEYS && keys !== KEYS + " group") throw new Malformed("bad-shape");
  const [type, record, n, at, cat, set, group] = found.values();
  if (typeof type !== "string" || typeof record !== "string") throw new Malformed("bad-shape");
  if (!TYPE_NAME.test(type) || !RECORD_ID.test(record)) throw new Malformed("bad-shape");
  if (typeof n !== "number" || typeof at !== "number" || typeof cat !== "number") throw new Malformed("bad-shape");
  if (!isBetween(n, 1) || !isBetween(at, -INTEGER_MAX) || !isBetween(cat, 1)) throw new Malformed("bad-number");
  if (group !== undefined && (typeof group !== "string" || !RECORD_ID.test(group))) throw new Malformed("bad-shape");
  const sets = readSets(set, inc);
  const isThere = personal !== null && erasedDigest(personal) === null;
  const hidden = isThere ? readPersonal(personal, inc) : NO_SETS;
  if (sets.size === 0 && personal === null) throw new Malformed("bad-shape");
  const id = idOf(inc, seq, tag);
  return { id, inc, seq, tag, type, record, n, at, cat, sets, personal: hidden, group: group ?? null };
}

function readPersonal(line: Uint8Array, inc: string): Sets {
  const found = readJson(line);
  if (!Array.isArray(found) || found.length !== 2) throw new Malformed("bad-shape");
  const [salt, sets] = found;
  if (typeof salt !== "string" || !SALT.test(salt)) throw new Malformed("bad-shape");
  return readSets(sets, inc);
}

function writeSets(sets: Sets, inc: string): Writable {
  const prefix = inc + ".";
  const short = (base: string): string => (base.startsWith(prefix) ? base.slice(prefix.length) : base);
  return new Map([...sets].map(([path, said]) => [path, [said.value, ...said.bases.map(short)]]));
}

/**
 * The op's line and its personal line; `salt` is 12 random bytes for the latter.
 *
 * seq and tag are not written: the place in the chain gives them.
 */
export function write(op: Omit<Op, "id" | "seq" | "tag">, salt: Uint8Array | null = null): Lines {
  const line = new Map<string, Writable>([
    ["type", op.type],
    ["id", op.record],
    ["n", op.n],
    ["at", op.at],
    ["cat", op.cat],
    ["set", writeSets(op.sets, op.inc)],
  ]);
  if (op.group !== null) line.set("group", op.group);
  if (op.personal.size === 0) return { line: encodeUtf8(writeJson(line)), personal: null };
  if (salt?.length !== SALT_BYTES) throw new RangeError("a personal line needs 96 random bits");
  const personal = writeJson([base64url(salt), writeSets(op.personal, op.inc)]);
  return { line: encodeUtf8(writeJson(line)), personal: encodeUtf8(personal) };
}
