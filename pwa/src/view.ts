/** What a screen sees of a record: shown values, collisions with both sides, and how far it has got. */
import * as merge from "./domain/merge";
import type { Value } from "./domain/op";
import { shownId, type Record as Merged } from "./domain/record";
import type { Standing } from "./store/standing";

export type { Standing };


/** One of several values that stand at a path, and the inc that said it. */
export interface Side {
  inc: string;
  value: Value;
  shown: boolean;
}

export interface Review {
  path: string;
  sides: Side[];
}

/** What was said of a record after the seal: it stands beside the original and changes nothing of it (M15). */
export interface Amendment {
  inc: string;
  values: [path: string, value: Value][];
}

export interface RecordView {
  id: string;
  type: string;
  values: ReadonlyMap<string, Value>;
  deleted: boolean;
  reviews: Review[];
  /** ops that came after the hearing was sealed stand beside, as notes (M15) */
  late: number;
  amendments: Amendment[];
  /** how far the person's own words have got; null: none of them are his */
  standing: Standing | null;
}

export function viewOf(record: Merged, standing: (id: string) => Standing | null): RecordView {
  const values = new Map<string, Value>();
  for (const path of record.live.keys()) values.set(path, merge.valueOf(record, path));
  return {
    id: record.id,
    type: record.type,
    values,
    deleted: merge.isDeleted(record),
    reviews: merge.reviews(record).map((path) => ({ path, sides: sidesOf(record, path) })),
    late: record.late.size,
    amendments: [...record.late].map(([id, sets]) => ({ inc: incOf(id), values: [...sets].map(([path, { value }]) => [path, value]) })),
    standing: standing(record.id),
  };
}

/** The values at `path`, equal ones once; the shown one first. */
function sidesOf(record: Merged, path: string): Side[] {
  const live = record.live.get(path);
  if (live === undefined) return [];
  const shown = shownId(live);
  const sides = new Map<Value, Side>();
  for (const id of [shown, ...live.keys()]) {
    const said = live.get(id);
    if (said === undefined || sides.has(said.value)) continue;
    sides.set(said.value, { inc: incOf(id), value: said.value, shown: id === shown });
  }
  return [...sides.values()];
}

function incOf(id: string): string {
  return id.slice(0, id.indexOf("."));
}
