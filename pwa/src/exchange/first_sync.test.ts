/** The first sync of a new tablet (DESIGN §5.9): in pages, each kept; cut or killed it goes on, and never from 0 (trap 34). */
import { expect, test } from "vitest";

import { encode } from "../domain/record";
import { FakeServer, ndjson } from "../testing/fake_server";
import { makeTablet, newId, once, reopen, save, sync, type Tablet } from "../testing/tablet";
import { title } from "../testing/rounds";
import { PAGE_BYTES_MAX } from "./choose";

const RECORDS = 23;
const PAGE = 5;
const PAGES = Math.ceil(RECORDS / PAGE);

/** A server with records of another tablet, each with a feed number of its own, and a new tablet. */
async function world() {
  const server = new FakeServer();
  const author = await makeTablet(server);
  const ids: string[] = [];
  for (let count = 0; count < RECORDS; count++) {
    const id = newId();
    ids.push(id);
    await save(author, "proposal", id, { title: `санал ${count}` });
    await sync(author);
  }
  server.page_rows = PAGE;
  server.log = [];
  return { server, author, ids, tablet: await makeTablet(server) };
}

const here = (tablet: Tablet): number => [...tablet.session.fold.overlay.rows.keys()].length;
const asked = (server: FakeServer): number[] => server.log.map(({ header }) => Number(header.cursor?.split(".")[1]));

test("it says how much has come, of how much, from the first page to the last; and then nothing", async () => {
  const { tablet } = await world();
  const said: unknown[] = [tablet.session.arriving];
  for (let page = 0; page < PAGES; page++) {
    await once(tablet);
    said.push(tablet.session.arriving);
  }
  const between = [1, 2, 3, 4].map((page) => ({ done: page * PAGE, total: RECORDS }));
  expect(said).toEqual([null, ...between, null]);
  expect(here(tablet)).toBe(RECORDS);
});

test.each(Array.from({ length: PAGES }, (_, page) => page))("trap 34: cut in answer %i and killed, it goes on with that page", async (page) => {
  const { server, ids, tablet } = await world();
  for (let whole = 0; whole < page; whole++) await once(tablet);
  server.after = (answer) => ndjson(answer.slice(0, Math.floor(answer.length / 2)));
  expect((await once(tablet)).state).toBe("offline");
  server.after = (answer) => ndjson(answer);
  const again = await reopen(tablet);
  expect([here(again), again.session.arriving]).toEqual([page * PAGE, page === 0 ? null : { done: page * PAGE, total: RECORDS }]);
  await sync(again);
  const places = Array.from({ length: PAGES }, (_, place) => place * PAGE);
  expect(asked(server)).toEqual([...places.slice(0, page + 1), ...places.slice(page)]); // the cut one twice, no other
  expect(ids.map((id) => title(again, id))).toEqual(ids.map((_, count) => `санал ${count}`));
});

test("what changes while it comes is right at the end, wherever it stood", async () => {
  const { server, author, ids, tablet } = await world();
  await once(tablet);
  server.page_rows = 1000;
  await save(author, "proposal", ids[0] ?? "", { title: "эхнийх, өөр" });
  await save(author, "proposal", ids[RECORDS - 1] ?? "", { title: "сүүлийнх, өөр" });
  await sync(author);
  server.page_rows = PAGE;
  while (tablet.session.arriving !== null) {
    const { done, total } = tablet.session.arriving;
    expect(done).toBeLessThanOrEqual(total);
    await once(tablet);
  }
  for (const one of [tablet, await reopen(tablet)]) {
    expect([title(one, ids[0] ?? ""), title(one, ids[RECORDS - 1] ?? "")]).toEqual(["эхнийх, өөр", "сүүлийнх, өөр"]);
    const rows = ids.map((id) => one.session.fold.overlay.rows.lines(id)?.line);
    expect(rows).toEqual(ids.map((id) => encode(server.records.get(id)?.record as never)[0]));
  }
});

test("a new history in the middle begins the feed anew, with what is here still in sight (M17)", async () => {
  const { server, author, tablet } = await world();
  await once(tablet);
  server.restore("bbbbbb", () => true);
  await once(tablet);
  expect([tablet.session.arriving, here(tablet)]).toEqual([null, PAGE]);
  const again = await reopen(tablet);
  server.page_rows = 1000;
  await sync(again);
  expect([here(again), again.session.fold.overlay.cursor.slice(0, 6)]).toEqual([RECORDS, "bbbbbb"]);
  await sync(author);
});

test("own work goes up while the feed still comes", async () => {
  const { server, tablet } = await world();
  await once(tablet);
  const mine = newId();
  await save(tablet, "proposal", mine, { title: "өөрийн" });
  await once(tablet);
  expect([server.records.has(mine), tablet.session.arriving === null]).toEqual([true, false]);
  await sync(tablet);
  expect([title(tablet, mine), here(tablet)]).toEqual(["өөрийн", RECORDS + 1]);
});

test("on a line that breaks off it asks for shorter pages, and for longer ones again when they come", async () => {
  const { server, tablet } = await world();
  const wants: (number | undefined)[] = [];
  for (const is_cut of [true, true, true, false, false, false, false]) {
    server.after = (answer) => ndjson(is_cut ? "" : answer);
    await once(tablet);
    wants.push(server.log[server.log.length - 1]?.header.want_bytes);
  }
  const [half, quarter, eighth] = [2, 4, 8].map((part) => PAGE_BYTES_MAX / part);
  expect(wants).toEqual([undefined, half, quarter, eighth, quarter, half, undefined]);
});
