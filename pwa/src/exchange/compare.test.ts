/** The daily digest (DESIGN §5.10): what a tablet has lost or kept too long is mended row by row, and never by a wipe. */
import { beforeEach, expect, test } from "vitest";

import * as base from "../store/base";
import { putAway } from "../store/put_away";
import { FakeServer, ndjson } from "../testing/fake_server";
import { overwrite } from "../testing/faults";
import { makeTablet, reopen, save, sync, type Tablet } from "../testing/tablet";
import { title } from "../testing/rounds";
import { compareDaily, EVERY_MS } from "./compare";
import { round } from "./round";

const RECORDS = 40;
const SYMBOLS = "abcdefghijklmnopqrstuvwxyz234567";
const ids = Array.from({ length: RECORDS }, (_, at) => `${SYMBOLS[at % 7]}${SYMBOLS[at % 32]}`.padEnd(26, SYMBOLS[at % 32]));

let server: FakeServer;
let tablet: Tablet;

const compare = (one: Tablet) => compareDaily(one.ports, one.session, one.memory);
const here = (one: Tablet): string[] => [...one.session.fold.overlay.rows.keys()].sort();
const cursor = (one: Tablet): string => one.session.fold.overlay.cursor;

/** The tablet's base is `change`d behind its back, and the tablet opened again. */
async function damaged(change: (rows: base.Row[]) => base.Row[]): Promise<Tablet> {
  const { session, db } = tablet;
  const { profile } = session.profile;
  const { rows } = await base.readBase(db, session.cipher, profile);
  const page = { epoch: server.epoch, rows: change([...rows.values()]), leave: [] };
  const block = await base.closeBlock(session.cipher, profile, 1, base.writePage(page));
  await db.write(["base"], async (tx) => {
    await tx.objectStore("base").clear();
    await tx.objectStore("base").put(block, [profile, 1]);
  });
  return reopen(tablet);
}

beforeEach(async () => {
  server = new FakeServer();
  const author = await makeTablet(server);
  for (const [at, id] of ids.entries()) await save(author, "proposal", id, { title: `санал ${at}`, unit: "u".repeat(26) });
  await sync(author);
  tablet = await makeTablet(server);
  await sync(tablet);
  tablet.ports.clock.at += EVERY_MS;
});

test("equal rows cost one small question a day", async () => {
  expect([await compare(tablet), await compare(tablet)]).toEqual([0, null]);
  expect(server.compared.map(({ under }) => under)).toEqual([[""]]);
  tablet.ports.clock.at += EVERY_MS - 1;
  expect(await compare(tablet)).toBeNull();
  tablet.ports.clock.at += 1;
  expect(await compare(tablet)).toBe(0);
  tablet.ports.clock.at -= 3 * EVERY_MS;
  expect(await compare(await reopen(tablet))).toBe(0); // a clock set back stops nothing (I10)
});

test("a lost row comes back, alone, and the cursor stays where it is", async () => {
  const lost = ids[9] ?? "";
  const again = await damaged((rows) => rows.filter(({ id }) => id !== lost));
  const before = cursor(again);
  expect(title(again, lost)).toBeUndefined();
  expect(await compare(again)).toBe(1);
  expect(server.compared.map(({ under }) => under)).toEqual([[""], [lost.slice(0, 1)], [lost.slice(0, 2)]]);
  for (const one of [again, await reopen(again)]) {
    expect([title(one, lost), here(one).length, cursor(one)]).toEqual(["санал 9", RECORDS, before]);
  }
  again.ports.clock.at += EVERY_MS;
  expect(await compare(again)).toBe(0);
});

test("an old row is replaced by the server's", async () => {
  const [changed = ""] = ids;
  const old = await base.readBase(tablet.db, tablet.session.cipher, tablet.session.profile.profile);
  const author = await makeTablet(server);
  await sync(author);
  await save(author, "proposal", changed, { title: "шинэ" });
  await sync(author);
  await sync(tablet);
  expect(title(tablet, changed)).toBe("шинэ");
  const again = await damaged(() => [...old.rows.values()]);
  expect([title(again, changed), await compare(again), title(again, changed)]).toEqual(["санал 0", 1, "шинэ"]);
});

test("a row that the server does not hold for this tablet leaves; what was written of it here does not", async () => {
  const [gone = "", worked = ""] = ids;
  await save(tablet, "proposal", worked, { title: "миний" });
  server.records.delete(gone);
  server.records.delete(worked);
  tablet.session.fold.changed();
  expect(await compare(tablet)).toBe(1);
  for (const one of [tablet, await reopen(tablet)]) expect([title(one, gone), title(one, worked)]).toEqual([undefined, "миний"]);
});

