/** Who may have said it: those who are at this hearing first, then the register of the unit. */
import type { App } from "../../app";
import { sortedBy } from "../../domain/collate";
import { folded } from "../../domain/similar";
import { nameOf } from "../parts/types";

export interface Known {
  id: string;
  name: string;
  is_here: boolean;
}
const SHOWN = 12;

/** The people whom check-in has at this hearing, by given name; one who was checked in twice stands once. */
export function present(app: App, hearing: string): Known[] {
  const ids = new Set<string>();
  for (const { values } of app.glance("attendance", ["hearing", "person"])) {
    const [at, person] = values;
    if (at === hearing && typeof person === "string") ids.add(person);
  }
  const known = [...ids].flatMap((id) => {
    const view = app.record(id);
    return view === null || view.deleted ? [] : [{ id, name: nameOf(app, view), is_here: true, given: String(view.values.get("given_name") ?? "") }];
  });
  return sortedBy(known, ({ given, name }) => given || name);
}

/** Those whose name has words that begin as the words of `query` do; those present first. */
export function found(app: App, hearing: string, unit: unknown, query: string): Known[] {
  const here = present(app, hearing);
  const wanted = folded(query);
  if (wanted.length === 0) return here;
  const fits = (name: string): boolean => {
    const words = folded(name);
    return wanted.every((each) => words.some((word) => word.startsWith(each)));
  };
  const others: string[] = [];
  const known = new Set(here.map(({ id }) => id));
  for (const { id, values } of app.glance("person", ["unit", "given_name", "parent_name"])) {
    const [of, given, parent] = values;
    if (of === unit && !known.has(id) && fits(`${String(parent ?? "")} ${String(given ?? "")}`)) others.push(id);
  }
  const rest = others.slice(0, SHOWN).map((id): Known => ({ id, name: nameOf(app, app.record(id)), is_here: false }));
  return [...here.filter(({ name }) => fits(name)), ...rest];
}
