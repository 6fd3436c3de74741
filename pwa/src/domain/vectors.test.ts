/** The vectors of tests/vectors, which Python writes: both languages read the same files and must agree. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as chain from "./chain";
import { foldHistory, summary, verdict, type History } from "./history";
import { encodeUtf8, Malformed } from "./json";
import type { Writer } from "./judge";
import { choice, KINDS } from "./kinds";
import type { FieldKind } from "../generated/catalogue";
import * as opset from "./opset";
import { compareText } from "./order";
import * as text from "./text";
import { fromBase64, isUpdate } from "./update";

function cases<Case>(name: string): Case[] {
  return JSON.parse(readFileSync(new URL(`../../../tests/vectors/${name}`, import.meta.url), "utf8")) as Case[];
}

function hex(raw: Uint8Array): string {
  return [...raw].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

interface KindCase {
  kind?: FieldKind;
  choices?: string[];
  value?: unknown;
  repeat?: [string, number];
  wrong: string | null;
}

describe("values", () => {
  it.each(cases<KindCase>("kinds.json"))("kind $kind of $value$repeat: $wrong", (found) => {
    const check = found.choices ? choice(found.choices) : found.kind && KINDS.get(found.kind);
    const value = found.repeat ? found.repeat[0].repeat(found.repeat[1]) : found.value;
    expect(check).toBeDefined();
    expect(check?.(value)).toBe(found.wrong);
  });

  it.each(cases<{ sorted: string[] }>("order.json"))("text sorts by code points, as in Python", ({ sorted }) => {
    expect([...sorted].reverse().sort(compareText)).toEqual(sorted);
  });

  it("the order of JavaScript's own sort is another one", () => {
    const [first] = cases<{ sorted: string[] }>("order.json");
    expect([...(first?.sorted ?? [])].sort()).not.toEqual(first?.sorted);
  });

  it.each(cases<{ ids: string[]; set: string }>("opset.json"))("op set $set", ({ ids, set }) => {
    expect(opset.encode(ids)).toBe(set);
    expect([...opset.decode(set)].sort()).toEqual([...ids].sort());
  });
});

interface OpCase {
  line?: string;
  base64?: string;
  personal: string | null;
  writer: Writer;
  verdict: string;
}

describe("lines", () => {
  it.each(cases<OpCase>("op.json"))("$verdict: $line", (found) => {
    const line = found.line === undefined ? fromBase64(found.base64 ?? "") : encodeUtf8(found.line);
    const personal = found.personal === null ? null : encodeUtf8(found.personal);
    expect(verdict(line, personal, found.writer)).toBe(found.verdict);
  });
});

interface ChainCase {
  key?: string;
  inc?: string;
  genesis?: string;
  hash?: string;
  line?: string;
  personal?: string | null;
  tag?: string;
  base64url?: string;
  hex?: string | null;
  held?: chain.Span[];
  last?: number;
  holes?: chain.Span[];
}

describe("chains", () => {
  const found = cases<ChainCase>("chain.json");

  it.each(found.filter(({ key }) => key !== undefined))("inc $inc of a key", ({ key = "", inc }) => {
    expect(chain.incOfKey(chain.fromBase64url(key))).toBe(inc);
  });

  it.each(found.filter(({ genesis }) => genesis !== undefined))("h_0 of $genesis", ({ genesis = "", hash }) => {
    expect(chain.base64url(chain.genesis(genesis))).toBe(hash);
  });

  it.each(found.filter(({ line }) => line !== undefined))("link and tag $tag", ({ line = "", personal, hash, tag }) => {
    const start = chain.genesis("a".repeat(20));
    const link = chain.link(start, encodeUtf8(line), personal ? encodeUtf8(personal) : null);
    expect([chain.base64url(link), chain.tag(link)]).toEqual([hash, tag]);
    if (!personal) return;
    const digest = chain.fromBase64url(chain.digestOf(encodeUtf8(personal)));
    expect(chain.linkDigest(start, encodeUtf8(line), digest)).toEqual(link); // erased: the chain holds all the same
  });

  it.each(found.filter(({ base64url }) => base64url !== undefined))("base64url «$base64url» is $hex", (entry) => {
    const { base64url: encoded = "" } = entry;
    if (entry.hex === null) expect(() => chain.fromBase64url(encoded)).toThrow(Malformed);
    else expect(hex(chain.fromBase64url(encoded))).toBe(entry.hex);
  });

  it.each(found.filter(({ held }) => held !== undefined))("$held of $last leaves $holes", (entry) => {
    expect(chain.holes(entry.held ?? [], entry.last ?? 0)).toEqual(entry.holes);
  });
});

type TextCase = { update: string; is_update: boolean; name: string } | { merge: string[]; text: string };

describe("long text", () => {
  const found = cases<TextCase>("text.json");

  it.each(found.filter((entry) => "update" in entry))("an update: $name is $is_update", (entry) => {
    expect(isUpdate(entry.update)).toBe(entry.is_update);
  });

  it.each(found.filter((entry) => "merge" in entry))("saves add up to «$text»", (entry) => {
    expect(text.read(entry.merge.reduce(text.merge, ""))).toBe(entry.text);
  });
});

interface MergeCase {
  clause: string;
  name: string;
  history: History;
  expect: { row: unknown; personal: unknown };
}

describe("merge", () => {
  it.each(cases<MergeCase>("merge.json"))("$clause $name", ({ history, expect: expected }) => {
    const { row, personal, ...facts } = expected;
    const lines = { row: JSON.stringify(row), personal: personal === null ? null : JSON.stringify(personal) };
    expect(summary(foldHistory(history))).toBe(JSON.stringify({ ...lines, ...facts }));
  });
});
