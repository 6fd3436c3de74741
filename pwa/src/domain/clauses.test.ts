/** The clauses of the merge, each by its number (README §4). Those of the view and the receipts are in clauses.tablet.test.ts. */
import { describe, expect, it } from "vitest";
import { after, Author, liveValues, orders, RECORD, recordOf } from "./author";
import { edit, nextN, remove, resolve } from "./edit";
import { INTEGER_MAX } from "./kinds";
import { seenBy, seenOf, sealOver, sealsOf } from "./lifecycle";
import { admit, apply, isDeleted, reviews, setAside, valueOf } from "./merge";
import type { Op, Value } from "./op";
import { empty, encode, type Record } from "./record";

const values = (said: { [path: string]: Value }): Map<string, Value> => new Map(Object.entries(said));

/** Folds `ops` in every order, `aside` standing aside; the rows must be the same. */
function inEveryOrder(ops: readonly Op[], aside: readonly Op[] = [], seal: ReadonlySet<string> | null = null): Record {
  const records = orders([...ops, ...aside]).map((order) => {
    const record = empty(ops[0]?.type ?? "proposal", RECORD);
    for (const op of order) {
      if (aside.includes(op)) setAside(record, op);
      else apply(record, op, seal);
    }
    return record;
  });
  expect(new Set(records.map((record) => encode(record).join("\n"))).size).toBe(1);
  return records[0] ?? expect.fail("no order");
}

describe("M1 named is kept for each path", () => {
  it("an op named at one path before it came stays live at its others", () => {
    const [ana, bob] = [new Author("a"), new Author("b")];
    const first = ana.say({ title: "Гар худаг", cost: 5 });
    const second = bob.say({ title: ["Гүүр", first] }, { n: 2 });
    const record = inEveryOrder([first, second]);
    expect(liveValues(record, "title")).toEqual(["Гүүр"]);
    expect(liveValues(record, "cost")).toEqual([5]);
    expect(record.named.size).toBe(0);
  });
});

describe("M2 an op found in named goes to history", () => {
  it("and its own bases take effect all the same", () => {
    const [ana, bob, cay] = [new Author("a"), new Author("b"), new Author("c")];
    const first = ana.say({ title: "a" });
    const second = bob.say({ title: ["b", first] }, { n: 2 });
    const third = cay.say({ title: ["c", second] }, { n: 3 });
    expect(liveValues(inEveryOrder([first, second, third]), "title")).toEqual(["c"]);
  });
});

describe("M3 seen is exact", () => {
  it("op 9 does not stand for op 2 of the same inc", () => {
    const ana = new Author("a");
    const ops = Array.from({ length: 9 }, (_, at) => ana.say({ title: `${at}` }));
    const record = recordOf(ops.slice(8));
    expect(apply(record, ops[1] ?? expect.fail())).toEqual({ state: "applied", code: "" });
    expect(liveValues(record, "title")).toEqual(["1", "8"]);
  });
});

describe("M4 the branches of a cloned tablet have different ids", () => {
  it("so that naming one does not hit the other", () => {
    const ana = new Author("a");
    const first = ana.say({ title: "a" });
    const copied = ana.clone();
    const [here, there] = [ana.say({ title: ["here", first] }), copied.say({ title: ["there", first] })];
    expect([here.seq, here.inc]).toEqual([there.seq, there.inc]);
    const later = ana.say({ title: ["later", here] }, { n: 3 });
    expect(liveValues(inEveryOrder([first, here, there, later]), "title")).toEqual(["later", "there"]);
  });
});

describe("M7 naming what stands aside names what it named", () => {
  it("through a chain of parked ops, in every order", () => {
    const ana = new Author("a");
    const first = ana.say({ title: "a" });
    const parked = ana.say({ title: ["b", first] }, { n: 2 });
    const again = ana.say({ title: ["c", parked] }, { n: 3 });
    const applied = ana.say({ title: ["d", again] }, { n: 4 });
    expect(liveValues(inEveryOrder([first, applied], [parked, again]), "title")).toEqual(["d"]);
  });

  it("a parked op that is admitted takes effect as if it had come then", () => {
    const ana = new Author("a");
    const first = ana.say({ title: "a" });
    const waiting = ana.say({ title: ["b", first] }, { n: 2 });
    const record = inEveryOrder([first], [waiting]);
    expect(admit(record, waiting)?.state).toBe("applied");
    expect(encode(record)).toEqual(encode(recordOf([first, waiting])));
  });

  it("a parked op that nobody named hides nothing", () => {
    const ana = new Author("a");
    const first = ana.say({ title: "a" });
    expect(liveValues(inEveryOrder([first], [ana.say({ title: ["b", first] })]), "title")).toEqual(["a"]);
  });
});

