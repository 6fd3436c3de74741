import { IDBFactory } from "fake-indexeddb";
import { expect, test } from "vitest";

import { App } from "./app";
import type { Ports } from "./ports";
import { FakeServer, ndjson, problem } from "./testing/fake_server";
import { makeTablet, newId, PIN, save, sealingPair, sync, testPorts, type TestClock } from "./testing/tablet";

const deployment = await sealingPair();

interface Asked {
  code?: string;
  certificate?: string;
  public_key: string;
  sig: string;
  old_sig?: string;
}

/** A server that enrols whoever knows the code, and a tablet that is not enrolled yet. */
async function world(): Promise<{ server: FakeServer; ports: Ports & { clock: TestClock }; asked: Asked[]; app: App }> {
  const server = new FakeServer();
  const asked: Asked[] = [];
  server.others.set("/api/v1/enrol", async (body) => {
    const said = JSON.parse(new TextDecoder().decode(body)) as Asked;
    asked.push(said);
    if (said.code !== undefined && said.code !== "G00DC0DE") return problem(404, "bad-code", "enrol");
    const { incOfKey, fromBase64url } = await import("./domain/chain");
    const inc = incOfKey(fromBase64url(said.public_key));
    server.enrol(inc, said.public_key);
    const grant = {
      inc, tenant: "t", person: "p", name: "Г.Энхтуяа", role: "facilitator", units: null, certificate: `c-${inc}`,
      server_signing_key: deployment.sealing_key, sealing_key: deployment.sealing_key, cursor: `${server.epoch}.0`, server_time: 1,
    };
    return new Response(JSON.stringify(grant), { status: 201, headers: { "Content-Type": "application/json" } });
  });
  const ports = testPorts(server, new IDBFactory());
  return { server, ports, asked, app: await App.start(ports) };
}

async function enrolled() {
  const all = await world();
  await all.app.enrol("good-code");
  await all.app.setPin(PIN);
  return all;
}

/** Let the app sync by itself until `done`, then stop. */
async function until(app: App, done: () => boolean): Promise<void> {
  app.run();
  for (let turn = 0; turn < 400 && !done(); turn++) await new Promise((next) => setTimeout(next, 5));
  app.stop();
  expect(done()).toBe(true);
}

test("a code as a person types it enrols, a PIN opens, and a new page asks for the PIN", async () => {
  const { app, ports, asked } = await world();
  expect(app.stage).toBe("enrol");
  expect(await app.enrol("wrong")).toEqual({ state: "failed", code: "bad-code" });
  expect(await app.enrol(" gооd-соde ")).toEqual({ state: "ok" }); // Cyrillic look-alikes (H87)
  expect(new Set(asked.map(({ public_key }) => public_key)).size).toBe(1); // the key was kept (F21)
  expect(app.stage).toBe("set-pin");
  const again = await App.start(ports);
  expect(again.stage).toBe("set-pin");
  await again.setPin(PIN);
  expect(again.me).toMatchObject({ name: "Г.Энхтуяа", role: "facilitator" });
  const next = await App.start(ports);
  expect(next.stage).toBe("locked");
  const profile = next.people[0]?.profile ?? "";
  expect(await next.unlock(profile, "000000")).toEqual({ left: 9 });
  ports.clock.at += 1000;
  expect(await next.unlock(profile, PIN)).toBe("open");
});

test("records are saved, listed, changed, removed and restored", async () => {
  const { app } = await enrolled();
  const { id, at } = await app.save("proposal", null, { title: "Худаг", cost: 6_500_000 });
  expect(at).toBe(app.ports.clock.now());
  await app.save("proposal", id, { title: "Гар худаг" });
  expect(app.list("proposal").map(({ values }) => values.get("title"))).toEqual(["Гар худаг"]);
  expect(app.list("proposal", { title: "Худаг" })).toEqual([]);
  expect(app.counts).toMatchObject({ on_tablet: 2, arrived: 0 });
  await app.remove("proposal", id);
  expect(app.list("proposal")).toEqual([]);
  await app.restore("proposal", id);
  expect(app.record(id)).toMatchObject({ deleted: false, standing: "tablet" });
});

