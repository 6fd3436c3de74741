/** Instead of a second proposal one supporter more: the other one grows, what was begun here steps back. Nothing is thrown away. */
import type { App } from "../../app";
import type { Value } from "../../domain/op";
import type { RecordView } from "../../view";

interface Begun {
  id: string;
  hearing: string;
  unit: Value;
  proposer: Value;
  supporters: Value;
}
type Item = { type: string; id: string; values: Readonly<Record<string, Value>> };

/** Do it; returns how to take it back. The one begun here must be on disk, or not begun at all. */
export async function supportInstead(app: App, begun: Begun, other: RecordView): Promise<() => Promise<void>> {
  const before = other.values.get("supporters") ?? null;
  const more = Math.max(1, typeof begun.supporters === "number" ? begun.supporters : 0);
  const media = app.list("media", { of: begun.id });
  const supporter = typeof begun.proposer === "string" ? app.newId() : null;
  const named: Item[] =
    supporter === null
      ? []
      : [{ type: "supporter", id: supporter, values: { unit: begun.unit, hearing: begun.hearing, proposal: other.id, person: begun.proposer } }];
  const pictured = (of: string): Item[] => media.map((view) => ({ type: "media", id: view.id, values: { of } }));
  const counted = (supporters: Value): Item => ({ type: "proposal", id: other.id, values: { supporters } });
  const is_on_disk = app.record(begun.id) !== null;

  await app.saveGroup([counted((typeof before === "number" ? before : 0) + more), ...named, ...pictured(other.id)]);
  if (is_on_disk) await app.remove("proposal", begun.id);
  return async () => {
    if (is_on_disk) await app.restore("proposal", begun.id);
    await app.saveGroup([counted(before), ...pictured(begun.id)]);
    if (supporter !== null) await app.remove("supporter", supporter);
  };
}
