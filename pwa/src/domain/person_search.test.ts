import { expect, test } from "vitest";

import { findPeople, fold, words } from "./person_search";

const REGISTER = [
  ["Бадам", "Болд", "12", "99112233"], ["Дулмаа", "Мөнхбат", "7", ""], ["Өнөр", "Үүрийнтуяа", "8", ""], ["Кабай", "Айгүл", "", "95051122"],
  ["Санж", "Нарантуяа", "15", ""], ["Чулуун", "Болормаа", "3", ""], ["Жамъян", "Ганбаатар", "", ""], ["Цэрэн", "Ёндон", "", ""], ["Хүрэл", "Сара", "", ""],
].map((said, id) => ({ id: String(id), words: words(said.join(" ")) }));
const first = (typed: string) => findPeople(typed, REGISTER).map((id) => REGISTER[Number(id)]?.words[1])[0];

test("a beginning is enough, parent's and own name in any order", () => {
  expect(first("мөн")).toBe(fold("Мөнхбат"));
  expect(first("Болд Бадам")).toBe(fold("Болд"));
  expect(first("Б.Болд")).toBe(fold("Болд"));
});

test("ө typed as о, ү as у, a dropped sign or a doubled letter do no harm", () => {
  expect(first("монхбат")).toBe(fold("Мөнхбат"));
  expect(first("уурийнтуяа")).toBe(fold("Үүрийнтуяа"));
  expect(first("Айгул")).toBe(fold("Айгүл"));
  expect(first("Мєнхбат")).toBe(fold("Мөнхбат"));
});

test("Latin look-alikes and Latin spelling find the same person", () => {
  expect(first("Мөнxбат")).toBe(fold("Мөнхбат"));
  expect(first("munkhbat")).toBe(fold("Мөнхбат"));
  expect(first("Narantuya")).toBe(fold("Нарантуяа"));
  expect(first("Yondon")).toBe(fold("Ёндон"));
});

test("a case ending on the name does no harm", () => {
  expect(first("Болдын")).toBe(fold("Болд"));
  expect(first("Айгүлд")).toBe(fold("Айгүл"));
});

test("a wrong, missing, swapped letter does no harm; a short word must be right", () => {
  expect(first("Ганбаатер")).toBe(fold("Ганбаатар"));
  expect(first("Нарнтуяа")).toBe(fold("Нарантуяа"));
  expect(first("Ёндно")).toBe(fold("Ёндон"));
  expect(findPeople("Щю", REGISTER)).toEqual([]);
});

test("a phone or a household's number finds, and a slip in a number does not", () => {
  expect(first("9505")).toBe(fold("Айгүл"));
  expect(findPeople("95051123", REGISTER)).toEqual([]);
  expect(first("15")).toBe(fold("Нарантуяа"));
});

test("an exact name comes before one that only begins like it", () => {
  const two = [{ id: "long", words: words("Болдбаатар") }, { id: "short", words: words("Болд") }];
  expect(findPeople("болд", two)).toEqual(["short", "long"]);
});

test("nothing typed finds nobody", () => {
  expect(findPeople(" . ", REGISTER)).toEqual([]);
});
