/** The wire: what is signed, what is sent, what is read back, and what is taken for no answer (README §3). */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readAnswer } from "./answer";
import { Author, RECORD, recordOf } from "./author";
import { base64url, digestOf, genesis, joined } from "./chain";
import { encodeUtf8, Malformed } from "./json";
import { encode } from "./record";
import { readBody, requestBody, signedBytes, type Header } from "./wire";

const SIG = new Uint8Array(64).fill(7);
const ana = new Author("a");
const ops = [
  ana.say({ title: "Гар худаг 😀" }),
  ana.say({ sex: "female" }, { type: "person", personal: { given_name: "Дорж" } }),
];
const last = ana.hash;
const header: Header = { catalogue: 1, inc: ana.inc, cursor: "k7f2q3.120", at: 5, first_seq: 1, prev: base64url(genesis(ana.inc)) };
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

describe("a request body", () => {
  it("has its header's keys in the order of the wire, whatever order they were given in, and sig last", () => {
    const [first] = text(requestBody({ inc: ana.inc, want_bytes: 9, catalogue: 1, wire: 1 }, SIG, [])).split("\n");
    expect(first).toBe(`{"wire":1,"catalogue":1,"inc":"${ana.inc}","want_bytes":9,"sig":"${base64url(SIG)}"}`);
  });

  it("signs the header's bytes before sig, and the chain hash of the last op", () => {
    const [first = ""] = text(requestBody(header, SIG, ana.lines)).split("\n");
    const before = encodeUtf8(first.slice(0, first.indexOf(',"sig":"')));
    expect(signedBytes(header, last)).toEqual(joined(before, last));
    expect(signedBytes(header, null)).toEqual(before);
  });

  it("reads back as the same ops, tags and signed bytes", () => {
    const body = readBody(requestBody(header, SIG, ana.lines));
    expect(body.header).toEqual(header);
    expect([body.sig, body.signed]).toEqual([SIG, signedBytes(header, last)]);
    expect(body.ops.map(({ seq, tag }) => [seq, tag])).toEqual(ops.map(({ seq, tag }) => [seq, tag]));
  });

  it("keeps its chain when a personal line is there as its digest only (M19)", () => {
    const erased = ana.lines.map(({ line, personal }) => ({
      line,
      personal: personal && encodeUtf8(`"${digestOf(personal)}"`),
    }));
    expect(readBody(requestBody(header, SIG, erased)).ops.at(-1)?.hash).toEqual(last);
  });

  const good = text(requestBody(header, SIG, ana.lines));
  it.each([
    ["nothing", ""],
    ["a header alone that says first_seq", good.split("\n", 1)[0] ?? ""],
    ["other order", good.replace('"catalogue":1,"inc":"' + ana.inc + '"', '"inc":"' + ana.inc + '","catalogue":1')],
    ["a space", good.replace('"catalogue":1', '"catalogue": 1')],
    ["an unknown key", good.replace('"at":5', '"at":5,"__proto__":1')],
    ["a key twice", good.replace('"at":5', '"at":5,"at":5')],
    ["no prev beyond the first op", good.replace('"first_seq":1', '"first_seq":2').replace(/,"prev":"[^"]*"/, "")],
    ["a personal line first", good.replace('\n{"type":"proposal"', '\n["",{}]\n{"type":"proposal"')],
    ["two personal lines", good + '["",{}]\n'],
    ["a wire of the future", good.replace("{", '{"wire":2,')],
    ["a short inc", good.replace(ana.inc, "aaaa")],
    ["an unsigned header", good.replace(/,"sig":"[^"]*"/, "")],
  ])("is none: %s", (_, body) => {
    expect(() => readBody(encodeUtf8(body))).toThrow(Malformed);
  });
});

describe("an answer", () => {
  const [row] = encode(recordOf(ops.slice(0, 1)));
  const head = { server_time: 5, rows: 1, cursor: "k7f2q3.121" };
  const bytesOf = (said: object, ...lines: string[]): Uint8Array =>
    encodeUtf8([JSON.stringify(said), ...lines].map((line) => line + "\n").join(""));

  it("says what stands in it, and nothing else", () => {
    const said = {
      ...head,
      held: [[1, 2, "abcdefgh"]],
      outcomes: { 2: ["parked", "out-of-scope"], 3: ["late"], 4: ["postponed", "new"] },
      settled: true,
      leave: [RECORD],
      more: true,
      commands: ["new-inc"],
      something_new: { a: 1 },
    };
    const answer = readAnswer(bytesOf(said, row)) ?? expect.fail("no answer");
    expect([answer.held, answer.arrived, answer.safe]).toEqual([[[1, 2, "abcdefgh"]], null, null]);
    expect([...answer.outcomes].map(([seq, { state, code }]) => [seq, state, code])).toEqual([
      [2, "parked", "out-of-scope"],
      [3, "late", ""],
      [4, "parked", "unknown-type"],
    ]);
    expect([answer.settled, answer.more, answer.leave, answer.commands]).toEqual([true, true, [RECORD], ["new-inc"]]);
    expect(encode(answer.rows[0]?.record ?? expect.fail())).toEqual([row, null]);
  });

  it("may be as short as the time", () => {
    expect(readAnswer(encodeUtf8('{"server_time":5}'))).toMatchObject({ rows: [], cursor: null, epoch: null });
  });

  it.each<[string, Uint8Array]>([
    ["nothing", new Uint8Array()],
    ["a captive portal", encodeUtf8("<html><body>Please sign in</body></html>")],
    ["JSON that is no answer", encodeUtf8("{}")],
    ["a row too few", bytesOf(head)],
    ["a row too many", bytesOf(head, row, row)],
    ["a torn row", bytesOf(head, row.slice(0, -5))],
    ["a torn head", encodeUtf8('{"server_time":5,"rows')],
    ["a row that is none", bytesOf(head, '{"type":"proposal"}')],
    ["a row with a base that is none", bytesOf(head, row.replace('"set":{', '"named":{"title":["x"]},"set":{'))],
    ["a row with a path that is none", bytesOf(head, row.replace('"title"', '"__proto__"'))],
    ["a key twice", encodeUtf8('{"server_time":5,"server_time":6}')],
    ["a time that is no number", bytesOf({ server_time: "now" })],
    ["a range upside down", bytesOf({ server_time: 5, held: [[2, 1, "abcdefgh"]] })],
    ["a range without tag", bytesOf({ server_time: 5, safe: [[1, 2]] })],
    ["an outcome that is none", bytesOf({ server_time: 5, outcomes: { 1: "parked" } })],
    ["an outcome of no op", bytesOf({ server_time: 5, outcomes: { x: ["parked", "role"] } })],
    ["a cursor that is none", bytesOf({ server_time: 5, cursor: "120" })],
    ["a flag that is none", bytesOf({ server_time: 5, more: 1 })],
    ["bytes that are no text", new Uint8Array([0x7b, 0xff, 0x7d])],
  ])("is none but offline: %s", (_, bytes) => {
    expect(readAnswer(bytes)).toBeNull();
  });

  it("cut anywhere is none, or says no more than the whole", () => {
    const whole = bytesOf({ ...head, rows: 2 }, row, row);
    fc.assert(
      fc.property(fc.nat(whole.length - 2), (length) => {
        expect(readAnswer(whole.subarray(0, length))).toBeNull();
      }),
    );
  });

  it("damaged in a byte never throws", () => {
    const whole = bytesOf({ ...head, held: [[1, 2, "abcdefgh"]], outcomes: { 2: ["parked", "role"] } }, row);
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, byte) => {
        const damaged = Uint8Array.from(whole);
        damaged[at] = byte;
        expect(() => readAnswer(damaged)).not.toThrow();
      }),
      { numRuns: 1000 },
    );
  });
});