test("a tracking code, whose personal line never travels, is equal by its open line and stays with its author", async () => {
  const id = "7".repeat(26);
  await save(tablet, "tracking_code", id, { unit: "u".repeat(26), code: "A1B0C3E1H0K3X" });
  await sync(tablet);
  const at_server = server.records.get(id)?.record;
  for (const path of at_server?.personal ?? []) at_server?.live.delete(path);
  at_server?.personal.clear();
  const code = (one: Tablet) => one.session.fold.view(id)?.live.has("code");
  tablet.ports.clock.at += EVERY_MS;
  expect([code(tablet), await compare(tablet), code(tablet), code(await reopen(tablet))]).toEqual([true, 0, true, true]);
});

test("a hearing that was taken off the tablet is left out on both sides, and does not come back", async () => {
  const author = await makeTablet(server);
  await sync(author);
  const hearing = "h".repeat(26);
  await save(author, "hearing", hearing, { title: "Хурал", unit: "u".repeat(26) });
  await save(author, "proposal", "p".repeat(26), { title: "түүний", hearing, unit: "u".repeat(26) });
  await sync(author);
  await sync(tablet);
  await putAway(tablet.session, hearing, "Хурал");
  const again = await reopen(tablet);
  again.ports.clock.at += EVERY_MS;
  expect([await compare(again), here(again).length]).toEqual([0, RECORDS]);
  expect(server.compared.map(({ under, without }) => [under, without])).toEqual([[[""], [hearing]]]);
});

test("all rows lost are all fetched again, a part at a time", async () => {
  const again = await damaged(() => []);
  expect(await compare(again)).toBe(RECORDS);
  expect(here(await reopen(again))).toEqual([...ids].sort());
});

test("F5: a block that does not open is set aside, and what it held comes back at the next contact, not from 0", async () => {
  const { profile } = tablet.session.profile;
  await compare(tablet);
  await overwrite(tablet.ports.indexedDB, "base", [profile, 1], (row) => row.map((byte, at) => (at === 30 ? byte ^ 1 : byte)));
  const again = await reopen(tablet);
  expect([here(again), cursor(again)]).toEqual([[], cursor(tablet)]);
  expect(await compare(again)).toBe(RECORDS);
  expect(here(await reopen(again))).toEqual([...ids].sort());
});

test("F5: what is written before that stands over the gap, and is whole after it", async () => {
  const { profile } = tablet.session.profile;
  const [id = ""] = ids;
  await overwrite(tablet.ports.indexedDB, "base", [profile, 1], (row) => row.map((byte, at) => (at === 30 ? byte ^ 1 : byte)));
  const again = await reopen(tablet);
  await save(again, "proposal", id, { body: "нэмсэн" });
  await sync(again);
  expect(here(again)).toEqual([]); // the server saw nothing else of it, yet what stood here is not known to be whole
  await compare(again);
  for (const one of [again, await reopen(again)]) expect([title(one, id), here(one).length]).toEqual(["санал 0", RECORDS]);
});

test("F5: a feed that has not come to its end yet begins again instead", async () => {
  server.page_rows = 5;
  for (const id of ids) server.records.set(id, { record: server.records.get(id)?.record as never, n: ++server.counter });
  const fresh = await makeTablet(server);
  await round(fresh.ports, fresh.session, fresh.session.inc, fresh.memory);
  await overwrite(fresh.ports.indexedDB, "base", [fresh.session.profile.profile, 1], (row) => row.map((byte, at) => (at === 30 ? byte ^ 1 : byte)));
  const again = await reopen(fresh);
  expect([await compare(again), cursor(again)]).toEqual([null, `${server.epoch}.0`]);
  await sync(again);
  expect(here(again)).toEqual([...ids].sort());
});

test("a tablet that is behind the feed, or hears no answer of ours, changes nothing and asks again", async () => {
  const lost = ids[3] ?? "";
  const again = await damaged((rows) => rows.filter(({ id }) => id !== lost));
  server.counter += 1; // something new that it has not fetched
  expect(await compare(again)).toBeNull();
  server.counter -= 1;
  for (const said of ["", "<html>", '{"server_time":1}', '{"server_time":1,"digests":{"":"AAAA"}}', '{"server_time":1,"under":[]}']) {
    server.after = () => ndjson(said);
    expect(await compare(again)).toBeNull();
  }
  server.after = (answer) => ndjson(answer.includes('"rows"') ? answer.slice(0, -9) : answer); // torn in the rows
  expect([await compare(again), here(again).length]).toEqual([null, RECORDS - 1]);
  server.after = (answer) => ndjson(answer);
  expect([await compare(again), here(again).length]).toEqual([1, RECORDS]);
});
