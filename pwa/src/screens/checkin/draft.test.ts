import { expect, test } from "vitest";

import type { Value } from "../../domain/op";
import type { RecordView } from "../../view";
import { draftOf, itemsOf, namesIn, type Draft } from "./draft";

let made = 0;
const newId = () => `new-${(made += 1)}`;
const view = (type: string, id: string, values: Record<string, Value>): RecordView =>
  ({ id, type, values: new Map(Object.entries(values)), deleted: false, texts: new Map(), reviews: [], late: 0, by: "", amendments: [], standing: null });
const where = (over: Partial<Parameters<typeof itemsOf>[1]> = {}): Parameters<typeof itemsOf>[1] =>
  ({ hearing: "h", unit: "u", arrived_at: "2026-11-22T06:00:00Z[Asia/Hovd]", person: null, check_in: null, household: null, newId, ...over });
const draft = (over: Partial<Draft>): Draft => ({ ...draftOf(null, null, null), ...over });
const types = (items: ReturnType<typeof itemsOf>) => items.map(({ type }) => type);

test("what is typed into the search becomes the names of a new person", () => {
  expect(namesIn("Бадам Болд")).toEqual({ parent_name: "Бадам", given_name: "Болд" });
  expect(namesIn("Б.Болд")).toEqual({ parent_name: "Б", given_name: "Болд" });
  expect(namesIn("Айгүл 9911")).toEqual({ parent_name: "", given_name: "Айгүл" });
});

test("a new person of a new household is kept with his check-in and signature as one", () => {
  const items = itemsOf(draft({ given_name: " Айгүл ", household: "12", stands_for: true, consents: { participation: "2029-11-22", photo_voice: null }, signature: { how: "strokes", strokes: "v1" } }), where());
  expect(types(items)).toEqual(["household", "person", "attendance", "signature"]);
  const [household, person, attendance, signature] = items;
  expect(person?.values).toEqual({ unit: "u", household: household?.id, given_name: "Айгүл", "consents/participation": "2029-11-22" });
  expect(attendance?.values).toMatchObject({ person: person?.id, hearing: "h", role: "citizen", household: household?.id, stands_for: true, signature: signature?.id });
  expect(signature?.values).toEqual({ unit: "u", hearing: "h", of: attendance?.id, for_what: "attendance", signer_name: "Айгүл", strokes: "v1" });
});

test("somebody of the register who has not changed is checked in by one record", () => {
  const person = view("person", "p", { unit: "u", given_name: "Болд", household: "home", sex: "male" });
  const home = view("household", "home", { number: "7" });
  expect(types(itemsOf(draftOf(person, home, null), where({ person, household: home })))).toEqual(["attendance"]);
});

test("a household that is not on this tablet is not taken from a person", () => {
  const person = view("person", "p", { given_name: "Болд", household: "elsewhere" });
  const [item] = itemsOf(draftOf(person, null, null), where({ person }));
  expect(item?.type).toBe("attendance");
});

test("a consent that is withdrawn is kept as absent, and the time of arrival stays", () => {
  const person = view("person", "p", { given_name: "Болд", "consents/participation": "2029-11-22" });
  const check_in = view("attendance", "c", { person: "p", role: "citizen", arrived_at: "2026-11-22T05:00:00Z[Asia/Hovd]" });
  const items = itemsOf({ ...draftOf(person, null, check_in), consents: { participation: null } }, where({ person, check_in }));
  expect(items).toEqual([{ type: "person", id: "p", values: { "consents/participation": null } }]);
});

test("consent by word of mouth is a note without strokes", () => {
  const items = itemsOf(draft({ given_name: "Болд", signature: { how: "spoken", strokes: "" } }), where());
  expect(items[items.length - 1]?.values).toMatchObject({ for_what: "spoken_consent" });
  expect(items[items.length - 1]?.values).not.toHaveProperty("strokes");
});
