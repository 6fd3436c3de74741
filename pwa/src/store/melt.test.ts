/** Melting the base: only the small blocks at the end, all of it when half is said anew; and it says the same afterwards. */
import { expect, test } from "vitest";

import { FakeServer } from "../testing/fake_server";
import { makeTablet, newId } from "../testing/tablet";
import * as base from "./base";
import { melt, meltFrom, SMALL_BLOCKS_MAX } from "./melt";

const small = (number: number): base.Block => ({ number, chars: 900, rows: 2 });
const large = (number: number): base.Block => ({ number, chars: 500_000, rows: 1200 });

test("few small blocks stay; many are melted from the first of them on, and no large one with them", () => {
  const some = Array.from({ length: SMALL_BLOCKS_MAX }, (_, at) => small(at + 3));
  expect(meltFrom([], 0)).toBeNull();
  expect(meltFrom([large(1), large(2), ...some.slice(1)], 2400)).toBeNull();
  expect(meltFrom([large(1), large(2), ...some], 2400)).toBe(3);
  expect(meltFrom(some, 24)).toBe(3);
  expect(meltFrom([...some, large(99)], 1200)).toBeNull();
});

test("all of it is melted when most of what is kept has been said anew", () => {
  const many = Array.from({ length: 8 }, (_, at) => large(at + 1));
  expect([meltFrom(many, 9_600), meltFrom(many, 3_000)]).toEqual([null, 1]);
});

async function blocks(pages: base.Page[]) {
  const { session, db } = await makeTablet(new FakeServer());
  const { profile } = session.profile;
  const { feed } = await base.readFeed(db, profile, "aaaaaa");
  const closed = await Promise.all(pages.map((page, at) => base.closeBlock(session.cipher, profile, at + 1, base.writePage(page))));
  await db.write(["base", "feeds"], async (tx) => {
    for (const [at, block] of closed.entries()) await tx.objectStore("base").put(block, [profile, at + 1]);
    await base.putFeed(tx, profile, feed);
  });
  const { bytes } = await base.readFeed(db, profile, "aaaaaa");
  const read = async () => {
    const { rows, blocks: found } = await base.readBase(db, session.cipher, profile);
    return { lines: [...rows.values()].map(({ line }) => line).sort(), numbers: found.map(({ number }) => number) };
  };
  const run = (from: number, is_all: boolean) => melt(db, session.cipher, profile, from, bytes ?? new Uint8Array(), is_all);
  return { read, run };
}

function row(id: string, said: string, epoch = "aaaaaa"): base.Row {
  return { id, type: "proposal", epoch, personal: null, line: `{"type":"proposal","id":"${id}","n":1,"op":"a.1.b","set":{"title":"${said}"}}` };
}

test.each([[1, true], [2, false], [3, false]])("from block %i on, what is read is the same", async (from, is_all) => {
  const [a, b, c] = [newId(), newId(), newId()];
  const { read, run } = await blocks([
    { epoch: "aaaaaa", rows: [row(a, "1"), row(b, "1")], leave: [] },
    { epoch: "aaaaaa", rows: [row(a, "2"), row(c, "2")], leave: [b] },
    { epoch: "bbbbbb", rows: [row(c, "3", "bbbbbb")], leave: [] },
    { epoch: "bbbbbb", rows: [], leave: [a] },
  ]);
  const before = await read();
  expect(before.lines).toEqual([row(c, "3").line]);
  expect(await run(from, is_all)).not.toBeNull();
  const after = await read();
  expect([after.lines, after.numbers.length]).toEqual([before.lines, from]);
});

test("where the disk has moved meanwhile nothing is melted", async () => {
  const id = newId();
  const { read, run } = await blocks([1, 2, 3].map((said) => ({ epoch: "aaaaaa", rows: [row(id, String(said))], leave: [] })));
  const [first, second] = await Promise.all([run(1, true), run(2, false)]); // two tabs without locks
  expect([first, second].filter((one) => one !== null)).toHaveLength(1);
  expect((await read()).lines).toEqual([row(id, "3").line]);
});
