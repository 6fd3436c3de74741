/** The clauses of view, feed and receipts, each by its number (README §6, §7). Those of the merge are in clauses.test.ts. */
import { describe, expect, it } from "vitest";
import { absorb, ask } from "./absorb";
import { answerWith, Author, liveValues, OTHER, RECORD, recordOf, upTo } from "./author";
import type { Range } from "./chain";
import { setAside, valueOf } from "./merge";
import type { Op } from "./op";
import { parked, type Outcome } from "./outcome";
import { add, bring, ids, newOverlay, offered, outbox, pending, view, type Overlay } from "./overlay";
import { encode } from "./record";

const CURSOR = "abcdef.5";

function tabletOf(...ops: Op[]): Overlay {
  const tablet = newOverlay(CURSOR);
  for (const op of ops) add(tablet, op);
  return tablet;
}

const all = (op: Op): { held: Range[]; arrived: Range[]; safe: Range[] } => ({
  held: [upTo(op)],
  arrived: [upTo(op)],
  safe: [upTo(op)],
});

describe("M5 receipts name range and tag", () => {
  it("a clone does not take the other branch's receipt for its own", () => {
    const ana = new Author("a");
    const first = ana.say({ title: "a" });
    const copied = ana.clone();
    const [here, there] = [ana.say({ title: ["b", first] }), copied.say({ title: ["c", first] })];
    const tablet = tabletOf(first, here);
    absorb(tablet, ask(tablet, ana.inc, [first, here]), answerWith(all(there)));
    expect(offered(tablet, ana.inc)).toEqual([first, here]);
    absorb(tablet, ask(tablet, ana.inc, [first, here]), answerWith(all(here)));
    expect(offered(tablet, ana.inc)).toEqual([]);
  });
});

describe("M6 the overlay drops a pending op when a row's seen holds it", () => {
  it("not on arrived, not on safe", () => {
    const ana = new Author("a");
    const first = ana.say({ title: "a" });
    const tablet = tabletOf(first);
    absorb(tablet, ask(tablet, ana.inc, [first]), answerWith(all(first)));
    expect([outbox(tablet, ana.inc), pending(tablet, RECORD)]).toEqual([[], [first]]);
    expect(valueOf(view(tablet, RECORD) ?? expect.fail(), "title")).toBe("a");
    absorb(tablet, ask(tablet, ana.inc, []), answerWith({}, [recordOf([first])]));
    expect([pending(tablet, RECORD), tablet.ops.size]).toEqual([[], 0]);
    expect(valueOf(view(tablet, RECORD) ?? expect.fail(), "title")).toBe("a");
  });
});

describe("M7 a parked op leaves the view", () => {
  it("but a later own op that names it still names what it named", () => {
    const [bob, ana] = [new Author("b"), new Author("a")];
    const theirs = bob.say({ title: "theirs" });
    const tablet = tabletOf();
    absorb(tablet, ask(tablet, ana.inc, []), answerWith({}, [recordOf([theirs])]));
    const mine = ana.say({ title: ["mine", theirs] }, { n: 2 });
    add(tablet, mine);
    const outcomes = new Map<number, Outcome>([[1, parked("out-of-scope")]]);
    absorb(tablet, ask(tablet, ana.inc, [mine]), answerWith({ outcomes }));
    expect(liveValues(view(tablet, RECORD), "title")).toEqual(["theirs"]);
    const again = ana.say({ title: ["again", mine] }, { n: 3 });
    add(tablet, again);
    expect(liveValues(view(tablet, RECORD), "title")).toEqual(["again"]);
    const server = recordOf([theirs]);
    setAside(server, mine);
    absorb(tablet, ask(tablet, ana.inc, []), answerWith({}, [server]));
    expect(liveValues(view(tablet, RECORD), "title")).toEqual(["again"]);
  });
});

