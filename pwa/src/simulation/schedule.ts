/** One schedule: tablets are enrolled, days go by, everything goes wrong; then faults stop, and all sync until it is quiet. */
import { encode } from "../domain/record";
import { ids } from "../domain/overlay";
import { viewOf, type RecordView } from "../view";
import { open } from "./deeds";
import { happen } from "./events";
import type { Pipe } from "./pipe";
import { Random } from "./random";
import type { Tablet } from "./tablet";
import { World, type Order } from "./world";

const EVENTS_A_DAY = 4.4; // of each tablet, at least
const DAY_MS = 24 * 3600 * 1000;
const PASSES_MAX = 14;
const REQUESTS_MAX = 60; // of a tablet in one run, when nothing goes wrong

/** What the oracle is told of one tablet (server/simulation/oracle.py). `rows` null: nothing is readable any more. */
interface Told {
  name: string;
  alive: boolean;
  inc: string;
  state: string;
  saved: string[];
  journal: string[];
  /** records of which ops are still here */
  own: string[];
  rows: [id: string, line: string, personal: string | null][] | null;
}

export async function runSchedule(pipe: Pipe, order: Order): Promise<void> {
  const world = new World(pipe, order, new Random(`${order.seed}`));
  const unheard = (error: unknown): void => void world.faults.push(`unheard: ${describe(error)}`);
  process.on("unhandledRejection", unheard);
  const tablets: Told[] = [];
  try {
    await work(world);
    await calm(world);
    for (const tablet of world.tablets) tablets.push(await tell(world, tablet));
  } catch (error) {
    world.faults.push(`broke: ${describe(error)}`);
  }
  process.off("unhandledRejection", unheard);
  const { trail, faults, network } = world;
  pipe.tell({ do: "judge", acknowledged: [...network.acknowledged], tablets, trail, faults });
}

async function work(world: World): Promise<void> {
  for (let count = 0; count < world.order.tablets; count++) await world.enrol();
  await open(world, world.random.pick(world.tablets));
  for (const tablet of [...world.tablets, ...world.tablets]) await tablet.tab.sync();
  const events = Math.round(world.order.tablets * EVENTS_A_DAY);
  for (let day = 0; day < world.order.days; day++) {
    const evening = world.now_ms + DAY_MS;
    const today = events + world.random.below(1 + (events >> 1));
    for (let count = 0; count < today; count++) await happen(world);
    world.now_ms = Math.max(evening, world.now_ms);
  }
}

/** Faults stop; everybody is at work and syncs, until a whole round of the tablets says nothing new. */
async function calm(world: World): Promise<void> {
  world.trail.push("calm");
  while (world.network.delayed.length > 0 && world.random.chance(0.7)) await world.network.arriveLate();
  for (const tablet of world.living) {
    tablet.faults = [];
    for (const tab of tablet.isForgotten ? [] : tablet.tabs) if (!tab.isOpen) await tab.unlock();
  }
  await settle(world);
  if (!world.random.chance(0.5)) return;
  await world.ask("backup"); // what is safe leaves the tablets; nobody may show anything else for it
  await settle(world);
}

async function settle(world: World): Promise<void> {
  for (let pass = 0; pass < PASSES_MAX; pass++) {
    const before = world.network.activity;
    for (const tablet of world.living) {
      const asked = world.network.requests;
      for (const tab of tablet.tabs) await tab.sync();
      const count = world.network.requests - asked;
      if (count > REQUESTS_MAX) world.faults.push(`${tablet.name} asked ${count} times in one run`);
    }
    if (world.network.activity === before) return;
  }
  world.faults.push("it never became quiet");
}

async function tell(world: World, tablet: Tablet): Promise<Told> {
  const saved = [...tablet.saved].flatMap(([inc, tags]) => [...tags].map(([seq, tag]) => `${inc}.${seq}.${tag}`));
  const told: Told = { name: tablet.name, alive: tablet.isAlive, inc: "", state: "", saved, journal: [], own: [], rows: null };
  if (!tablet.isAlive) return told;
  const { session, journal, inc } = await tablet.read();
  const { overlay } = session.fold;
  Object.assign(told, { inc, journal, state: tablet.tab.app.line.state, own: [...overlay.ops.keys()] });
  if (tablet.isForgotten) return told;
  told.rows = [];
  for (const id of ids(overlay)) {
    const record = session.fold.view(id);
    if (record === undefined) continue;
    told.rows.push([id, ...encode(record)]);
    const onDisk = seen(viewOf(record, () => "safe"));
    for (const { app } of tablet.tabs) {
      const inMemory = app.record(id);
      if (inMemory === null || seen(inMemory) !== onDisk) world.faults.push(`${tablet.name} has ${id} otherwise in memory than on disk`);
    }
  }
  return told;
}

/** What a screen shows of a record, but how far it has got. */
function seen({ values, deleted, reviews, late }: RecordView): string {
  return JSON.stringify([[...values].sort(([a], [b]) => (a < b ? -1 : 1)), deleted, reviews.map(({ path }) => path), late]);
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message).split("\n").slice(0, 6).join(" | ") : String(error);
}
