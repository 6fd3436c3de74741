import { expect, test } from "vitest";

import { parked } from "../domain/outcome";
import { FakeServer, ndjson, problem } from "../testing/fake_server";
import { dyingAt, overwrite, writesOf } from "../testing/faults";
import { title, left, arrived, serverRow, world } from "../testing/rounds";
import { makeTablet, newId, once, reopen, save, sync, wish, type Tablet } from "../testing/tablet";

test("what is saved goes up once, settles, and leaves the tablet only when it is safe (I5)", async () => {
  const { server, tablet } = await world();
  const id = newId();
  await save(tablet, "proposal", id, { title: "Гар худаг" });
  await sync(tablet);
  expect(serverRow(server, id)).toContain("Гар худаг");
  expect(arrived(tablet)).toEqual([[1, 1]]);
  expect(await left(tablet)).toEqual([1]);
  server.makeSafe(tablet.session.inc, 1);
  await sync(tablet);
  expect(await left(tablet)).toEqual([]);
  expect(title(tablet, id)).toBe("Гар худаг");
  expect(title(await reopen(tablet), id)).toBe("Гар худаг");
});

test("two tablets end with the same records, whoever spoke first (I8)", async () => {
  const { server, tablet } = await world();
  const other = await makeTablet(server);
  const [a, b] = [newId(), newId()];
  await save(tablet, "proposal", a, { title: "нэг" });
  await save(other, "proposal", b, { title: "хоёр" });
  for (const one of [tablet, other, tablet]) await sync(one);
  for (const one of [tablet, other]) expect([title(one, a), title(one, b)]).toEqual(["нэг", "хоёр"]);
});

test("F21: an answer lost after the commit: the same ops go again and take effect once", async () => {
  const { server, tablet } = await world();
  const id = newId();
  await save(tablet, "proposal", id, { title: "a" });
  server.after = () => Promise.reject(new TypeError("connection reset"));
  expect((await once(tablet)).state).toBe("offline");
  expect(arrived(tablet)).toEqual([]);
  server.after = (answer) => ndjson(answer);
  await sync(await reopen(tablet));
  expect(server.log.filter(({ seqs }) => seqs.length > 0).map(({ seqs }) => seqs)).toEqual([[1], [1]]);
  expect(server.records.get(id)?.record.seen.size).toBe(1);
});

