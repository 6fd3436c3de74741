/** The bundle's vectors, which Python writes; and frames as a camera meets them. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { BadBundle, frames, FrameReader, fromText, nameOf, read, readFrame, toText, write } from "./bundle";
import { base64url, fromBase64url } from "./chain";
import { joinText, makeRoomCode, readJoin, shownRoomCode } from "./room";

interface Case {
  plain?: string; hearing?: string; name?: string; runs?: string[]; lent?: string[];
  of?: string[]; text?: string; from?: string; bundles?: string[];
  frame?: string; read?: [string, number, number, string] | null; sealed?: string; frames?: string[]; bundle?: string;
  wrong?: string;
}
const all = JSON.parse(readFileSync(new URL("../../../tests/vectors/bundle.json", import.meta.url), "utf8")) as Case[];
const having = <Key extends keyof Case>(key: Key) => all.filter((one): one is Case & Required<Pick<Case, Key>> => one[key] !== undefined);

function verdict<T>(run: () => T): T | { wrong: string } {
  try {
    return run();
  } catch (error) {
    if (error instanceof BadBundle) return { wrong: error.code };
    throw error;
  }
}

describe("vectors", () => {
  it.each(having("plain"))("plain text: $wrong $name", ({ plain, wrong, hearing, name, runs, lent }) => {
    const found = verdict(() => read(fromBase64url(plain)));
    if (wrong !== undefined) return expect(found).toEqual({ wrong });
    const bundle = read(fromBase64url(plain));
    expect({ ...bundle, runs: bundle.runs.map(base64url), lent: bundle.lent.map(base64url) }).toEqual({ hearing, name, runs, lent });
  });

  it("what Python wrote is written the same here", () => {
    const { plain, hearing = "", name = "", runs = [] } = having("plain")[0] ?? {};
    expect(base64url(write(hearing, name, runs.map(fromBase64url)))).toBe(plain);
    for (const { of, text } of having("of")) expect(toText(of.map(fromBase64url))).toBe(text);
    for (const found of having("sealed")) {
      expect(frames(fromBase64url(found.sealed))).toEqual(found.frames);
      expect(nameOf(fromBase64url(found.sealed))).toBe(found.bundle);
    }
  });

  it.each(having("from"))("text file: $wrong $from", ({ from, bundles, wrong }) => {
    const found = verdict(() => fromText(from).map(base64url));
    expect(found).toEqual(wrong === undefined ? bundles : { wrong });
  });

  it.each(having("frame"))("frame $frame", ({ frame, read: wanted }) => {
    const found = readFrame(frame);
    expect(found && [found.name, found.place, found.count, base64url(found.piece)]).toEqual(wanted);
  });
});

describe("frames before a camera", () => {
  const bytes = (seed: number, length: number) => Uint8Array.from({ length }, (_, at) => (at * 31 + seed * 7 + (at >> 5)) & 255);
  const met = (texts: string[]) => texts.flatMap((text) => readFrame(text) ?? []);

  it("any order and any repetition make the bundle, and what is missing is known", () => {
    const sealed = bytes(1, 4_000);
    const reader = new FrameReader();
    const shown = met(frames(sealed));
    for (const frame of [...shown.slice(3).reverse(), ...shown.slice(5, 8)]) expect(reader.take(frame)).toBeNull();
    expect([reader.have, reader.of, reader.missing]).toEqual([9, 12, [1, 2, 3]]);
    expect(shown.slice(0, 3).map((frame) => reader.take(frame))).toEqual([null, null, sealed]);
  });

  it("another bundle begins anew; a picture that lies is noticed and begins anew too", () => {
    const reader = new FrameReader();
    const [first, second] = [met(frames(bytes(1, 800))), met(frames(bytes(2, 800)))];
    for (const frame of [first[0], first[1], second[0], second[1]]) if (frame) expect(reader.take(frame)).toBeNull();
    expect(() => reader.take({ ...(second[2] as never as object), piece: bytes(9, 80) } as never)).toThrow("torn");
    expect(reader.of).toBe(0);
    expect(second.map((frame) => reader.take(frame)).at(-1)).toEqual(bytes(2, 800));
  });
});

describe("joining", () => {
  it("scanned or typed, with look-alikes and in groups, it is the same secret", () => {
    const code = makeRoomCode(bytes32());
    const hearing = "h".repeat(26);
    expect(readJoin(joinText({ code, hearing, name: "Рашаант баг" }))).toEqual({ code, hearing, name: "Рашаант баг" });
    expect(readJoin(shownRoomCode(code).toLowerCase())).toEqual({ code, hearing: null, name: "" });
    expect(readJoin("oooo-IIII-llll " + "А".repeat(20))?.code).toBe("000011111111" + "A".repeat(20));
  });

  it.each(["", "https://example.mn", "YVJ1.ABC", "Ж".repeat(32), "A".repeat(31), "javascript:alert(1)"])("%s is none", (said) => {
    expect(readJoin(said)).toBeNull();
  });

  const bytes32 = () => Uint8Array.from({ length: 32 }, (_, at) => at * 5);
});
