/** The log's proofs, as tests/vectors/merkle.json has them from Python. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

import { base64url, fromBase64url } from "./chain";
import { headText, isConsistent, isIncluded, leaf, readHead, type Head } from "./merkle";

interface Case {
  op?: string;
  line: string;
  personal: string | null;
  leaf: string;
  place?: number;
  first?: number;
  first_root: string;
  size: number;
  path: string[];
  root: string;
  holds: boolean;
  head?: Head;
  text: string;
}

const cases = JSON.parse(readFileSync(new URL("../../../tests/vectors/merkle.json", import.meta.url), "utf8")) as Case[];

it("leaves, paths and heads are as in Python", () => {
  for (const found of cases) {
    if (found.op !== undefined) {
      const personal = found.personal === null ? null : fromBase64url(found.personal);
      expect(base64url(leaf(found.op, fromBase64url(found.line), personal))).toBe(found.leaf);
    } else if (found.place !== undefined) {
      expect(isIncluded(fromBase64url(found.leaf), found.place, found.size, found.path, found.root), JSON.stringify(found)).toBe(found.holds);
    } else if (found.first !== undefined) {
      expect(isConsistent(found.first, found.first_root, found.size, found.root, found.path), JSON.stringify(found)).toBe(found.holds);
    } else if (found.head) {
      expect(new TextDecoder().decode(headText(found.head))).toBe(found.text);
    }
  }
  expect(cases.filter(({ holds }) => holds).length).toBeGreaterThan(40);
});

it("what is no head is refused", () => {
  const good = new Map<string, string | number>([
    ["tenant", "a"], ["epoch", "k7f2q9"], ["size", 1], ["root", "A".repeat(43)], ["at", 1], ["sig", "A".repeat(86)],
  ]);
  expect(readHead(good).size).toBe(1);
  for (const [name, wrong] of [["tenant", 1], ["size", -1], ["size", 1.5], ["root", "AA"], ["sig", "?"], ["at", "1"]] as const) {
    expect(() => readHead(new Map([...good, [name, wrong]]))).toThrow();
  }
  expect(() => readHead("head")).toThrow();
});
