/** Order of text: the same in both languages, where JavaScript's own differs beyond the basic plane (RELIABILITY 36). */

/** Compares by code points, as Python does and as UTF-8 bytes sort; `<` on strings compares UTF-16 units instead. */
export function compareText(a: string, b: string): number {
  for (let i = 0; i < a.length && i < b.length; ) {
    const x = a.codePointAt(i) ?? 0;
    const y = b.codePointAt(i) ?? 0;
    if (x !== y) return x - y;
    i += x > 0xffff ? 2 : 1;
  }
  return a.length - b.length;
}

/** The entries of `map` sorted by key; keys are paths and op ids, ASCII by their grammar. */
export function sortedEntries<V>(map: ReadonlyMap<string, V>): [string, V][] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The elements of a set of ASCII texts, sorted. */
export function sorted(texts: Iterable<string>): string[] {
  return [...texts].sort();
}
