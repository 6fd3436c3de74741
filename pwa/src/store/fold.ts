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
  #by_type: Map<string, Set<string>> | null = null;
  #changes = 0;
  readonly #changes_by_type = new Map<string, number>();

  constructor(readonly overlay: Overlay) {}

  /** The record as it stands; undefined where nothing is known of it. Not to be changed. */
  view(id: string): Record | undefined {
    if (this.#views.has(id)) return this.#views.get(id);
    const record = this.#asAbsorbed(id) ?? overlays.view(this.overlay, id, (this.#seals ??= knownSeals(this.overlay)));
    this.#views.set(id, record);
    return record;
  }

  /** A number that rises whenever a record of the type may have changed. A record that has not is the same object still. */
  version(type: string): number {
    return this.#changes + (this.#changes_by_type.get(type) ?? 0);
  }

  /** All records of a type, in no order. */
  *ofType(type: string): Iterable<Record> {
    for (const id of (this.#by_type ??= this.#sorted()).get(type) ?? []) {
      const record = this.view(id);
      if (record !== undefined) yield record;
    }
  }

  /** The row itself where nothing is laid over it: most of them, and not worth a copy. */
  #asAbsorbed(id: string): Record | undefined {
    const { rows, ops, left } = this.overlay;
    return left.has(id) || ops.has(id) ? undefined : rows.get(id);
  }

  #sorted(): Map<string, Set<string>> {
    const { rows, ops } = this.overlay;
    const found = new Map<string, Set<string>>();
    for (const id of overlays.ids(this.overlay)) join(found, rows.get(id)?.type ?? ops.get(id)?.[0]?.type, id);
    return found;
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
    const type = this.overlay.rows.get(op.record)?.type ?? op.type;
    this.#changes_by_type.set(type, (this.#changes_by_type.get(type) ?? 0) + 1);
    if (this.#by_type) join(this.#by_type, type, op.record);
  }

  /** The overlay was changed as a whole. */
  changed(): void {
    this.#views.clear();
    this.#seals = null;
    this.#by_type = null;
    this.#changes += 1;
  }
}

function join(groups: Map<string, Set<string>>, type: string | undefined, id: string): void {
  if (type === undefined) return;
  const group = groups.get(type);
  if (group) group.add(id);
  else groups.set(type, new Set([id]));
}
