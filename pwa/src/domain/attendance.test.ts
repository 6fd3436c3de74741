import { expect, test } from "vitest";

import { attendance, soleOf, twins, type CheckIn } from "./attendance";
import type { Value } from "./op";

const values = (said: Record<string, Value>) => new Map(Object.entries(said));
const nobody = () => null;
let number = 0;

function checkIn(said: Record<string, Value>, by = "tuya"): CheckIn {
  number += 1;
  return { id: `check-in-${number}`, by, values: values({ arrived_at: `2026-11-22T06:${String(number % 60).padStart(2, "0")}:00Z[Asia/Hovd]`, ...said }) };
}

test("scenario 1: 41 check-ins on two tablets, three people on both, are 38 people", () => {
  const dorj = Array.from({ length: 25 }, (_, i) => checkIn({ person: `p${i}` }, "dorj"));
  const tuya = Array.from({ length: 16 }, (_, i) => checkIn({ person: `p${i < 3 ? i : i + 22}` }, "tuya"));
  const found = attendance([...dorj, ...tuya], nobody, null);
  expect([found.check_ins, found.people.length, found.repeated, found.on_several_tablets]).toEqual([41, 38, 3, 3]);
});

test("whoever stands in the register twice and is known for one is one person", () => {
  const register = new Map([["a2", values({ same_as: "a1" })], ["a3", values({ same_as: "a2" })]]);
  const person = (id: string) => register.get(id) ?? null;
  expect(attendance([checkIn({ person: "a1" }), checkIn({ person: "a2" }), checkIn({ person: "a3" })], person, null).people).toHaveLength(1);
});

test("a ring of doubles is one person and ends", () => {
  const register = new Map([["a", values({ same_as: "b" })], ["b", values({ same_as: "a" })]]);
  const person = (id: string) => register.get(id) ?? null;
  expect(soleOf("a", person)).toBe(soleOf("b", person));
});

test("whoever leads into a ring of doubles is the same person as those in it", () => {
  const register = new Map([["a", values({ same_as: "c" })], ["b", values({ same_as: "c" })], ["c", values({ same_as: "b" })]]);
  const person = (id: string) => register.get(id) ?? null;
  expect(["a", "b", "c"].map((id) => soleOf(id, person))).toEqual(["b", "b", "b"]);
});

test("a person said twice on one tablet is repeated, but not on several tablets", () => {
  const found = attendance([checkIn({ person: "a" }), checkIn({ person: "a" })], nobody, null);
  expect([found.repeated, found.on_several_tablets]).toEqual([1, 0]);
});

test("check-ins without a person are people of their own", () => {
  expect(attendance([checkIn({ name_as_given: "Б.Болд" }), checkIn({ name_as_given: "Б.Болд" })], nobody, null).people).toHaveLength(2);
});

test("sex, age and role come from the check-in, else from the register; each person once", () => {
  const register = (id: string) => (id === "a" ? values({ sex: "female", age_band: "35_54" }) : null);
  const found = attendance([checkIn({ person: "a", role: "governor" }), checkIn({ person: "a" }), checkIn({ person: "b", sex: "male" })], register, null);
  expect([...found.by_sex]).toEqual([["female", 1], ["male", 1]]);
  expect([...found.by_age]).toEqual([["35_54", 1], ["unknown", 1]]);
  expect([...found.by_role]).toEqual([["governor", 1], ["unknown", 1]]);
});

test("heads that were only counted add to the people of the list", () => {
  const hearing = values({ "head_counts/female.35_54": 12, "head_counts/male.under_18": 3, at_least: true });
  const found = attendance([checkIn({ person: "a", sex: "female", age_band: "35_54" })], nobody, hearing);
  expect([found.people.length, found.heads, found.total, found.citizens]).toEqual([1, 15, 16, 13]);
  expect([...found.by_sex]).toEqual([["female", 13], ["male", 3]]);
});

test("a household counts once, and only where somebody stands for it", () => {
  const register = (id: string) => (id === "b" ? values({ household: "h2" }) : null);
  const found = attendance(
    [checkIn({ person: "a", household: "h1", stands_for: true }), checkIn({ person: "c", household: "h1", stands_for: true }),
      checkIn({ person: "b", stands_for: true }), checkIn({ person: "d", household: "h3", stands_for: false }), checkIn({ person: "e" })],
    register, null,
  );
  expect([...found.households]).toEqual(["h1", "h2"]);
  expect(found.without_household).toBe(1);
});

test("guests and the young are not counted as citizens of the unit", () => {
  const found = attendance([checkIn({ person: "a", role: "guest" }), checkIn({ person: "b", age_band: "under_18" }), checkIn({ person: "c", role: "citizen" })], nobody, null);
  expect(found.citizens).toBe(1);
});

test("two entries of one name are offered as one person, unless sex or age speak against it", () => {
  const found = attendance(
    [checkIn({ person: "a", sex: "female" }), checkIn({ person: "b" }), checkIn({ person: "c", sex: "male" }), checkIn({ person: "d" })], nobody, null,
  );
  const names: Record<string, string> = { a: "оюун", b: "оюун", c: "оюун", d: "болд" };
  expect(twins(found.people, (key) => names[key] ?? "").map((pair) => pair.map(({ key }) => key))).toEqual([["a", "b"]]);
});
