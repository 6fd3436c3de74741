import { expect, test } from "vitest";

import { testLocks, testPorts } from "../testing/tablet";
import { IDLE_S, PAUSE_MAX_S, Scheduler, type Run } from "./scheduler";

/** A scheduler whose runs end as told, and the pauses it made between them, in seconds. */
async function pausesOf(runs: Run[], share = 255): Promise<number[]> {
  const pauses: number[] = [];
  const ports = testPorts();
  const scheduler = new Scheduler({ ...ports, random: () => Uint8Array.of(share), clock: { ...ports.clock, sleep } }, async () => {
    const run = runs.shift();
    if (runs.length === 0) scheduler.stop();
    return run ?? { next: "idle" };
  });
  async function sleep(ms: number): Promise<void> {
    pauses.push(ms / 1000);
  }
  await scheduler.start();
  return pauses;
}
const failed: Run = { next: "later", retry_after_s: null };

test("pauses grow while it fails, up to a quarter of an hour, and begin anew after success", async () => {
  const pauses = await pausesOf([...Array<Run>(10).fill(failed), { next: "idle" }, failed, failed]);
  expect(pauses.slice(0, 4)).toEqual([4, 8, 16, 32]);
  expect(pauses[9]).toBe(PAUSE_MAX_S);
  expect(pauses.slice(10)).toEqual([IDLE_S, 4]);
});

test("pauses are spread, so that many tablets do not come back in one breath", async () => {
  expect(await pausesOf([failed, failed], 0)).toEqual([2]);
});

test("Retry-After is obeyed", async () => {
  expect(await pausesOf([{ next: "later", retry_after_s: 120 }, failed])).toEqual([120]);
});

test("F10: of two tabs one syncs; the other waits its turn", async () => {
  const ports = { ...testPorts(), locks: testLocks() };
  let running = 0;
  let most = 0;
  const run = async (): Promise<Run> => {
    most = Math.max(most, ++running);
    await new Promise((done) => setTimeout(done, 5));
    running -= 1;
    return { next: "idle" };
  };
  const tabs = [new Scheduler(ports, run), new Scheduler(ports, run)];
  const ends = tabs.map((tab) => tab.start());
  for (let count = 0; count < 6; count++) {
    await new Promise((done) => setTimeout(done, 3));
    for (const tab of tabs) tab.nudge();
  }
  for (const tab of tabs) tab.stop();
  await Promise.all(ends);
  expect(most).toBe(1);
});

test("trap 28: the page itself brings it all up; a nudge ends the longest pause, and no background sync is counted on", async () => {
  const ports = testPorts();
  let runs = 0;
  const scheduler = new Scheduler(ports, async () => ({ next: runs++ === 0 ? "later" : "idle", retry_after_s: null }) as Run);
  const ended = scheduler.start();
  for (let turn = 0; turn < 50 && runs < 1; turn++) await Promise.resolve();
  expect(runs).toBe(1); // asleep now: the test's clock moves for nobody
  scheduler.nudge();
  for (let turn = 0; turn < 50 && runs < 2; turn++) await Promise.resolve();
  expect(runs).toBe(2);
  scheduler.stop();
  await ended;
});
