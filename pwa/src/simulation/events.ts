/** What happens in a schedule, beside what people do: syncs with faults, crashes, clones, the office, the server's fate. */
import { dyingAt } from "../testing/faults";
import { rot } from "./disk";
import { doDeed } from "./deeds";
import type { Tab, Tablet } from "./tablet";
import type { World } from "./world";

export type Event = keyof typeof EVENTS;

/** How often each event comes. */
export const EVENTS = {
  deed: 150,
  sync: 110,
  crash: 10,
  "crash-in-sync": 10,
  reboot: 4,
  "second-tab": 4,
  collide: 5,
  "act-in-sync": 8,
  "sync-in-sync": 3,
  lock: 5,
  clock: 6,
  "arrive-late": 10,
  office: 30,
  backup: 12,
  restore: 4,
  restart: 1,
  rebuild: 2,
  clone: 3,
  revoke: 1,
  destroy: 2,
  forget: 1,
} as const;

const HAPPEN: Record<Event, (world: World, tablet: Tablet) => Promise<string>> = {
  async deed(world, tablet) {
    if (!atWork(tablet)) return "locked";
    const words: string[] = [];
    do words.push(await doDeed(world, tablet, tablet.tab));
    while (words.length < 4 && world.random.chance(0.45));
    return words.join(" / ");
  },

  async sync(world, tablet) {
    return sync(world, tablet, tablet.tab);
  },

  async crash(world, tablet) {
    if (!atWork(tablet)) return "locked";
    return crash(world, tablet, () => doDeed(world, tablet, tablet.tab));
  },

  async "crash-in-sync"(world, tablet) {
    return crash(world, tablet, () => sync(world, tablet, tablet.tab));
  },

  /** At every other reboot a block of the base has rotted on the disk (F5); the hour decides, chance has no part in it. */
  async reboot(world, tablet) {
    const rotted = Math.floor(world.now_ms / 1000) % 2 === 0 ? await rot(tablet.disk) : "";
    await tablet.reboot();
    return rotted;
  },

  async "second-tab"(_, tablet) {
    if (tablet.tabs.length > 1 || !atWork(tablet)) return "not now";
    await tablet.openTab();
    return "";
  },

  /** Two tabs save at once, where locks hold nobody back (F10). */
  async collide(world, tablet) {
    if (!atWork(tablet)) return "locked";
    if (tablet.tabs.length < 2) await tablet.openTab();
    const [one, other] = tablet.tabs as [Tab, Tab];
    const words: string[] = [];
    tablet.locks.broken = true;
    tablet.sealing = async () => void words.push(await doDeed(world, tablet, other, "make"));
    words.push(await doDeed(world, tablet, one, "make"));
    tablet.sealing = null;
    tablet.locks.broken = false;
    return words.join(" / ");
  },

  /** Somebody saves while a sync is on its way. */
  async "act-in-sync"(world, tablet) {
    if (!atWork(tablet)) return "locked";
    const words: string[] = [];
    const hand = tablet.tab;
    tablet.during = async () => void words.push(await doDeed(world, tablet, hand));
    words.push(await sync(world, tablet, tablet.tab));
    tablet.during = null;
    return words.join(" / ");
  },

  /** Another tab syncs meanwhile, where locks hold nobody back (M18). */
  async "sync-in-sync"(world, tablet) {
    if (!atWork(tablet)) return "locked";
    if (tablet.tabs.length < 2) await tablet.openTab();
    const [one, other] = tablet.tabs as [Tab, Tab];
    const words: string[] = [];
    tablet.during = async () => void words.push(await other.sync());
    words.push(await sync(world, tablet, one));
    tablet.during = null;
    return words.join(" / ");
  },

  async lock(_, tablet) {
    if (tablet.isForgotten) return "forgotten";
    const toOpen = !tablet.tab.isOpen;
    for (const tab of tablet.tabs) {
      if (toOpen) await tab.unlock();
      else tab.app.lock();
    }
    return toOpen ? "opened" : "locked";
  },

  async clock(world, tablet) {
    tablet.clock_offset_ms = world.clockError();
    return `${Math.round(tablet.clock_offset_ms / 3_600_000)} h off`;
  },

  async "arrive-late"(world) {
    return world.network.arriveLate();
  },

  async office(world) {
    const act = world.random.weighed({ resolve: 5, status: 3, edit: 4, remove: 1, erase: 2 });
    return `${act} ${(await world.ask<{ said: string }>("office", { act })).said}`;
  },

  backup: served("backup"),
  restore: served("restore"),
  restart: served("restart"),
  rebuild: served("rebuild"),

  async clone(world, tablet) {
    if (!atWork(tablet) || world.tablets.length >= world.order.tablets + 2) return "not now";
    const name = `${tablet.name}'`;
    world.tablets.push(await tablet.clone(name, world.random.fork(`${name}${world.tablets.length}`)));
    return name;
  },

  async revoke(world, tablet) {
    const { inc } = await tablet.read();
    await world.ask("revoke", { inc });
    return inc.slice(0, 4);
  },

  async destroy(world, tablet) {
    if (world.living.length < 3) return "too few";
    await tablet.destroy();
    return "";
  },

  /** Ten wrong PINs: what is readable is gone, what is unsent still goes up sealed. */
  async forget(_, tablet) {
    if (tablet.isForgotten || tablet.name.endsWith("'")) return "not now";
    for (let miss = 0; miss < 10; miss++) {
      tablet.clock_offset_ms += 3_600_000;
      await tablet.tab.unlock("000000");
    }
    tablet.isForgotten = true;
    for (const tab of tablet.tabs) tab.app.lock();
    return "";
  },
};

/** Let something happen; writes the trail. */
export async function happen(world: World): Promise<void> {
  world.now_ms += 1000 * (60 + world.random.below(3000));
  const event = world.random.weighed(EVENTS);
  const tablet = world.random.pick(world.living);
  const time = new Date(world.now_ms).toISOString().slice(5, 16);
  const place = world.trail.push(`${time} ${tablet.name} ${event}`) - 1;
  const words = await HAPPEN[event](world, tablet);
  world.trail[place] += ` ${words}`;
}

function atWork(tablet: Tablet): boolean {
  return !tablet.isForgotten && tablet.tabs.every(({ isOpen }) => isOpen);
}

async function sync(world: World, tablet: Tablet, tab: Tab): Promise<string> {
  const planned = world.planFaults(tablet);
  const state = await tab.sync();
  tablet.faults = [];
  return [planned, state].filter((word) => word !== "").join(" → ");
}

/** The browser dies at some request to its disk; then it is opened again. */
async function crash(world: World, tablet: Tablet, work: () => Promise<unknown>): Promise<string> {
  const at = world.random.below(30);
  const { died } = await dyingAt(at, work);
  if (!died) return `lived ${at} requests`;
  await tablet.reboot();
  return `died at ${at}`;
}

function served(what: string): (world: World) => Promise<string> {
  return async (world) => (await world.ask<{ said?: string }>(what)).said ?? "";
}
