/** The minutes of a hearing as screens need them: their record, their words, whether the hall has adopted these. */
import type { App, Saved } from "../../app";
import { minutesId, wordsHash } from "../../domain/minutes";
import type { Value } from "../../domain/op";
import { read } from "../../domain/text";
import type { RecordView } from "../../view";

/** The record of the minutes; null where nobody has begun them. One begun elsewhere under an id of its own is gone on with. */
export function minutesOf(app: App, hearing: string): RecordView | null {
  const found = app.list("minutes", { hearing }).sort((a, b) => (a.id < b.id ? -1 : 1));
  return found.find(({ id }) => id === minutesId(hearing)) ?? found[0] ?? null;
}

/** Save `values` of the minutes; whoever saves first begins them. */
export function saveMinutes(app: App, hearing: string, values: Readonly<Record<string, Value>>): Promise<Saved> {
  const minutes = minutesOf(app, hearing);
  if (minutes !== null) return app.save("minutes", minutes.id, values);
  return app.save("minutes", minutesId(hearing), { unit: app.record(hearing)?.values.get("unit") ?? null, hearing, ...values });
}

/** The words that stand in the minutes. */
export function wordsOf(minutes: RecordView | null): string {
  return read(minutes?.texts.get("text") ?? "");
}

/** Whether a line stands as a heading: in large letters throughout. */
export const isHead = (said: string): boolean => said.length > 2 && said === said.toUpperCase() && said !== said.toLowerCase();

/** Whether the hall adopted the minutes, and whether it heard what stands there now. */
export function adoptionOf(minutes: RecordView | null): "none" | "adopted" | "changed" {
  if (typeof minutes?.values.get("adopted_at") !== "string") return "none";
  const hash = minutes.values.get("adopted_hash");
  return hash === undefined || hash === null || hash === wordsHash(wordsOf(minutes)) ? "adopted" : "changed";
}