test("personal fields stand in the personal line, and come back from it", async () => {
  const { app, server } = await enrolled();
  const { id } = await app.save("attendance", null, { name_as_given: "Т.Мөнхбат", role: "citizen" });
  await until(app, () => app.counts.arrived === 1);
  const [placed] = [...(server.chains.values().next().value?.values() ?? [])];
  expect(new TextDecoder().decode(placed?.line)).not.toContain("Мөнхбат");
  expect(new TextDecoder().decode(placed?.personal ?? new Uint8Array())).toContain("Мөнхбат");
  expect(app.record(id)?.values.get("name_as_given")).toBe("Т.Мөнхбат");
  expect(app.record(id)?.standing).toBe("arrived");
});

test("green is said only where all of one's own words are safe, and never of others' (I5)", async () => {
  const { app, server } = await enrolled();
  const other = await makeTablet(server);
  const theirs = newId();
  await save(other, "proposal", theirs, { title: "нөгөөгийнх" });
  await sync(other);
  const { id } = await app.save("proposal", null, { title: "минийх" });
  await until(app, () => app.counts.arrived === 1 && app.record(theirs) !== null);
  server.makeSafe(other.session.inc, 1);
  server.makeSafe(app.me?.inc ?? "", 1);
  app.send();
  await until(app, () => app.counts.safe === 1);
  expect([app.record(id)?.standing, app.record(theirs)?.standing]).toEqual(["safe", null]);
  expect(app.counts).toMatchObject({ on_tablet: 0, arrived: 0, safe: 1 }); // own ops only
  await app.save("proposal", id, { cost: 1 });
  await app.save("proposal", theirs, { cost: 2 });
  expect([app.record(id)?.standing, app.record(theirs)?.standing]).toEqual(["tablet", "tablet"]);
  await until(app, () => app.counts.arrived === 2);
  expect([app.record(id)?.standing, app.record(theirs)?.standing]).toEqual(["arrived", "arrived"]);
  await save(other, "proposal", id, { body: "тэд" });
  await sync(other);
  server.makeSafe(app.me?.inc ?? "", 3);
  await until(app, () => app.counts.safe === 3);
  expect([app.record(id)?.standing, app.record(theirs)?.standing]).toEqual(["safe", "safe"]); // his words in it, though all have left
  server.restore("bbbbbb", () => true); // the receipts of the new history do not say *safe* yet
  app.send();
  await until(app, () => app.counts.safe === 0);
  expect(app.record(id)?.standing).toBe("arrived");
});

/** Ports of several tabs of one browser: one store, one set of locks, and a channel. */
function tabsOf(ports: Ports, count: number): Ports[] {
  const heard: (() => void)[][] = Array.from({ length: count }, () => []);
  return heard.map((mine) => {
    const tell = (): void => heard.filter((one) => one !== mine).flat().forEach((hear) => hear());
    return { ...ports, tabs: { tell, hear: (hear) => void mine.push(hear) } };
  });
}

test("F10: a save shows in the other tab at once, without a sync", async () => {
  const { app, ports } = await enrolled();
  const tabs = await Promise.all(tabsOf(ports, 2).map((each) => App.start(each)));
  for (const tab of tabs) await tab.unlock(app.people[0]?.profile ?? "", PIN);
  const [first, second] = tabs as [App, App];
  let changes = 0;
  second.onChange(() => changes++);
  const { id } = await first.save("proposal", null, { title: "Худаг" });
  for (let turn = 0; turn < 100 && changes === 0; turn++) await new Promise((next) => setTimeout(next, 5));
  expect(second.list("proposal").map((view) => [view.id, view.values.get("title")])).toEqual([[id, "Худаг"]]);
  expect(second.counts.on_tablet).toBe(1);
});

