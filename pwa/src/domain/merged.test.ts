import { describe, expect, it } from "vitest";
import { standingAlone } from "./merged";

const rows = (into: Record<string, string | null>) => Object.entries(into).map(([id, target]) => ({ id, values: new Map([["merged_into", target]]) }));
const left = (into: Record<string, string | null>, gone: string[] = []): string => standingAlone(rows(into), (id) => gone.includes(id)).map(({ id }) => id).join("");

describe("what stands on its own", () => {
  it("is what was merged into nothing, or parted again", () => expect(left({ a: null, b: "a", c: null, d: "c" })).toBe("ac"));
  it("is one of two that two tablets merged into each other", () => expect(left({ a: "b", b: "a", c: null })).toBe("ac"));
  it("is one of three in a ring, and nothing beside it", () => expect(left({ c: "a", a: "b", b: "c", d: "b" })).toBe("a"));
  it("is what went into one that was deleted", () => expect(left({ b: "x", c: "y" }, ["x"])).toBe("b"));
  it("is what went into itself", () => expect(left({ a: "a", b: "a" })).toBe("a"));
});
