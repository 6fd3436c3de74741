/** Settling, leaving, and what a late or repeated answer may not do (README §6, §7). */
import { describe, expect, it } from "vitest";
import { absorb, ask } from "./absorb";
import { after, answerWith, Author, OTHER, RECORD, recordOf, upTo } from "./author";
import { edit } from "./edit";
import { seenOf } from "./lifecycle";
import { valueOf } from "./merge";
import { parked, type Outcome } from "./outcome";
import { add, ids, knownSeals, newOverlay, offered, view } from "./overlay";
import { encode } from "./record";

const CURSOR = "abcdef.5";

describe("an answer", () => {
  it("an own op that met nothing else is folded in here, as the server did", () => {
    const [ana, bob] = [new Author("a"), new Author("b")];
    const theirs = bob.say({ title: "b" });
    const tablet = newOverlay(CURSOR);
    absorb(tablet, ask(tablet, ana.inc, []), answerWith({}, [recordOf([theirs])]));
    const mine = ana.say(edit(view(tablet, RECORD) ?? expect.fail(), new Map([["title", "a"]])), after(recordOf([theirs])));
    const [late, told] = [ana.say({ cost: 1 }, { record: OTHER }), ana.say({ cost: 2 }, { record: "t".repeat(26) })];
    for (const op of [mine, late, told]) add(tablet, op);
    const outcomes = new Map<number, Outcome>([[late.seq, parked("revoked")]]);
    const row = recordOf([told, bob.say({ cost: 9 }, { record: told.record })], "proposal", told.record);
    absorb(tablet, ask(tablet, ana.inc, [mine, late, told]), answerWith({ settled: true, outcomes, cursor: "abcdef.9" }, [row]));
    expect(encode(tablet.rows.get(RECORD) ?? expect.fail())).toEqual(encode(recordOf([theirs, mine])));
    expect(tablet.rows.has(OTHER)).toBe(false);
    expect(encode(tablet.rows.get(told.record) ?? expect.fail())).toEqual(encode(row));
  });

  it("a record leaves only when all that is held of it has arrived; its ops stay until they are safe", () => {
    const ana = new Author("a");
    const mine = ana.say({ title: "a" });
    const tablet = newOverlay(CURSOR);
    add(tablet, mine);
    absorb(tablet, ask(tablet, ana.inc, []), answerWith({ leave: [RECORD] }));
    expect(view(tablet, RECORD)).toBeDefined();
    absorb(tablet, ask(tablet, ana.inc, [mine]), answerWith({ held: [upTo(mine)], arrived: [upTo(mine)] }));
    expect([view(tablet, RECORD), ids(tablet).size, tablet.ops.size]).toEqual([undefined, 0, 1]);
    absorb(tablet, ask(tablet, ana.inc, []), answerWith({ safe: [upTo(mine)] }));
    expect(tablet.ops.size).toBe(0);
  });

  it("a record that was taken off and granted again is shown again", () => {
    const ana = new Author("a");
    const theirs = recordOf([ana.say({ title: "a" })]);
    const tablet = newOverlay(CURSOR);
    absorb(tablet, ask(tablet, "b".repeat(20), []), answerWith({}, [theirs]));
    absorb(tablet, ask(tablet, "b".repeat(20), []), answerWith({ leave: [RECORD] }));
    expect(view(tablet, RECORD)).toBeUndefined();
    absorb(tablet, ask(tablet, "b".repeat(20), []), answerWith({}, [theirs]));
    expect(view(tablet, RECORD)).toBeDefined();
  });

  it("may come twice, and receipts in any order: they only grow within an epoch", () => {
    const ana = new Author("a");
    const [first, second] = [ana.say({ title: "a" }), ana.say({ cost: 1 })];
    const tablet = newOverlay(CURSOR);
    for (const op of [first, second]) add(tablet, op);
    const question = ask(tablet, ana.inc, [first, second]);
    for (const op of [second, first, second]) absorb(tablet, question, answerWith({ held: [upTo(op)] }));
    expect(offered(tablet, ana.inc)).toEqual([]);
  });

  it("a pending op on a record of a sealed hearing is shown as a late note (M15)", () => {
    const [ana, bob] = [new Author("a"), new Author("b")];
    const hearing = "h".repeat(26);
    const first = ana.say({ hearing, title: "a" });
    const sealing = ana.say({ hearing, seen: seenOf([recordOf([first])]) }, { type: "seal", record: OTHER });
    const late = bob.say({ title: ["b", first] }, { n: 2 });
    const tablet = newOverlay(CURSOR);
    absorb(tablet, ask(tablet, bob.inc, []), answerWith({}, [recordOf([first]), recordOf([sealing], "seal", OTHER)]));
    add(tablet, late);
    const shown = view(tablet, RECORD, knownSeals(tablet)) ?? expect.fail();
    expect([valueOf(shown, "title"), shown.late.has(late.id)]).toEqual(["a", true]);
  });
});