test("F10: «send» while another tab is at it says so, and goes on when that one has ended", async () => {
  const { app, ports, server } = await enrolled();
  const tabs = await Promise.all(tabsOf(ports, 2).map((each) => App.start(each)));
  for (const tab of tabs) await tab.unlock(app.people[0]?.profile ?? "", PIN);
  const [first, second] = tabs as [App, App];
  let answer = (): void => undefined;
  server.after = (said) => new Promise((done) => (answer = () => done(ndjson(said))));
  first.run();
  for (let turn = 0; turn < 200 && first.line.state !== "sending"; turn++) await new Promise((next) => setTimeout(next, 5));
  second.run();
  for (let turn = 0; turn < 200 && second.line.state !== "elsewhere"; turn++) await new Promise((next) => setTimeout(next, 5));
  expect([first.line.state, second.line.state]).toEqual(["sending", "elsewhere"]);
  server.after = (said) => ndjson(said);
  answer();
  for (let turn = 0; turn < 200 && second.line.state !== "idle"; turn++) await new Promise((next) => setTimeout(next, 5));
  expect([first.line.state, second.line.state]).toEqual(["idle", "idle"]);
  for (const tab of tabs) tab.stop();
});

test("what the catalogue does not allow is never written", async () => {
  const { app } = await enrolled();
  await expect(app.save("proposal", null, { status: "done" })).rejects.toThrow("office-field");
  await expect(app.save("hearing", null, { held_on: "2026-02-31" })).rejects.toThrow("bad-value");
  expect(app.counts.on_tablet).toBe(0);
});

test("a locked person's facts go up sealed, signed, and without a word in the clear", async () => {
  const { app, server, ports } = await enrolled();
  await app.save("proposal", null, { title: "canary" });
  await app.saveGroup([{ type: "proposal", id: newId(), values: { title: "b" } }, { type: "proposal", id: newId(), values: { title: "c" } }]);
  const bodies: string[] = [];
  server.others.set("/api/v1/sealed", (body) => {
    bodies.push(new TextDecoder().decode(body));
    return ndjson('{"server_time":1}');
  });
  const locked = await App.start(ports);
  await until(locked, () => bodies.length > 0);
  const [header = "", ...frames] = (bodies[0] ?? "").trim().split("\n");
  expect(JSON.parse(header)).toMatchObject({ inc: app.people[0]?.profile, frames: 2 });
  expect(frames.map((frame) => Object.keys(JSON.parse(frame) as object))).toEqual([["ephemeral", "frame", "sealed"], ["ephemeral", "frame", "sealed"]]);
  expect(bodies[0]).not.toContain("canary");
});

test("F16: told that the tablet was cloned, it closes its inc, hands in what it has, and goes on as a new one", async () => {
  const { app, server, asked } = await enrolled();
  const old = app.me?.inc ?? "";
  const { id } = await app.save("proposal", null, { title: "a" });
  server.commands = ["new-inc"];
  await until(app, () => app.me?.inc !== old && app.counts.on_tablet === 0);
  const question = asked[asked.length - 1];
  expect(question).toMatchObject({ certificate: `c-${old}` });
  expect(question?.old_sig).toMatch(/^[A-Za-z0-9_-]{86}$/);
  server.log = [];
  await app.save("proposal", id, { title: "b" });
  await until(app, () => app.counts.on_tablet === 0 && server.log.some(({ header }) => header.inc === old));
  const byOld = server.log.filter(({ header }) => header.inc === old);
  expect(byOld.length).toBeGreaterThan(0); // it asks on until its ops are safe,
  expect(byOld.every(({ header }) => header.cursor === undefined)).toBe(true); // but the feed is the new one's
  expect(app.record(id)?.values.get("title")).toBe("b");
  expect(server.held(old).length).toBe(1);
  expect(server.held(app.me?.inc ?? "").length).toBe(1);
  expect(app.record(id)?.reviews).toEqual([]);
});

