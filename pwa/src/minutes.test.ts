/** Minutes over the whole engine: two tablets without a line write in one record, and the seal covers what they wrote (T11). */
import { expect, test } from "vitest";

import type { App } from "./app";
import { minutesId } from "./domain/minutes";
import { read } from "./domain/text";
import { Writing } from "./domain/writing";
import { adoptionOf, minutesOf, saveMinutes, wordsOf } from "./screens/minutes/room";
import { draftOf } from "./screens/minutes/form";
import { contentHash, recordsOf } from "./store/closing";
import { enrolledApp, until } from "./testing/app";
import { makeTablet, save, sync, type Tablet } from "./testing/tablet";

const SEED = Number(process.env["SEED"] ?? Math.floor(Math.random() * 1e9));
const PHRASES = ["Гар худаг гаргах", " саналыг", "\nЦоо шинэ өрөм", " хэлэлцэв. ", "Ү", "ө", "Ёл, Ъ Ь Щ", " 31 : 4 : 3\n"];

function chance(seed: number): () => number {
  let state = seed;
  return () => ((state = (state * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31);
}

interface Writer {
  writing: Writing;
  keep(update: string): Promise<void>;
  update(): string;
}

/** The leader's tablet and another one, both with the hearing. */
async function hall(): Promise<{ app: App; other: Tablet; hearing: string; meet: () => Promise<void> }> {
  const { app, server } = await enrolledApp();
  const { id: hearing } = await app.save("hearing", null, { title: "Рашаант", kind: "discussion", held_on: "2026-11-24" });
  await until(app, () => app.counts.on_tablet === 0);
  const other = await makeTablet(server);
  await sync(other);
  const meet = async (): Promise<void> => {
    for (let turn = 0; turn < 2; turn++) {
      await sync(other);
      app.send();
      await until(app, () => app.counts.on_tablet === 0 && app.line.state === "idle");
    }
    await sync(other);
  };
  return { app, other, hearing, meet };
}

test.each([0, 1, 2, 3])("two tablets that write at once without a line lose no letter, and show the same text (%i)", async (run) => {
  console.info(`minutes, SEED=${SEED + run}`);
  const next = chance(SEED + run);
  const { app, other, hearing, meet } = await hall();
  const id = minutesId(hearing);
  const client = (): number => Math.floor(next() * 2 ** 45);
  const writers: Writer[] = [
    { writing: new Writing("", client), keep: async (text) => void (await saveMinutes(app, hearing, { text })), update: () => app.record(id)?.texts.get("text") ?? "" },
    { writing: new Writing("", client), keep: (text) => save(other, "minutes", id, { hearing, text }), update: () => other.session.fold.view(id)?.texts.get("text") ?? "" },
  ];
  const written = [0, 0];
  for (let deed = 0; deed < 120; deed++) {
    const who = Math.floor(next() * 2);
    const writer = writers[who]!;
    const place = Math.floor(next() * (writer.writing.text.length + 1));
    const phrase = PHRASES[Math.floor(next() * PHRASES.length)]!;
    writer.writing.write(writer.writing.text.slice(0, place) + phrase + writer.writing.text.slice(place), place + phrase.length);
    written[who] = (written[who] ?? 0) + phrase.length;
    if (next() < 0.4) {
      const { update, mark } = writer.writing.say();
      await writer.keep(update);
      writer.writing.said(mark, update);
    }
    if (next() < 0.03) {
      await meet();
      for (const one of writers) one.writing.take(one.update());
    }
  }
  for (const { writing, keep } of writers) await keep(writing.say().update);
  await meet();
  const texts = writers.map((one) => (one.writing.take(one.update()), one.writing.text));
  expect(texts[0]).toBe(texts[1]);
  expect(texts[0]).toHaveLength((written[0] ?? 0) + (written[1] ?? 0));
  expect(wordsOf(minutesOf(app, hearing))).toBe(texts[0]);
  expect(app.list("minutes", { hearing })).toHaveLength(1);
  expect(minutesOf(app, hearing)?.reviews).toEqual([]);
});

test("what the hall has heard is known by its hash: a letter more is shown as a change", async () => {
  const { app, hearing } = await hall();
  const writing = new Writing("", () => 7);
  writing.write("Хурлын тэмдэглэл");
  await saveMinutes(app, hearing, { text: writing.say().update });
  expect(adoptionOf(minutesOf(app, hearing))).toBe("none");
  const { wordsHash } = await import("./domain/minutes");
  await saveMinutes(app, hearing, { adopted_at: "2026-11-24T09:00:00Z[Asia/Hovd]", adopted_hash: wordsHash("Хурлын тэмдэглэл") });
  expect(adoptionOf(minutesOf(app, hearing))).toBe("adopted");
  writing.write("Хурлын тэмдэглэл.");
  await saveMinutes(app, hearing, { text: writing.say().update });
  expect(adoptionOf(minutesOf(app, hearing))).toBe("changed");
});

test("the seal covers the minutes; letters that come after it stand beside them", async () => {
  const { app, other, hearing, meet } = await hall();
  const id = minutesId(hearing);
  const mine = new Writing("", () => 11);
  mine.write("Битүүмжилсэн үг.");
  await saveMinutes(app, hearing, { text: mine.say().update });
  await meet();
  await app.closing.seal(hearing);
  const [seal] = app.closing.sealsOf(hearing);
  await meet();
  const fold = other.session.fold;
  expect(contentHash(recordsOf(fold, hearing).filter(({ type }) => type !== "seal" && type !== "manifest"))).toBe(seal?.content_hash);
  expect(contentHash(recordsOf(fold, hearing).filter(({ type }) => type === "hearing"))).not.toBe(seal?.content_hash);
  const theirs = new Writing(fold.view(id)?.texts.get("text") ?? "", () => 12);
  theirs.write("Битүүмжилсэн үг.\nХожуу үг.");
  await save(other, "minutes", id, { text: theirs.say().update });
  expect(read(fold.view(id)?.texts.get("text") ?? "")).toBe("Битүүмжилсэн үг.");
  expect(fold.view(id)?.late.size).toBe(1);
  await saveMinutes(app, hearing, { addendum: "Нэмэлт үг" });
  expect(minutesOf(app, hearing)?.values.get("addendum")).toBeUndefined();
  expect(minutesOf(app, hearing)?.amendments).toHaveLength(1);
});

test("the draft is in the national form, with the day as documents say it, and who is not known is left to the pen", async () => {
  const { app, hearing } = await hall();
  await app.save("agenda_item", null, { hearing, position: 1, title: "ОНХС-ийн тухай танилцуулга" });
  await app.save("decision", null, { hearing, number: 1, text: "Худгийн саналыг уламжлах", votes_for: 31, votes_against: 4, votes_abstain: 3, due_on: "2026-12-01" });
  const { id: well } = await app.save("proposal", null, { hearing, title: "Гар худаг", cost: 18_000_000 });
  await app.save("proposal", null, { hearing, title: "Чийдэн" });
  const result = "Аль нь чухал вэ?\n1. №a Гар худаг: 24 оноо · 18,0 сая ₮";
  await app.save("ranking_session", null, { hearing, method: "dot_vote", "items/a": well, eligible: 38, cast: 37, invalid: 1, result, closed_at: "2026-11-24T08:00:00Z[Asia/Hovd]" });
  const draft = draftOf(app, app.record(hearing)!);
  for (const line of [
    "ХУРЛЫН ТЭМДЭГЛЭЛ", "2026 оны 11 дүгээр сарын 24-ний өдөр", "1. ОНХС-ийн тухай танилцуулга", "1. №a Гар худаг: 24 оноо · 18,0 сая ₮", "1. Гар худаг", "–. Чийдэн",
    "1. Худгийн саналыг уламжлах", "   Хугацаа: 12 дугаар сарын 1. Санал хураалт: 31 : 4 : 3",
  ]) expect(draft.split("\n")).toContain(line);
  expect(draft).toContain("Санал өгөх эрхтэй 38, өгсөн 37, хүчингүй 1.");
});