describe("M11 a delete against an edit", () => {
  const [ana, bob] = [new Author("a"), new Author("b")];
  const first = ana.say({ title: "a" });
  const deleted = bob.say(remove(recordOf([first])), { n: 2 });

  it("a live value that the delete had not seen opens a review", () => {
    const edited = ana.clone().say({ title: ["b", first] }, { n: 2 });
    const record = inEveryOrder([first, deleted, edited]);
    expect(reviews(record)).toEqual(["_deleted"]);
    expect(isDeleted(record)).toBe(true);
  });

  it("a value that is not live any more opens none", () => {
    const author = ana.clone();
    const edited = author.say({ title: ["b", first] }, { n: 2 });
    const seen = recordOf([first, edited]);
    expect(reviews(recordOf([first, edited, new Author("c").say(remove(seen), after(seen))]))).toEqual([]);
  });
});

describe("M12 two deletes are equal whatever they had seen", () => {
  it("no review, and the record is deleted", () => {
    const [ana, bob] = [new Author("a"), new Author("b")];
    const first = ana.say({ title: "a" });
    const here = ana.say(remove(recordOf([first])), { n: 2 });
    const there = bob.say(remove(empty("proposal", RECORD)), { n: 2 });
    const record = inEveryOrder([first, here, there]);
    expect(here.sets.get("_deleted")?.value).not.toBe(there.sets.get("_deleted")?.value);
    expect([reviews(record), isDeleted(record)]).toEqual([[], true]);
  });
});

describe("M13 editing a record that is shown as deleted", () => {
  it("names the delete, and so restores it", () => {
    const [ana, bob] = [new Author("a"), new Author("b")];
    const first = ana.say({ title: "a" });
    const deleted = bob.say(remove(recordOf([first])), { n: 2 });
    const seen = recordOf([first, deleted]);
    const edited = ana.say(edit(seen, values({ title: "b" })), after(seen));
    const record = inEveryOrder([first, deleted, edited]);
    expect([isDeleted(record), reviews(record), valueOf(record, "title")]).toEqual([false, [], "b"]);
  });
});

describe("M14 removing a map key writes absent", () => {
  it("so that a value beside it is found", () => {
    const [ana, bob] = [new Author("a"), new Author("b")];
    const first = ana.say({ "translation/en": "Well" });
    const removed = ana.say(edit(recordOf([first]), values({ "translation/en": null })), { n: 2 });
    const kept = bob.say({ "translation/en": ["A well", first] }, { n: 2 });
    const record = inEveryOrder([first, removed, kept]);
    expect(reviews(record)).toEqual(["translation/en"]);
    expect(record.live.get("translation/en")?.get(removed.id)?.value).toBeNull();
  });
});

describe("M15 a late note is an op outside the seal's seen", () => {
  const ana = new Author("a");
  const hearing = "h".repeat(26);
  const first = ana.say({ hearing, title: "a" });
  const seal = recordOf([ana.say({ hearing, seen: seenOf([recordOf([first])]) }, { type: "seal" })], "seal");
  const late = new Author("b").say({ title: ["b", first] }, { n: 2 });

  it("wherever and whenever it comes: kept to be shown, hiding nothing", () => {
    const record = inEveryOrder([first, late], [], seenBy([seal]));
    expect(valueOf(record, "title")).toBe("a");
    expect(record.late.get(late.id)?.get("title")?.value).toBe("b");
  });

  it("the seal is found by the hearing that the record has, or that the op says", () => {
    const seals = sealsOf([seal]);
    expect(sealOver(recordOf([first]), late, seals)).toEqual(new Set([first.id]));
    expect(sealOver(empty("proposal", RECORD), first, seals)).toEqual(new Set([first.id]));
    expect(sealOver(empty("proposal", RECORD), late, seals)).toBeNull();
    expect(sealOver(empty("unit", RECORD), late, sealsOf([]))).toBeNull();
    const nothing = recordOf([new Author("c").say({ hearing, seen: "" }, { type: "seal" })], "seal");
    expect([seenBy([nothing]), seenBy([])]).toEqual([new Set(), null]);
  });

  it("whoever names a late note names what it named", () => {
    const office = new Author("office-k7f2q3").say({ title: ["c", late] }, { n: 3 });
    expect(liveValues(inEveryOrder([first, late, office], [], seenBy([seal])), "title")).toEqual(["c"]);
  });
});

