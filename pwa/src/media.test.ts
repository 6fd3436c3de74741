import { expect, test } from "vitest";

import { StorageFull, type App } from "./app";
import type { NewMedia } from "./media";
import { utf8 } from "./store/bytes";
import { openFrame } from "./testing/sealed";
import { sealingPair, newId, UNIT } from "./testing/tablet";
import { appWorld, bytesOf, mediaWorld, noise } from "./testing/media";
import { dyingAt, everything, onFullDisk, overwrite, writesOf } from "./testing/faults";

const KIB = 1024;
const photo = (hearing: string, of: string, seed = 1): NewMedia => ({ hearing, of, kind: "photo", blob: noise(90 * KIB, seed) });

/** A row of a file; the ballast is none. */
const isOfMedia = ({ store, key }: { store: string; key: IDBValidKey }): boolean =>
  store.startsWith("media") && (key as string[])[0] !== "ballast";

/** Let the app sync by itself until `done`, then stop. */
async function until(app: App, done: () => boolean): Promise<void> {
  app.run();
  for (let turn = 0; turn < 1000 && !done(); turn++) await new Promise((next) => setTimeout(next, 5));
  app.stop();
  expect(done()).toBe(true);
}

test("a photo and its record are kept, survive a new page, and are shown as they were", async () => {
  const { app, hearing, shown, open } = await appWorld();
  const of = (await app.save("proposal", null, { unit: UNIT, hearing, title: "Гар худаг" })).id;
  const blob = noise(150 * KIB);
  const { id } = await app.media.keep({ hearing, of, kind: "voice", blob, caption: "Хашаа", length_s: 12, wave: [0.2, 1], speaker_name: "К.Айгүл" });
  const values = app.record(id)?.values;
  expect(values?.get("unit")).toBe(UNIT);
  expect([values?.get("bytes"), values?.get("of"), values?.get("speaker_name")]).toEqual([150 * KIB, of, "К.Айгүл"]);
  const again = await open();
  expect(again.media.of(of)).toMatchObject([{ id, state: "tablet", caption: "Хашаа", length_s: 12, wave: [0.2, 1], bytes: 150 * KIB }]);
  const url = await again.media.url(id);
  expect((await bytesOf(shown.get(url) as Blob)).equals(await bytesOf(blob))).toBe(true);
  expect(await again.media.url(id)).toBe(url);
  again.lock();
  await new Promise((next) => setTimeout(next, 0));
  expect(shown.size).toBe(0); // nothing is left to look at
});

test("F2: what is on disk is bytes, none of them readable, each write strict", async () => {
  const { app, hearing, tablet } = await appWorld();
  const blob = new Blob([utf8("НУУЦ ҮГ ".repeat(9000))], { type: "image/jpeg" });
  const modes = await writesOf(async () => void (await app.media.keep({ hearing, of: hearing, kind: "photo", blob, caption: "НУУЦ ТАЙЛБАР" })));
  expect(new Set(modes)).toEqual(new Set(["strict"]));
  const rows = (await everything(tablet.ports.indexedDB)).filter(isOfMedia);
  expect(rows.length).toBe(1 + Math.ceil(blob.size / (64 * KIB)));
  for (const { value } of rows) {
    expect(value).toBeInstanceOf(Uint8Array);
    expect(Buffer.from(value as Uint8Array).includes("НУУЦ")).toBe(false);
  }
});

/** Every step at which keeping may fail: afterwards there is all of the file and its record, or nothing; words are untouched. */
async function failingAtEachStep(name: string, said: (error: unknown) => void): Promise<void> {
  for (let at = 0; ; at++) {
    const { app, hearing, tablet, open } = await appWorld();
    const { id } = await app.save("proposal", null, { unit: UNIT, hearing, title: "Гар худаг" });
    const { died } = await dyingAt(at, () => app.media.keep(photo(hearing, id)).catch((error: unknown) => (said(error), Promise.reject(error))), name);
    const again = await open();
    const kept = again.media.of(id);
    const rows = (await everything(tablet.ports.indexedDB)).filter(isOfMedia);
    expect(again.record(id)?.values.get("title")).toBe("Гар худаг");
    expect(rows.length).toBe(kept.length === 0 ? 0 : 3); // row and two chunks
    expect(kept.every(({ state }) => state === "tablet")).toBe(true);
    if (!died) return expect(kept.length).toBe(1);
  }
}

