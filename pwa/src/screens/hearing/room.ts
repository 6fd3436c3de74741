/** What the screens of one hearing share: its unit and zone, who may write, who is here, which tablets wrote. Read from the app. */
import type { App } from "../../app";
import { attendance, type Attendance, type CheckIn } from "../../domain/attendance";
import { msOf } from "../../domain/instant";
import { quorum, ruleOf, type Quorum } from "../../domain/quorum";
import { spine, type StageName, type Step } from "../../domain/stages";
import { t } from "../../i18n";
import type { RecordView } from "../../view";
import { typeOf } from "../parts/types";

/** The record that a reference of `view` names, where it is on the tablet. */
export function referred(app: App, view: RecordView | null, path: string): RecordView | null {
  const id = view?.values.get(path);
  return typeof id === "string" ? app.record(id) : null;
}

/** «Рашаант баг». */
export function placeName(unit: RecordView | null): string {
  if (unit === null) return t("tablet.unknown_record");
  const level = unit.values.get("level");
  const name = String(unit.values.get("name") ?? "");
  return typeof level === "string" ? t(`tablet.place.${level}`, { name }) : name;
}

/** The zone of a unit or of what it belongs to; null where nobody said (then the tablet's own is used). */
export function zoneOf(app: App, unit: RecordView | null): string | null {
  for (let at = unit, steps = 0; at !== null && steps < 8; at = referred(app, at, "parent"), steps += 1) {
    const zone = at.values.get("zone");
    if (typeof zone === "string") return zone;
  }
  const zone = app.list("tenant")[0]?.values.get("zone");
  return typeof zone === "string" ? zone : null;
}

export function isSealed(app: App, hearing: string): boolean {
  return app.list("seal", { hearing }).length > 0;
}

/** Whether who is at work may write records of `type`. */
export function mayWrite(app: App, type: string): boolean {
  return typeOf(type).roles.some((role) => role === app.me?.role);
}

export function checkInsOf(app: App, hearing: string): CheckIn[] {
  return app.list("attendance", { hearing });
}

/** Who is at a hearing, counted. */
export function attendanceOf(app: App, hearing: RecordView): Attendance {
  return attendance(checkInsOf(app, hearing.id), (id) => app.record(id)?.values ?? null, hearing.values);
}

export function quorumOf(app: App, hearing: RecordView, here: Attendance): Quorum {
  const rule = ruleOf(referred(app, hearing, "unit")?.values ?? null, hearing.values);
  return quorum(rule, { household: here.households.size, citizen: here.citizens });
}

/** Which records stand in a stage: one that has some is never left out. */
const HELD: Readonly<Partial<Record<StageName, (app: App, hearing: string) => boolean>>> = {
  check_in: (app, hearing) => app.list("attendance", { hearing }).length > 0,
  poll_before: (app, hearing) => app.list("poll", { hearing, moment: "before" }).length > 0,
  group_work: (app, hearing) => app.list("group", { hearing }).length > 0,
  ranking: (app, hearing) => app.list("ranking_session", { hearing }).length > 0,
  decisions: (app, hearing) => app.list("decision", { hearing }).length > 0,
  poll_after: (app, hearing) => app.list("poll", { hearing, moment: "after" }).length > 0,
  read_back: (app, hearing) => app.list("minutes", { hearing }).length > 0,
};

export function spineOf(app: App, hearing: RecordView): Step[] {
  return spine(hearing.values, isSealed(app, hearing.id), (stage) => HELD[stage]?.(app, hearing.id) ?? false);
}

/** A tablet that wrote records of a hearing: how many of each type, and when it last checked somebody in. */
export interface Seen {
  inc: string;
  counts: ReadonlyMap<string, number>;
  last_ms: number | null;
}

const BY_HAND = ["attendance", "proposal", "decision", "agenda_item", "group", "poll", "handover", "verification"] as const;

/** The tablets that wrote in a hearing; this one first, then the one with most. */
export function tabletsOf(app: App, hearing: string): Seen[] {
  const found = new Map<string, { counts: Map<string, number>; last_ms: number | null }>();
  const mine = app.me?.inc ?? "";
  found.set(mine, { counts: new Map(), last_ms: null });
  for (const type of BY_HAND) {
    for (const view of app.list(type, { hearing })) {
      if (view.by === "" || view.by.startsWith("office-")) continue;
      const seen = found.get(view.by) ?? { counts: new Map<string, number>(), last_ms: null };
      seen.counts.set(type, (seen.counts.get(type) ?? 0) + 1);
      seen.last_ms = Math.max(seen.last_ms ?? 0, msOf(view.values.get("arrived_at")) ?? 0) || null;
      found.set(view.by, seen);
    }
  }
  const sum = (counts: ReadonlyMap<string, number>): number => [...counts.values()].reduce((a, b) => a + b, 0);
  return [...found].map(([inc, seen]) => ({ inc, ...seen })).sort((a, b) => Number(b.inc === mine) - Number(a.inc === mine) || sum(b.counts) - sum(a.counts));
}
