/**
 * The view, kept warm: domain/overlay says what a record looks like, this remembers it until something of it changes.
 *
 * A view is folded afresh from the absorbed row and the pending ops (M6, M9); folding thousands for each list would be felt
 * on a slow tablet.
 */
import { knownSeals } from "../domain/overlay";
import * as overlays from "../domain/overlay";
import type { Overlay } from "../domain/overlay";
import type { Op } from "../domain/op";
import type { Record } from "../domain/record";

export class Fold {
  #views = new Map<string, Record | undefined>();
  #seals: ReturnType<typeof knownSeals> | null = null;

  constructor(readonly overlay: Overlay) {}

  /** The record as it stands; undefined where nothing is known of it. Not to be changed. */
  view(id: string): Record | undefined {
    if (this.#views.has(id)) return this.#views.get(id);
    const record = overlays.view(this.overlay, id, (this.#seals ??= knownSeals(this.overlay)));
    this.#views.set(id, record);
    return record;
  }

  /** All records of a type, in no order. */
  *ofType(type: string): Iterable<Record> {
    const { rows, ops } = this.overlay;
    for (const id of overlays.ids(this.overlay)) {
      if ((rows.get(id)?.type ?? ops.get(id)?.[0]?.type) !== type) continue;
      const record = this.view(id);
      if (record !== undefined) yield record;
    }
  }

  /** The ops of a record that are still on the tablet. */
  ownOps(id: string): readonly Op[] {
    return this.overlay.ops.get(id) ?? [];
  }

  /** Take in an own op that is on disk. */
  add(op: Op): void {
    overlays.add(this.overlay, op);
    if (op.type === "seal") this.changed();
    else this.#views.delete(op.record);
  }

  /** The overlay was changed as a whole. */
  changed(): void {
    this.#views.clear();
    this.#seals = null;
  }
}
