/**
 * What a registrar has said of one person who comes in, and the records that it becomes: person, household, check-in and signature
 * are kept together or not at all (M16). Pure.
 */
import { PURPOSES, type Purpose } from "../../domain/consents";
import type { Value } from "../../domain/op";
import type { RecordView } from "../../view";

export interface Draft {
  /** the person of the register; null: a new one */
  person: string | null;
  parent_name: string;
  given_name: string;
  phone: string;
  household: string;
  sex: Value;
  age_band: Value;
  language: Value;
  role: Value;
  organisation: string;
  stands_for: boolean;
  /** until when; null: does not consent, or no more */
  consents: Partial<Record<Purpose, string | null>>;
  signature: { how: "none" | "strokes" | "spoken"; strokes: string };
}

export interface Item {
  type: string;
  id: string;
  values: Record<string, Value>;
}

const OF_PERSON = ["parent_name", "given_name", "phone", "sex", "age_band", "language"] as const;

/** A draft of what is known: of nobody, of somebody of the register, of a check-in that is there already. */
export function draftOf(person: RecordView | null, home: RecordView | null, checkIn: RecordView | null): Draft {
  const of = (view: RecordView | null, path: string): Value => view?.values.get(path) ?? null;
  const text = (view: RecordView | null, path: string): string => String(of(view, path) ?? "");
  return {
    person: person?.id ?? null,
    parent_name: text(person, "parent_name"),
    given_name: text(person, "given_name") || text(checkIn, "name_as_given"),
    phone: text(person, "phone") || text(checkIn, "phone"),
    household: text(home, "number"),
    sex: of(person, "sex") ?? of(checkIn, "sex"),
    age_band: of(person, "age_band") ?? of(checkIn, "age_band"),
    language: of(person, "language"),
    role: of(checkIn, "role") ?? "citizen",
    organisation: text(checkIn, "organisation"),
    stands_for: of(checkIn, "stands_for") === true,
    consents: {},
    signature: { how: "none", strokes: "" },
  };
}

/** What was typed where names are searched, as the names of a new person: the last word is his own. */
export function namesIn(typed: string): { parent_name: string; given_name: string } {
  const said = typed.normalize("NFC").split(/[\s.]+/u).filter((word) => word !== "" && !/\d/.test(word));
  return { parent_name: said.slice(0, -1).join(" "), given_name: said[said.length - 1] ?? "" };
}

interface Where {
  hearing: string;
  unit: Value;
  arrived_at: string;
  /** as they are kept: only what differs is said again */
  person: RecordView | null;
  check_in: RecordView | null;
  household: RecordView | null;
  newId: () => string;
}

/** The records of a draft, those that are new and those that change. */
export function itemsOf(draft: Draft, where: Where): Item[] {
  const { unit, hearing, newId } = where;
  const items: Item[] = [];
  const household = draft.household.trim() === "" ? null : (where.household?.id ?? newId());
  if (household !== null && where.household === null) items.push({ type: "household", id: household, values: { unit, number: clean(draft.household) } });
  const person = draft.person ?? newId();
  const said: Record<string, Value> = household === null ? {} : { household }; // an empty field takes nobody out of his home
  for (const path of OF_PERSON) said[path] = clean(draft[path]);
  for (const purpose of PURPOSES) if (draft.consents[purpose] !== undefined) said[`consents/${purpose}`] = draft.consents[purpose] ?? null;
  const of_person = differing(said, where.person);
  if (where.person === null) items.push({ type: "person", id: person, values: { unit, ...of_person } });
  else if (Object.keys(of_person).length > 0) items.push({ type: "person", id: person, values: of_person });
  const check_in = where.check_in?.id ?? newId();
  const at_door = {
    person, role: draft.role, organisation: clean(draft.organisation), household, stands_for: household === null ? null : draft.stands_for,
    sex: draft.sex, age_band: draft.age_band, ...(where.check_in === null && { arrived_at: where.arrived_at }),
  };
  const signature = signatureOf(draft, { unit, hearing, of: check_in }, newId);
  const of_check_in = differing({ ...at_door, ...(signature && { signature: signature.id }) }, where.check_in);
  if (where.check_in === null) items.push({ type: "attendance", id: check_in, values: { unit, hearing, ...of_check_in } });
  else if (Object.keys(of_check_in).length > 0) items.push({ type: "attendance", id: check_in, values: of_check_in });
  if (signature) items.push(signature);
  return items;
}

/** A signature on glass, or the note that the person has consented by word of mouth. */
function signatureOf(draft: Draft, at: { unit: Value; hearing: string; of: string }, newId: () => string): Item | null {
  const { how, strokes } = draft.signature;
  if (how === "none" || (how === "strokes" && strokes === "")) return null;
  const signer_name = [draft.parent_name, draft.given_name].map((name) => name.trim()).filter(Boolean).join(" ");
  const values: Record<string, Value> = { ...at, for_what: how === "strokes" ? "attendance" : "spoken_consent", signer_name };
  if (how === "strokes") values["strokes"] = strokes;
  return { type: "signature", id: newId(), values };
}

function differing(said: Record<string, Value>, kept: RecordView | null): Record<string, Value> {
  return Object.fromEntries(Object.entries(said).filter(([path, value]) => (kept?.values.get(path) ?? null) !== value));
}

function clean(value: Value): Value {
  return typeof value === "string" ? value.normalize("NFC").trim().replace(/\s+/g, " ") || null : value;
}