const GARBLED: [string, (answer: string) => Response][] = [
  ["a portal's page", () => ndjson("<html>Wi-Fi</html>", "text/html")],
  ["a page that claims to be ours", () => ndjson("<html>Wi-Fi</html>")],
  ["half an answer", (answer) => ndjson(answer.slice(0, answer.length / 2))],
  ["a row too few", (answer) => ndjson(answer.replace('{"server_time"', '{"rows":7,"server_time"'))],
  ["a receipt of another shape", (answer) => ndjson(answer.replace(/"held":\[\[1/, '"held":[["1"'))],
  ["nothing", () => ndjson("")],
  ["another JSON", () => ndjson('{"ok":true}')],
];
test.each(GARBLED)("F20: %s is no answer: nothing is believed, nothing forgotten", async (_, spoil) => {
  const { server, tablet } = await world();
  await save(tablet, "proposal", newId(), { title: "a" });
  server.after = spoil;
  expect((await once(tablet)).state).toBe("offline");
  expect(arrived(tablet)).toEqual([]);
  expect(await left(tablet)).toEqual([1]);
  server.after = (answer) => ndjson(answer);
  await sync(tablet);
  expect(arrived(tablet)).toEqual([[1, 1]]);
});

test("F17: a request that a proxy repeats changes nothing", async () => {
  const { server, tablet } = await world();
  const id = newId();
  await save(tablet, "proposal", id, { title: "a" });
  const send = tablet.ports.fetch;
  tablet.ports.fetch = async (url, init) => {
    for (let count = 0; count < 5; count++) await send(url, init);
    return send(url, init);
  };
  await sync(tablet);
  expect(server.records.get(id)?.record.seen.size).toBe(1);
  expect(arrived(tablet)).toEqual([[1, 1]]);
});

test("F18: an older answer that comes again takes no receipt back", async () => {
  const { server, tablet } = await world();
  const first: string[] = [];
  server.after = (answer) => (first.push(answer), ndjson(answer));
  await save(tablet, "proposal", newId(), { title: "a" });
  await sync(tablet);
  await save(tablet, "proposal", newId(), { title: "b" });
  await sync(tablet);
  server.after = () => ndjson((first[0] ?? "").replace(/"cursor":"[^"]*"/, '"more":false'));
  await once(tablet);
  expect(arrived(tablet)).toEqual([[1, 2]]);
  expect(await left(tablet)).toEqual([1, 2]);
});

test("F25: a proxy that takes only little: the batch is halved until it passes, and all arrives in order", async () => {
  const { server, tablet } = await world();
  for (let count = 0; count < 40; count++) await save(tablet, "proposal", newId(), { title: `санал ${count} ${newId()}` });
  server.before = (body) => (body.length > 900 ? new Response("too large", { status: 413 }) : null);
  await sync(tablet, 400);
  expect(arrived(tablet)).toEqual([[1, 40]]);
  expect(server.log.flatMap(({ seqs }) => seqs)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
});

test("F59: an op that can never be sent does not hold up the others", async () => {
  const { server, tablet } = await world();
  for (let count = 0; count < 6; count++) await save(tablet, "proposal", newId(), { title: count === 2 ? "x".repeat(150) + newId() : "a" });
  const bad = (await tablet.session.offered(tablet.session.inc))[2]?.entry.seq;
  tablet.ports.gzip = (raw) => Promise.resolve(raw);
  server.before = (body) => (new TextDecoder().decode(body).includes("x".repeat(150)) ? problem(422, "bad-body", "stop") : null);
  await sync(tablet, 100);
  expect(server.log.flatMap(({ seqs }) => seqs)).toEqual([1, 2, 4, 5, 6]);
  expect(await left(tablet)).toContain(bad);
  server.before = () => null;
  tablet.memory.stuck.clear();
  await sync(tablet);
  expect(server.held(tablet.session.inc).map(([from, to]) => [from, to])).toEqual([[1, 6]]);
});

test("a parked op stands aside, its reason and its words stay until the office takes it up", async () => {
  const { server, tablet } = await world();
  server.judge = (op) => (op.sets.get("title")?.value === "бусад баг" ? parked("out-of-scope") : null);
  await save(tablet, "proposal", newId(), { title: "бусад баг" });
  await save(tablet, "proposal", newId(), { title: "манай баг" });
  await sync(tablet);
  server.makeSafe(tablet.session.inc, 2);
  await sync(tablet);
  const again = await reopen(tablet);
  for (const one of [tablet, again]) {
    expect(one.session.attention.map(({ code }) => code)).toEqual(["out-of-scope"]);
    const note = one.session.attention[0];
    expect(note && one.session.written(note)?.sets.get("title")?.value).toBe("бусад баг");
    expect(await left(one)).toEqual([1]);
  }
});

test("M16: a group is never cut over batches, however small they are", async () => {
  const { server, tablet } = await world();
  const edit = (value: string) => ({ do: "edit", type: "proposal", id: newId(), values: new Map([["title", value]]) }) as const;
  await save(tablet, "proposal", newId(), { title: "a" });
  await wish(tablet, edit("b"), edit("c"), edit("d"));
  await save(tablet, "proposal", newId(), { title: "e" });
  tablet.memory.pace = { bytes: 1, ratio: 1, page: 1000 };
  server.after = (answer) => ((tablet.memory.pace = { bytes: 1, ratio: 1, page: 1000 }), ndjson(answer));
  const ends: number[][] = [];
  for (let count = 0; count < 3; count++) {
    await once(tablet);
    tablet.memory.pace = { bytes: 1, ratio: 1, page: 1000 };
    ends.push(server.log[count]?.seqs ?? []);
  }
  expect(ends).toEqual([[1], [2, 3, 4], [5]]);
});

test("M18: a page that starts elsewhere than the tablet stands is not absorbed", async () => {
  const { server, tablet } = await world();
  const other = await makeTablet(server);
  const id = newId();
  await save(other, "proposal", id, { title: "a" });
  await sync(other);
  const twin = await reopen(tablet);
  let during: Promise<unknown> = Promise.resolve();
  server.after = async (answer) => {
    server.after = (next) => ndjson(next);
    during = sync(twin); // another tab of the same person, whose lock did not hold, is quicker
    await during;
    return ndjson(answer);
  };
  expect((await once(tablet)).state).toBe("stale");
  await sync(tablet);
  expect(title(tablet, id)).toBe("a");
});

test("M17: an answer of another epoch brings receipts only; the feed begins anew and ends the same", async () => {
  const { server, tablet } = await world();
  const ids = [newId(), newId(), newId()];
  for (const id of ids) await save(tablet, "proposal", id, { title: id });
  await sync(tablet);
  server.restore("bbbbbb", (_, seq) => seq === 1);
  await sync(tablet);
  expect(tablet.session.fold.overlay.cursor).toBe(`bbbbbb.${server.counter}`);
  expect(server.held(tablet.session.inc).map(([from, to]) => [from, to])).toEqual([[1, 3]]);
  for (const one of [tablet, await reopen(tablet)]) for (const id of ids) expect(title(one, id)).toBe(id);
});

test("M8: after a restore every hole is offered, not only what lies above the highest", async () => {
  const { server, tablet } = await world();
  for (let count = 0; count < 6; count++) await save(tablet, "proposal", newId(), { title: `${count}` });
  await sync(tablet);
  server.restore("bbbbbb", (_, seq) => seq === 1 || seq === 4);
  server.log = [];
  await sync(tablet);
  expect(server.log.flatMap(({ seqs }) => seqs).sort()).toEqual([2, 3, 5, 6]);
  expect(arrived(tablet)).toEqual([[1, 6]]);
});

test("M5: a receipt with the tag of another branch is not ours", async () => {
  const { server, tablet } = await world();
  await save(tablet, "proposal", newId(), { title: "a" });
  server.after = (answer) => ndjson(answer.replace(/\[1,1,"[a-z2-7]{8}"\]/g, '[1,1,"aaaaaaaa"]'));
  await once(tablet);
  expect(arrived(tablet)).toEqual([]);
  expect(await left(tablet)).toEqual([1]);
});

test("M23: a server that has forgotten the tablet is shown the certificate", async () => {
  const { server, tablet } = await world();
  await save(tablet, "proposal", newId(), { title: "a" });
  server.keys.clear();
  await sync(tablet, 3);
  expect(server.log.map(({ header }) => header.certificate !== undefined)).toEqual([false, true]);
  expect(arrived(tablet)).toEqual([[1, 1]]);
});

test("a large first feed comes in pages, each absorbed for itself", async () => {
  const { server, tablet } = await world();
  const other = await makeTablet(server);
  const ids = Array.from({ length: 7 }, () => newId());
  for (const id of ids) {
    await save(other, "proposal", id, { title: id });
    await sync(other);
  }
  server.page_rows = 3;
  expect((await sync(tablet)).length).toBe(3);
  for (const one of [tablet, await reopen(tablet)]) expect(ids.map((id) => title(one, id))).toEqual(ids);
});

test("F1: killed at any request of a round, nothing is lost, and the next round makes it good", async () => {
  const { server: clean, tablet: measured } = await world();
  await prepare(clean, measured);
  const { requests } = await dyingAt(Infinity, () => sync(measured));
  for (let at = 0; at < requests; at++) {
    const { server, tablet } = await world();
    const { own, theirs } = await prepare(server, tablet);
    const { died } = await dyingAt(at, () => sync(tablet));
    expect(died).toBe(true);
    const again = await reopen(tablet);
    expect(title(again, own), `killed at ${at}`).toBe("өөрийн");
    await sync(again);
    for (const one of [again, await reopen(again)]) {
      expect([title(one, own), title(one, theirs)], `killed at ${at}`).toEqual(["өөрийн", "бусдын"]);
      expect(arrived(one)).toEqual([[1, 1]]);
    }
  }
}, 60_000);

async function prepare(server: FakeServer, tablet: Tablet): Promise<{ own: string; theirs: string }> {
  const [own, theirs] = [newId(), newId()];
  const other = await makeTablet(server);
  await save(other, "proposal", theirs, { title: "бусдын" });
  await sync(other);
  await save(tablet, "proposal", own, { title: "өөрийн" });
  server.makeSafe(tablet.session.inc, 1);
  return { own, theirs };
}

test("F2: a round writes strictly, everything", async () => {
  const { server, tablet } = await world();
  await prepare(server, tablet);
  const found = await writesOf(async () => void (await sync(tablet)));
  expect(found.length).toBeGreaterThan(1);
  expect(new Set(found)).toEqual(new Set(["strict"]));
});

test("blocks of the base are melted into few, and say the same", async () => {
  const { server, tablet } = await world();
  const other = await makeTablet(server);
  const ids = Array.from({ length: 14 }, () => newId());
  for (const id of ids) {
    await save(other, "proposal", id, { title: id });
    await sync(other);
    await sync(tablet);
  }
  await tablet.session.compact();
  const count = await tablet.db.read(["base"], (tx) => tx.objectStore("base").count());
  expect(count).toBe(1);
  const again = await reopen(tablet);
  expect(ids.map((id) => title(again, id))).toEqual(ids);
  await save(other, "proposal", ids[0] ?? "", { title: "шинэ" });
  for (const one of [other, again]) await sync(one);
  expect(title(await reopen(again), ids[0] ?? "")).toBe("шинэ");
});

test("F3: without room for an answer, memory is no further than the disk, and the next round has it all", async () => {
  const { server, tablet } = await world();
  const { own, theirs } = await prepare(server, tablet);
  const full = async (): Promise<void> => {
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = () => {
      throw new DOMException("injected", "QuotaExceededError");
    };
    await expect(once(tablet)).rejects.toThrow("no room");
    IDBObjectStore.prototype.put = put;
  };
  await full();
  expect(arrived(tablet)).toEqual([]);
  expect(title(tablet, theirs)).toBeUndefined();
  await sync(tablet);
  expect([title(tablet, own), title(tablet, theirs)]).toEqual(["өөрийн", "бусдын"]);
});

test("M5: a range that ends with an op that has left the tablet is still known for ours", async () => {
  const { server, tablet } = await world();
  for (const value of ["a", "b"]) await save(tablet, "proposal", newId(), { title: value });
  await sync(tablet);
  server.makeSafe(tablet.session.inc, 2);
  await sync(tablet);
  expect(await left(tablet)).toEqual([]);
  server.restore("bbbbbb", () => true);
  const again = await reopen(tablet);
  await sync(again);
  expect(arrived(again)).toEqual([[1, 2]]);
});

test("trap 32: a record leaves the tablet once its own ops have arrived, not before, and does not come back", async () => {
  const { server, tablet } = await world();
  const [plain, edited] = [newId(), newId()];
  const other = await makeTablet(server);
  for (const id of [plain, edited]) await save(other, "proposal", id, { title: "a" });
  for (const one of [other, tablet]) await sync(one);
  await save(tablet, "proposal", edited, { title: "b" });
  tablet.memory.stuck.set(tablet.session.inc, new Set([1])); // it cannot go up yet
  server.after = (answer) => ndjson(answer.replace("{", `{"leave":${JSON.stringify([plain, edited])},`));
  await once(tablet);
  server.after = (answer) => ndjson(answer);
  expect([title(tablet, plain), title(tablet, edited)]).toEqual([undefined, "b"]);
  const again = await reopen(tablet);
  expect([title(again, plain), title(again, edited)]).toEqual([undefined, "b"]);
  server.after = (answer) => ndjson(answer.replace(/"settled":true,?/, ""));
  await sync(again);
  for (const one of [again, await reopen(again)]) expect(title(one, edited)).toBeUndefined();
  expect(server.held(tablet.session.inc).map(([from, to]) => [from, to])).toEqual([[1, 1]]);
});

test("what a restored server has lost for good is not shown once its feed has been read", async () => {
  const { server, tablet } = await world();
  const { own, theirs } = await prepare(server, tablet);
  await sync(tablet);
  server.restore("bbbbbb", (inc) => inc === tablet.session.inc);
  await once(tablet);
  expect(title(tablet, theirs)).toBe("бусдын"); // still in sight while the feed begins anew
  await sync(tablet);
  for (const one of [tablet, await reopen(tablet)]) expect([title(one, own), title(one, theirs)]).toEqual(["өөрийн", undefined]);
});

test("F5: an op whose own row does not open is skipped by the rounds, and the rest goes up behind the gap (M24)", async () => {
  const { server, tablet } = await world();
  for (const value of ["a", "b", "c"]) await save(tablet, "proposal", newId(), { title: value });
  await overwrite(tablet.ports.indexedDB, "ops", [tablet.session.inc, 2], (row) => row.map((byte, at) => (at === 30 ? byte ^ 1 : byte)));
  const again = await reopen(tablet);
  await sync(again);
  expect(server.held(tablet.session.inc).map(([from, to]) => [from, to])).toEqual([[1, 1], [3, 3]]);
  expect(arrived(again)).toEqual([[1, 1]]);
});
