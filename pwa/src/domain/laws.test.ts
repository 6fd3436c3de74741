/**
 * The laws of the merge over generated histories (I1, I2, I4, I8). A failure prints the seed and the smallest history.
 *
 * `model` is the trivially right one: a replica is the set of ops that it holds; a value is live when no held op names it,
 * what parked, refused and late ops named being named by who names them (M7).
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { add, newOverlay, view } from "./overlay";
import { opOf, summary, type DataOp } from "./history";
import { apply, setAside, type Seal } from "./merge";
import type { Op } from "./op";
import { copy, decode, empty, encode, type Record } from "./record";
import * as text from "./text";
import { ROOT, toBase64 } from "./update";

const ID = "r".repeat(26);
const PATHS = ["title", "cost", "media/x"];
const OFFICE = "office-k7f2q3";

interface Written {
  readonly op: Op;
  readonly isAside: boolean;
}
interface History {
  readonly written: readonly Written[];
  readonly seal: Seal;
}

const step = fc.record({
  inc: fc.constantFrom("a", "b", "c", OFFICE),
  n: fc.integer({ min: 1, max: 4 }),
  said: fc.subarray(PATHS, { minLength: 1 }),
  value: fc.constantFrom("x", "y", true, 1, null),
  bases: fc.array(fc.nat(30), { maxLength: 3 }),
  isAside: fc.integer({ min: 0, max: 5 }).map((chance) => chance === 0),
  phone: fc.boolean(),
  erases: fc.integer({ min: 0, max: 9 }).map((chance) => chance === 0),
  deletes: fc.integer({ min: 0, max: 7 }).map((chance) => chance === 0),
  isSealed: fc.boolean(),
});
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

/** Bases are earlier ops (whatever order they come in), or ops that never come; ids are hashes, so nothing goes in a circle. */
function written(steps: readonly Step[], at: number): Written {
  const now = steps[at] ?? expect.fail();
  const idAt = (place: number): string => {
    const inc = steps[place]?.inc ?? "d";
    return `${inc.length === 1 ? inc.repeat(20) : inc}.${place + 1}.aaaaaaaa`;
  };
  const bases = now.bases.filter((base) => base < at || base >= steps.length).map(idAt);
  const set = Object.fromEntries(now.said.map((path) => [path, [now.value, ...bases] as const]));
  const more = {
    ...(now.deletes && { _deleted: [idAt(0).replace(".1.", ":1."), ...bases] as const }),
    ...(now.erases && now.inc === OFFICE && { _erased: [true] as const }),
  };
  const data: DataOp = {
    id: idAt(at),
    n: now.n,
    set: { ...set, ...more },
    ...(now.phone && { personal: { phone: [now.value, ...bases] as const } }),
  };
  return { op: opOf("person", ID, data), isAside: now.isAside };
}

const histories: fc.Arbitrary<History> = fc.tuple(fc.array(step, { minLength: 1, maxLength: 14 }), fc.boolean()).map(
  ([steps, hasSeal]) => {
    const found = steps.map((_, at) => written(steps, at));
    const seen = found.filter((_, at) => steps[at]?.isSealed).map(({ op }) => op.id);
    return { written: found, seal: hasSeal ? new Set(seen) : null };
  },
);
const shuffled = histories.chain((history) =>
  fc.tuple(fc.constant(history), fc.shuffledSubarray([...history.written], { minLength: history.written.length })),
);

function take(record: Record, { op, isAside }: Written, seal: Seal): Record {
  if (isAside) setAside(record, op);
  else apply(record, op, seal);
  return record;
}

function foldAll(found: readonly Written[], seal: Seal): Record {
  return found.reduce((record, one) => take(record, one, seal), empty("person", ID));
}

const rowOf = (record: Record): string => encode(record).join("\n");

function stands(one: Written, seal: Seal): boolean {
  return one.isAside || (seal !== null && !seal.has(one.op.id) && !one.op.inc.startsWith("office-"));
}

/** The live ids of a path, by the trivially right model. */
function model({ written: found, seal }: History, path: string): string[] {
  const byId = new Map(found.map((one) => [one.op.id, one]));
  const applied = found.filter((one) => !stands(one, seal));
  const named = new Set<string>();
  const waiting = applied.flatMap(({ op }) => op.sets.get(path)?.bases ?? []);
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (named.has(id)) continue;
    named.add(id);
    const one = byId.get(id);
    if (one && stands(one, seal)) waiting.push(...(one.op.sets.get(path)?.bases ?? []));
  }
  return applied.filter(({ op }) => op.sets.has(path) && !named.has(op.id)).map(({ op }) => op.id).sort();
}

const liveIds = (record: Record, path: string): string[] => [...(record.live.get(path)?.keys() ?? [])].sort();

