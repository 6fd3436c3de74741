/** Sets of op ids as one canonical string: `inc:seq.tag,seq.tag;inc:seq.tag` (M3: exact, never “highest seq”). */
import { sorted } from "./order";

/** `inc`, `seq` (as text: 16 digits do not fit a number) and `tag` of an op id. */
export function parts(opId: string): [inc: string, seq: string, tag: string] {
  const [inc = "", seq = "", tag = ""] = opId.split(".");
  return [inc, seq, tag];
}

function compareEntries(a: readonly [string, string], b: readonly [string, string]): number {
  if (a[0].length !== b[0].length) return a[0].length - b[0].length; // no leading zeros: longer is larger
  if (a[0] !== b[0]) return a[0] < b[0] ? -1 : 1;
  return a[1] < b[1] ? -1 : 1;
}

/** The canonical string of op ids: incs as text, then seq as number, then tag. */
export function encode(ids: Iterable<string>): string {
  const byInc = new Map<string, [string, string][]>();
  for (const id of ids) {
    const [inc, seq, tag] = parts(id);
    const entries = byInc.get(inc);
    if (entries) entries.push([seq, tag]);
    else byInc.set(inc, [[seq, tag]]);
  }
  return sorted(byInc.keys())
    .map((inc) => `${inc}:${(byInc.get(inc) ?? []).sort(compareEntries).map((entry) => entry.join(".")).join(",")}`)
    .join(";");
}

/** The op ids in `encoded`, which the kind `op_set` has let pass. */
export function decode(encoded: string): Set<string> {
  const ids = new Set<string>();
  for (const part of encoded.split(";")) {
    const colon = part.indexOf(":");
    if (colon < 0) continue;
    const inc = part.slice(0, colon);
    for (const entry of part.slice(colon + 1).split(",")) ids.add(`${inc}.${entry}`);
  }
  return ids;
}
