/**
 * The answer of a sync call, read strictly: a head, then exactly as many feed rows as it says, all whole (README §3).
 *
 * Anything else is no answer but “offline” (a captive portal, a torn body), and the same question is put again. Members
 * that this app does not know are read over: a newer server may say more.
 */
import type { Range } from "./chain";
import { Malformed, decodeUtf8, readJson, type Json, type JsonMap } from "./json";
import { isPersonalLine, RECORD_ID } from "./op";
import { readOutcome, type Outcome } from "./outcome";
import { decode, type Record } from "./record";
import { isSlipLine, readRights, readSlip, type OfficeSlip, type Rights } from "./slip";
import { CURSOR, splitLines } from "./wire";

/** A feed row, as it came and as it reads. */
export interface FeedRow {
  readonly line: string;
  readonly personal: string | null;
  readonly record: Record;
}

export interface Answer {
  readonly serverTime: number;
  /** The server's epoch where it is not the question's (M17). */
  readonly epoch: string | null;
  /** Null: not said. */
  readonly held: readonly Range[] | null;
  readonly arrived: readonly Range[] | null;
  readonly safe: readonly Range[] | null;
  /** By seq; an op of the push without entry was applied. */
  readonly outcomes: ReadonlyMap<number, Outcome>;
  readonly settled: boolean;
  readonly leave: readonly string[];
  readonly rows: readonly FeedRow[];
  /** Rows of the feed that are no records: what the office did with ops of this inc. */
  readonly slips: readonly OfficeSlip[];
  /** What the office lets the tablet do now, where it says so. */
  readonly rights: Rights | null;
  readonly cursor: string | null;
  readonly more: boolean;
  /** With `more`: how many rows of the feed are still to come. */
  readonly left: number | null;
  readonly commands: readonly string[];
}

const EPOCH = /^[a-z2-7]{6}$/;
const TAG = /^[a-z2-7]{8}$/;
const SEQ = /^[1-9][0-9]{0,15}$/;

/** The answer in `bytes`; null where it is none: then nothing of it is believed, and nothing is forgotten. */
export function readAnswer(bytes: Uint8Array): Answer | null {
  try {
    return read(bytes);
  } catch (error) {
    if (error instanceof Malformed) return null;
    throw error;
  }
}

function read(bytes: Uint8Array): Answer {
  const [first, ...lines] = splitLines(bytes);
  const head = first ? readJson(first) : null;
  if (!(head instanceof Map)) return fail();
  const { rows, slips, rights, count } = readRows(lines);
  if (count !== (head.has("rows") ? asWhole(head.get("rows")) : 0)) fail();
  return {
    serverTime: asWhole(head.get("server_time")),
    epoch: head.has("epoch") ? asText(head.get("epoch"), EPOCH) : null,
    held: readRanges(head, "held"),
    arrived: readRanges(head, "arrived"),
    safe: readRanges(head, "safe"),
    outcomes: readOutcomes(head.get("outcomes")),
    settled: asFlag(head.get("settled")),
    leave: asList(head.get("leave")).map((id) => asText(id, RECORD_ID)),
    rows,
    slips,
    rights,
    cursor: head.has("cursor") ? asText(head.get("cursor"), CURSOR) : null,
    more: asFlag(head.get("more")),
    left: head.has("left") ? asWhole(head.get("left")) : null,
    commands: asList(head.get("commands")).map((command) => asText(command, /^[a-z][a-z-]*$/)),
  };
}

/** Records and slips apart; `count` of both, with slips that are not understood. */
function readRows(lines: readonly Uint8Array[]): { rows: FeedRow[]; slips: OfficeSlip[]; rights: Rights | null; count: number } {
  const rows: FeedRow[] = [];
  const slips: OfficeSlip[] = [];
  let rights: Rights | null = null;
  let count = 0;
  for (let at = 0; at < lines.length; at++, count++) {
    const line = decodeUtf8(lines[at] ?? new Uint8Array());
    if (isSlipLine(line)) {
      const slip = readSlip(line);
      if (slip !== null) slips.push(slip);
      else rights = readRights(line) ?? rights;
      continue;
    }
    const next = lines[at + 1];
    const personal = next && isPersonalLine(next) ? decodeUtf8(next) : null;
    if (personal !== null) at += 1;
    rows.push({ line, personal, record: decode(line, personal) });
  }
  return { rows, slips, rights, count };
}

function readRanges(head: JsonMap, name: string): Range[] | null {
  return head.has(name) ? asList(head.get(name)).map(readRange) : null;
}

function readRange(found: Json): Range {
  const [first, last, tag, ...more] = asList(found);
  const range = [asWhole(first, 1), asWhole(last, 1), asText(tag, TAG)] as const;
  return more.length > 0 || range[0] > range[1] ? fail() : range;
}

function readOutcomes(found: Json | undefined): Map<number, Outcome> {
  const outcomes = new Map<number, Outcome>();
  if (found === undefined) return outcomes;
  if (!(found instanceof Map)) return fail();
  for (const [seq, said] of found) {
    const [state, code = "", ...more] = asList(said);
    if (more.length > 0) fail();
    outcomes.set(Number(asText(seq, SEQ)), readOutcome(asText(state), asText(code)));
  }
  return outcomes;
}

function fail(): never {
  throw new Malformed("bad-shape");
}

function asList(found: Json | undefined): Json[] {
  if (found === undefined) return [];
  return Array.isArray(found) ? found : fail();
}

function asText(found: Json | undefined, shape: RegExp | null = null): string {
  return typeof found === "string" && (shape === null || shape.test(found)) ? found : fail();
}

function asWhole(found: Json | undefined, lowest = 0): number {
  return typeof found === "number" && Number.isSafeInteger(found) && found >= lowest ? found : fail();
}

function asFlag(found: Json | undefined): boolean {
  if (found === undefined) return false;
  return typeof found === "boolean" ? found : fail();
}
