import { expect, test } from "vitest";

import { compare, sortedBy } from "./collate";

const BAGHS = [
  "Алагтолгой", "Баатархайрхан", "Бичигт", "Бугат", "Буянт", "Жаргалан", "Магсаржав", "Наран", "Рашаант", "Тахилт", "Хайрхан", "Цамбагарав",
];

test("scenario 21: the twelve baghs, Ө after О, Ү after У, Ё after Е", () => {
  expect([...BAGHS].reverse().sort(compare)).toEqual(BAGHS);
  const words = ["Од", "Өвс", "Пүрэв", "Ус", "Үер", "Фонд", "Ерөө", "Ёл", "Жил", "Яст"];
  const inOrder = ["Ерөө", "Ёл", "Жил", "Од", "Өвс", "Пүрэв", "Ус", "Үер", "Фонд", "Яст"];
  expect([...words].sort(compare)).toEqual(inOrder);
  expect(sortedBy(words, (word) => word)).toEqual(inOrder);
});

test("all 35 letters stand in their order, small and large alike", () => {
  const letters = [..."абвгдеёжзийклмноөпрстуүфхцчшщъыьэюя"];
  expect([...letters].reverse().sort(compare)).toEqual(letters);
  expect(["үер", "Ус", "Үл"].sort(compare)).toEqual(["Ус", "үер", "Үл"]);
});

test("numbers in names count as numbers", () => {
  expect(["10-р гудамж", "2-р гудамж", "1-р гудамж"].sort(compare)).toEqual(["1-р гудамж", "2-р гудамж", "10-р гудамж"]);
});
