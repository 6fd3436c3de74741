/**
 * Reading a record's line, as the feed brings it (README §5). Strict: what is not a row throws `Malformed`.
 *
 * Keys that a newer server adds are read over; what is known must have its shape. `encode` is the inverse.
 */
import { Malformed, readJson, type Json, type JsonMap } from "./json";
import { isPath, isValue, OP_ID, RECORD_ID, TYPE_NAME, type Said, type Value } from "./op";
import { decode as decodeOpSet } from "./opset";
import { KINDS } from "./kinds";
import { empty, type Live, type Record } from "./state";

function fail(): never {
  throw new Malformed("bad-shape");
}

function asMap(found: Json | undefined): JsonMap {
  if (found === undefined) return new Map();
  return found instanceof Map ? found : fail();
}

function asList(found: Json | undefined): Json[] {
  return Array.isArray(found) ? found : fail();
}

function asPath(found: string): string {
  return isPath(found) ? found : fail();
}

function asOpId(found: Json | undefined): string {
  return typeof found === "string" && OP_ID.test(found) ? found : fail();
}

function asN(found: Json | undefined): number {
  return typeof found === "number" && Number.isSafeInteger(found) && found >= 1 ? found : fail();
}

function asValue(found: Json | undefined): Value {
  return isValue(found) ? found : fail();
}

function asText(found: Json | undefined): string {
  return typeof found === "string" ? found : fail();
}

function asIds(found: Json | undefined): string[] {
  return asList(found).map(asOpId);
}

function readLive(found: Json): Live {
  const live: Live = new Map();
  for (const entry of asList(found)) {
    const [id, value, n] = asList(entry);
    live.set(asOpId(id), { value: asValue(value), n: asN(n) });
  }
  return live.size > 0 ? live : fail();
}

function readSaid(found: Json): Said {
  const [value, ...bases] = asList(found);
  return { value: asValue(value), bases: bases.map(asOpId) };
}

/** Takes `set`, `live`, `named` and `late` of one of the two lines into `record`; returns the paths met. */
function takePart(record: Record, part: JsonMap, standing: Json | undefined, n: Json | undefined): Set<string> {
  const paths = new Set<string>();
  for (const [path, value] of asMap(part.get("set"))) {
    record.live.set(asPath(path), new Map([[asOpId(standing), { value: asValue(value), n: asN(n) }]]));
    paths.add(path);
  }
  for (const [path, entries] of asMap(part.get("live"))) {
    record.live.set(asPath(path), readLive(entries));
    paths.add(path);
  }
  for (const [path, ids] of asMap(part.get("named"))) {
    record.named.set(asPath(path), new Set(asIds(ids)));
    paths.add(path);
  }
  for (const [id, sets] of asMap(part.get("late"))) {
    const note = record.late.get(asOpId(id)) ?? new Map<string, Said>();
    record.late.set(id, note);
    for (const [path, said] of asMap(sets)) {
      note.set(asPath(path), readSaid(said));
      paths.add(path);
    }
  }
  return paths;
}

function takeSeen(record: Record, row: JsonMap): void {
  const seen = row.get("seen") ?? "";
  if (KINDS.get("op_set")?.(seen)) fail();
  for (const id of decodeOpSet(asText(seen))) record.seen.add(id);
  if (row.has("top")) record.top = asN(row.get("top"));
  for (const live of record.live.values()) {
    for (const [id, said] of live) {
      record.seen.add(id);
      record.top = Math.max(record.top, said.n);
    }
  }
}

/** The record that `encode` wrote; `Malformed` where the lines are no row. */
export function decode(line: string | Uint8Array, personal: string | Uint8Array | null = null): Record {
  const row = readJson(line);
  if (!(row instanceof Map)) return fail();
  const [type, id] = [asText(row.get("type")), asText(row.get("id"))];
  if (!TYPE_NAME.test(type) || !RECORD_ID.test(id)) fail();
  const record = empty(type, id);
  takePart(record, row, row.get("op"), row.get("n"));
  if (personal) {
    const [head, hidden, ...more] = asList(readJson(personal));
    if (head !== "" || !(hidden instanceof Map) || more.length > 0) return fail();
    for (const path of takePart(record, hidden, row.get("op"), row.get("n"))) record.personal.add(path);
  }
  for (const [op, sets] of asMap(row.get("aside"))) {
    record.aside.set(asOpId(op), new Map([...asMap(sets)].map(([path, ids]) => [asPath(path), asIds(ids)])));
  }
  for (const [path, update] of asMap(row.get("texts"))) {
    if (KINDS.get("long_text")?.(update) === "bad-value") fail();
    record.texts.set(asPath(path), asText(update));
  }
  const erased = row.get("erased") ?? false;
  record.erased = typeof erased === "boolean" ? erased : fail();
  takeSeen(record, row);
  return record;
}
