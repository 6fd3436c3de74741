/**
 * The minutes in the national form («Хурлын тэмдэглэл», MNS 5140 annex В4; DOMAIN §C), begun from what the hearing holds: head,
 * who was there, what was spoken of, the order of proposals, what was decided, annexes, places for the names. A text to be gone on
 * with; nothing in it is ever filled in again by itself.
 */
import type { App } from "../../app";
import { msOf } from "../../domain/instant";
import type { Value } from "../../domain/op";
import { cast, votesOf } from "../../domain/decision";
import { dayText, officialDay } from "../../dates";
import { t } from "../../i18n";
import type { RecordView } from "../../view";
import { standingOf } from "../capture/merging";
import { decisionsOf } from "../decisions/room";
import { attendanceOf, placeName, quorumOf, referred } from "../hearing/room";
import { changeOf, questionOf, QUESTIONS } from "../poll/room";
import { nameOf } from "../parts/types";

/** The head that tells a text in the form from one that is not. */
export const heading = (): string => t("tablet.minutes.form.head");

export function draftOf(app: App, hearing: RecordView): string {
  const parts = [head(app, hearing), agenda(app, hearing), heard(app, hearing), ...ranked(app, hearing), decided(app, hearing), names(app, hearing), annexes(app, hearing)];
  return parts.map((lines) => lines.join("\n")).join("\n\n").replace(/\u00a0/g, " ").replace(/\u2011/g, "-") + "\n";
}

type Lines = string[];

const line = (label: string, said: string): Lines => (said === "" ? [] : [`${t(`tablet.minutes.form.${label}`)}: ${said}`]);
const title = (label: string): string => t(`tablet.minutes.form.${label}`);
const text = (view: RecordView | null, path: string): string => String(view?.values.get(path) ?? "");

function head(app: App, hearing: RecordView): Lines {
  const units: string[] = [];
  for (let at = referred(app, hearing, "unit"); at !== null && units.length < 4; at = referred(app, at, "parent")) units.unshift(placeName(at));
  const kind = text(hearing, "kind");
  return [
    units.join(", "), "", heading(), "", ...(text(hearing, "held_on") ? [officialDay(text(hearing, "held_on"))] : []), title("number"), "",
    ...line("name", text(hearing, "title") || (kind && t(`choice.${kind}`))),
    ...line("when", [hours(hearing), text(hearing, "place")].filter(Boolean).join(", ")),
    ...line("chair", person(app, hearing, "chair")), ...line("secretary", person(app, hearing, "secretary")), ...line("present", present(app, hearing)),
  ];
}

const person = (app: App, view: RecordView, path: string): string => {
  const found = referred(app, view, path);
  return found === null ? "" : nameOf(app, found);
};

/** `14:02–17:05`, by the clock of the unit that the instant carries. */
function hours(hearing: RecordView): string {
  const clock = (at: Value): string => {
    const ms = msOf(at);
    const zone = /\[(.+)\]$/.exec(String(at))?.[1];
    return ms === null ? "" : new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: zone }).format(ms);
  };
  const begun = hearing.values.get("opened_at") ?? hearing.values.get("steps/opening") ?? null;
  return [clock(begun), clock(hearing.values.get("closed_at") ?? null)].filter(Boolean).join("–");
}

function present(app: App, hearing: RecordView): string {
  const here = attendanceOf(app, hearing);
  if (here.total === 0) return "";
  const found = quorumOf(app, hearing, here);
  const came = here.households.size > 0 ? t("tablet.minutes.form.came", { people: here.total, households: here.households.size }) : t("tablet.minutes.form.came_people", { people: here.total });
  if (found.state === "no-rule") return came;
  const { basis, percent, total, needed } = found.rule;
  return `${came} ${t(`tablet.minutes.form.rule.${basis}`, { percent, total, needed })} ${title(`quorum.${found.state}`)}`;
}

const placeOf = ({ values }: RecordView): number => Number(values.get("position") ?? Infinity);

function agendaOf(app: App, hearing: RecordView): RecordView[] {
  return app.list("agenda_item", { hearing: hearing.id }).sort((a, b) => placeOf(a) - placeOf(b) || (a.id < b.id ? -1 : 1));
}

function agenda(app: App, hearing: RecordView): Lines {
  return [title("agenda"), ...agendaOf(app, hearing).map((item, at) => `${at + 1}. ${nameOf(app, item)}`)];
}

