/** Leaving and wiping only when it is true (I5, T17), the second copy, the ways out of what was not taken. */
import { gunzipSync } from "node:zlib";

import { expect, test } from "vitest";

import { NotSafeYet, type App } from "./app";
import { Author } from "./domain/author";
import { fromBase64url } from "./domain/chain";
import { parked, refused } from "./domain/outcome";
import { COPY_HEAD } from "./exchange/copy";
import { Database } from "./store/database";
import { enrolledApp, reloaded, until } from "./testing/app";
import type { FakeServer } from "./testing/fake_server";

const inc = (app: App): string => app.me?.inc ?? "";
const arrived = (app: App): Promise<void> => until(app, () => app.counts.on_tablet === 0 && app.line.state === "idle");

/** Two hearings with a proposal and a decision each; everything has arrived. */
async function evening() {
  const all = await enrolledApp();
  const { app } = all;
  const made: { hearing: string; proposal: string }[] = [];
  for (const title of ["Бугат", "Рашаант"]) {
    const { id: hearing } = await app.save("hearing", null, { title });
    const { id: proposal } = await app.save("proposal", null, { hearing, title: `${title} худаг` });
    await app.save("decision", null, { hearing, text: "Шийдвэр" });
    made.push({ hearing, proposal });
  }
  await arrived(app);
  return { ...all, bugat: made[0] as (typeof made)[0], rashaant: made[1] as (typeof made)[0] };
}

async function safe(app: App, server: FakeServer, seq: number): Promise<void> {
  server.makeSafe(inc(app), seq);
  app.send();
  await until(app, () => app.counts.safe === seq);
}

const titles = (app: App): unknown[] => app.list("proposal").map(({ values }) => values.get("title"));

test("I5: what has only arrived cannot be wiped, and neither can what is safe but for one op", async () => {
  const { app, server, bugat } = await evening();
  expect(app.sending.going(bugat.hearing)).toMatchObject({ arrived: 3, safe: 0, may_go: false });
  await expect(app.sending.wipe(bugat.hearing, "Бугат")).rejects.toThrow(NotSafeYet);
  await safe(app, server, 2); // hearing and proposal; the decision has only arrived
  expect(app.sending.going(bugat.hearing)).toMatchObject({ arrived: 1, safe: 2, may_go: false });
  await expect(app.sending.wipe(bugat.hearing, "Бугат")).rejects.toThrow(NotSafeYet);
  expect(titles(app)).toEqual(["Бугат худаг", "Рашаант худаг"]);
});

test("I5: a word of today keeps a hearing that was safe yesterday", async () => {
  const { app, server, bugat } = await evening();
  await safe(app, server, 6);
  expect(app.sending.going(bugat.hearing).may_go).toBe(true);
  await app.save("proposal", bugat.proposal, { cost: 5 });
  expect(app.sending.going(bugat.hearing)).toMatchObject({ tablet: 1, may_go: false });
  await expect(app.sending.wipe(bugat.hearing, "Бугат")).rejects.toThrow(NotSafeYet);
});

test("a wiped hearing is gone after the next sync and a reload, another's change does not bring it back, and it can be fetched again", async () => {
  const { app, server, ports, bugat, rashaant } = await evening();
  await safe(app, server, 6);
  await app.sending.wipe(bugat.hearing, "Бугат, 11.17");
  expect([titles(app), app.record(bugat.hearing), app.list("decision").length]).toEqual([["Рашаант худаг"], null, 1]);
  expect(await app.sending.away()).toEqual([{ id: bugat.hearing, name: "Бугат, 11.17" }]);

  const office = new Author("office-k7f2q3");
  server.office(() => office.say({ status: "accepted" }, { record: bugat.proposal, n: 5 }), "proposal", bugat.proposal);
  server.office(() => office.say({ status: "planned" }, { record: rashaant.proposal, n: 5 }), "proposal", rashaant.proposal);
  app.send();
  await until(app, () => app.record(rashaant.proposal)?.values.get("status") === "planned");
  expect(app.record(bugat.proposal)).toBeNull();

  const again = await reloaded(app, ports);
  expect(titles(again)).toEqual(["Рашаант худаг"]);
  again.send();
  await arrived(again);
  expect(again.record(bugat.proposal)).toBeNull();

  await again.sending.fetch(bugat.hearing);
  await until(again, () => again.list("proposal").length === 2 && again.list("decision").length === 2);
  expect(again.record(bugat.proposal)?.values.get("status")).toBe("accepted");
  expect(await again.sending.away()).toEqual([]);
  expect(again.record(bugat.proposal)?.standing).toBe("safe");
});

