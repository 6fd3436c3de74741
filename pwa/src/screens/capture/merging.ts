/** Two proposals that are one (scenario 2): the words of one stand, the other stays readable, no supporter counts twice. */
import type { App } from "../../app";
import { standingAlone } from "../../domain/merged";
import type { Value } from "../../domain/op";
import type { RecordView } from "../../view";

/** How many support what both say: those whom both name count once. */
export function union(one: Value, other: Value, names: ReadonlySet<Value>, otherNames: ReadonlySet<Value>): number {
  const both = [...names].filter((name) => otherNames.has(name)).length;
  const count = (value: Value, named: number): number => Math.max(typeof value === "number" ? value : 0, named);
  return count(one, names.size) + count(other, otherNames.size) - both;
}

function supportersOf(app: App, proposal: string): Set<Value> {
  const found = new Set<Value>();
  for (const { values } of app.glance("supporter", ["proposal", "person"])) if (values[0] === proposal && values[1] !== null) found.add(values[1] ?? null);
  return found;
}

/** Let `other` stand in `kept`; returns how to take it back. */
export async function mergeInto(app: App, kept: RecordView, other: RecordView): Promise<() => Promise<unknown>> {
  const before = kept.values.get("supporters") ?? null;
  const supporters = union(before, other.values.get("supporters") ?? null, supportersOf(app, kept.id), supportersOf(app, other.id));
  const set = (count: Value, into: Value): Promise<unknown> => {
    const stands = { type: "proposal", id: other.id, values: { merged_into: into } };
    return app.saveGroup(supporters === before ? [stands] : [stands, { type: "proposal", id: kept.id, values: { supporters: count } }]);
  };
  await set(supporters, kept.id);
  return () => set(before, null);
}

export const isGone = (app: App, id: string): boolean => app.record(id)?.deleted === true;

/** The proposals that fit and stand on their own, not within another. */
export function standingOf(app: App, where: Readonly<Record<string, Value>>): RecordView[] {
  return standingAlone(app.list("proposal", where), (id) => isGone(app, id));
}

/** The proposals that stand in `id`. */
export function mergedInto(app: App, id: string): RecordView[] {
  const found: RecordView[] = [];
  for (const each of app.glance("proposal", ["merged_into"])) {
    const view = each.values[0] === id ? app.record(each.id) : null;
    if (view) found.push(view);
  }
  return found;
}