test("F3: a full disk at any step of a photo leaves the text and no half of the file, and says so", async () => {
  const errors: unknown[] = [];
  await failingAtEachStep("QuotaExceededError", (error) => errors.push(error));
  expect(errors.length).toBeGreaterThan(5);
  expect(errors.some((error) => error instanceof StorageFull)).toBe(true);
}, 60_000);

test("F1: the browser killed at any step of a photo leaves all of it or nothing", async () => {
  await failingAtEachStep("", () => undefined);
}, 60_000);

test("F3: media stop while words still have 20 MB", async () => {
  const { app, hearing, tablet } = await appWorld();
  tablet.ports.storage = () => Promise.resolve({ usage: 80 * 1024 * KIB, quota: 100 * 1024 * KIB });
  await expect(app.media.keep(photo(hearing, hearing))).rejects.toThrow(StorageFull);
  expect(app.mediaCounts.files).toBe(0);
  expect((await app.save("proposal", null, { unit: UNIT, hearing, title: "Гүүр" })).id).not.toBe("");
});

test("F3: on a disk that is full without having said so, words take the room that media set aside; media stay refused", async () => {
  const { app, hearing } = await appWorld();
  await app.media.keep(photo(hearing, hearing, 1));
  await onFullDisk("ballast", async () => {
    await expect(app.media.keep(photo(hearing, hearing, 2))).rejects.toThrow(StorageFull);
    const { id } = await app.save("proposal", null, { unit: UNIT, hearing, title: "Гүүр" });
    expect(app.record(id)?.values.get("title")).toBe("Гүүр");
  });
  expect(app.media.of(hearing).length).toBe(1);
});

test("what is taken away comes back, and is gone for good after the next unlocking", async () => {
  const { app, hearing, open } = await appWorld();
  const { id } = await app.media.keep(photo(hearing, hearing));
  await app.media.remove(id);
  expect([app.media.of(hearing).length, app.mediaCounts.files]).toEqual([0, 0]);
  await app.media.restore(id);
  expect(app.media.of(hearing)).toMatchObject([{ id, state: "tablet" }]);
  await app.media.remove(id);
  const again = await open();
  await again.media.restore(id);
  expect(again.media.of(hearing)).toMatchObject([{ id, state: "away" }]);
});

test("data before media: no photo goes up while a word waits, and a save in between goes first", async () => {
  const { app, hearing, server, media, tablet } = await appWorld();
  const order: string[] = [];
  const through = tablet.ports.fetch;
  let saved: Promise<unknown> | null = null;
  tablet.ports.fetch = async (url, init) => {
    order.push(url.startsWith("/api/v1/media") ? `${init.method}` : `words ${server.held(app.me?.inc ?? "")[0]?.[1] ?? 0}`);
    if (init.method === "PATCH") saved ??= app.save("proposal", null, { unit: UNIT, hearing, title: "Гүүр" });
    const answer = await through(url, init);
    await saved; // the save came while the first chunk was on its way
    return answer;
  };
  for (let number = 0; number < 12; number++) await app.save("proposal", null, { unit: UNIT, hearing, title: `Санал ${number}` });
  await app.media.keep({ ...photo(hearing, hearing), blob: noise(200 * KIB, 9) });
  const record = app.media.of(hearing)[0]?.id ?? "";
  await until(app, () => app.mediaCounts.files_done === 1 && app.counts.on_tablet === 0);
  expect(order.indexOf("POST")).toBeGreaterThan(order.findIndex((step) => step.startsWith("words")));
  const first = order.indexOf("PATCH");
  expect(order[first + 1]).toMatch(/^words/); // not the second chunk
  expect(order.slice(first + 1)).toContain("HEAD");
  expect(media.file(record)).not.toBeNull();
  expect(app.mediaCounts).toMatchObject({ files: 1, files_done: 1, files_safe: 0, bytes: 200 * KIB, bytes_done: 200 * KIB, bytes_sent: 200 * KIB });
});

