/** The register of a unit, ready to be searched: names folded once and kept as long as the person's record stays as it is. */
import type { App } from "../../app";
import type { Value } from "../../domain/op";
import { words, type Findable } from "../../domain/person_search";
import type { RecordView } from "../../view";

type Values = ReadonlyMap<string, Value>;
const folded = new WeakMap<Values, { home: Values | undefined; found: Findable }>();

const keys = new WeakMap<Values, string>();

/** What a person's name sounds like, to be compared with another's; empty where there is none. */
export function nameKeyOf(view: RecordView | null): string {
  if (view?.type !== "person") return "";
  const kept = keys.get(view.values);
  if (kept !== undefined) return kept;
  const key = words(["parent_name", "given_name"].map((path) => String(view.values.get(path) ?? "")).join(" ")).join(" ");
  keys.set(view.values, key);
  return key;
}

/** Everybody of `unit`, as `findPeople` wants them; those who were marked as another's double are left to the other. */
export function findablesOf(app: App, unit: Value): Findable[] {
  return app.list("person", { unit }).filter((view) => typeof view.values.get("same_as") !== "string").map((view) => findable(app, view));
}

function findable(app: App, view: RecordView): Findable {
  const home = homeOf(app, view)?.values;
  const kept = folded.get(view.values);
  if (kept !== undefined && kept.home === home) return kept.found;
  const said = ["given_name", "parent_name", "phone"].map((path) => String(view.values.get(path) ?? ""));
  const found: Findable = { id: view.id, words: words([...said, String(home?.get("number") ?? "")].join(" ")) };
  folded.set(view.values, { home, found });
  return found;
}

/** The household of a person of the register. */
export function homeOf(app: App, person: RecordView | null): RecordView | null {
  const id = person?.values.get("household");
  return typeof id === "string" ? app.record(id) : null;
}

/** The household of `unit` that has this number, however it is spaced. */
export function householdNumbered(app: App, unit: Value, number: string): RecordView | null {
  const wanted = words(number).join(" ");
  return wanted === "" ? null : (app.list("household", { unit }).find((view) => words(String(view.values.get("number") ?? "")).join(" ") === wanted) ?? null);
}
