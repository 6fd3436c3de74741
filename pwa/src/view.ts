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
  readonly id: string;
  readonly type: string;
  readonly values: ReadonlyMap<string, Value>;
  /** long texts by path, as all that was written in them (domain/writing.ts) */
  readonly texts: ReadonlyMap<string, string>;
  readonly deleted: boolean;
  readonly reviews: Review[];
  /** ops that came after the hearing was sealed stand beside, as notes (M15) */
  readonly late: number;
  readonly amendments: Amendment[];
  /** the inc that spoke first of what still stands; empty where nothing does */
  readonly by: string;
  /** how far the person's own words have got; null: none of them are his */
  readonly standing: Standing | null;
}

/** What a save left: the record, and when it was kept. */
export interface Saved {
  id: string;
  at: number;
}

export function viewOf(record: Merged, standing: (id: string) => Standing | null): RecordView {
  const values = new Map<string, Value>();
  for (const path of record.live.keys()) values.set(path, merge.valueOf(record, path));
  let reviews: Review[] | null = null;
  let by: string | null = null;
  const view: RecordView = {
    id: record.id,
    type: record.type,
    values,
    texts: record.texts,
    deleted: merge.isDeleted(record),
    late: record.late.size,
    get amendments() {
      return [...record.late].map(([id, sets]): Amendment => ({ inc: incOf(id), values: [...sets].map(([path, { value }]) => [path, value]) }));
    },
    get reviews() {
      return (reviews ??= merge.reviews(record).map((path) => ({ path, sides: sidesOf(record, path) })));
    },
    get by() {
      return (by ??= firstInc(record));
    },
    standing: null,
  };
  return restanding(view, standing);
}

/** The same view, with how far it has got asked anew (once, when it is first read). */
export function restanding(view: RecordView, standing: (id: string) => Standing | null): RecordView {
  const { id, type, values, texts, deleted, late } = view;
  let how_far: Standing | null | undefined;
  return {
    id,
    type,
    values,
    texts,
    deleted,
    late,
    get amendments() {
      return view.amendments;
    },
    get reviews() {
      return view.reviews;
    },
    get by() {
      return view.by;
    },
    get standing() {
      if (how_far === undefined) how_far = standing(id);
      return how_far;
    },
  };
}

function firstInc(record: Merged): string {
  let first = "";
  let least = Infinity;
  for (const live of record.live.values()) {
    for (const [id, { n }] of live) if (n < least || (n === least && id < first)) [first, least] = [id, n];
  }
  return first.slice(0, Math.max(0, first.indexOf(".")));
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

/** What a tablet's inc is called where people read it: short, the same on every tablet and in the office. */
export function labelOf(inc: string): string {
  return inc.startsWith("office-") ? "" : `Т-${inc.slice(0, 4).toUpperCase()}`;
}
