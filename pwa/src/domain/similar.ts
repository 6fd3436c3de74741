/**
 * What two people said in other words: «Гар худаг гаргах», «гар худаг гаргаж егөөч», «Hudag gargah». Folds a text to stems and
 * compares those; also the tablet's search. Pure and quick: an index is filled piece by piece and asked while a person types.
 *
 * Folding (scenario 20): NFC, small letters, ү→у, ө→о, ё э→е; Latin look-alikes and the legacy ї є inside Cyrillic words; a
 * Latin word is read as Mongolian written in Latin; then case and verb endings go, with the short vowel before the last consonant
 * (худаг, худгийн, худгаа → худг). Not a grammar: two stems that meet by chance cost a hint that nobody needs to heed.
 */
const LOOKS: Readonly<Record<string, string>> = {
  a: "а", b: "в", c: "с", e: "е", h: "н", k: "к", m: "м", o: "о", p: "р", t: "т", u: "у", x: "х", y: "у", "ї": "у", "є": "о", "ү": "у", "ө": "о",
  "ё": "е", "э": "е", "ö": "о", "ü": "у", "ұ": "у",
};
const SOUNDS: readonly [latin: RegExp, letter: string][] = [
  [/shch/g, "щ"], [/kh/g, "х"], [/sh/g, "ш"], [/ch/g, "ч"], [/ts/g, "ц"], [/ya/g, "я"], [/yo|ye/g, "е"], [/yu/g, "ю"], [/dz/g, "з"],
  [/a/g, "а"], [/b/g, "б"], [/[cq]/g, "к"], [/d/g, "д"], [/e/g, "е"], [/f/g, "ф"], [/g/g, "г"], [/[hx]/g, "х"], [/i/g, "и"], [/j/g, "ж"],
  [/k/g, "к"], [/l/g, "л"], [/m/g, "м"], [/n/g, "н"], [/[oö]/g, "о"], [/p/g, "п"], [/r/g, "р"], [/s/g, "с"], [/t/g, "т"], [/[uü]/g, "у"],
  [/[vw]/g, "в"], [/y/g, "й"], [/z/g, "з"],
];
/** Endings with what must be left before them; verbs and cases together, for a bare word does not say which it is. */
const VERBS =
  "уулаарай уулаасай варлуулах варлах уулмаар уулсан уулах уулех уулох уулаг уулег уулог уулаж уулеж уулан ууля улах улех улья " +
  "маар моор меер аасай оосой еесей сугай аарай оорой еерей аад оод еед сан сон сен ах ох ех их аж ож еж иж ая оя ея ъя";
const CASES =
  "уудыг уудын уудад уудаас ууд иудын инаас иноос аасаа оосоо еесее аараа оороо еерее ийгаа ийгее тайгаа тойгоо анд онд енд инд унд " +
  "анг онг енг инг ийн ийг аас оос еес аар оор еер тай той тей руу луу дад дод дед ных ний ны ын ыг аа оо ее уу ан он ен ин ид";
const SHORT = "ны ний ын ийн ийг ыг аас оос еес аар оор еер"; // these may leave two letters: усны, усаар
const ENDINGS: readonly [ending: string, left: number][] = [
  ...new Set([...VERBS.split(" "), ...CASES.split(" ")]),
].map((ending): [string, number] => [ending, SHORT.split(" ").includes(ending) ? 2 : 3]).sort(([a], [b]) => b.length - a.length);
const VOWEL = /[аеиоуыюяй]/;

/** Words that stand in half of all proposals and say little. */
const COMMON = new Set(
  (
    "хийх гаргах тавих барих засах болгох байгуулах шинээр шинэ баг төв манай нэмэх хэрэгтэй өгөх авах сум ажил зохион дахин " +
    "тухай учир байна уу юм нь ба болон асуудал"
  ).split(" ").map((word) => stemOf(letters(word))),
);
const COMMON_WEIGHT = 0.35;
const NUMBER_WEIGHT = 0.5;

/** One word in small letters of one alphabet. */
function letters(word: string): string {
  const small = word.normalize("NFC").toLowerCase();
  if (!/[Ѐ-ӿ]/.test(small) && /[a-zöü]/.test(small)) return SOUNDS.reduce((read, [latin, letter]) => read.replace(latin, letter), small);
  return [...small].map((letter) => LOOKS[letter] ?? letter).join("").replace(/[ьъ]/g, "");
}

function stemOf(word: string): string {
  if (word.length <= 3 || /\d/.test(word)) return word;
  const [ending = ""] = ENDINGS.find(([each, left]) => word.endsWith(each) && word.length - each.length >= left) ?? [];
  if (ending !== "") return closed(word.slice(0, -ending.length));
  const is_dative = /[^аеиоуыюя][тд]$/.test(word) && !/[лрс][тд]$/.test(word);
  return closed(is_dative || /[йн]г$/.test(word) ? word.slice(0, -1) : word);
}

