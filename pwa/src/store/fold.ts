/**
 * The view, kept warm: domain/overlay says what a record looks like, this remembers it until something of it changes.
 *
 * A view is folded afresh from the absorbed row and the pending ops (M6, M9); folding thousands for each list, or after each
 * save, would be felt on a slow tablet. So it knows the records by type, and what an answer did not touch stays as it is.
 */
import type { Writer } from "../domain/judge";
import { knownSeals } from "../domain/overlay";
import * as overlays from "../domain/overlay";
import type { Overlay } from "../domain/overlay";
import type { Op } from "../domain/op";
import type { Record } from "../domain/record";

const NONE: ReadonlySet<string> = new Set();

export class Fold {
  #views = new Map<string, Record | undefined>();
  #seals: ReturnType<typeof knownSeals> | null = null;
  #types: Map<string, Set<string>> | null = null;
  #changes = 0;
  readonly #changes_by_type = new Map<string, number>();

  constructor(readonly overlay: Overlay) {}

  /** The record as it stands; undefined where nothing is known of it. Not to be changed. */
  view(id: string): Record | undefined {
    if (this.#views.has(id)) return this.#views.get(id);
    const record = overlays.view(this.overlay, id, (this.#seals ??= knownSeals(this.overlay)));
    this.#views.set(id, record);
    return record;
  }

  /** A number that rises whenever a record of the type may have changed. A record that has not is the same object still. */
  version(type: string): number {
    return this.#changes + (this.#changes_by_type.get(type) ?? 0);
  }

  /** All records of a type, in no order; only those that may mention each of `ids`, which is seen before they are read. */
  *ofType(type: string, ids: readonly string[] = []): Iterable<Record> {
    const { rows, lent, ops } = this.overlay;
    for (const id of [...this.#idsOf(type)]) {
      if (!this.#views.has(id) && !ops.has(id) && !lent.has(id) && ids.some((wanted) => !rows.mentions(id, wanted))) continue;
      const record = this.view(id);
      if (record !== undefined) yield record;
    }
  }

  /** How many records of a type are here, deleted ones among them; none is read. */
  size(type: string): number {
    return this.#idsOf(type).size;
  }

  /** The ops of a record that are still on the tablet. */
  ownOps(id: string): readonly Op[] {
    return this.overlay.ops.get(id) ?? [];
  }

  /** Take in an own op that is on disk. */
  add(op: Op): void {
    overlays.add(this.overlay, op);
    if (op.type === "seal") this.changed();
    else this.changed([op.record]);
  }

  /** Take in ops of one writer that came by bundle (M9). */
  hear(ops: readonly Op[], writer: Writer): void {
    overlays.bring(this.overlay, ops, writer);
    if (ops.some(({ type }) => type === "seal")) this.changed();
    else this.changed(ops.map(({ record }) => record));
  }

  /** The overlay was changed, as a whole or in some records. */
  changed(ids: Iterable<string> | null = null): void {
    if (ids === null) {
      this.#views.clear();
      this.#seals = this.#types = null;
      this.#changes += 1;
      return;
    }
    for (const id of ids) {
      this.#views.delete(id);
      const type = this.#typeOf(id);
      for (const [before, known] of this.#types ?? []) if (before !== type && known.delete(id)) this.#count(before);
      if (type === "") continue;
      this.#place(id, type);
      this.#count(type);
    }
  }

  #count(type: string): void {
    this.#changes_by_type.set(type, (this.#changes_by_type.get(type) ?? 0) + 1);
  }

  /** Whether a change of these records changes how others are read: a seal does (M15). */
  isFarReaching(ids: Iterable<string>): boolean {
    for (const id of ids) if (this.#typeOf(id) === "seal") return true;
    return false;
  }

  #idsOf(type: string): ReadonlySet<string> {
    if (this.#types === null) {
      this.#types = new Map();
      for (const id of overlays.ids(this.overlay)) this.#place(id, this.#typeOf(id));
    }
    return this.#types.get(type) ?? NONE;
  }

  #place(id: string, type: string): void {
    const known = this.#types?.get(type);
    if (known !== undefined) known.add(id);
    else this.#types?.set(type, new Set([id]));
  }

  /** Empty for what has left, or was never here. */
  #typeOf(id: string): string {
    const { rows, lent, ops, left } = this.overlay;
    return left.has(id) ? "" : (rows.typeOf(id) ?? lent.get(id)?.type ?? ops.get(id)?.[0]?.type ?? "");
  }
}
