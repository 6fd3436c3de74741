/** A ballot box on tablets: sealed until the session is closed, counted once, readable afterwards (T9, scenarios 12 and 14). */
import { readFileSync } from "node:fs";
import { expect, it, test } from "vitest";

import { NotTheLeader, type App } from "./app";
import { decode } from "./domain/opset";
import { rank } from "./domain/ranking/rank";
import { base64url, fromBase64url, fromUtf8 } from "./store/bytes";
import { OpenBox } from "./store/box";
import { unseal } from "./store/seal";
import { enrolledApp, reloaded, until } from "./testing/app";
import { makeTablet, newId, save, sealingPair, sync } from "./testing/tablet";

const HEARING = "h".repeat(26);
const ITEMS = { "items/01": "a".repeat(26), "items/02": "b".repeat(26) };
const LENGTH = 40;

async function begun(sealing_key?: string): Promise<Awaited<ReturnType<typeof enrolledApp>> & { session: string }> {
  const all = await enrolledApp(sealing_key);
  const { id: session } = await all.app.voting.begin({ hearing: HEARING, method: "dot_vote", eligible: 3, "parameters/dots": "3", ...ITEMS });
  return { ...all, session };
}

/** All that stands in the tablet's database, as text. */
async function dump(app: App): Promise<string> {
  const { factory, name } = app.db;
  const db = await new Promise<IDBDatabase>((done) => {
    const asked = factory.open(name);
    asked.onsuccess = () => done(asked.result);
  });
  const rows: string[] = [];
  for (const store of db.objectStoreNames) {
    const all = await new Promise<unknown[]>((done) => {
      const asked = db.transaction(store).objectStore(store).getAll();
      asked.onsuccess = () => done(asked.result as unknown[]);
    });
    rows.push(...all.map((row) => (row instanceof Uint8Array ? new TextDecoder("latin1").decode(row) : JSON.stringify(row))));
  }
  db.close();
  return rows.join("\n");
}

test("scenario 14: before the closing no view and no row of the tablet says what was marked", async () => {
  const { app, session } = await begun();
  await app.voting.put(session, { "01": 2, "02": 1 }, LENGTH);
  const [ballot] = app.list("ballot", { session });
  expect([...(ballot?.values.keys() ?? [])].sort()).toEqual(["hearing", "sealed", "session", "unit"]);
  expect(app.record(session)?.values.has("key")).toBe(false);
  const rows = await dump(app);
  expect(rows).toContain("sealing_key"); // it was the whole of it
  expect(rows).not.toContain("marks");
  expect(rows).not.toMatch(/"0[12]":\d/);
});

test("every ballot of a session has the same length, whatever was marked", async () => {
  const { app, session } = await begun();
  await app.voting.put(session, { "01": 1 }, LENGTH);
  await app.voting.put(session, { "01": 2, "02": 1 }, LENGTH);
  const lengths = app.list("ballot", { session }).map(({ values }) => String(values.get("sealed")).length);
  expect(new Set(lengths).size).toBe(1);
});

test("the box is opened after a reload, and its key is said by the closing alone", async () => {
  const { app, ports, session } = await begun();
  await app.voting.put(session, { "01": 2, "02": 1 }, LENGTH);
  await app.voting.spoiled(session);
  const again = await reloaded(app, ports);
  expect(again.voting.turnout(session)).toEqual({ eligible: 3, cast: 2, invalid: 1 });
  await again.voting.end(session);
  const cast = await again.voting.open(session);
  const result = rank(cast.session, cast.ballots, cast.tallies);
  expect([result.counts.valid, result.items.map(({ item, score }) => [item, score])]).toEqual([1, [["01", "2"], ["02", "1"]]]);
  await again.voting.close(session, { closed_at: "2026-11-22T10:00:00Z[Asia/Hovd]" });
  expect(again.record(session)?.values.get("key")).toMatch(/^[\w-]{184}$/);
});

test("another tablet puts ballots in, cannot open the box, and reads them when it is closed", async () => {
  const { server, app, session } = await begun();
  await until(app, () => app.counts.on_tablet === 0);
  const other = await makeTablet(server);
  await sync(other);
  const { Voting } = await import("./voting");
  const theirs = new Voting({
    ports: () => other.ports, session: () => other.session, newId,
    save: async (type, id, values) => save(other, type, id ?? newId(), values),
  });
  await theirs.put(session, { "02": 3 }, LENGTH);
  await expect(theirs.open(session)).rejects.toThrow(NotTheLeader);
  expect(await theirs.isLeader(session)).toBe(false);
  await sync(other);
  app.send();
  await until(app, () => app.voting.turnout(session).cast === 1);
  await app.voting.end(session);
  await app.voting.close(session, { closed_at: "2026-11-22T10:00:00Z[Asia/Hovd]" });
  await until(app, () => app.counts.on_tablet === 0);
  await sync(other);
  const { ballots } = await theirs.open(session);
  expect([...ballots.values()].map((values) => values.get("marks/02"))).toEqual([3]);
});

test("what comes after voting is over is late: it stands there and is not counted", async () => {
  const { app, session } = await begun();
  await app.voting.put(session, { "01": 1 }, LENGTH);
  const { id: tally } = await app.save("tally", null, { hearing: HEARING, session, source: "1", "counts/01": 4 });
  await app.voting.end(session);
  await app.voting.put(session, { "02": 3 }, LENGTH);
  await app.save("tally", tally, { "counts/01": 9 });
  const cast = await app.voting.open(session);
  expect([cast.ballots.size, cast.tallies.size, cast.late]).toEqual([1, 0, 2]);
  expect(app.voting.turnout(session).cast).toBe(1);
});

test("the closing names what it had seen of the session itself, so that the server can tell who came later", async () => {
  const { app, session } = await begun();
  await app.save("ranking_session", session, { eligible: 41 });
  await app.voting.end(session);
  const voting = [...decode(String(app.record(session)?.values.get("counted")))];
  await app.voting.close(session, { closed_at: "2026-11-22T10:00:00Z[Asia/Hovd]" });
  expect(voting).toHaveLength(0); // nobody voted
  expect([...decode(String(app.record(session)?.values.get("counted")))]).toHaveLength(3); // began, eligible, voting is over
});

test("the deployment can open a box whose tablet was lost", async () => {
  const { pair, sealing_key } = await sealingPair();
  const { app, session } = await begun(sealing_key);
  await app.voting.put(session, { "01": 2 }, LENGTH);
  const values = app.record(session)?.values;
  const [ephemeral = "", frame = ""] = String(values?.get("spare_key")).split(".");
  const key = await unseal(crypto.subtle, pair.privateKey, fromBase64url(sealing_key), session, fromBase64url(ephemeral), fromBase64url(frame));
  const box = await OpenBox.with(crypto.subtle, base64url(key), String(values?.get("lock")));
  const [ballot] = app.list("ballot", { session });
  expect(await box.marks(ballot?.id ?? "", String(ballot?.values.get("sealed")))).toEqual({ "01": 2 });
});

interface Case {
  ballot: string;
  key: string;
  lock: string;
  sealed: string;
  marks: Record<string, number> | null;
}
const cases = JSON.parse(fromUtf8(readFileSync(new URL("../../tests/vectors/ballots.json", import.meta.url)))) as Case[];

it.each(cases.map((one, at) => [at, one] as const))("reads what Python sealed: case %i", async (_, { ballot, key, lock, sealed, marks }) => {
  const box = await OpenBox.with(crypto.subtle, key, lock);
  expect(await box.marks(ballot, sealed)).toEqual(marks);
});
