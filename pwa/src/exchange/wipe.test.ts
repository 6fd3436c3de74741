/** Wiping at the office's wish: never before all of it is safe, never under the hands, and the office hears of it (O16). */
import { expect, test } from "vitest";

import type { App } from "../app";
import { problem } from "../testing/fake_server";
import { enrolledApp, reloaded, until } from "../testing/app";
import { newId } from "../testing/tablet";
import { profiles } from "../store/profiles";
import { roundedMb } from "./about";

type World = Awaited<ReturnType<typeof enrolledApp>>;

/** From now on every answer carries `wipe`. */
function wants({ server }: World, wanted: () => boolean = () => true): void {
  const push = (): void => void (wanted() && !server.commands.includes("wipe") && server.commands.push("wipe"));
  server.before = () => (push(), null);
}

const words = ({ server }: World): (string | undefined)[] => server.log.map(({ header }) => header.wipe).filter(Boolean);
const inc = (app: App): string => app.me?.inc ?? "";

async function written(world: World): Promise<string> {
  const { app } = world;
  const own = inc(app);
  await app.save("proposal", newId(), { title: "Гар худаг" });
  await until(app, () => app.counts.arrived === 1 && app.line.state === "idle");
  return own;
}

test("a wiped tablet hands in first, and goes when it is locked and all of it is safe (I5)", async () => {
  const world = await enrolledApp();
  const { app, server } = world;
  const own = await written(world);
  wants(world);
  app.lock();
  await until(app, () => app.line.state === "idle");
  expect(app.people).toHaveLength(1); // it has arrived, and is not in the backup yet
  expect(words(world)).toEqual([]);
  server.makeSafe(own, 1);
  const again = await reloaded(app, world.ports);
  await until(again, () => again.counts.safe === 1 && again.line.state === "idle");
  expect(again.people).toHaveLength(1); // nobody is wiped under his hands
  again.lock();
  await until(again, () => again.people.length === 0 && words(world).length === 2);
  expect(words(world)).toEqual(["ready", "done"]);
  expect(await profiles(again.db)).toEqual([]);
  expect(again.roster.wiped.map(({ name }) => name)).toEqual(["Г.Энхтуяа"]);
  await again.roster.readWiped();
  expect(again.roster.wiped).toEqual([]);
});

test("the office may change its mind until the tablet has asked for the last time", async () => {
  const world = await enrolledApp();
  const { app } = world;
  wants(world, () => !world.server.log.some(({ header }) => header.wipe === "ready") && world.server.log.length < 2);
  await until(app, () => app.line.state === "idle");
  app.lock();
  let asked = false;
  const { fetch } = world.ports;
  world.ports.fetch = (url, init) => {
    if (new TextDecoder().decode(init.body as Uint8Array).includes('"wipe":"ready"')) {
      asked = true;
      world.server.before = () => null;
      world.server.commands = [];
    }
    return fetch(url, init);
  };
  await until(app, () => asked && app.line.state === "idle");
  expect(app.people).toHaveLength(1);
});

test("a last word that was cut off goes when there is a line again", async () => {
  const world = await enrolledApp();
  const { app, ports } = world;
  wants(world);
  app.lock();
  const { fetch } = ports;
  ports.fetch = (url, init) =>
    new TextDecoder().decode(init.body as Uint8Array).includes('"wipe":"done"') ? Promise.reject(new TypeError("cut")) : fetch(url, init);
  await until(app, () => app.people.length === 0);
  expect(words(world)).toEqual(["ready"]);
  await app.roster.readWiped();
  expect(app.roster.wiped).toHaveLength(1); // not heard yet: it stays
  ports.fetch = fetch;
  await until(app, () => words(world).length === 2);
  expect(words(world)).toEqual(["ready", "done"]);
});

test("a tablet says of itself what has changed, and nothing when nothing has", async () => {
  const world = await enrolledApp();
  const { app, server } = world;
  world.ports.storage = () => Promise.resolve({ usage: 1024 ** 2, quota: 5_301 * 1024 ** 2, kept: true });
  for (const count of [1, 2, 3]) await until(app, () => server.log.length === count);
  const said = server.log.flatMap(({ header }) => (header.about ? [Object.fromEntries(header.about)] : []));
  expect(said).toEqual([{ app: "0.1.0", ops: 0, files: 0, free: 5300, kept: true, with: [] }]);
});

test("a server that does not know what is said of oneself is asked without it", async () => {
  const world = await enrolledApp();
  const { app, server } = world;
  server.before = (body) => (new TextDecoder().decode(body).includes('"about"') ? problem(400, "bad-header", "stop") : null);
  await until(app, () => server.log.length === 1);
  await app.save("proposal", newId(), { title: "Гар худаг" });
  await until(app, () => app.counts.arrived === 1);
  expect(server.log.every(({ header }) => header.about === undefined)).toBe(true);
});

test("room is told in two figures", () => {
  const mb = 1024 ** 2;
  expect([0, -5, 7 * mb, 99 * mb, 123 * mb, 5_301 * mb].map(roundedMb)).toEqual([0, 0, 7, 99, 120, 5300]);
});