describe("M19 erasing leaves a lasting mark", () => {
  it("nothing personal comes back, in whatever order it is offered", () => {
    const [ana, bob, cay] = [new Author("a"), new Author("b"), new Author("c")];
    const person = { type: "person" };
    const first = ana.say({ sex: "female" }, { ...person, personal: { phone: "99112233" } });
    const parked = bob.say({ sex: "male" }, { ...person, personal: { phone: ["1", first] } });
    const late = cay.say({ sex: "unknown" }, { ...person, personal: { phone: ["2", first] } });
    const erased = new Author("office-k7f2q3").say({ _erased: true }, { ...person, n: 2 });
    const record = inEveryOrder([first, late, erased], [parked], new Set([first.id]));
    const [row, personal] = encode(record);
    expect([personal, record.erased, row.includes("99112233"), row.includes("phone")]).toEqual([null, true, false, false]);
    expect(valueOf(record, "sex")).toBe("female");
  });
});

describe("M21 n stops at 2^53 - 1", () => {
  it("a forged huge n wins a tie for display, never more", () => {
    const [ana, eve] = [new Author("a"), new Author("e")];
    const first = ana.say({ title: "a" });
    const forged = eve.say({ title: "forged" }, { n: INTEGER_MAX });
    const record = recordOf([first, forged]);
    expect([valueOf(record, "title"), reviews(record), nextN(record)]).toEqual(["forged", ["title"], INTEGER_MAX]);
    apply(record, ana.say(resolve(record, "title", "a"), after(record)));
    expect([valueOf(record, "title"), reviews(record)]).toEqual(["a", []]);
  });
});

describe("M22 what an edit names", () => {
  const shown = ["b", "c"].map((letter) => new Author(letter).say({ title: "shown" }, { n: 2 }));
  const hidden = new Author("d").say({ title: "hidden" });
  const record = recordOf([...shown, hidden]);

  it("an ordinary edit names the shown value and its equals; the hidden one stays for review", () => {
    expect(edit(record, values({ title: "new" })).get("title")?.bases).toEqual(shown.map(({ id }) => id));
    const edited = recordOf([...shown, hidden, new Author("a").say(edit(record, values({ title: "new" })), after(record))]);
    expect([liveValues(edited, "title"), reviews(edited)]).toEqual([["hidden", "new"], ["title"]]);
  });

  it("a resolution names them all, and a later one reopens the review", () => {
    const resolved = new Author("a").say(resolve(record, "title", "new"), after(record));
    expect(resolved.sets.get("title")?.bases).toHaveLength(3);
    const unseen = new Author("e").say({ title: "unseen" });
    expect(reviews(recordOf([...shown, hidden, resolved]))).toEqual([]);
    expect(reviews(recordOf([unseen, resolved, ...shown, hidden]))).toEqual(["title"]);
  });

  it("more live values than an op can name are resolved in two steps", () => {
    const ana = new Author("a");
    const crowd = recordOf(Array.from({ length: 70 }, (_, at) => ana.say({ title: `${at}` })));
    apply(crowd, ana.say(resolve(crowd, "title", "one"), after(crowd)));
    expect(crowd.live.get("title")?.size).toBe(7);
    apply(crowd, ana.say(resolve(crowd, "title", "one"), after(crowd)));
    expect([liveValues(crowd, "title"), reviews(crowd)]).toEqual([["one"], []]);
  });
});
