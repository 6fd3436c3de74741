/**
 * The views that screens have asked for, kept until something of them changes: drawing a list of thousands again and again would
 * be felt on a slow tablet. A record that has not changed is the same object, and so is its view, until a receipt comes.
 */
import type { Record as Merged } from "./domain/record";
import { valueOf } from "./domain/merge";
import { RECORD_ID, type Value } from "./domain/op";
import { receiptsOf } from "./domain/overlay";
import type { Fold } from "./store/fold";
import type { Session } from "./store/session";
import { restanding, viewOf, type RecordView, type Standing } from "./view";

type Where = Readonly<Record<string, Value>>;

export class Views {
  #fold: Fold | null = null;
  readonly #read = new WeakMap<Merged, RecordView>();
  #shown = new WeakMap<Merged, RecordView>();
  readonly #lists = new Map<string, { version: number; views: readonly RecordView[] }>();

  constructor(readonly standing: (id: string) => Standing | null) {}

  /** How far things have got may have changed: views are made anew from what was read. */
  stood(): void {
    this.#shown = new WeakMap();
    this.#lists.clear();
  }

  of(record: Merged): RecordView {
    const shown = this.#shown.get(record);
    if (shown !== undefined) return shown;
    let read = this.#read.get(record);
    if (read === undefined) this.#read.set(record, (read = viewOf(record, () => null)));
    const fresh = restanding(read, this.standing);
    this.#shown.set(record, fresh);
    return fresh;
  }

  /** All records of a type that are not deleted and fit `where`; the caller may sort what he gets. */
  list(fold: Fold, type: string, where: Where): RecordView[] {
    if (fold !== this.#fold || this.#lists.size > LISTS_MAX) this.stood();
    this.#fold = fold;
    const key = JSON.stringify([type, where]);
    const version = fold.version(type);
    const kept = this.#lists.get(key);
    if (kept?.version === version) return [...kept.views];
    const views = this.#find(fold, type, Object.entries(where));
    this.#lists.set(key, { version, views });
    return [...views];
  }

  #find(fold: Fold, type: string, where: [string, Value][]): RecordView[] {
    const found: RecordView[] = [];
    const ids = where.flatMap(([, value]) => (typeof value === "string" && RECORD_ID.test(value) ? value : []));
    for (const record of fold.ofType(type, ids)) {
      if (!where.every(([path, value]) => record.live.has(path) && valueOf(record, path) === value)) continue;
      const view = this.of(record);
      if (!view.deleted) found.push(view);
    }
    return found;
  }
}

const LISTS_MAX = 200;

/** All that says how far a person's words have got, in one string: while it is the same, no view stands differently. */
export function receiptsNow(session: Session): string {
  const receipts = session.profile.incs.map(({ inc }) => [inc, receiptsOf(session.fold.overlay, inc)]);
  return JSON.stringify([receipts, session.attention.map(({ op, record }) => [op, record])]);
}
