/**
 * The wall: what the hall sees on a projector or a large screen (T14). Which views there are, by the stage in which each comes
 * first.
 */
import type { Component } from "svelte";
import type { StageName } from "../../domain/stages";

/** What every view gets: the hearing, the page it is at, and how to say how many pages there are, and which is shown. */
export interface ViewProps {
  hearing: string;
  /** the record that is shown, where the address names one */
  at: string;
  page: number;
  onpages: (pages: number, at?: number) => void;
}
export type WallView = Component<ViewProps>;

export const VIEWS = ["agenda", "last", "proposals", "ranking", "decisions", "timer"] as const;
export type ViewName = (typeof VIEWS)[number];

const BY_STAGE: Readonly<Record<StageName, ViewName>> = {
  notice: "agenda", opening: "last", check_in: "agenda", presentations: "agenda", poll_before: "agenda", group_work: "timer", plenary: "proposals",
  ranking: "ranking", decisions: "decisions", poll_after: "decisions", read_back: "decisions", adoption: "decisions", sealed: "decisions",
};

/** The view of a stage. */
export const viewFor = (stage: StageName): ViewName => BY_STAGE[stage];

/** `rows` in pages of `size`; at least one page. */
export function paged<Row>(rows: readonly Row[], size: number): Row[][] {
  const pages = Array.from({ length: Math.ceil(rows.length / size) }, (_, at) => rows.slice(at * size, (at + 1) * size));
  return pages.length > 0 ? pages : [[]];
}
