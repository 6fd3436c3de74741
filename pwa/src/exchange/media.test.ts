import { expect, test } from "vitest";

import { bytesOf, keep, mediaWorld, noise, rebooted, run } from "../testing/media";
import { overwrite } from "../testing/faults";

const KIB = 1024;
const patches = (media: { log: { method: string; offset: number | null; bytes: number }[] }) =>
  media.log.filter(({ method }) => method === "PATCH").map(({ offset, bytes }) => [offset, bytes]);

test("a file goes up in chunks, each signed, and is known as arrived afterwards", async () => {
  const world = await mediaWorld();
  const photo = noise(300 * KIB);
  const { id } = await keep(world, photo);
  expect(await run(world)).toEqual({ state: "done" });
  expect(world.media.file(id)?.equals(await bytesOf(photo))).toBe(true);
  expect(world.book.file(id)).toMatchObject({ state: "arrived", offset: 300 * KIB, bytes_sent: 300 * KIB });
  expect(patches(world.media)).toEqual([[0, 64 * KIB], [64 * KIB, 128 * KIB], [192 * KIB, 108 * KIB]]);
});

test("F52: a line cut at each 64 KiB goes on where the server stands, and the file is whole", async () => {
  for (const cut_at of [64 * KIB, 128 * KIB, 192 * KIB, 256 * KIB]) {
    const world = await mediaWorld();
    const photo = noise(300 * KIB, cut_at);
    const { id } = await keep(world, photo);
    world.media.faults = passUntil(cut_at);
    expect((await run(world)).state).toBe("offline");
    const again = await rebooted(world); // and the browser was killed besides
    expect(await run(again)).toEqual({ state: "done" });
    expect(again.media.file(id)?.equals(await bytesOf(photo))).toBe(true);
    const offsets = patches(again.media).map(([offset]) => offset);
    expect(offsets).toEqual([...offsets].sort((a, b) => Number(a) - Number(b))); // never back to 0
  }
}, 20_000);

/** Faults that let through what comes before byte `cut_at` and break the chunk in which it lies. */
function passUntil(cut_at: number) {
  const starts = [0, 64 * KIB, 192 * KIB, 300 * KIB];
  const index = starts.findIndex((start, at) => start < cut_at && cut_at <= (starts[at + 1] ?? Infinity));
  return [...Array.from({ length: index }, () => null), { cut_at: cut_at - (starts[index] ?? 0) - 1 }];
}

test("F52: a server that kept part of a torn chunk is gone on with at that very byte", async () => {
  const world = await mediaWorld();
  world.media.keeps_torn = true;
  const photo = noise(150 * KIB, 3);
  const { id } = await keep(world, photo);
  world.media.faults = [null, { cut_at: 1234 }];
  expect((await run(world)).state).toBe("offline");
  expect(await run(world)).toEqual({ state: "done" });
  expect(patches(world.media)[1]?.[0]).toBe(64 * KIB + 1234);
  expect(world.media.file(id)?.equals(await bytesOf(photo))).toBe(true);
});

test("F52: a lost 204 sends no byte twice", async () => {
  const world = await mediaWorld();
  const { id } = await keep(world, noise(200 * KIB, 4));
  world.media.faults = [null, { lose: true }];
  expect((await run(world)).state).toBe("offline");
  expect(await run(world)).toEqual({ state: "done" });
  expect(world.media.bytes_seen).toBe(200 * KIB + statesBytes(world.media.asked));
  expect(world.book.file(id)?.state).toBe("arrived");
});

const statesBytes = (asked: string[][]): number => asked.reduce((sum, list) => sum + JSON.stringify({ sha256: list }).length, 0);

test("a lost answer to the creation makes no second upload", async () => {
  const world = await mediaWorld();
  await keep(world, noise(10 * KIB, 5));
  world.media.others.set("POST", [{ answer: 502, foreign: true }]);
  expect((await run(world)).state).toBe("busy");
  expect(await run(world)).toEqual({ state: "done" });
  expect(world.media.uploads.size).toBe(1);
});

test("waste stays below 2 % while the line is cut twice in a day's media, and is counted", async () => {
  const world = await mediaWorld();
  for (let number = 0; number < 24; number++) await keep(world, noise(280 * KIB, 100 + number), number);
  world.media.faults = [...Array<null>(7).fill(null), { cut_at: 9_000 }, ...Array<null>(20).fill(null), { cut_at: 40_000 }];
  while ((await run(world)).state !== "done") continue;
  const files = world.book.files;
  const whole = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const seen = world.media.bytes_seen - statesBytes(world.media.asked);
  const sent = files.reduce((sum, { bytes_sent }) => sum + bytes_sent, 0);
  expect(seen).toBeGreaterThan(whole);
  expect(seen).toBeLessThanOrEqual(whole * 1.02);
  expect(sent).toBeGreaterThanOrEqual(seen);
}, 30_000);

test("words go first: the lane stops between two chunks and goes on there", async () => {
  const world = await mediaWorld();
  const { id } = await keep(world, noise(300 * KIB, 6));
  let chunks = 0;
  expect(await run(world, () => chunks++ < 2)).toEqual({ state: "words-first" });
  expect(world.book.file(id)?.offset).toBe(192 * KIB);
  expect(await run(world)).toEqual({ state: "done" });
  expect(patches(world.media).map(([offset]) => offset)).toEqual([0, 64 * KIB, 192 * KIB]);
});