test("what is refused is named with its reason and can be sent again", async () => {
  const { app, hearing, media } = await appWorld();
  const { id } = await app.media.keep(photo(hearing, hearing));
  media.faults = [{ answer: 422, code: "not-an-image" }];
  await until(app, () => app.mediaTrouble().length === 1);
  expect(app.mediaTrouble()).toEqual([{ id, hearing, of: hearing, kind: "photo", code: "not-an-image" }]);
  expect(app.media.of(hearing)[0]).toMatchObject({ state: "attention", code: "not-an-image" });
  await app.media.retry(id);
  await until(app, () => app.mediaCounts.files_done === 1);
  expect(app.mediaTrouble()).toEqual([]);
});

test("only what is safe is forgotten with its hearing", async () => {
  const { app, hearing, media, tablet } = await appWorld();
  const one = await app.media.keep(photo(hearing, hearing, 1));
  const two = await app.media.keep(photo(hearing, hearing, 2));
  media.states.set(app.record(one.id)?.values.get("sha256") as string, "safe");
  await until(app, () => app.mediaCounts.files_safe === 1);
  await app.forgetMedia(newId());
  expect(app.mediaCounts.files).toBe(2);
  await app.forgetMedia(hearing);
  expect(app.media.of(hearing).map(({ id, state }) => [id, state]).sort()).toEqual([[one.id, "away"], [two.id, "arrived"]].sort());
  const rows = (await everything(tablet.ports.indexedDB)).filter((row) => row.store === "media_chunks" && isOfMedia(row));
  expect(rows.length).toBe(2);
});

test("F54: a record whose bytes never came to this tablet is said to be away, and cannot be shown", async () => {
  const { app, hearing } = await appWorld();
  const { id } = await app.save("media", null, { unit: UNIT, hearing, of: hearing, kind: "photo", sha256: "a".repeat(64), bytes: 9000 });
  expect(app.media.of(hearing)).toMatchObject([{ id, state: "away", bytes: 9000 }]);
  await expect(app.media.url(id)).rejects.toThrow();
  expect(app.mediaCounts.files).toBe(0);
});

test("F5: a row that does not open is set aside, the other photos and all words work", async () => {
  const { app, hearing, tablet, open } = await appWorld();
  const one = await app.media.keep(photo(hearing, hearing, 1));
  const two = await app.media.keep(photo(hearing, hearing, 2));
  const owner = app.people[0]?.profile ?? "";
  await overwrite(tablet.ports.indexedDB, "media", [owner, one.id], (row) => row.fill(0, 20, 40));
  const again = await open();
  expect(again.media.of(hearing).map(({ id, state }) => [id, state]).sort()).toEqual([[one.id, "away"], [two.id, "tablet"]].sort());
  const aside = (await everything(tablet.ports.indexedDB)).filter(({ store }) => store === "quarantine");
  expect(aside.map(({ key }) => key)).toEqual([["media", `${owner}.${one.id}`]]);
});

test("a file's key opens with the deployment's private key, as sealed words do", async () => {
  const world = await mediaWorld();
  const { pair, sealing_key } = await sealingPair();
  const { session } = world.tablet;
  session.profile.grant.sealing_key = sealing_key;
  const { id } = await world.book.keep(newId(), noise(10 * KIB), { hearing: world.hearing, of: world.hearing, kind: "photo", at: 1, length_s: null, wave: [] });
  const rows = await everything(world.tablet.ports.indexedDB);
  const row = rows.find(({ store }) => store === "media")?.value as Uint8Array;
  const { sealed } = JSON.parse(new TextDecoder().decode(row)) as { sealed: [string, string] };

  const said = JSON.parse(await openFrame(pair, sealing_key, session.inc, sealed)) as { sha256: string; key: string };
  expect(said.sha256).toBe(world.book.file(id)?.sha256);
});
