/**
 * Guided steps: what a facilitator who holds his first hearing says and does in each stage. Lines that the records can vouch for
 * tick themselves; the others are for the person alone and are never ticked. Texts: `tablet.guide.<stage>.…`.
 */
import type { App } from "../../app";
import { holds } from "../../domain/consents";
import { BY_LAW, type StageName } from "../../domain/stages";
import { dayText } from "../../dates";
import { t } from "../../i18n";
import type { RecordView } from "../../view";
import { codesOf } from "../code/codes";
import { readOf } from "../lasttime/loop";
import { nameOf } from "../parts/types";
import { attendanceOf, quorumOf, referred } from "./room";

export interface Line {
  text: string;
  detail: string;
  /** null: nothing in the records tells */
  is_done: boolean | null;
}

/** Signatures of the attendance sheet, for things taken, under petitions: none of them is of the minutes. */
export const OF_OTHER_THINGS = new Set<string>(["attendance", "spoken_consent", "handover", "petition"]);

type Lines = (app: App, hearing: RecordView) => Line[];

const line = (msgid: string, is_done: boolean, detail = ""): Line => ({ text: t(`tablet.guide.${msgid}`), detail, is_done });
const count = (app: App, type: string, hearing: RecordView): number => app.list(type, { hearing: hearing.id }).length;
const counted = (msgid: string, found: number): Line => line(msgid, found > 0, found > 0 ? String(found) : "");

function chosen(app: App, hearing: RecordView, path: "chair" | "secretary"): Line {
  const person = referred(app, hearing, path);
  return line(path, person !== null, person ? nameOf(app, person) : "");
}

/** What came of last time's proposals was read out; no line where there was no last time. */
function loop(app: App, hearing: RecordView): Line[] {
  const found = readOf(app, hearing);
  return found === null ? [] : [line("last", found.read === found.of, `${found.read} / ${found.of}`)];
}

/** Whoever proposed something carries its code home. */
function slips(app: App, hearing: RecordView): Line[] {
  const proposals = app.list("proposal", { hearing: hearing.id });
  const codes = codesOf(app, hearing.values.get("unit") ?? null);
  const given = proposals.filter(({ id }) => codes.has(id)).length;
  return proposals.length === 0 ? [] : [line("slips", given === proposals.length, `${given} / ${proposals.length}`)];
}

/** Everybody whose name stands in the list was asked. */
function consents(app: App, hearing: RecordView): Line {
  const { people } = attendanceOf(app, hearing);
  const day = String(hearing.values.get("held_on") ?? "");
  const asked = people.filter(({ key }) => holds(app.record(key)?.values ?? null, "participation", day)).length;
  return line("consents", people.length > 0 && asked === people.length, `${asked} / ${people.length}`);
}

function poll(moment: "before" | "after"): Lines {
  return (app, hearing) => {
    const done = app.list("poll", { hearing: hearing.id, moment }).some(({ values }) => [...values.keys()].some((path) => path.startsWith("counts/")));
    return [line("poll", done)];
  };
}

const OF_STAGE: Readonly<Record<StageName, Lines>> = {
  notice: (app, hearing) => {
    const day = hearing.values.get("held_on");
    const place = hearing.values.get("place");
    const law = BY_LAW.filter((item) => typeof hearing.values.get(`checklist/${item}`) === "string").length;
    return [
      line("day", typeof day === "string", typeof day === "string" ? dayText(day) : ""),
      line("place", typeof place === "string", typeof place === "string" ? place : ""),
      counted("agenda", count(app, "agenda_item", hearing)),
      ...(hearing.values.get("kind") === "public_hearing" ? [line("law", law === BY_LAW.length, `${law} / ${BY_LAW.length}`)] : []),
    ];
  },
  opening: (app, hearing) => [chosen(app, hearing, "chair"), chosen(app, hearing, "secretary"), line("purpose", typeof hearing.values.get("theme") === "string"), ...loop(app, hearing)],
  check_in: (app, hearing) => [consents(app, hearing), chosen(app, hearing, "chair"), chosen(app, hearing, "secretary")],
  presentations: (app, hearing) => [...loop(app, hearing), counted("agenda", count(app, "agenda_item", hearing))],
  poll_before: poll("before"),
  group_work: (app, hearing) => [counted("groups", count(app, "group", hearing)), counted("proposals", count(app, "proposal", hearing))],
  plenary: (app, hearing) => [counted("proposals", count(app, "proposal", hearing))],
  ranking: (app, hearing) => [line("ranking", app.list("ranking_session", { hearing: hearing.id }).some(({ values }) => typeof values.get("closed_at") === "string"))],
  decisions: (app, hearing) => {
    const found = quorumOf(app, hearing, attendanceOf(app, hearing));
    return [
      line("quorum", found.state === "met", found.state === "no-rule" ? "" : `${found.present} / ${found.rule.needed}`),
      counted("decisions", count(app, "decision", hearing)),
    ];
  },
  poll_after: poll("after"),
  read_back: (app, hearing) => [counted("minutes", count(app, "minutes", hearing))],
  adoption: (app, hearing) => {
    const signed = app.list("signature", { hearing: hearing.id }).filter(({ values }) => !OF_OTHER_THINGS.has(String(values.get("for_what")))).length;
    const adopted = app.list("minutes", { hearing: hearing.id }).some(({ values }) => typeof values.get("adopted_at") === "string");
    return [line("adopted", adopted), counted("signatures", signed)];
  },
  sealed: (app, hearing) => [line("manifest", count(app, "manifest", hearing) > 0), line("seal", count(app, "seal", hearing) > 0), ...slips(app, hearing)],
};

/** Parts of a working visit that stand in its stages (seed 2.9). */
const VISIT = new Set<StageName>(["presentations", "plenary", "decisions"]);

/** What to say in `stage`, then what is to be done there. */
export function guideOf(app: App, hearing: RecordView, stage: StageName): Line[] {
  const is_visit = hearing.values.get("kind") === "visit" && VISIT.has(stage);
  const say = t(is_visit ? `tablet.guide.visit.${stage}` : `tablet.guide.say.${stage}`);
  return [{ text: say, detail: "", is_done: null }, ...OF_STAGE[stage](app, hearing)];
}
