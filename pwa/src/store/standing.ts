/** How far what the person wrote of a record has got; null where he wrote nothing of it. Green is said of all or not (I5). */
import { covers } from "../domain/chain";
import { parts } from "../domain/opset";
import { receiptsOf } from "../domain/overlay";
import type { Session } from "./session";

export type Standing = "tablet" | "arrived" | "safe" | "attention";

export function standingOf(session: Session, id: string): Standing | null {
  if (session.attention.some(({ record }) => record === id)) return "attention";
  const incs = new Set(session.profile.incs.map(({ inc }) => inc));
  const here = new Set(session.fold.ownOps(id).map((op) => op.id));
  const found = new Set([...here, ...(session.fold.overlay.rows.get(id)?.seen ?? [])]);
  let standing: Standing | null = null;
  for (const op of found) {
    const [inc, seq] = parts(op);
    if (!incs.has(inc)) continue;
    const { arrived, safe } = receiptsOf(session.fold.overlay, inc);
    const is_safe = covers(safe, Number(seq));
    if (!is_safe && here.has(op) && !covers(arrived, Number(seq))) return "tablet";
    // what has left the tablet stands in the server's row: it has arrived, even where a new epoch has not said so yet
    standing = is_safe ? (standing ?? "safe") : "arrived";
  }
  return standing;
}
