/**
 * A record's canonical line: what the feed sends and the tablet keeps (README §5); the twin of sync/record.py.
 *
 * Equal states have equal lines in both languages (I8). The state itself is state.ts, reading is row.ts.
 */
import { writeJson, type Writable } from "./json";
import { encode as encodeOpSet } from "./opset";
import { sorted, sortedEntries } from "./order";
import { soleId, type Record } from "./state";

export { decode } from "./row";
export { byRank, copy, empty, references, shownId, type Live, type LiveValue, type Record } from "./state";

/** The op with most sole live values; ties: the greater id. */
function defaultOp(record: Record): string | null {
  const counts = new Map<string, number>();
  for (const live of record.live.values()) {
    const id = soleId(live);
    if (id !== undefined) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  let best: string | null = null;
  for (const [id, count] of counts) {
    const most = best === null ? 0 : (counts.get(best) ?? 0);
    if (best === null || count > most || (count === most && id > best)) best = id;
  }
  return best;
}

/** `set`, `live`, `named` and `late` of one of the two lines. */
function writePart(record: Record, standing: string | null, isPersonal: boolean): [string, Writable][] {
  const alone = new Map<string, Writable>();
  const several = new Map<string, Writable>();
  const named = new Map<string, Writable>();
  for (const [path, live] of sortedEntries(record.live)) {
    if (record.personal.has(path) !== isPersonal) continue;
    const sole = standing === null || soleId(live) !== standing ? undefined : live.get(standing);
    if (sole) alone.set(path, sole.value);
    else several.set(path, sortedEntries(live).map(([id, said]) => [id, said.value, said.n]));
  }
  for (const [path, ids] of sortedEntries(record.named)) {
    if (record.personal.has(path) === isPersonal) named.set(path, sorted(ids));
  }
  const parts: [string, Map<string, Writable>][] = [["set", alone], ["live", several], ["named", named]];
  return parts.filter(([, part]) => part.size > 0);
}

/** The late notes; in the open line all of them, that each is known for one even where all of it is personal. */
function writeLate(record: Record, isPersonal: boolean): Map<string, Writable> {
  const notes = new Map<string, Writable>();
  for (const [id, sets] of sortedEntries(record.late)) {
    const mine = sortedEntries(sets).filter(([path]) => record.personal.has(path) === isPersonal);
    if (mine.length === 0 && isPersonal) continue;
    notes.set(id, new Map(mine.map(([path, said]) => [path, [said.value, ...said.bases]])));
  }
  return notes;
}

function writeAside(record: Record): Writable {
  const bases = (sets: Map<string, readonly string[]>): Writable =>
    new Map(sortedEntries(sets).map(([path, ids]) => [path, sorted(ids)]));
  return new Map(sortedEntries(record.aside).map(([id, sets]) => [id, bases(sets)]));
}

/** The record's line, and its personal line if anything personal is there. */
export function encode(record: Record): [line: string, personal: string | null] {
  const standing = defaultOp(record);
  const written = new Set<string>();
  const row = new Map<string, Writable>([["type", record.type], ["id", record.id]]);
  let top = 0;
  let n = 0;
  for (const live of record.live.values()) {
    for (const [id, said] of live) {
      written.add(id);
      top = Math.max(top, said.n);
      if (id === standing) n = said.n;
    }
  }
  if (standing !== null) row.set("n", n).set("op", standing);
  for (const [key, part] of writePart(record, standing, false)) row.set(key, part);
  const rest = [...record.seen].filter((id) => !written.has(id));
  if (rest.length > 0) row.set("seen", encodeOpSet(rest));
  if (record.aside.size > 0) row.set("aside", writeAside(record));
  if (record.late.size > 0) row.set("late", writeLate(record, false));
  if (record.texts.size > 0) row.set("texts", new Map(sortedEntries(record.texts)));
  if (record.top > top) row.set("top", record.top);
  if (record.erased) row.set("erased", true);
  return [writeJson(row), writePersonal(record, standing)];
}

function writePersonal(record: Record, standing: string | null): string | null {
  if (record.personal.size === 0) return null;
  const hidden = new Map<string, Writable>(writePart(record, standing, true));
  const late = writeLate(record, true);
  if (late.size > 0) hidden.set("late", late);
  return hidden.size > 0 ? writeJson(["", hidden]) : null;
}