describe("M8 after a new epoch a tablet offers every op that the server lacks", () => {
  it("holes included, from the answer that told of it", () => {
    const ana = new Author("a");
    const ops = Array.from({ length: 6 }, (_, at) => ana.say({ title: `${at}` }, { record: OTHER }));
    const last = ops.at(-1) ?? expect.fail();
    const tablet = tabletOf(...ops);
    absorb(tablet, ask(tablet, ana.inc, ops), answerWith({ held: [upTo(last)], arrived: [upTo(last)] }));
    expect([offered(tablet, ana.inc), outbox(tablet, ana.inc)]).toEqual([[], []]);
    const held = [upTo(ops[1]), upTo(ops[4], 4)];
    expect(absorb(tablet, ask(tablet, ana.inc, []), answerWith({ epoch: "zzzzzz", held }))).toBe("restarted");
    expect(offered(tablet, ana.inc).map(({ seq }) => seq)).toEqual([3, 6]);
    expect(outbox(tablet, ana.inc)).toHaveLength(6);
    expect(tablet.cursor).toBe("zzzzzz.0");
  });

  it("rows of the earlier epoch stay in sight until the new feed has come to its end", () => {
    const [ana, bob] = [new Author("a"), new Author("b")];
    const [kept, lost] = [bob.say({ title: "kept" }), bob.say({ title: "lost" }, { record: OTHER })];
    const tablet = tabletOf();
    absorb(tablet, ask(tablet, ana.inc, []), answerWith({}, [recordOf([kept]), recordOf([lost], "proposal", OTHER)]));
    absorb(tablet, ask(tablet, ana.inc, []), answerWith({ epoch: "zzzzzz" }));
    absorb(tablet, ask(tablet, ana.inc, []), answerWith({ cursor: "zzzzzz.1", more: true }, [recordOf([kept])]));
    expect(ids(tablet)).toEqual(new Set([RECORD, OTHER]));
    absorb(tablet, ask(tablet, ana.inc, []), answerWith({ cursor: "zzzzzz.2" }));
    expect(ids(tablet)).toEqual(new Set([RECORD]));
  });

  it("an own op settles on what the restored server has, not on the row of the earlier epoch", () => {
    const [ana, bob] = [new Author("a"), new Author("b")];
    const theirs = bob.say({ title: "theirs" });
    const tablet = tabletOf();
    absorb(tablet, ask(tablet, ana.inc, []), answerWith({}, [recordOf([theirs])]));
    absorb(tablet, ask(tablet, ana.inc, []), answerWith({ epoch: "zzzzzz" }));
    const mine = ana.say({ cost: 5 }, { n: 2 });
    add(tablet, mine);
    absorb(tablet, ask(tablet, ana.inc, [mine]), answerWith({ settled: true, more: true }));
    expect(encode(view(tablet, RECORD) ?? expect.fail())).toEqual(encode(recordOf([mine])));
  });
});

describe("M9 ops that came by bundle are applied over each absorbed row", () => {
  it("until its seen holds them", () => {
    const [ana, bob] = [new Author("a"), new Author("b")];
    const first = ana.say({ title: "a" });
    const brought = bob.say({ title: ["b", first] }, { n: 2 });
    const tablet = tabletOf();
    bring(tablet, [brought, brought], "facilitator");
    absorb(tablet, ask(tablet, ana.inc, []), answerWith({}, [recordOf([first])]));
    expect(liveValues(view(tablet, RECORD), "title")).toEqual(["b"]);
    const third = ana.say({ cost: 7 }, { n: 3 });
    absorb(tablet, ask(tablet, ana.inc, []), answerWith({}, [recordOf([first, third])]));
    expect(liveValues(view(tablet, RECORD), "title")).toEqual(["b"]);
    absorb(tablet, ask(tablet, ana.inc, []), answerWith({}, [recordOf([first, third, brought])]));
    expect(pending(tablet, RECORD)).toEqual([]);
  });
});

describe("M10 absorbing replaces the row", () => {
  it("states are not joined: what the server has not is not kept", () => {
    const [ana, bob] = [new Author("a"), new Author("b")];
    const [first, second] = [ana.say({ title: "a" }), bob.say({ cost: 5 })];
    const tablet = tabletOf();
    absorb(tablet, ask(tablet, "c".repeat(20), []), answerWith({}, [recordOf([first])]));
    absorb(tablet, ask(tablet, "c".repeat(20), []), answerWith({}, [recordOf([second])]));
    expect(encode(view(tablet, RECORD) ?? expect.fail())).toEqual(encode(recordOf([second])));
  });

  it("a view is a copy: folding it leaves the row as it came", () => {
    const [ana, bob] = [new Author("a"), new Author("b")];
    const first = ana.say({ title: "a" });
    const tablet = tabletOf(bob.say({ title: ["b", first] }, { n: 2 }));
    absorb(tablet, ask(tablet, bob.inc, []), answerWith({}, [recordOf([first])]));
    view(tablet, RECORD);
    expect(encode(tablet.rows.get(RECORD) ?? expect.fail())).toEqual(encode(recordOf([first])));
  });
});

