/**
 * What the ready panel is told: what is on board, when the server last answered, by how much the clocks differ. Facts only; what
 * they add up to is judged by screens/ready/readiness.ts. A clock is only shown, it decides nothing (I10).
 */
import { DELETED, isDeleted } from "./domain/merge";
import { ids } from "./domain/overlay";
import type { Feed, Witness } from "./store/base";
import type { Fold } from "./store/fold";

export interface Status {
  /** the feed has been read to its end once: what the office had for this person is here */
  complete: boolean;
  /** when the server last answered, by this tablet's clock; null: not yet */
  contact_at: number | null;
  /** by how much the server's clock was ahead of ours at that moment */
  ahead_ms: number | null;
  /** what was seen of the office's log (exchange/witness.ts); null: nothing yet */
  witness: Witness | null;
}

const NOTHING: Status = { complete: false, contact_at: null, ahead_ms: null, witness: null };

export function statusOf(feed: Feed | null): Status {
  if (feed === null) return NOTHING;
  const { complete, contact_at, ahead_ms, witness = null } = feed;
  return { complete, contact_at, ahead_ms, witness };
}

/** How many records of each type are here and not deleted; one pass, and only what is pending or was ever deleted is read. */
export function onBoard(fold: Fold): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const { overlay } = fold;
  for (const id of ids(overlay)) {
    const is_plain = !overlay.ops.has(id) && !overlay.rows.mentions(id, DELETED);
    const record = is_plain ? undefined : fold.view(id);
    const type = is_plain ? overlay.rows.typeOf(id) : record && !isDeleted(record) ? record.type : undefined;
    if (type !== undefined) counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  return counts;
}
