/** Builders for the tests of the engine: people who write ops on tablets of their own, and answers as a server gives them. */
import type { Answer } from "./answer";
import * as chain from "./chain";
import { nextN } from "./edit";
import { apply } from "./merge";
import { read, write, type Lines, type Op, type Said, type Value } from "./op";
import { decode, empty, encode, type Record } from "./record";

export const RECORD = "r".repeat(26);
export const OTHER = "s".repeat(26);

/** A bare value, or the value with its bases: ops, or ids. */
export type Saying = Value | readonly [Value, ...(Op | string)[]];

function setsOf(said: { readonly [path: string]: Saying }): Map<string, Said> {
  const sets = new Map<string, Said>();
  for (const [path, saying] of Object.entries(said)) {
    const [value, ...bases] = typeof saying === "object" && saying !== null ? saying : [saying];
    sets.set(path, { value, bases: bases.map((base) => (typeof base === "string" ? base : base.id)) });
  }
  return sets;
}

export interface More {
  readonly type?: string;
  readonly record?: string;
  readonly n?: number;
  readonly personal?: { readonly [path: string]: Saying };
  readonly group?: string;
}

/** One person on one tablet: own seq and chain. Everything goes the way of the wire: written, linked, read. */
export class Author {
  readonly inc: string;
  readonly lines: Lines[] = [];
  hash: Uint8Array;

  constructor(letter: string) {
    this.inc = letter.length === 1 ? letter.repeat(20) : letter;
    this.hash = chain.genesis(this.inc);
  }

  /** The next op. `said`: path → value, or path → [value, base …]. */
  say(said: { readonly [path: string]: Saying } | ReadonlyMap<string, Said>, more: More = {}): Op {
    const sets = said instanceof Map ? said : setsOf(said as { readonly [path: string]: Saying });
    const [type, record, n] = [more.type ?? "proposal", more.record ?? RECORD, more.n ?? 1];
    const personal = setsOf(more.personal ?? {});
    const rest = { type, record, n, at: 0, cat: 1, sets, personal, group: more.group ?? null };
    const lines = write({ inc: this.inc, ...rest }, new Uint8Array(12));
    this.lines.push(lines);
    this.hash = chain.link(this.hash, lines.line, lines.personal);
    return read(lines.line, lines.personal, this.inc, this.lines.length, chain.tag(this.hash));
  }

  /** The same person on a copied tablet: from here on another branch (M4). */
  clone(): Author {
    const copy = new Author(this.inc);
    copy.lines.push(...this.lines);
    copy.hash = this.hash;
    return copy;
  }
}

/** The record that `ops` add up to, and the n of the next op on it. */
export function recordOf(ops: readonly Op[], type = "proposal", id = RECORD): Record {
  const record = empty(type, id);
  for (const op of ops) apply(record, op);
  return record;
}

/** The n that follows everything in `record`. */
export function after(record: Record | undefined): More {
  return { n: record ? nextN(record) : 1 };
}

/** An answer that says nothing but `parts`; `records` become rows. */
export function answerWith(parts: Partial<Answer>, records: readonly Record[] = []): Answer {
  const rows = records.map((record) => {
    const [line, personal] = encode(record);
    return { line, personal, record: decode(line, personal) };
  });
  const silent = { epoch: null, held: null, arrived: null, safe: null, outcomes: new Map(), leave: [], slips: [], rights: null, commands: [] };
  return { serverTime: 0, ...silent, settled: false, more: false, left: null, cursor: null, rows, ...parts };
}

/** The live values of a path, sorted as text. */
export function liveValues(record: Record | undefined, path: string): Value[] {
  return [...(record?.live.get(path)?.values() ?? [])].map(({ value }) => value).sort();
}

/** Every order of a few things. */
export function orders<T>(things: readonly T[]): T[][] {
  if (things.length === 0) return [[]];
  return things.flatMap((first, at) => orders(things.filter((_, place) => place !== at)).map((rest) => [first, ...rest]));
}

/** The range of a receipt that ends with `op`. */
export function upTo(op: Op | undefined, first = 1): chain.Range {
  if (!op) throw new RangeError("no op");
  return [first, op.seq, op.tag];
}