describe("the merge", () => {
  it("does not ask for an order (I2)", () => {
    fc.assert(
      fc.property(shuffled, ([{ written: found, seal }, other]) => {
        expect(rowOf(foldAll(other, seal))).toBe(rowOf(foldAll(found, seal)));
      }),
      { numRuns: 1500 },
    );
  });

  it("takes an op once, however often it comes (I1)", () => {
    fc.assert(
      fc.property(shuffled, ([{ written: found, seal }, again]) => {
        expect(rowOf(foldAll([...found, ...again], seal))).toBe(rowOf(foldAll(found, seal)));
      }),
    );
  });

  it("does not ask how ops are grouped: a row may be written and read between any two", () => {
    fc.assert(
      fc.property(shuffled, fc.array(fc.boolean()), ([{ written: found, seal }, other], cuts) => {
        let record = empty("person", ID);
        other.forEach((one, at) => {
          if (cuts[at]) record = decode(...encode(record));
          take(record, one, seal);
        });
        expect(rowOf(record)).toBe(rowOf(foldAll(found, seal)));
      }),
      { numRuns: 1000 },
    );
  });

  it("shows what the trivially right model shows, on every path", () => {
    fc.assert(
      fc.property(shuffled, ([history, other]) => {
        const record = foldAll(other, history.seal);
        for (const path of [...PATHS, "_deleted"]) expect(liveIds(record, path)).toEqual(model(history, path));
      }),
      { numRuns: 1500 },
    );
  });

  it("lets nothing leave live that nobody named, and nothing dead come back (I4)", () => {
    fc.assert(
      fc.property(shuffled, ([{ written: found, seal }, other]) => {
        const record = empty("person", ID);
        const mentioned = new Set(found.flatMap(({ op }) => [...op.sets.values()].flatMap(({ bases }) => bases)));
        const dead = new Set<string>();
        for (const one of other) {
          const before = new Map(PATHS.map((path) => [path, liveIds(record, path)]));
          take(record, one, seal);
          for (const [path, ids] of before) {
            const now = new Set(liveIds(record, path));
            for (const id of ids) if (!now.has(id)) expect(mentioned.has(id)).toBe(true);
            for (const id of ids) if (!now.has(id)) dead.add(`${path} ${id}`);
            for (const id of now) expect(dead.has(`${path} ${id}`)).toBe(false);
          }
        }
      }),
    );
  });
});

describe("a row", () => {
  it("reads back what was written, and writes what was read (I8)", () => {
    fc.assert(
      fc.property(histories, ({ written: found, seal }) => {
        const record = foldAll(found, seal);
        const again = decode(...encode(record));
        expect(encode(again)).toEqual(encode(record));
        expect(summary(again)).toBe(summary(record));
      }),
    );
  });

  it("is not changed by what is done to a copy", () => {
    fc.assert(
      fc.property(histories, histories, (first, second) => {
        const record = foldAll(first.written, first.seal);
        const row = rowOf(record);
        for (const one of second.written) take(copy(record), one, second.seal);
        const copied = copy(record);
        for (const one of second.written) take(copied, one, second.seal);
        expect(rowOf(record)).toBe(row);
      }),
    );
  });
});

describe("the overlay", () => {
  it("shows the same whatever part of the ops the row has seen already (M6, M9)", () => {
    fc.assert(
      fc.property(shuffled, fc.nat(14), ([{ written: found }, other], cut) => {
        const tablet = newOverlay("abcdef.0");
        for (const { op } of found) add(tablet, op);
        const seen = other.slice(0, cut).map(({ op }) => ({ op, isAside: false }));
        if (seen.length > 0) tablet.rows.set(ID, foldAll(seen, null));
        const all = foldAll(found.map(({ op }) => ({ op, isAside: false })), null);
        expect(rowOf(view(tablet, ID) ?? expect.fail())).toBe(rowOf(all));
      }),
    );
  });
});

describe("long text", () => {
  const edits = fc.array(
    fc.record({ session: fc.nat(2), at: fc.nat(9), added: fc.constantFrom("а", "bc", "😀"), cuts: fc.boolean(), hears: fc.boolean() }),
    { minLength: 1, maxLength: 12 },
  );

  it("says the same in whatever order its saves come, and however often", () => {
    fc.assert(
      fc.property(edits, fc.infiniteStream(fc.nat()), (steps, random) => {
        const sessions = [1, 2, 3].map((client) => {
          const document = new Y.Doc();
          document.clientID = client;
          return document;
        });
        const saves: string[] = [];
        for (const { session, at, added, cuts, hears } of steps) {
          const document = sessions[session] ?? expect.fail();
          if (hears) for (const other of sessions) Y.applyUpdate(document, Y.encodeStateAsUpdate(other));
          const [before, body] = [Y.encodeStateVector(document), document.getText(ROOT)];
          body.insert(Math.min(at, body.length), added);
          if (cuts) body.delete(0, Math.min(2, body.length));
          saves.push(toBase64(Y.encodeStateAsUpdate(document, before)));
        }
        const order = saves.map((save) => [random.next().value, save] as const).sort(([a], [b]) => a - b);
        const merged = [...order, ...order.slice(0, 2)].reduce((update, [, save]) => text.merge(update, save), "");
        expect(text.read(merged)).toBe(text.read(saves.reduce(text.merge, "")));
      }),
    );
  });
});
