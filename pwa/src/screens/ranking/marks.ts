/** One ballot while a person marks it: what a tap does, by the family of the method. Pure. */
import { FAMILIES, whyInvalid, type Method, type Reason, type Session } from "../../domain/ranking/rank";
import type { Marks } from "../../app";

/** Set `key` to `mark`; 0 takes it away. */
export function set(marks: Marks, key: string, mark: number): Marks {
  const { [key]: _, ...others } = marks;
  return mark === 0 ? others : { ...others, [key]: mark };
}

/** Places are given in the order of the taps; a second tap takes one back, and those behind it move up. */
export function tapPlace(marks: Marks, item: string, top: number): Marks {
  const at = marks[item];
  if (at === undefined) return Object.keys(marks).length < top ? { ...marks, [item]: Object.keys(marks).length + 1 } : marks;
  const others = Object.entries(set(marks, item, 0));
  return Object.fromEntries(others.map(([key, place]) => [key, place > at ? place - 1 : place]));
}

/** The marks as a ballot's record would have them. */
export function asBallot(marks: Marks): Map<string, number> {
  return new Map(Object.entries(marks).map(([key, mark]) => [`marks/${key}`, mark]));
}

/** Why the ballot could not be counted as it stands, or null. */
export function complaint(session: Session, marks: Marks): Reason | null {
  return whyInvalid(session, asBallot(marks));
}

/** Dots, ticks or places that are still to be given; null where there is no such number. */
export function leftOf(session: Session, marks: Marks): number | null {
  const given = Object.values(marks).reduce((sum, mark) => sum + mark, 0);
  const number = (name: string, usual: number): number => Number(session.parameters.get(name) ?? usual);
  switch (FAMILIES.get(session.method)) {
    case "dots":
      return number("dots", 3) - given;
    case "ticks":
      return number("max_choices", session.items.length) - given;
    case "places":
      return Math.min(number("top", session.items.length), session.items.length) - Object.keys(marks).length;
    default:
      return null;
  }
}

/** The columns of a hand count: the part of the key behind the item's, with the end of its msgid. */
export function columnsOf(method: Method): { of: string; name: string }[] {
  switch (method) {
    case "show_of_hands":
      return ["for", "against", "abstain"].map((name) => ({ of: `.${name}`, name }));
    case "dot_vote":
      return [{ of: "", name: "dots" }, { of: ".supporters", name: "supporters" }];
    case "consensus":
      return [1, 2, 3, 4, 5].map((level) => ({ of: `.${level}`, name: `level_${level}` }));
    default:
      return [{ of: "", name: "ticks" }];
  }
}

/** The rows of a hand count: what is counted together, and the keys in it. */
export function rowsOf(session: Session): { items: readonly string[]; keys: { key: string; name: string; item: string }[] }[] {
  if (session.method === "pairwise") {
    return session.items.flatMap((a, at) =>
      session.items.slice(at + 1).map((b) => ({ items: [a, b], keys: [{ key: `${a}.${b}`, name: "prefer", item: a }, { key: `${b}.${a}`, name: "prefer", item: b }] })),
    );
  }
  return session.items.map((item) => ({ items: [item], keys: columnsOf(session.method).map(({ of, name }) => ({ key: `${item}${of}`, name, item })) }));
}

/** A row in which more were counted than there are people (scenario 10): how many, and how many there may be. */
export interface TooMany {
  items: readonly string[];
  counted: number;
  most: number;
}

/**
 * Where `counts`, with what the other tables counted, exceed the people present. Dots are limited by the dots of all; of ticks, hands,
 * levels and pairs each person has one in a row.
 */
export function tooMany(session: Session, counts: Readonly<Record<string, number | null>>, others: (key: string) => number): TooMany[] {
  const { eligible } = session;
  if (eligible === null) return [];
  const sum = (keys: readonly string[]): number => keys.reduce((all, key) => all + (counts[key] ?? 0) + others(key), 0);
  if (session.method === "dot_vote") {
    const most = eligible * Number(session.parameters.get("dots") ?? 3);
    const people = session.items.map((item) => ({ items: [item], counted: sum([`${item}.supporters`]), most: eligible }));
    return [{ items: [], counted: sum(session.items), most }, ...people].filter(({ counted, most: limit }) => counted > limit);
  }
  const rows = rowsOf(session).map(({ items, keys }) => ({ items, counted: sum(keys.map(({ key }) => key)), most: eligible }));
  return rows.filter(({ counted }) => counted > eligible);
}
