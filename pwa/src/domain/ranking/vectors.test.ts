/** The ranking's vectors of tests/vectors: what Python states, what real elections came to, what other programs answer. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Value } from "../op";
import { advise, canonical, rank, resultHash, type Method, type Records, type Result } from "./rank";

function stored<Case>(name: string): Case[] {
  return JSON.parse(readFileSync(new URL(`../../../../tests/vectors/${name}`, import.meta.url), "utf8")) as Case[];
}

type Plain = Record<string, Value>;
const values = (plain: Plain): Map<string, Value> => new Map(Object.entries(plain));
const records = (plain: Record<string, Plain>): Records =>
  new Map(Object.entries(plain).map(([id, found]) => [id, values(found)]));
const NONE: Records = new Map();

interface Case {
  name: string;
  ranking: {
    session: Plain;
    ballots: Record<string, Plain>;
    tallies: Record<string, Plain>;
    advise?: { method: Method; parameters: Record<string, string> };
  };
  result: string;
  hash: string;
}

describe("what Python states", () => {
  it.each(stored<Case>("ranking.json"))("$name", ({ ranking, result, hash }) => {
    const asked = [values(ranking.session), records(ranking.ballots), records(ranking.tallies)] as const;
    const other = ranking.advise;
    const found = other ? advise(...asked, other.method, new Map(Object.entries(other.parameters))) : rank(...asked);
    expect(canonical(found)).toBe(result);
    expect(resultHash(found)).toBe(hash);
  });
});

/** A session about items with costs, and ballots that tick some of them. */
function budgeted(method: Method, costs: Record<string, number>, parameters: Record<string, string | number>, ballots: string[][]): Result {
  const session: [string, Value][] = [["method", method]];
  for (const [item, cost] of Object.entries(costs)) session.push([`items/${item}`, "p"], [`costs/${item}`, cost]);
  for (const [name, value] of Object.entries(parameters)) session.push([`parameters/${name}`, String(value)]);
  const cast = ballots.map((ballot, at) => [`b${at}`, new Map(ballot.map((item) => [`marks/${item}`, 1]))] as const);
  return rank(new Map(session), new Map(cast), NONE);
}

const bought = ({ items }: Result): string[] =>
  items.filter(({ rank: place }) => place !== null).map(({ item }) => item).sort();

interface Election {
  name: string;
  budget: number;
  costs: Record<string, number>;
  bought: Partial<Record<"greedy" | "none" | "add1", string[]>>;
  ballots: Record<string, number>;
}

describe("real elections come out as published", () => {
  it.each(stored<Election>("ranking_elections.json").slice(1))("$name", ({ budget, costs, bought: expected, ballots }) => {
    const cast = Object.entries(ballots).flatMap(([ballot, count]) => Array.from({ length: count }, () => ballot.split(" ")));
    for (const [how, items] of Object.entries(expected)) {
      const found =
        how === "greedy"
          ? budgeted("greedy", costs, { budget }, cast)
          : budgeted("equal_shares", costs, { budget, completion: how, unit: 1 }, cast);
      expect([how, bought(found), found.state]).toEqual([how, items, "decided"]);
    }
  });
});

interface Meeting {
  kind: "provenance" | "budget" | "places";
  budget: number;
  unit: number;
  costs: Record<string, number>;
  items: string[];
  ballots: string[];
  answers: Record<string, unknown>;
}
const meetings = stored<Meeting>("ranking_oracles.json");

describe("the oracles agree", () => {
  it("on budgets", () => {
    for (const { budget, unit, costs, ballots, answers } of meetings.filter(({ kind }) => kind === "budget")) {
      const cast = ballots.map((ballot) => [...ballot]);
      const shares = (completion: string) => budgeted("equal_shares", costs, { budget, unit, completion }, cast);
      expect({
        greedy_votes: bought(budgeted("greedy", costs, { budget, by: "votes" }, cast)),
        greedy_votes_per_cost: bought(budgeted("greedy", costs, { budget, by: "votes_per_cost" }, cast)),
        mes_none: bought(shares("none")),
        mes_none_left: shares("none").findings.left,
        mes_add1: bought(shares("add1")),
        mes_add1_utilitarian: bought(shares("add1_utilitarian")),
      }).toEqual(answers);
    }
  });

  it("on orders of preference", () => {
    for (const { items, ballots, answers } of meetings.filter(({ kind }) => kind === "places")) {
      const cast = ballots.map((ballot, at) => {
        return [`b${at}`, new Map([...ballot].map((item, below) => [`marks/${item}`, below + 1]))] as const;
      });
      const ranked = (method: Method): Result => {
        const asked = items.map((item): [string, Value] => [`items/${item}`, "p"]);
        return rank(new Map([["method", method], ["parameters/variant", "tournament"], ...asked]), new Map(cast), NONE);
      };
      const scores = (result: Result) => Object.fromEntries(result.items.map(({ item, score }) => [item, score]));
      const { condorcet, cycles } = ranked("pairwise").findings;
      expect({
        borda: scores(ranked("borda")),
        copeland: scores(ranked("pairwise")),
        condorcet,
        cycles: (cycles ?? []).length > 0,
      }).toEqual(answers);
    }
  });
});
