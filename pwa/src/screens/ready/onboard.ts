/** What is on the tablet, row by row, in words: the panel «Таблетад байгаа». A row that the office has nothing for says so. */
import type { App } from "../../app";
import { grouped, t } from "../../i18n";
import type { RecordView } from "../../view";

export type RowName = "people" | "forms" | "materials" | "map" | "answers" | "bodies";

export interface BoardRow {
  name: RowName;
  /** «645 иргэн · 142 өрх»; empty where there is nothing */
  said: string;
  /** why there is nothing */
  none: string;
}

/** Statuses in which a proposal has no answer yet; one that was merged is answered with the other. */
const OPEN = new Set(["", "draft", "recorded", "under_review", "forwarded", "extended", "reopened"]);

/** Whether a proposal still waits for its answer. */
export const isUnanswered = (view: RecordView): boolean => OPEN.has(text(view, "status"));

const text = (view: RecordView, path: string): string => String(view.values.get(path) ?? "");

/** The proposals of `hearing`, and those of them that wait for an answer. */
export function answersOf(app: App, hearing: RecordView | undefined): { all: RecordView[]; open: RecordView[] } {
  if (hearing === undefined) return { all: [], open: [] };
  const all = app.list("proposal", { hearing: hearing.id }).filter((view) => text(view, "status") !== "merged");
  return { all, open: all.filter(isUnanswered) };
}

export function boardOf(app: App, last: RecordView | undefined, has_map: boolean): BoardRow[] {
  const here = app.onBoard();
  const count = (type: string): number => here.get(type) ?? 0;
  const materials = app.list("material");
  const forms = materials.filter((view) => text(view, "kind") === "form");
  const others = materials.filter((view) => text(view, "kind") !== "form" && text(view, "kind") !== "map");
  const answers = answersOf(app, last);
  const counted = (msgid: string, number: number): string => (number === 0 ? "" : t(msgid, { count: grouped(number) }));
  const none = t("tablet.board.none");
  const rows: Omit<BoardRow, "none">[] = [
    { name: "people", said: [counted("tablet.board.citizens", count("person")), counted("tablet.board.households", count("household"))].filter(Boolean).join(" · ") },
    { name: "forms", said: titlesOf(forms) },
    { name: "materials", said: titlesOf(others) },
    { name: "map", said: has_map ? t("tablet.board.whole_country") : "" },
    { name: "answers", said: answers.all.length === 0 ? "" : t("tablet.board.answered", { all: answers.all.length, answered: answers.all.length - answers.open.length }) },
    { name: "bodies", said: counted("tablet.board.bodies_count", count("body")) },
  ];
  return rows.map((row) => ({ ...row, none: row.name === "answers" ? t(last ? "tablet.board.none_said" : "tablet.board.none_before") : none }));
}

function titlesOf(views: readonly RecordView[]): string {
  const [first, ...more] = views;
  if (first === undefined) return "";
  const title = text(first, "title") || t("tablet.unnamed");
  return more.length === 0 ? title : t("tablet.board.and_more", { first: title, more: more.length });
}
