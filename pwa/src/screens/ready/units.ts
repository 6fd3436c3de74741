/** Units as they are read: «Рашаант баг», and which of them are baghs or khoroos. */
import type { App } from "../../app";
import { t } from "../../i18n";

const WITH_HEARINGS = new Set(["bagh", "khoroo"]);

/** `Рашаант баг`; empty where the unit is not on the tablet. */
export function unitText(app: App, id: string): string {
  const unit = id === "" ? null : app.record(id);
  if (unit === null) return "";
  const [name, level] = [unit.values.get("name"), unit.values.get("level")];
  return [name, WITH_HEARINGS.has(String(level)) && t(`tablet.unit.${String(level)}`)].filter(Boolean).join(" ");
}

/** Name and level of a bagh or khoroo; null for anything else. */
export function whereOf(app: App, id: string): { name: string; level: string } | null {
  const values = id === "" ? undefined : app.record(id)?.values;
  const [name, level] = [String(values?.get("name") ?? ""), String(values?.get("level") ?? "")];
  return name !== "" && WITH_HEARINGS.has(level) ? { name, level } : null;
}

/** The baghs or khoroos of the person at work: where he holds hearings. */
export function myUnits(app: App): string[] {
  const mine = app.me?.units;
  const all = app.list("unit").filter((unit) => WITH_HEARINGS.has(String(unit.values.get("level")))).map(({ id }) => id);
  return mine == null ? all : all.filter((id) => mine.includes(id));
}
