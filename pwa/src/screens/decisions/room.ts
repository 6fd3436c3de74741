/** What a decision needs of the hearing: who is present, whether the quorum stands, and the decisions in their order. */
import type { App } from "../../app";
import type { RecordView } from "../../view";
import { attendanceOf, quorumOf } from "../hearing/room";

/** People present, heads among them; null where this tablet knows of nobody. */
export function present(app: App, hearing: string): number | null {
  const view = app.record(hearing);
  return view === null ? null : attendanceOf(app, view).total || null;
}

/** Whether less than the needed part of the unit is there; null where no rule or no figure is known. */
export function lacksQuorum(app: App, hearing: string): boolean | null {
  const view = app.record(hearing);
  const found = view && quorumOf(app, view, attendanceOf(app, view));
  return found === null || found.state === "no-rule" ? null : found.state === "short";
}

/** The decisions of a hearing in their order. */
export function decisionsOf(app: App, hearing: string): RecordView[] {
  const number = ({ values }: RecordView): number => Number(values.get("number") ?? Infinity);
  return app.list("decision", { hearing }).sort((a, b) => number(a) - number(b) || (a.id < b.id ? -1 : 1));
}
