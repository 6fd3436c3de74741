/** Laws of the ranking over generated sessions of every method (I1, I2); the twin of tests/sync/test_ranking_laws.py. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Value } from "../op";
import { ceilDiv, Fraction } from "./fraction";
import { canonical, lot, PARAMETERS, rank, read, resultHash, whyInvalid, type Method, type Records } from "./rank";

const ITEMS = ["1", "2", "3", "10", "a"];
const METHODS = Object.keys(PARAMETERS) as Method[];
const item = fc.constantFrom(...ITEMS);
const small = fc.dictionary(item, fc.integer({ min: 1, max: 4 }), { maxKeys: 5 });

interface Asked {
  readonly session: Map<string, Value>;
  readonly ballots: Map<string, Map<string, Value>>;
  readonly tallies: Map<string, Map<string, Value>>;
}

const prefixed = (field: string, found: Record<string, Value>): [string, Value][] =>
  Object.entries(found).map(([key, value]) => [`${field}/${key}`, value]);

function askedOf(methods: readonly Method[], seeded = fc.constantFrom<(string | null)[]>("x", null)): fc.Arbitrary<Asked> {
  return fc
    .record({
      method: fc.constantFrom(...methods),
      items: fc.subarray(ITEMS, { minLength: 1 }),
      costs: small,
      households: small,
      run_off: small,
      seed: seeded,
      marks: fc.array(small, { maxLength: 9 }),
      counts: fc.array(small, { maxLength: 3 }),
    })
    .map(({ method, items, seed, marks, counts, ...maps }) => {
      const isBudget = method === "greedy" || method === "equal_shares";
      const session = new Map<string, Value>([["method", method], ["seed", seed]]);
      for (const key of items) session.set(`items/${key}`, "p");
      if (isBudget) for (const key of items) session.set(`costs/${key}`, 10);
      if (isBudget) session.set("parameters/budget", "25");
      for (const [field, found] of Object.entries(maps)) for (const [path, value] of prefixed(field, found)) session.set(path, value);
      const suffix = method === "show_of_hands" ? ".for" : method === "consensus" ? ".4" : "";
      const byHand = counts.map((found, at) => {
        const keys = Object.entries(found).map(([key, count]): [string, Value] => [`counts/${key}${suffix}`, count]);
        return [`t${at}`, new Map<string, Value>([...keys, ["source", `table ${at}`]])] as const;
      });
      const ballots = marks.map((found, at) => [`b${at}`, new Map(prefixed("marks", found))] as const);
      return { session, ballots: new Map(ballots), tallies: new Map(byHand) };
    });
}

const hashOf = ({ session, ballots, tallies }: Asked): string => resultHash(rank(session, ballots, tallies));
const reversed = <V>(map: ReadonlyMap<string, V>): Map<string, V> => new Map([...map].reverse());
const turned = (found: Asked["ballots"]): Asked["ballots"] =>
  reversed(new Map([...found].map(([id, values]) => [id, reversed(values)])));

describe("a result", () => {
  it("does not ask for an order (I2)", () => {
    fc.assert(
      fc.property(askedOf(METHODS), (asked) => {
        const mixed = { session: reversed(asked.session), ballots: turned(asked.ballots), tallies: turned(asked.tallies) };
        expect(hashOf(mixed)).toBe(hashOf(asked));
      }),
      { numRuns: 500 },
    );
  });

  it("counts a table once, however many tablets tell of it alike (I1)", () => {
    fc.assert(
      fc.property(askedOf(METHODS), (asked) => {
        const again = [...asked.tallies].map(([id, values]) => [`${id} again`, values] as const);
        expect(hashOf({ ...asked, tallies: new Map([...asked.tallies, ...again]) })).toBe(hashOf(asked));
      }),
    );
  });

  it("spends no more than the budget", () => {
    fc.assert(
      fc.property(askedOf(["greedy", "equal_shares"]), ({ session, ballots, tallies }) => {
        const { items, findings } = rank(session, ballots, tallies);
        const spent = items.reduce((sum, { rank: place, cost }) => sum + (place === null ? 0 : (cost ?? 0)), 0);
        expect([spent, spent <= 25]).toEqual([findings.spent, true]);
      }),
    );
  });

  it("leaves no tie once a lot may be drawn, but where greedy buys equals together", () => {
    const ordering = METHODS.filter((method) => method !== "greedy");
    fc.assert(
      fc.property(askedOf(ordering, fc.constant("Найрамдал")), ({ session, ballots, tallies }) => {
        const agreed = session.has("parameters/budget") ? session : new Map([...session, ["parameters/run_off", "skipped"]] as const);
        const { items, needs } = rank(agreed, ballots, tallies);
        const places = items.map(({ rank: place }) => place).filter((place) => place !== null);
        expect([needs, new Set(places).size]).toEqual([[], places.length]);
      }),
    );
  });
});

describe("what a screen asks", () => {
  it("why a ballot does not count", () => {
    const session = read(new Map<string, Value>([["method", "borda"], ["items/a", "p"], ["items/b", "p"]]));
    expect(whyInvalid(session, new Map([["marks/a", 1], ["marks/b", 1]]))).toBe("rank-twice");
    expect(whyInvalid(session, new Map([["marks/a", 1]]))).toBeNull();
  });

  it("what is drawn for an item", () => {
    // printf 'Жаргалант\n3' | sha256sum
    expect(lot("Жаргалант", "3")).toBe("a93b7fd159127ddb53035916926a43b3535f3a9aa643fd3b5fba951966c67b3f");
  });

  it("no result without a method that is known", () => {
    const none: Records = new Map();
    expect(() => rank(new Map([["method", "toString"]]), none, none)).toThrow(RangeError);
  });

  it("keys sorted, so that equal results are equal bytes", () => {
    expect(canonical({ b: [{ d: 1, c: "é" }], a: null })).toBe('{"a":null,"b":[{"c":"é","d":1}]}');
  });
});

describe("fractions", () => {
  const fraction = fc.tuple(fc.integer(), fc.integer({ min: 1 })).map(([n, d]) => Fraction.of(n, d));

  it("are in lowest terms, and add and compare as their quotients do", () => {
    fc.assert(
      fc.property(fraction, fraction, (a, b) => {
        const sum = a.plus(b);
        expect([sum.n * a.d * b.d, sum.compare(a)]).toEqual([(a.n * b.d + b.n * a.d) * sum.d, b.compare(Fraction.of(0))]);
        expect(Fraction.of(a.n * 6n, a.d * 6n)).toEqual(a);
      }),
    );
  });

  it("round up to whole quotients", () => {
    expect([ceilDiv(7n, 2n), ceilDiv(6n, 2n), ceilDiv(-7n, 2n), ceilDiv(0n, 2n)]).toEqual([4n, 3n, -3n, 0n]);
  });
});
