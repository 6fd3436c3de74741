/** Last time's proposals with their answers, as the tablet has them: read from the app, said in few words. */
import type { App } from "../../app";
import { dayText } from "../../dates";
import { findingOf, isRead, lastTime, standing, stateAt, type LastTime } from "../../domain/last_time";
import type { Value } from "../../domain/op";
import { t, tFirst } from "../../i18n";
import type { RecordView } from "../../view";
import { isGone } from "../capture/merging";
import { costText } from "../capture/words";
import { nameOf } from "../parts/types";

const text = (view: RecordView | null | undefined, path: string): string => String(view?.values.get(path) ?? "");

/** By one list a unit: a list of its own for each proposal would be too many to keep. */
function ofUnit(app: App, type: string, proposal: RecordView): RecordView[] {
  return app.list(type, { unit: proposal.values.get("unit") ?? null }).filter(({ values }) => values.get("proposal") === proposal.id);
}
export const findingsOf = (app: App, proposal: RecordView): RecordView[] => ofUnit(app, "verification", proposal);

function byProposal(app: App, unit: Value): Map<string, RecordView[]> {
  const found = new Map<string, RecordView[]>();
  for (const one of app.list("verification", { unit })) {
    const of = text(one, "proposal");
    const known = found.get(of);
    if (known) known.push(one);
    else found.set(of, [one]);
  }
  return found;
}

/** What is read out at `hearing`: last time's proposals, then what is open of earlier ones. */
export function loopOf(app: App, hearing: RecordView): LastTime<RecordView> {
  const unit = hearing.values.get("unit") ?? null;
  const found = byProposal(app, unit);
  return lastTime(hearing, app.list("hearing", { unit }), { proposals: (id) => app.list("proposal", { hearing: id }), findings: (id) => found.get(id) ?? [], isGone: (id) => isGone(app, id) });
}

export interface Item {
  view: RecordView;
  /** a status, or what the hall found */
  state: string;
  is_read: boolean;
  /** the findings of this hearing that stand; several where tablets counted differently */
  today: RecordView[];
}

export function itemOf(app: App, view: RecordView, hearing: RecordView): Item {
  const findings = findingsOf(app, view);
  const today = standing(findings.filter((one) => one.values.get("hearing") === hearing.id));
  return { view, state: stateAt(view, findings, hearing.id, (hall) => text(app.record(hall), "held_on")), is_read: isRead(view, findings, hearing), today: today.flatMap(({ id }) => app.record(id) ?? []) };
}

/** Items of a hearing that were read out, of how many; null where it has no last time. */
export function readOf(app: App, hearing: RecordView): { read: number; of: number } | null {
  const { items, older } = loopOf(app, hearing);
  const all = [...items, ...older];
  const found = byProposal(app, hearing.values.get("unit") ?? null);
  return all.length === 0 ? null : { read: all.filter((one) => isRead(one, found.get(one.id) ?? [], hearing)).length, of: all.length };
}

export interface Answer {
  /** `measure`: what was done; `answer`: what was written; `reason`: why it stands so; `none` */
  kind: "measure" | "answer" | "reason" | "none";
  text: string;
  /** who, from which fund, for how much, when */
  detail: string;
}

/** What became of a proposal, in the words of the office. */
export function answerOf(app: App, proposal: RecordView): Answer {
  const measure = latest(ofUnit(app, "measure", proposal), "taken_on");
  const referral = latest(ofUnit(app, "referral", proposal), "sent_on");
  const work = app.record(text(measure, "work")) ?? app.list("work", { unit: proposal.values.get("unit") ?? null }).find(({ values }) => [...values].some(([path, value]) => path.startsWith("proposals/") && value === proposal.id)) ?? null;
  const reason = text(proposal, "status_reason");
  const said = text(measure, "text") ? "measure" : text(referral, "answer_text") ? "answer" : reason ? "reason" : "none";
  const day = said === "measure" ? text(measure, "taken_on") : said === "answer" ? text(referral, "answered_on") : "";
  const due = said === "none" && text(referral, "due_on") ? t("tablet.last.due", { day: dayText(text(referral, "due_on")) }) : "";
  const body = text(measure, "body") || text(referral, "body");
  const detail = [body && nameOf(app, app.record(body)), text(referral, "competent_body"), ...fundsOf(work), costText(work?.values.get("amount") ?? null), day && dayText(day), due];
  return { kind: said, text: { measure: text(measure, "text"), answer: text(referral, "answer_text"), reason, none: t("tablet.last.no_answer") }[said], detail: detail.filter(Boolean).join(" · ") };
}

/** A state as it is read out: the reason, which is asked of the office, stands beside it. */
export const stateText = (state: string): string => tFirst(`tablet.last.state.${state}`, `choice.${state}`);

/** The state of an item in a line: with why it was declined, whose it is, until when an answer is due. */
export function stateLine(app: App, { view, state }: Item): string {
  const said = stateText(state);
  const referral = latest(ofUnit(app, "referral", view), "sent_on");
  const more = {
    declined: text(view, "status_reason"), planned: text(view, "status_reason"), partly_done: text(view, "status_reason"),
    not_competent: text(referral, "competent_body"),
    forwarded: text(referral, "due_on") && t("tablet.last.due", { day: dayText(text(referral, "due_on")) }),
  }[state];
  return more ? `${said}: ${more}` : said;
}

/** «31 / 4»: hands for and against; empty where none were counted. */
export function handsText(finding: RecordView | undefined): string {
  const found = finding && findingOf(finding);
  return found && (found.yes > 0 || found.no > 0) ? t("tablet.last.hands", { yes: found.yes, no: found.no }) : "";
}

function fundsOf(work: RecordView | null): string[] {
  return [...(work?.values ?? [])].flatMap(([path, value]) => (path.startsWith("funding/") && value !== null ? [tFirst(`tablet.fund.${path.slice(8)}`, "tablet.fund.other")] : []));
}

function latest(views: readonly RecordView[], path: string): RecordView | null {
  return [...views].sort((a, b) => (text(a, path) > text(b, path) || (text(a, path) === text(b, path) && a.id < b.id) ? -1 : 1))[0] ?? null;
}
