import { expect, test } from "vitest";

import { ALIKE_FROM, likeness, matches, Similar, stems } from "./similar";

const how = (one: string, other: string): number => likeness(stems(one), stems(other));
const WELL = "Гар худаг гаргах";

test.each([
  ["худаг", "худгийн"], ["худаг", "худгаа"], ["худаг", "hudag"], ["худаг", "xудаг"], ["үер", "їер"], ["өрх", "єрх"], ["худаг", "худгийг"],
  ["замын", "замыг"], ["сургууль", "сургуулийн"], ["жорлон", "жорлонг"], ["гудамж", "гудамжинд"], ["ус", "усны"], ["Цэцэрлэг", "цэцэрлэгт"],
])("scenario 20: «%s» finds «%s», and the other way round", (one, other) => {
  expect(matches(one, `Багийн ${other} засах`)).toBe(true);
  expect(matches(other, `Багийн ${one} засах`)).toBe(true);
});

test("a search finds no other word, and all words must be there", () => {
  expect(matches("худаг", "Хог ачих хуваарь")).toBe(false);
  expect(matches("гар худаг", "Өвөлжөөний 3 худгийг засварлах")).toBe(false);
  expect(matches("", "Хог")).toBe(true);
});

test.each([
  "Гар худаг шинээр гаргуулах", "гар худаг гаргаж егөөч", "Багийн төвд шинээр гар худаг гаргах", "Гар xудаг гаргах", "Gar hudag gargah",
  "Гар худагг гаргах",
])("scenario 2: «%s» is much like «Гар худаг гаргах»", (said) => {
  expect(how(WELL, said)).toBeGreaterThanOrEqual(ALIKE_FROM);
});

test("mending the well is not making one, but said in three ways it is one thing", () => {
  expect(how("Худгаа засуулъя", "Худаг засварлах")).toBeGreaterThanOrEqual(ALIKE_FROM);
  expect(how("Худгаа засуулъя", WELL)).toBeLessThan(ALIKE_FROM);
});

/** Different things of DOMAIN §E2 that share their commonest words. */
const APART = [
  WELL, "Өвөлжөөний 3 худгийг засварлах", "Ус түгээх байрны хөлдөлтийг арилгах", "Худгийн усанд шинжилгээ хийлгэх", "Бэлчээрийн худагт насос тавих",
  "Эмнэлгийн замыг гэрэлтүүлэх", "Автобусны буудлыг гэрэлтүүлэх", "Сургуулийн автобус гаргах", "Номын санд хүүхдийн булан нээх",
  "Нийтийн компьютерийн булан нээх", "Хогийн цэгийг хашаажуулах", "Сэг зэм устгах цэг байгуулах", "Залуучуудын дугуйлан нээх", "100 хүүхдийн цэцэрлэг барих",
  "Галын аюулгүй байдлын сургалт хийх", "Ахмадад сургалт хийх", "Үерийн далан барих", "Багийн наадмын талбай засах", "Сагсны талбай тохижуулах",
];

test("different things are not taken for one", () => {
  const pairs = APART.flatMap((one, at) => APART.slice(at + 1).map((other) => [one, other, how(one, other)] as const));
  expect(pairs.filter(([, , alike]) => alike >= ALIKE_FROM)).toEqual([]);
});

test("an index answers with the most alike first, leaves out what it is told to, and forgets what is gone", () => {
  const index = new Similar();
  APART.forEach((text, at) => index.put(`p${at}`, text));
  index.put("twin", "Гар худаг гаргуулах");
  expect(index.find("Гар худаг шинээр гаргах").map(({ id }) => id)).toEqual(["p0", "twin"]);
  expect(index.find("Гар худаг шинээр гаргах", new Set(["p0"])).map(({ id }) => id)).toEqual(["twin"]);
  index.put("twin", "Үерийн далан");
  expect(index.find(WELL).map(({ id }) => id)).toEqual(["p0"]);
  index.keep(new Set(["twin"]));
  expect(index.find(WELL)).toEqual([]);
  expect(index.size).toBe(1);
});

test("a word alone, or nothing, finds nothing: a hint at every letter would be noise", () => {
  const index = new Similar();
  index.put("a", WELL);
  expect([index.find(""), index.find("худаг"), index.find("гаргах")]).toEqual([[], [], []]);
});
