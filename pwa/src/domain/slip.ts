/**
 * A slip of the server: what the office did with an op of this tablet (T18). The format is written in server/slips.py.
 *
 * It comes as a row of the feed but is no record: nothing is folded from it. What only a newer server says of it is read over,
 * and so is a slip of a kind that this app does not know: it is news, no value hangs on it.
 */
import { readJson, type Json, type JsonMap } from "./json";
import { isPath, isValue, OP_ID, RECORD_ID, type Value } from "./op";

/** `chosen`: a collision was settled; the others: an op that stood aside (parked, refused, late) was decided on. */
export type SlipKind = "chosen" | "accepted" | "dismissed";

export interface OfficeSlip {
  readonly id: string;
  readonly kind: SlipKind;
  /** the reader's own op that it is about */
  readonly op: string;
  /** both empty where the op could not be read */
  readonly type: string;
  readonly record: string;
  readonly paths: readonly string[];
  /** left out where the field is personal, or the record no longer within reach (I7, I9) */
  readonly yours?: Value;
  readonly theirs?: readonly Value[];
  readonly kept?: Value;
  /** the officer's name */
  readonly by: string;
  readonly why: string;
}

/** What the tablet may do from now on: a slip of the kind `rights`, which nobody has to read. `units` null: all. */
export interface Rights {
  readonly role: string;
  readonly units: readonly string[] | null;
}

const ROLES = ["facilitator", "check_in_clerk"] as const;
const KINDS: readonly SlipKind[] = ["chosen", "accepted", "dismissed"];

/** Whether a row of the feed is a slip: they all begin so, before anything else is read. */
export function isSlipLine(line: string): boolean {
  return line.startsWith('{"type":"slip",');
}

/** The slip in `line`; null where it is of no kind or shape that is known here. `Malformed` where it is no JSON. */
export function readSlip(line: string): OfficeSlip | null {
  const said = readJson(line);
  if (!(said instanceof Map)) return null;
  const kind = KINDS.find((known) => known === said.get("slip"));
  const [id, op] = [textOf(said, "id"), textOf(said, "op")];
  const paths = said.has("path") ? [said.get("path") ?? null] : said.get("paths");
  if (kind === undefined || !RECORD_ID.test(id) || !OP_ID.test(op) || !isPaths(paths)) return null;
  const [yours, theirs, kept] = [said.get("yours"), said.get("theirs"), said.get("kept")];
  return {
    id, kind, op, paths,
    type: textOf(said, "record_type"), record: textOf(said, "record"), by: textOf(said, "by"), why: textOf(said, "why"),
    ...(isValue(yours) && { yours }),
    ...(Array.isArray(theirs) && { theirs: theirs.filter(isValue) }),
    ...(isValue(kept) && { kept }),
  };
}

/** The rights in `line`; null where it is another slip. */
export function readRights(line: string): Rights | null {
  const said = readJson(line);
  if (!(said instanceof Map) || said.get("slip") !== "rights") return null;
  const [role, units] = [textOf(said, "role"), said.get("units") ?? null];
  if (!ROLES.some((known) => known === role)) return null;
  if (units === null) return { role, units };
  const is_list = Array.isArray(units) && units.every((unit): unit is string => typeof unit === "string" && RECORD_ID.test(unit));
  return is_list ? { role, units } : null;
}

function textOf(said: JsonMap, name: string): string {
  const found = said.get(name);
  return typeof found === "string" ? found : "";
}

function isPaths(found: Json | undefined): found is string[] {
  return Array.isArray(found) && found.every((path) => typeof path === "string" && isPath(path));
}