test("a captive portal is «offline», and the next try by button goes through", async () => {
  const { app, server } = await enrolled();
  server.after = () => ndjson("<html></html>", "text/html");
  await app.save("proposal", null, { title: "a" });
  await until(app, () => app.line.state === "offline");
  server.after = (answer) => ndjson(answer);
  await until(app, () => app.counts.arrived === 1 && app.line.state === "idle");
});

test("a line that comes after a day without one takes the day in one request", async () => {
  const { app, server, ports } = await enrolled();
  const whole = ports.fetch;
  let refused = 0;
  ports.fetch = () => {
    refused += 1;
    return Promise.reject(new TypeError("no line"));
  };
  for (let count = 0; count < 40; count++) await app.save("proposal", null, { title: `Санал ${count}`, body: newId().repeat(8) });
  app.run();
  for (let tries = 1; tries <= 8; tries++) {
    app.send();
    while (refused < tries) await new Promise((next) => setTimeout(next, 1));
  }
  app.stop();
  ports.fetch = whole;
  const asked = server.log.length;
  app.send("new");
  await until(app, () => app.counts.arrived === 40);
  const withOps = server.log.slice(asked).filter(({ header }) => header.first_seq !== undefined);
  expect(withOps.length).toBe(1);
});

test("after the seal an edit stands beside the record as a late note (M15), and the manifest says what is here", async () => {
  const { app } = await enrolled();
  const { id: hearing } = await app.save("hearing", null, { title: "Хурал" });
  const { id } = await app.save("proposal", null, { hearing, title: "эх" });
  const { id: manifest } = await app.closing.manifest(hearing);
  expect(app.record(manifest)?.values.get("records/proposal")).toBe(1);
  await app.closing.seal(hearing);
  await app.save("proposal", id, { title: "хожуу" });
  expect(app.record(id)).toMatchObject({ late: 1 });
  expect(app.record(id)?.values.get("title")).toBe("эх");
  await until(app, () => app.counts.on_tablet === 0);
  expect(app.record(id)?.values.get("title")).toBe("эх");
});

test("a full store is said, stops nothing, and what was there goes up when there is room (F3)", async () => {
  const { app } = await enrolled();
  await app.save("proposal", null, { title: "a" });
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = () => {
    throw new DOMException("injected", "QuotaExceededError");
  };
  await until(app, () => app.line.state === "full").finally(() => (IDBObjectStore.prototype.put = put));
  await until(app, () => app.counts.arrived === 1);
});

test("F21: the answer to an enrolment is lost: a new code enrols, with a new key", async () => {
  const { app, server, asked } = await world();
  const answer = server.others.get("/api/v1/enrol");
  server.others.set("/api/v1/enrol", async (body) => {
    await answer?.(body);
    throw new TypeError("connection reset");
  });
  expect(await app.enrol("good-code")).toEqual({ state: "failed", code: "offline" });
  server.others.set("/api/v1/enrol", async (body) => {
    const said = JSON.parse(new TextDecoder().decode(body)) as Asked;
    const is_known = said.public_key === asked[0]?.public_key;
    return is_known ? problem(409, "already-enrolled", "new-inc") : ((await answer?.(body)) ?? problem(500, "internal", "retry"));
  });
  expect(await app.enrol("good-code")).toEqual({ state: "ok" });
  expect(app.stage).toBe("set-pin");
});

test("a list is read afresh after each change, and what stands in it stays the same object until it changes", async () => {
  const { app } = await enrolled();
  const { id } = await app.save("household", null, { unit: newId(), number: "1" });
  await app.save("household", null, { unit: newId(), number: "2" });
  const before = app.list("household");
  expect(app.list("household", { number: "1" }).map((view) => view.id)).toEqual([id]);
  await app.save("household", id, { number: "3" });
  expect(app.list("household", { number: "1" })).toEqual([]);
  expect(app.list("household", { number: "3" }).map((view) => view.id)).toEqual([id]);
  const other = before.find((view) => view.id !== id);
  expect(app.list("household").find((view) => view.id !== id)).toBe(other);
  await app.removeGroup([{ type: "household", id }]);
  expect(app.list("household").map((view) => view.id)).toEqual([other?.id]);
});
