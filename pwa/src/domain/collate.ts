/**
 * The order of the 35 letters: Ө after О, Ү after У, Ё after Е (DOMAIN §C2). ICU's `mn` takes Ё for Е, and code points put Ө and
 * Ү behind Я; so a key of our own. Kazakh letters stand beside their kin; digits count as numbers; other signs by code point.
 */
const LETTERS = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя";
const RANK = new Map([...LETTERS].map((letter, index) => [letter, String.fromCodePoint(0x2000 + index)]));

/** A text whose order by code point is the order of the alphabet. */
export function sortKey(text: string): string {
  const folded = text.normalize("NFC").toLowerCase().replace(/\d+/g, (digits) => digits.replace(/^0+(?=\d)/, "").padStart(15, "0"));
  return [...folded].map((letter) => RANK.get(letter) ?? letter).join("");
}

/** As `Array.sort` wants it; what differs only in case stands in one order everywhere. */
export function compare(a: string, b: string): number {
  const [one, other] = [sortKey(a), sortKey(b)];
  if (one !== other) return one < other ? -1 : 1;
  return a === b ? 0 : a < b ? -1 : 1;
}

/** `items` in the order of the names that `nameOf` gives; each key is made once. */
export function sortedBy<T>(items: readonly T[], nameOf: (item: T) => string): T[] {
  const keyed = items.map((item) => ({ item, key: sortKey(nameOf(item)) }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ item }) => item);
}
