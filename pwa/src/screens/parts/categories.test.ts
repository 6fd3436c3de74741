import { afterEach, expect, test } from "vitest";

import { sayInstead, speaker, t } from "../../i18n";
import type { RecordView } from "../../view";
import { CATEGORIES, categoriesOf, GLYPHS, glyphOf, tilesOf, wear } from "./categories";
import { textsIn } from "./instead";

const said = (values: Record<string, string | number | boolean>): RecordView => ({ values: new Map(Object.entries(values)) }) as unknown as RecordView;
const YOUTH = said({ slug: "own_youth", "name/mn": "Залуучууд", icon: "culture", position: 3, hidden: false });

afterEach(() => {
  sayInstead({ mn: {}, en: {} });
  wear(new Map());
});

test("without a word of the office the twelve stand in their order", () => {
  expect(tilesOf([])).toEqual([...CATEGORIES]);
});

test("the office hides, places and adds; more than twelve are never tiles", () => {
  const hidden = said({ slug: "it", icon: "it", position: 11, hidden: true });
  expect(tilesOf([YOUTH])).toHaveLength(12);
  const tiles = tilesOf([hidden, YOUTH]);
  expect([tiles.length, tiles[2], tiles.includes("it")]).toEqual([12, "own_youth", false]);
  expect(categoriesOf([hidden, YOUTH])).toHaveLength(13);
});

test("what a proposal has stays to be seen though it is offered no more", () => {
  expect(tilesOf([said({ slug: "it", hidden: true })], "it").at(-1)).toBe("it");
});

test("a category wears the glyph that the office chose, and an unknown one the plain glyph", () => {
  wear(new Map([["own_youth", "culture"], ["own_odd", "nothing"]]));
  expect([glyphOf("own_youth"), glyphOf("own_odd"), glyphOf("water")]).toEqual([GLYPHS.culture, GLYPHS.other, GLYPHS.water]);
});

test("names and texts of the office are said instead, in their language alone, with what is filled in", async () => {
  const ask = said({ key: "tablet.code.slip.ask", language: "mn", text: "Асуух: %(place)s" });
  const water = said({ slug: "water", "name/mn": "Цэвэр ус", "name/en": "Clean water" });
  const categories = [water, YOUTH];
  sayInstead({ mn: textsIn("mn", categories, [ask]), en: textsIn("en", categories, [ask]) });
  expect([t("category.water"), t("category.own_youth"), t("tablet.code.slip.ask", { place: "Бугат" })]).toEqual(["Цэвэр ус", "Залуучууд", "Асуух: Бугат"]);
  const english = await speaker("en");
  expect(english("category.water")).toBe("Clean water");
  expect(english("tablet.code.slip.ask", { place: "Бугат" })).not.toContain("Асуух");
});
