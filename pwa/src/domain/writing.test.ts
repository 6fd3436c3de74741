/** Two at one text: no letter is lost, and each save is whole by itself (T11). A failure prints the seed and the smallest case. */
import fc from "fast-check";
import { expect, test } from "vitest";

import * as text from "./text";
import { isUpdate } from "./update";
import { difference, fit, Writing } from "./writing";

let drawn = 0;
const client = (): number => 2 ** 40 + ++drawn;
const LETTERS = "АБВГДЕЁЖЗИЙКЛМНОӨПРСТУҮФХЦЧШЩЪЫЬЭЮЯ";

/** Save what is unsaid, as a screen does; returns the update. */
function save(writing: Writing): string {
  const { update, mark } = writing.say();
  writing.said(mark, update);
  return update;
}

const edit = fc.record({ who: fc.nat(1), at: fc.double({ min: 0, max: 1, noNaN: true }), gone: fc.nat(3), come: fc.nat(40), saves: fc.boolean(), meets: fc.nat(6) });

test("whatever two people write and take away at once, every other letter is there, the same on both", () => {
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 60 }), (edits) => {
      const tablets = [0, 1].map(() => ({ writing: new Writing("", client), all: [] as string[] }));
      let next = 0x4e00;
      const come = new Set<string>();
      const gone = new Set<string>();
      for (const { who, at, gone: less, come: more, saves, meets } of edits) {
        const mine = tablets[who] ?? expect.fail();
        const before = mine.writing.text;
        const from = Math.floor(at * before.length);
        const letters = Array.from({ length: more }, () => String.fromCharCode(next++)).join("");
        for (const letter of before.slice(from, from + less)) gone.add(letter);
        for (const letter of letters) come.add(letter);
        mine.writing.write(before.slice(0, from) + letters + before.slice(from + less), from + letters.length);
        if (saves && mine.writing.is_unsaid) mine.all.push(save(mine.writing));
        const theirs = tablets[1 - who] ?? expect.fail();
        if (meets === 0) for (const update of theirs.all) mine.writing.take(update);
      }
      for (const { writing, all } of tablets) all.push(save(writing));
      for (const update of tablets.flatMap(({ all }) => all)) expect(isUpdate(update)).toBe(true);
      const merged = tablets.flatMap(({ all }) => all).reduce(text.merge, "");
      for (const { writing } of tablets) {
        writing.take(merged);
        expect(writing.text).toBe(text.read(merged));
      }
      expect([...text.read(merged)].sort()).toEqual([...come].filter((letter) => !gone.has(letter)).sort());
    }),
    { numRuns: 300 },
  );
});

test("of the saves of one session the last says all: those before it may be lost", () => {
  const writing = new Writing("", client);
  const saves: string[] = [];
  for (const word of ["Гар ", "худаг ", "гаргах"]) {
    writing.write(writing.text + word);
    saves.push(save(writing));
  }
  expect(text.read(saves[2] ?? "")).toBe("Гар худаг гаргах");
});

test("a long session ends, so that an hour of writing is not told anew at each pause", () => {
  const writing = new Writing("", client);
  const saves = Array.from({ length: 200 }, () => {
    writing.write(`${writing.text}Багийн төвд шинээр гар худаг. `);
    return save(writing);
  });
  expect(Math.max(...saves.map((update) => update.length))).toBeLessThan(2_500);
  expect(text.read(saves.reduce(text.merge, ""))).toBe("Багийн төвд шинээр гар худаг. ".repeat(200));
});

test("letters come and go where the caret stood, also between equal ones", () => {
  expect(difference("аа", "ааа", 1)).toEqual({ at: 0, gone: 0, come: "а" });
  expect(difference("аааа", "ааа", 3)).toEqual({ at: 3, gone: 1, come: "" });
  expect(difference("баг", "бүлэг", 5)).toEqual({ at: 1, gone: 1, come: "үлэ" });
  expect(difference("a😀", "a😁", 3)).toEqual({ at: 1, gone: 2, come: "😁" });
});

test("all thirty-five letters and the letters of two units are kept as they were typed", () => {
  const writing = new Writing("", client);
  for (const letter of `${LETTERS}${LETTERS.toLowerCase()}😀`) writing.write(writing.text + letter);
  expect(text.read(save(writing))).toBe(`${LETTERS}${LETTERS.toLowerCase()}😀`);
  expect(fit("и\u0306\r\nа\u0000\ud800б")).toBe("й\nаб");
});

test("what was written here is taken back, and what others wrote stays", () => {
  const mine = new Writing("", client);
  const theirs = new Writing("", client);
  mine.write("Хурлын тэмдэглэл");
  theirs.take(save(mine));
  theirs.write("Хурлын тэмдэглэл: Рашаант");
  mine.pause();
  mine.write("Хурлын шинэ тэмдэглэл", 11);
  mine.take(save(theirs));
  mine.undo();
  expect(mine.text).toBe("Хурлын тэмдэглэл: Рашаант");
  theirs.take(save(mine));
  expect(theirs.text).toBe(mine.text);
});

test("a caret stays beside its letters while others write before it", () => {
  const mine = new Writing("", client);
  const theirs = new Writing("", client);
  mine.write("Гар худаг");
  theirs.take(save(mine));
  const caret = mine.anchor(3);
  theirs.write("Шинэ гар худаг".replace("гар", "Гар"), 5);
  mine.take(save(theirs));
  expect(mine.text.slice(0, mine.placeOf(caret))).toBe("Шинэ Гар");
});
