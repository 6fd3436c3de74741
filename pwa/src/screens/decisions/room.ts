/** What a decision needs of the hearing: who is present, whether the quorum stands, whether it is sealed. */
import type { App } from "../../app";
import { presentOf } from "../../domain/decision";
import type { RecordView } from "../../view";

/** People present; null where this tablet knows of nobody. */
export function present(app: App, hearing: string): number | null {
  const heads = [...(app.record(hearing)?.values ?? [])].flatMap(([path, value]) => (path.startsWith("head_counts/") && typeof value === "number" ? [value] : []));
  return presentOf(app.list("attendance", { hearing }), heads);
}

/** Whether less than the needed part of the unit is there; null where no rule or no figure is known. */
export function lacksQuorum(app: App, hearing: string): boolean | null {
  const view = app.record(hearing);
  const unit = typeof view?.values.get("unit") === "string" ? app.record(String(view.values.get("unit"))) : null;
  const said = (path: string): unknown => view?.values.get(path) ?? unit?.values.get(path) ?? null;
  const [basis, percent] = [said("quorum_basis"), said("quorum_percent")];
  const of = unit?.values.get(basis === "household" ? "households" : "citizens");
  if (basis === null || typeof percent !== "number" || typeof of !== "number") return null;
  return represented(app, hearing, basis === "household") < Math.ceil((of * percent) / 100);
}

function represented(app: App, hearing: string, by_household: boolean): number {
  if (!by_household) return present(app, hearing) ?? 0;
  const homes = app.list("attendance", { hearing }).map(({ values }) => {
    const person = values.get("person");
    return values.get("household") ?? (typeof person === "string" ? app.record(person)?.values.get("household") : null) ?? null;
  });
  return new Set(homes.filter((home) => home !== null)).size;
}

/** The decisions of a hearing in their order. */
export function decisionsOf(app: App, hearing: string): RecordView[] {
  const number = ({ values }: RecordView): number => Number(values.get("number") ?? Infinity);
  return app.list("decision", { hearing }).sort((a, b) => number(a) - number(b) || (a.id < b.id ? -1 : 1));
}
