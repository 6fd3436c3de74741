/** Closing a hearing that several tablets have worked on (M15, S8). */
import { expect, test } from "vitest";

import type { App } from "./app";
import { seenBy } from "./domain/lifecycle";
import { contentHash, coverOf, manifestOf, recordsOf, sealOf } from "./store/closing";
import { enrolledApp, reloaded, until } from "./testing/app";
import { makeTablet, newId, save, sync, type Tablet } from "./testing/tablet";

/** A hearing that the leader's tablet made, and another tablet that knows it. */
async function hall(): Promise<{ app: App; other: Tablet; hearing: string } & Awaited<ReturnType<typeof enrolledApp>>> {
  const all = await enrolledApp();
  const { id: hearing } = await all.app.save("hearing", null, { title: "Бугат" });
  await until(all.app, () => all.app.counts.on_tablet === 0);
  const other = await makeTablet(all.server);
  await sync(other);
  return { ...all, other, hearing };
}

const pull = (app: App, done: () => boolean): Promise<void> => (app.send(), until(app, done));

test("the seal has the stage in it, and is made with the manifest as one", async () => {
  const { app, hearing } = await hall();
  await app.closing.seal(hearing);
  const view = app.record(hearing);
  expect([view?.values.get("stage"), view?.late]).toEqual(["sealed", 0]);
  expect(view?.values.get("closed_at")).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\[.+\]$/);
  expect([app.closing.sealsOf(hearing).length, app.closing.manifestsOf(hearing).length]).toEqual([1, 1]);
});

test("a stage alone seals nothing: killed in between, the hearing is sealed again", async () => {
  const { app, hearing, ports } = await hall();
  await app.save("hearing", hearing, { stage: "sealed" });
  const again = await reloaded(app, ports);
  expect(again.closing.sealsOf(hearing)).toEqual([]);
  await again.closing.seal(hearing);
  expect(again.record(hearing)).toMatchObject({ late: 0 });
  expect(again.closing.sealsOf(hearing).length).toBe(1);
});

test("what another tablet told of and is not here is named before the seal, by tablet", async () => {
  const { app, other, hearing, server } = await hall();
  const theirs = newId();
  await save(other, "proposal", theirs, { hearing, title: "Гүүр" });
  const manifest = newId();
  await save(other, "manifest", manifest, manifestOf(other.session.fold, hearing));
  await sync(other);
  const held = server.records.get(theirs);
  server.records.delete(theirs); // the manifest has come on a way that the proposal has not
  await pull(app, () => app.record(manifest) !== null);
  expect(app.closing.cover(hearing).lacking).toEqual([{ inc: other.session.inc, ops: 1 }]);
  expect(app.closing.manifestsOf(hearing)).toMatchObject([{ inc: other.session.inc, told: 2, here: 1 }]);
  if (held) server.records.set(theirs, { ...held, n: ++server.counter });
  await pull(app, () => app.record(theirs) !== null);
  expect(app.closing.cover(hearing).lacking).toEqual([]);
});

test("a seal names what its tablet holds and no more; seals add up (M15)", async () => {
  const { app, other, hearing } = await hall();
  await save(other, "proposal", newId(), { hearing, title: "Гүүр" });
  await app.closing.seal(hearing);
  await until(app, () => app.counts.on_tablet === 0);
  const seals = (): Set<string> => seenBy(other.session.fold.ofType("seal")) ?? new Set();
  await sync(other);
  expect([...seals()].filter((op) => op.startsWith(other.session.inc))).toEqual([]);
  await save(other, "seal", newId(), sealOf(other.session.fold, hearing));
  expect([...seals()].filter((op) => op.startsWith(other.session.inc)).length).toBe(1);
});

test("two tablets with the same records have the same hash, and a personal word is no part of it", async () => {
  const { app, other, hearing } = await hall();
  await app.save("attendance", null, { hearing, role: "citizen" });
  await until(app, () => app.counts.on_tablet === 0);
  await sync(other);
  await app.closing.seal(hearing);
  await until(app, () => app.counts.on_tablet === 0);
  await sync(other);
  const [seal] = app.closing.sealsOf(hearing);
  expect(contentHash(recordsOf(other.session.fold, hearing))).toBe(seal?.content_hash);
  expect(coverOf(other.session.fold, hearing).counts).toEqual(new Map([["hearing", 1], ["attendance", 1]]));
  await save(other, "attendance", newId(), { hearing, name_as_given: "Дорж" });
  const [open] = recordsOf(other.session.fold, hearing).filter(({ late }) => late.size > 0);
  expect(open?.personal.has("name_as_given")).toBe(true);
});