test("a captive portal is offline: nothing is believed, nothing begins anew (trap 19)", async () => {
  const world = await mediaWorld();
  const { id } = await keep(world, noise(200 * KIB, 7));
  await run(world, () => world.media.log.length < 2);
  world.media.is_portal = true;
  expect(await run(world)).toEqual({ state: "offline", why: "not our server" });
  const url = world.book.file(id)?.url;
  world.media.is_portal = false;
  world.media.others.set("HEAD", [{ answer: 404, foreign: true }]);
  expect((await run(world)).state).toBe("offline"); // a proxy's own 404 is not the server's
  expect(world.book.file(id)?.url).toBe(url);
  expect(await run(world)).toEqual({ state: "done" });
  expect(world.media.uploads.size).toBe(1);
});

test("an upload that the server knows no more begins anew", async () => {
  const world = await mediaWorld();
  const { id } = await keep(world, noise(200 * KIB, 8));
  await run(world, () => world.media.log.length < 2);
  world.media.uploads.clear();
  expect(await run(world)).toEqual({ state: "done" });
  expect(world.media.file(id)).not.toBeNull();
});

test("F53: a wrong offset and a bad checksum ask where the server stands; the file is whole", async () => {
  const world = await mediaWorld();
  const { id } = await keep(world, noise(200 * KIB, 9));
  world.media.faults = [null, { answer: 409 }, { answer: 460, code: "bad-checksum" }];
  expect(await run(world)).toEqual({ state: "done" });
  expect(world.media.file(id)).not.toBeNull();
  expect(world.book.file(id)?.state).toBe("arrived");
});

test("what never goes through waits for a person after a few tries, and the others go on", async () => {
  const world = await mediaWorld();
  const stuck = await keep(world, noise(10 * KIB, 10), 1);
  const fine = await keep(world, noise(10 * KIB, 11), 2);
  world.media.faults = Array.from({ length: 4 }, () => ({ answer: 460, code: "bad-checksum" }));
  expect(await run(world)).toEqual({ state: "done" });
  expect(world.book.file(stuck.id)).toMatchObject({ state: "refused", code: "media-again-and-again" });
  expect(world.book.file(fine.id)?.state).toBe("arrived");
});

test("a file that is not what it says needs attention, with the reason; the others go on", async () => {
  const world = await mediaWorld();
  const bad = await keep(world, noise(10 * KIB, 12), 1);
  const good = await keep(world, noise(10 * KIB, 13), 2);
  world.media.faults = [{ answer: 422, code: "not-an-image" }];
  expect(await run(world)).toEqual({ state: "done" });
  expect(world.book.file(bad.id)).toMatchObject({ state: "refused", code: "not-an-image" });
  expect(world.book.file(good.id)?.state).toBe("arrived");
});

test("F25: a proxy that takes no 64 kB gets smaller chunks", async () => {
  const world = await mediaWorld();
  const { id } = await keep(world, noise(100 * KIB, 14));
  world.media.faults = [{ answer: 413, foreign: true }, { answer: 413, foreign: true }];
  expect(await run(world)).toEqual({ state: "done" });
  expect(patches(world.media)[0]).toEqual([0, 16 * KIB]);
  expect(world.media.file(id)).not.toBeNull();
});

test("receipts: arrived, then safe; F48: what the server has lost goes up again as long as it is here", async () => {
  const world = await mediaWorld();
  const photo = noise(90 * KIB, 15);
  const { id, sha256 } = await keep(world, photo);
  await run(world);
  world.media.states.set(sha256, "safe");
  world.tablet.ports.clock.at += 61_000;
  await run(world);
  expect(world.book.file(id)?.state).toBe("safe");
  const asked = world.media.asked.length;
  world.tablet.ports.clock.at += 61_000;
  await run(world);
  expect(world.media.asked.length).toBe(asked); // all is safe: nothing to ask
  world.media.states.delete(sha256);
  world.media.uploads.clear();
  const again = await rebooted(world); // a new page, or a new epoch, asks about all
  await run(again);
  expect(again.book.file(id)?.state).toBe("waiting");
  await run(again);
  expect(again.media.file(id)?.equals(await bytesOf(photo))).toBe(true);
  expect(again.book.file(id)?.state).toBe("arrived");
});

test("F5: a chunk with flipped bits makes its file need attention; the others go up", async () => {
  const world = await mediaWorld();
  const broken = await keep(world, noise(150 * KIB, 16), 1);
  const whole = await keep(world, noise(10 * KIB, 17), 2);
  await overwrite(world.tablet.ports.indexedDB, "media_chunks", [broken.id, 1], (row) => ((row[40] = (row[40] ?? 0) ^ 1), row));
  expect(await run(world)).toEqual({ state: "done" });
  expect(world.book.file(broken.id)).toMatchObject({ state: "refused", code: "unreadable" });
  expect(world.book.file(whole.id)?.state).toBe("arrived");
});

test("the same photo kept twice goes up once", async () => {
  const world = await mediaWorld();
  const photo = noise(70 * KIB, 18);
  const one = await keep(world, photo, 1);
  const two = await keep(world, photo, 2);
  expect(await run(world)).toEqual({ state: "done" });
  expect(world.media.uploads.size).toBe(1);
  expect([one, two].map(({ id }) => world.book.file(id)?.state)).toEqual(["arrived", "arrived"]);
});