describe("M16 a group is parked whole", () => {
  it("a brought op stands aside with the one beside it that does not pass", () => {
    const bob = new Author("b");
    const group = "g".repeat(26);
    const good = bob.say({ title: "good" }, { group });
    const bad = bob.say({ status: "done" }, { group, record: OTHER });
    const apart = bob.say({ title: "apart" }, { record: "t".repeat(26) });
    const tablet = tabletOf();
    bring(tablet, [good, bad, apart], "facilitator");
    expect(tablet.verdicts.get(good.id)).toEqual(parked("group"));
    expect([good, bad, apart].map((op) => view(tablet, op.record)?.live.size)).toEqual([0, 0, 1]);
  });
});

describe("M17 an answer to a question of another epoch is not believed", () => {
  it("neither its receipts nor its rows", () => {
    const ana = new Author("a");
    const first = ana.say({ title: "a" });
    const tablet = tabletOf(first);
    const question = ask(tablet, ana.inc, [first]);
    absorb(tablet, ask(tablet, ana.inc, []), answerWith({ epoch: "zzzzzz" }));
    expect(absorb(tablet, question, answerWith(all(first), [recordOf([first])]))).toBe("disbelieved");
    expect([offered(tablet, ana.inc), tablet.rows.size, tablet.cursor]).toEqual([[first], 0, "zzzzzz.0"]);
  });

  it("rows that came with the news of an epoch were asked of another one", () => {
    const ana = new Author("a");
    const tablet = tabletOf();
    absorb(tablet, ask(tablet, ana.inc, []), answerWith({ epoch: "zzzzzz", cursor: "zzzzzz.9" }, [recordOf([ana.say({ cost: 1 })])]));
    expect([tablet.rows.size, tablet.cursor]).toEqual([0, "zzzzzz.0"]);
  });
});

describe("M18 a page is absorbed only at the cursor that the tablet has now", () => {
  it("a page that comes late brings its receipts and nothing else", () => {
    const [ana, bob] = [new Author("a"), new Author("b")];
    const mine = ana.say({ cost: 1 }, { record: OTHER });
    const tablet = tabletOf(mine);
    const question = ask(tablet, ana.inc, [mine]);
    const [older, newer] = [bob.say({ title: "older" }), bob.say({ title: "newer" }, { n: 2 })];
    absorb(tablet, ask(tablet, ana.inc, []), answerWith({ cursor: "abcdef.9" }, [recordOf([older, newer])]));
    const answer = answerWith({ ...all(mine), cursor: "abcdef.6", settled: true }, [recordOf([older])]);
    expect(absorb(tablet, question, answer)).toBe("receipts");
    expect(valueOf(view(tablet, RECORD) ?? expect.fail(), "title")).toBe("newer");
    expect([tablet.cursor, offered(tablet, ana.inc), tablet.rows.has(OTHER)]).toEqual(["abcdef.9", [], false]);
  });
});

describe("M20 who took ops in the room offers them to the server", () => {
  it("until they are safe, whoever else has handed them in", () => {
    const bob = new Author("b");
    const brought = bob.say({ title: "b" });
    const tablet = tabletOf();
    bring(tablet, [brought], "facilitator");
    expect(offered(tablet, bob.inc)).toEqual([brought]);
    absorb(tablet, ask(tablet, "a".repeat(20), []), answerWith({}, [recordOf([brought])]));
    expect([offered(tablet, bob.inc), pending(tablet, RECORD)]).toEqual([[brought], []]);
    absorb(tablet, { inc: bob.inc, epoch: "abcdef", cursor: null, ops: [brought] }, answerWith(all(brought)));
    expect([offered(tablet, bob.inc), tablet.ops.size]).toEqual([[], 0]);
  });
});

describe("M24 held is not arrived", () => {
  it("an op whose predecessors are missing is not offered again, and stays in the outbox", () => {
    const ana = new Author("a");
    const [first, second] = [ana.say({ title: "a" }), ana.say({ cost: 1 })];
    const tablet = tabletOf(first, second);
    absorb(tablet, ask(tablet, ana.inc, [second]), answerWith({ held: [upTo(second, 2)] }));
    expect([offered(tablet, ana.inc), outbox(tablet, ana.inc)]).toEqual([[first], [first, second]]);
  });
});
