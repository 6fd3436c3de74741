import { expect, test } from "vitest";

import { everything } from "../testing/faults";
import { world } from "../testing/rounds";
import { newId, once, reopen, save, sync, wish } from "../testing/tablet";
import { toJson } from "./bytes";
import { depart, kept } from "./departure";
import { profiles } from "./profiles";

test("a person leaves the tablet only when all that he wrote is safe, and then nothing of him stays (I5)", async () => {
  const { server, tablet } = await world();
  const { db, session } = tablet;
  for (const title of ["a", "b"]) await save(tablet, "proposal", newId(), { title });
  expect(await kept(db, session.profile)).toEqual({ waiting: 2, unsafe: 2, files: 0 });
  const before = await everything(tablet.ports.indexedDB);
  expect(await depart(db, session.profile)).toBe(false);
  expect(await everything(tablet.ports.indexedDB)).toEqual(before);
  await sync(tablet);
  expect(await kept(db, session.profile)).toEqual({ waiting: 0, unsafe: 2, files: 0 });
  expect(await depart(db, session.profile)).toBe(false);
  server.makeSafe(session.inc, 2);
  await sync(tablet);
  expect(await kept(db, session.profile)).toEqual({ waiting: 0, unsafe: 0, files: 0 });
  expect(await depart(db, session.profile)).toBe(true);
  expect(await profiles(db)).toEqual([]);
  expect(await everything(tablet.ports.indexedDB)).toEqual([]);
});

test("an op in quarantine keeps its author on the tablet until the server has it from the sealed copy", async () => {
  const { server, tablet } = await world();
  await save(tablet, "proposal", newId(), { title: "a" });
  await tablet.db.write(["ops"], async (tx) => {
    const key = [tablet.session.inc, 1] as [string, number];
    const row = await tx.objectStore("ops").get(key);
    await tx.objectStore("ops").put(new Uint8Array(row ?? []).map((byte, at) => (at === 30 ? byte ^ 1 : byte)), key);
  });
  const again = await reopen(tablet);
  await once(again);
  expect(await kept(again.db, again.session.profile)).toEqual({ waiting: 1, unsafe: 1, files: 0 });
  expect(await depart(again.db, again.session.profile)).toBe(false);
  expect(server.held(again.session.inc)).toEqual([]);
});

test("a group counts by its ops, once each, though they lie readable and sealed", async () => {
  const { tablet } = await world();
  const edit = (value: string) => ({ do: "edit", type: "proposal", id: newId(), values: new Map([["title", value]]) }) as const;
  await wish(tablet, edit("a"), edit("b"), edit("c"));
  expect(await kept(tablet.db, tablet.session.profile)).toEqual({ waiting: 3, unsafe: 3, files: 0 });
});

test("a photo that is not safe keeps its author here; when it is, its bytes leave with him", async () => {
  const { tablet } = await world();
  const { db, session } = tablet;
  const put = (state: string) =>
    db.write(["media", "media_chunks"], async (tx) => {
      await tx.objectStore("media").put(toJson({ state, removed: false }), [session.profile.profile, "file"]);
      await tx.objectStore("media_chunks").put(new Uint8Array(9), ["file", 0]);
    });
  await put("arrived");
  expect(await kept(db, session.profile)).toEqual({ waiting: 0, unsafe: 0, files: 1 });
  expect(await depart(db, session.profile)).toBe(false);
  await put("safe");
  expect(await depart(db, session.profile)).toBe(true);
  expect((await everything(tablet.ports.indexedDB)).filter(({ store }) => store.startsWith("media"))).toEqual([]);
});
