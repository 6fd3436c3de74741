/**
 * Random rooms of three tablets: they join and leave, are reloaded, meet the server now and then, lose, double and reorder bundles,
 * and end up with the same hearing (I2, I8); then whoever is left brings all of it to the server, also of those who never come back to it.
 *
 * Two dozen at each run, a thousand in `make test-slow`; `YAVUUL_ROOMS` for another number, `YAVUUL_SEED` for one. A failure says its seed.
 */
import { expect, it } from "vitest";
import { isDeleted, reviews } from "../domain/merge";
import { encode } from "../domain/record";
import { Random } from "../simulation/random";
import type { Room } from "../store/heard";
import { Deployment, enter, given, hearingRecord, newRoom, taken } from "../testing/room";
import { newId, reopen, save, sync, UNIT, wish, type Tablet } from "../testing/tablet";
import { relay } from "./relay";

const ROOMS = Number(process.env.YAVUUL_ROOMS ?? 24);
const ONLY = process.env.YAVUUL_SEED === undefined ? null : Number(process.env.YAVUUL_SEED);
const EVENTS = 24;
const TITLES = ["Гар худаг", "Гүүр", "Далан", "Гэрэл", "Хашаа"];

interface Hall {
  random: Random;
  deployment: Deployment;
  room: Room;
  hearing: string;
  tablets: Tablet[];
  joined: Set<number>;
  gone: Set<number>;
  /** somebody has met the server: from then on nobody leaves, because what the others had from there they cannot pass on as his words */
  has_met: boolean;
  /** bundles that somebody has given: each may come to anybody, at any time, more than once, or never */
  air: Uint8Array[];
}

const at = (hall: Hall, place: number): Tablet => hall.tablets[place] as Tablet;
const present = ({ joined, gone }: Hall): number[] => [...joined].filter((place) => !gone.has(place));

async function open(seed: number): Promise<Hall> {
  const random = new Random(`room ${seed}`);
  const deployment = new Deployment();
  const tablets = await Promise.all(["Б.Болд", "Ө.Туяа", "Л.Дорж"].map((name) => deployment.tablet({ name })));
  const room = newRoom();
  const hall: Hall = { random, deployment, room, hearing: room.hearing ?? "", tablets, joined: new Set(), gone: new Set(), has_met: false, air: [] };
  await join(hall, 0);
  await save(at(hall, 0), "hearing", hall.hearing, hearingRecord);
  return hall;
}

async function join(hall: Hall, place: number): Promise<void> {
  await enter(at(hall, place), hall.room);
  hall.joined.add(place);
}

async function write({ random, hearing }: Hall, tablet: Tablet): Promise<void> {
  const known = [...tablet.session.fold.ofType("proposal")].map(({ id }) => id).sort();
  const title = TITLES[random.below(TITLES.length)] ?? "";
  const id = known[random.below(Math.max(1, known.length))];
  const record = id === undefined ? undefined : tablet.session.fold.view(id);
  if (id === undefined || record === undefined || random.below(3) === 0) return save(tablet, "proposal", newId(), { unit: UNIT, hearing, title });
  const deed = random.below(8);
  if (deed === 0) return wish(tablet, { do: isDeleted(record) ? "restore" : "remove", type: "proposal", id });
  const [path] = reviews(record);
  if (deed === 1 && path === "title") return wish(tablet, { do: "resolve", type: "proposal", id, path, value: title });
  if (deed === 2) return wish(tablet, ...[newId(), id].map((one) => ({ do: "edit", type: "proposal", id: one, values: new Map<string, string | number>([["unit", UNIT], ["hearing", hearing], ["supporters", random.below(40)]]) }) as const));
  return save(tablet, "proposal", id, random.below(2) ? { title } : { cost: 1_000_000 * random.below(9) });
}

async function happen(hall: Hall): Promise<void> {
  const { random } = hall;
  const place = random.below(3);
  const tablet = at(hall, place);
  const event = random.below(13);
  if (event < 5) return write(hall, tablet);
  if (event === 5) return hall.gone.has(place) ? undefined : join(hall, place);
  if (event === 6 && random.below(3) === 0 && !hall.has_met && present(hall).length > 2) return void hall.gone.add(place);
  if (event === 12) {
    if (hall.gone.size > 0) return;
    hall.has_met = true;
    return void (await sync(tablet)); // he was on the hill for a minute
  }
  if (event === 7) return void (hall.tablets[place] = await reopen(tablet));
  if (event < 10 && hall.joined.has(place)) return void hall.air.push(...(await given(tablet, hall.room)));
  const bundle = hall.air[random.below(Math.max(1, hall.air.length))];
  if (bundle !== undefined && !hall.gone.has(place)) await taken(tablet, [bundle]);
}

/** Everybody who is still there gives to everybody, until nobody hears anything new. */
async function meet(hall: Hall): Promise<void> {
  for (let news = 1; news > 0; ) {
    news = 0;
    for (const from of present(hall)) {
      for (const to of present(hall).filter((place) => place !== from)) {
        for (const found of await taken(at(hall, to), await given(at(hall, from), hall.room))) {
          if (typeof found === "string") throw new Error(found);
          expect(found.refused).toEqual([]);
          news += found.ops;
        }
      }
    }
  }
}

const shown = ({ session: { fold } }: Tablet): Map<string, unknown> =>
  new Map(["hearing", "proposal"].flatMap((type) => [...fold.ofType(type)]).map((record): [string, unknown] => [record.id, encode(record)]).sort(([a], [b]) => (a < b ? -1 : 1)));

async function play(seed: number): Promise<void> {
  const hall = await open(seed);
  for (let count = 0; count < EVENTS; count++) await happen(hall);
  for (const place of [0, 1, 2]) if (!hall.gone.has(place)) await join(hall, place);
  await meet(hall);
  const [first = 0, ...others] = present(hall);
  const wanted = shown(at(hall, first));
  for (const place of others) expect(shown(at(hall, place))).toEqual(wanted);

  const carrier = at(hall, first); // one tablet finds a line and brings everybody's
  await sync(carrier);
  await relay(carrier.ports, carrier.session);
  await sync(carrier);
  expect(shown(carrier)).toEqual(wanted);
  for (let round = 0; round < 2; round++) for (const tablet of hall.tablets) await sync(tablet);
  const rows = new Map([...hall.deployment.server.records].map(([id, { record }]): [string, unknown] => [id, encode(record)]));
  for (const tablet of hall.tablets) {
    hall.deployment.server.makeSafe(tablet.session.inc, (await tablet.session.journal(tablet.session.inc).head()).seq);
  }
  for (const tablet of hall.tablets) {
    tablet.ports.clock.at += 120_000;
    await sync(tablet);
    await relay(tablet.ports, tablet.session);
    for (const [id, row] of shown(tablet)) expect(row).toEqual(rows.get(id));
    expect([tablet.session.heard.runs.size, tablet.session.fold.overlay.ops.size]).toEqual([0, 0]);
  }
}

it(`${ONLY === null ? ROOMS : 1} random rooms end with the same hearing on every tablet and at the server`, async () => {
  const seeds = ONLY === null ? Array.from({ length: ROOMS }, (_, index) => index + 1) : [ONLY];
  for (const seed of seeds) {
    await play(seed).catch((error: unknown) => {
      console.error(`room of seed ${seed}`);
      throw error;
    });
  }
  console.info(`rooms: seeds ${seeds[0]}–${seeds[seeds.length - 1]}`);
}, 60_000 + ROOMS * 2_000);
