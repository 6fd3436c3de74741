/** A record's causal state as plain values (README §4). Changed only by merge.ts, written and read by record.ts. */
import type { Said, Value } from "./op";

/** One live value of a path, and the n of the op that said it. */
export interface LiveValue {
  readonly value: Value;
  readonly n: number;
}
/** Op id → live value. */
export type Live = Map<string, LiveValue>;

/** What the ops on one id add up to. Changed only by merge.ts. */
export interface Record {
  readonly type: string;
  readonly id: string;
  /** Path → live values. */
  readonly live: Map<string, Live>;
  /** Path → ids named before they came (M1). */
  readonly named: Map<string, Set<string>>;
  /** Every op taken in, exactly (M3). */
  readonly seen: Set<string>;
  /** Parked, refused: id → path → bases (M7). */
  readonly aside: Map<string, Map<string, readonly string[]>>;
  /** After the seal: id → path → what it said (M15). */
  readonly late: Map<string, Map<string, Said>>;
  /** Path → merged Yjs update, base64. */
  readonly texts: Map<string, string>;
  /** The paths that stand in the personal line. */
  readonly personal: Set<string>;
  /** For ever (M19). */
  erased: boolean;
  /** The highest n seen. */
  top: number;
}

/** A record of which nothing is known yet. */
export function empty(type: string, id: string): Record {
  return {
    type,
    id,
    live: new Map(),
    named: new Map(),
    seen: new Set(),
    aside: new Map(),
    late: new Map(),
    texts: new Map(),
    personal: new Set(),
    erased: false,
    top: 0,
  };
}

/** A copy that can be changed without touching `record`: the overlay works on copies (M9). */
export function copy(record: Record): Record {
  const inner = <V>(map: ReadonlyMap<string, ReadonlyMap<string, V>>): Map<string, Map<string, V>> =>
    new Map([...map].map(([key, part]) => [key, new Map(part)]));
  return {
    ...record,
    live: inner(record.live),
    named: new Map([...record.named].map(([path, ids]) => [path, new Set(ids)])),
    seen: new Set(record.seen),
    aside: inner(record.aside),
    late: inner(record.late),
    texts: new Map(record.texts),
    personal: new Set(record.personal),
  };
}

/** The op whose value is shown: highest n, then highest op id; the same everywhere. */
export function shownId(live: ReadonlyMap<string, LiveValue>): string {
  if (live.size === 1) for (const id of live.keys()) return id;
  return byRank(live).at(-1) ?? "";
}

/** The op ids of `live`, the one that is shown last. */
export function byRank(live: ReadonlyMap<string, LiveValue>): string[] {
  return [...live].sort(([a, x], [b, y]) => x.n - y.n || (a < b ? -1 : 1)).map(([id]) => id);
}

/** The one op id of a path with a single live value. */
export function soleId(live: Live): string | undefined {
  return live.size === 1 ? live.keys().next().value : undefined;
}

/** The ids that live values at `path` point to; where nothing is live, those that late notes point to. */
export function references(record: Record, path: string): Set<string> {
  const said = record.live.get(path)?.values() ?? [...record.late.values()].flatMap((sets) => sets.get(path) ?? []);
  return new Set([...said].map(({ value }) => value).filter((value) => typeof value === "string"));
}
