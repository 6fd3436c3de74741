/**
 * How record types show on the tablet: the sections of a hearing, which fields come first, and what a row is called. Everything
 * else (labels, kinds, choices, who may write) is the catalogue's.
 */
import type { App } from "../../app";
import { DELETED } from "../../domain/merge";
import { RECORDS, type Field, type RecordType, type TypeName } from "../../generated/catalogue";
import { t } from "../../i18n";
import type { RecordView } from "../../view";

export const SECTIONS: readonly TypeName[] = [
  "attendance", "proposal", "decision", "agenda_item", "group", "poll", "person", "household", "handover",
];

/** Types with a screen of their own among a hearing's other records; the rest have the generic form. */
const OWN_SCREEN = new Set(["handover", "survey", "petition", "service"]);

/** Where a record of `type` is written, within its hearing. */
export function placeOf(type: string, ...id: string[]): string[] {
  return OWN_SCREEN.has(type) ? [type, ...id] : ["record", type, ...id];
}

/** Of the unit, not of one hearing. */
export const OF_THE_UNIT = new Set<string>(["person", "household"]);

const FIRST: Readonly<Record<string, readonly string[]>> = {
  hearing: ["unit", "kind", "title", "held_on", "place", "stage", "theme"],
  attendance: ["name_as_given", "person", "role", "sex", "age_band", "household", "organisation"],
  proposal: ["title", "kind", "body", "source", "proposer", "supporters", "cost", "needs_investment"],
  decision: ["text", "votes_for", "votes_against", "votes_abstain", "due_on", "body"],
  person: ["parent_name", "given_name", "phone", "sex", "age_band", "household"],
};

/** Written by a screen of their own alone; the plain form only shows them. */
export const NEVER_BY_FORM = new Set<string>(["ranking_session", "ballot", "tally"]);

/** Fields that no plain form can fill: they have, or will have, a screen of their own. */
const NOT_IN_FORMS = new Set(["media", "op_set", "long_text", "code"]);

export function typeOf(name: string): RecordType {
  const found = RECORDS.find((type) => type.name === name);
  if (found === undefined) throw new Error(`no record type ${name}`);
  return found;
}

/** The field at `path`; undefined for what has none: a delete, a type that only a newer server knows. */
export function fieldOf(type: string, path: string): Field | undefined {
  return RECORDS.find(({ name }) => name === type)?.fields.find(({ name }) => name === path.split("/")[0]);
}

/** What the field at `path` is called. */
export function labelOf(type: string, path: string): string {
  const field = fieldOf(type, path);
  return path === DELETED ? t("tablet.deleted") : field ? t(field.label) : path;
}

/** The fields of a form, the first ones first; `given` are filled by where the person stands. */
export function formFields(type: string, given: ReadonlySet<string>): { first: Field[]; more: Field[] } {
  const fields = typeOf(type).fields.filter((field) => !field.office && !NOT_IN_FORMS.has(field.kind) && !given.has(field.name));
  const order = FIRST[type] ?? fields.slice(0, 6).map(({ name }) => name);
  const first = order.flatMap((name) => fields.find((field) => field.name === name) ?? []);
  return { first, more: fields.filter((field) => !order.includes(field.name)) };
}

/** What a row or a reference is called; null where its record is not on the tablet. */
export function nameOf(app: App, view: RecordView | null): string {
  if (view === null) return t("tablet.unknown_record");
  const text = (path: string): string => String(view.values.get(path) ?? "");
  const first = (...parts: string[]): string => parts.find((part) => part !== "") ?? t("tablet.unnamed");
  switch (view.type) {
    case "person":
      return first([text("parent_name").slice(0, 1), text("given_name")].filter(Boolean).join("."), text("parent_name"));
    case "attendance":
      return first(text("name_as_given"), text("person") && nameOf(app, app.record(text("person"))), roleOf(view));
    case "hearing":
      return first(text("title"), [text("kind") && t(`choice.${text("kind")}`), text("held_on")].filter(Boolean).join(" · "));
    case "group":
      return first([text("number"), text("theme")].filter(Boolean).join(" · "));
    case "poll":
      return first(text("moment") && t(`choice.${text("moment")}`));
    case "survey":
      return first(text("who"), text("number") && `№ ${text("number")}`);
    case "service":
      return first([text("number") && `№ ${text("number")}`, text("matter").split("\n")[0] ?? ""].filter(Boolean).join(" · "));
    case "petition":
      return first(text("substance").split("\n")[0] ?? "");
    default:
      return first(text("title"), text("name"), text("text"), text("number"), text("what"));
  }
}

function roleOf(view: RecordView): string {
  const role = view.values.get("role");
  return typeof role === "string" ? t(`choice.${role}`) : "";
}