/** A line for each item, for what was said of it; what was handed out and shown; how many hands before and after. */
function heard(app: App, hearing: RecordView): Lines {
  const items = agendaOf(app, hearing).map((item, at) => `${at + 1}. ${nameOf(app, item)}. ${person(app, item, "speaker") && `${t("agenda_item.speaker")}: ${person(app, item, "speaker")}. `}`.trimEnd());
  const shown = [...hearing.values].flatMap(([path, on]) => (path.startsWith("presented/") && on !== null ? [nameOf(app, app.record(path.slice(10)))] : []));
  const asked = QUESTIONS.flatMap((key) => {
    const change = changeOf(app, hearing.id, key);
    return change === null ? [] : [`   ${questionOf(app, hearing.id, key)}: ${t("tablet.poll.from_to", change)}`];
  });
  return [title("heard"), ...items, ...line("shown", shown.join(", ")), ...(asked.length > 0 ? [`${t("record.poll")}: ${t("tablet.poll.change")}`, ...asked] : [])];
}

/** The closed ranking sessions, the latest last; a corrected one gives way to its correction. */
function sessionsOf(app: App, hearing: RecordView): RecordView[] {
  const closed = app.list("ranking_session", { hearing: hearing.id }).filter(({ values }) => typeof values.get("closed_at") === "string");
  const corrected = new Set(closed.map(({ values }) => values.get("corrects")));
  const at = ({ values }: RecordView): number => msOf(values.get("closed_at")) ?? 0;
  return closed.filter(({ id }) => !corrected.has(id)).sort((a, b) => at(a) - at(b));
}

/** The places of a result as it is printed: «1. №01 Гар худаг: 24 оноо» (ranking/words.ts); key → place, null for what has none. */
function placesIn(session: RecordView): Map<string, number | null> {
  const rows = text(session, "result").matchAll(/^(\d+|–)\. №([^\s:]+)/gm);
  return new Map([...rows].map(([, place = "", key = ""]) => [key, place === "–" ? null : Number(place)]));
}

function ranked(app: App, hearing: RecordView): Lines[] {
  return sessionsOf(app, hearing).map((session) => {
    const figure = (path: string): number => Number(session.values.get(path) ?? 0);
    const votes = t("tablet.minutes.form.votes", { eligible: figure("eligible"), cast: figure("cast"), invalid: figure("invalid") });
    const method = text(session, "method");
    return [title("ranking"), ...text(session, "result").split("\n"), `${method && `${t(`choice.${method}`)}. `}${votes}`, ...(text(session, "tie_steps") ? [text(session, "tie_steps")] : [])];
  });
}

function decided(app: App, hearing: RecordView): Lines {
  const decisions = decisionsOf(app, hearing.id);
  const rows = decisions.flatMap((decision, at) => {
    const { votes_for, votes_against, votes_abstain } = votesOf(decision.values);
    const due = text(decision, "due_on");
    const details = [
      ...line("who", [person(app, decision, "body"), person(app, decision, "person")].filter(Boolean).join(", ")),
      ...line("due", due && dayText(due)),
      ...line("hands", cast(votesOf(decision.values)) === null ? "" : [votes_for, votes_against, votes_abstain].map((count) => count ?? 0).join(" : ")),
      ...line("minority", text(decision, "minority_view")),
    ];
    return [`${decision.values.get("number") ?? at + 1}. ${text(decision, "text")}`, ...(details.length > 0 ? [`   ${details.join(". ")}`] : [])];
  });
  return [title("decided"), ...rows, ...(rows.length > 0 ? [t("tablet.decide.votes_key")] : [])];
}

/** Who was there, and the proposals in their order; those that nobody ranked last, as they were written. */
function annexes(app: App, hearing: RecordView): Lines {
  const proposals = standingOf(app, { hearing: hearing.id });
  const places = new Map<string, number>();
  for (const session of sessionsOf(app, hearing)) {
    for (const [item, rank] of placesIn(session)) {
      const proposal = session.values.get(`items/${item}`);
      if (typeof proposal === "string" && rank !== null) places.set(proposal, rank);
    }
  }
  const rank = ({ id }: RecordView): number => places.get(id) ?? Infinity;
  const order = proposals.sort((a, b) => (rank(a) === rank(b) ? (a.id < b.id ? -1 : 1) : rank(a) - rank(b)));
  const rows = order.map((proposal, at) => `${places.size === 0 ? at + 1 : (places.get(proposal.id) ?? "–")}. ${nameOf(app, proposal)}`);
  return [t("tablet.minutes.form.annex_present", { count: attendanceOf(app, hearing).total }), t("tablet.minutes.form.annex_proposals", { count: rows.length }), ...rows];
}

function names(app: App, hearing: RecordView): Lines {
  const dots = "........................";
  return [`${title("chair")} ${dots} ${person(app, hearing, "chair")}`.trimEnd(), `${title("secretary")} ${dots} ${person(app, hearing, "secretary")}`.trimEnd()];
}