test("no block on disk holds a row of a wiped hearing", async () => {
  const { app, server, ports, bugat } = await evening();
  await safe(app, server, 6);
  await app.sending.wipe(bugat.hearing, "Бугат");
  const db = new Database(ports.indexedDB);
  const counts = await db.read(["ops", "segments"], async (tx) => [await tx.objectStore("ops").count(), await tx.objectStore("segments").count()]);
  expect(counts).toEqual([0, 0]);
  const again = await reloaded(app, ports);
  await again.sending.fetch(bugat.hearing); // the mark is off, and still nothing of it is here until the server says it
  expect(titles(again)).toEqual(["Рашаант худаг"]);
});

test("a hearing that the office sends back to be corrected comes back by itself", async () => {
  const { app, server, bugat } = await evening();
  await safe(app, server, 6);
  await app.sending.wipe(bugat.hearing, "Бугат");
  const office = new Author("office-k7f2q3");
  server.office(() => office.say({ review: "returned" }, { record: bugat.hearing, n: 5 }), "hearing", bugat.hearing);
  app.send();
  await until(app, () => app.record(bugat.proposal) !== null);
  expect(app.record(bugat.hearing)?.values.get("review")).toBe("returned");
});

test("after a restore a wiped hearing stays away, and what the new history lacks of the others is said again", async () => {
  const { app, server, bugat } = await evening();
  await safe(app, server, 6);
  await app.sending.wipe(bugat.hearing, "Бугат");
  server.restore("bbbbbb", () => true);
  app.send();
  await until(app, () => app.counts.safe === 0 && app.line.state === "idle" && app.list("proposal").length === 1);
  expect(titles(app)).toEqual(["Рашаант худаг"]);
});

test("an op that was not taken keeps the hearing, until the person lets it be", async () => {
  const { app, server } = await enrolledApp();
  server.judge = (op) => (op.type === "decision" ? refused("bad-value") : null);
  const { id: hearing } = await app.save("hearing", null, { title: "Бугат" });
  await app.save("decision", null, { hearing, text: "Шийдвэр" });
  await until(app, () => app.counts.attention === 1 && app.counts.on_tablet === 0);
  await safe(app, server, 2);
  expect(app.sending.going(hearing)).toMatchObject({ attention: 1, may_go: false });
  const [item] = app.attention();
  expect(item?.values).toContainEqual(["text", "Шийдвэр"]);
  await app.sending.accept(item?.op ?? "");
  expect([app.attention(), app.counts.attention]).toEqual([[], 0]);
  expect(app.sending.going(hearing).may_go).toBe(true);
});

test("what stands aside and is not safe stays in the journal though the person has let it be (I5)", async () => {
  const { app, server, ports } = await enrolledApp();
  server.judge = () => parked("out-of-scope");
  await app.save("hearing", null, { title: "Бугат" });
  await until(app, () => app.counts.attention === 1);
  await app.sending.accept(app.attention()[0]?.op ?? "");
  const ops = (): Promise<number> => new Database(ports.indexedDB).read(["ops"], (tx) => tx.objectStore("ops").count());
  expect(await ops()).toBe(1);
  const again = await reloaded(app, ports);
  expect(again.attention()).toEqual([]);
  await safe(again, server, 1);
  expect(await ops()).toBe(0);
});

test("works say by hearing and type how many stand where", async () => {
  const { app, bugat } = await evening();
  await app.save("proposal", null, { hearing: bugat.hearing, title: "Гүүр" });
  const work = app.sending.works().find(({ hearing }) => hearing === bugat.hearing);
  expect([...(work?.types ?? [])]).toEqual([
    ["hearing", { tablet: 0, arrived: 1, safe: 0, attention: 0 }],
    ["proposal", { tablet: 1, arrived: 1, safe: 0, attention: 0 }],
    ["decision", { tablet: 0, arrived: 1, safe: 0, attention: 0 }],
  ]);
  expect(app.counts.bytes_left).toBeGreaterThan(50);
});

test("the second copy holds what is not safe, signed and sealed, and nothing readable; nothing where all is safe", async () => {
  const { app, server } = await evening();
  const copy = await app.sending.copy();
  const [head, ...lines] = (copy?.text ?? "").trimEnd().split("\n");
  expect([head, copy?.ops, lines.length]).toEqual([COPY_HEAD, 6, 1]);
  const body = gunzipSync(fromBase64url(lines[0] ?? "")).toString();
  expect(JSON.parse(body.split("\n")[0] ?? "")).toMatchObject({ inc: inc(app), certificate: `c-${inc(app)}`, frames: 6 });
  expect(body).not.toMatch(/худаг|Шийдвэр/);
  await safe(app, server, 6);
  expect(await app.sending.copy()).toBeNull();
});