/** Without the vowel at the end, and without the short one before the last consonant: «худаг», «худг» are one. */
function closed(stem: string): string {
  const bare = stem.length > 3 ? stem.replace(/(?<=..)[аеиоуыюяй]+$/, "") : stem;
  const [before = "", vowel = "", last = ""] = [...bare].slice(-3);
  const is_short = bare.length > 3 && VOWEL.test(vowel) && !VOWEL.test(before) && !VOWEL.test(last);
  return is_short ? bare.slice(0, -2) + last : bare;
}

/** The words of a text in one alphabet, endings kept: for names, which one looks for by their beginning. */
export function folded(text: string): string[] {
  return (text.normalize("NFC").match(/[\p{L}\p{N}]+/gu) ?? []).map(letters);
}

/** The stems of a text, in order. */
export function stems(text: string): string[] {
  return folded(text).map(stemOf);
}

/** Whether every word of `query` stands in `text`, in whatever form: the search of the tablet. */
export function matches(query: string, text: string): boolean {
  const found = stems(text);
  return stems(query).every((wanted) => found.some((stem) => stem.startsWith(wanted)));
}

/** Pairs of neighbouring letters: what is left of a word after a slip of the finger. */
function pairs(stem: string): Set<string> {
  const padded = `^${stem}$`;
  return new Set(Array.from({ length: padded.length - 1 }, (_, at) => padded.slice(at, at + 2)));
}

/** How near two different stems are; 0 where they are two words. */
function closeness(one: string, other: string): number {
  if (Math.min(one.length, other.length) < 4 || Math.abs(one.length - other.length) > 2) return 0;
  const [a, b] = [pairs(one), pairs(other)];
  const shared = [...a].filter((pair) => b.has(pair)).length;
  const dice = (2 * shared) / (a.size + b.size);
  return dice >= CLOSE_FROM ? dice : 0;
}
const CLOSE_FROM = 0.66;

const weightOf = (stem: string): number => (COMMON.has(stem) ? COMMON_WEIGHT : /^\d+$/.test(stem) ? NUMBER_WEIGHT : 1);
const sumOf = (found: Iterable<string>): number => [...found].reduce((sum, stem) => sum + weightOf(stem), 0);

/** How alike two lists of stems are, 0 … 1: the weight that they share, of all that they have. */
export function likeness(one: readonly string[], other: readonly string[]): number {
  const right = new Set(other);
  const left = new Set([...new Set(one)].filter((stem) => !right.delete(stem)));
  let shared = sumOf(new Set(one)) - sumOf(left);
  let whole = shared + sumOf(left);
  for (const stem of left) {
    const near = [...right].map((each): [string, number] => [each, closeness(stem, each)]).sort(([, a], [, b]) => b - a)[0];
    if (near === undefined || near[1] === 0) continue;
    right.delete(near[0]);
    shared += near[1] * weightOf(stem);
  }
  whole += sumOf(right);
  return whole === 0 ? 0 : shared / whole;
}

export const ALIKE_FROM = 0.5;

/** Texts by id, to be asked for those that say the same. */
export class Similar {
  readonly #texts = new Map<string, string>();
  readonly #stems = new Map<string, string[]>();
  readonly #ids = new Map<string, Set<string>>();

  get size(): number {
    return this.#texts.size;
  }

  /** Take `text` in as what `id` says now; the same again costs nothing. */
  put(id: string, text: string): void {
    if (this.#texts.get(id) === text) return;
    this.drop(id);
    const found = stems(text);
    this.#texts.set(id, text);
    this.#stems.set(id, found);
    for (const stem of found) for (const sign of signs(stem)) this.#ids.set(sign, (this.#ids.get(sign) ?? new Set()).add(id));
  }

  drop(id: string): void {
    for (const stem of this.#stems.get(id) ?? []) for (const sign of signs(stem)) this.#ids.get(sign)?.delete(id);
    this.#texts.delete(id);
    this.#stems.delete(id);
  }

  /** Forget all but `ids`: what was deleted meanwhile. */
  keep(ids: ReadonlySet<string>): void {
    for (const id of [...this.#texts.keys()]) if (!ids.has(id)) this.drop(id);
  }

  /** Those that say what `text` says, the most alike first. */
  find(text: string, except: ReadonlySet<string> = new Set(), from = ALIKE_FROM): { id: string; how: number }[] {
    const wanted = stems(text);
    const candidates = new Set<string>();
    for (const stem of wanted.filter((each) => weightOf(each) === 1)) {
      for (const sign of signs(stem)) for (const id of this.#ids.get(sign) ?? []) if (!except.has(id)) candidates.add(id);
    }
    const found = [...candidates].map((id) => ({ id, how: likeness(wanted, this.#stems.get(id) ?? []) }));
    return found.filter(({ how }) => how >= from).sort((a, b) => b.how - a.how || (a.id < b.id ? -1 : 1));
  }
}

/** Under what a stem is found again, also after a slip in its head or its tail. */
function signs(stem: string): string[] {
  return stem.length < 5 ? [stem] : [stem, `^${stem.slice(0, 3)}`, `$${stem.slice(-3)}`];
}
