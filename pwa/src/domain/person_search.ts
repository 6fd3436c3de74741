/**
 * Finding a person in the register by what is typed: parts of names in any order, a phone, a household's number. Typing slips,
 * ө for о, Latin look-alikes, Latin spelling and case endings are forgiven; what fits better comes first. Quick for 2 500 people:
 * names are folded once, and near misses are looked for only where few fit well.
 */

/** Letters that are told apart by ear or keyboard only: one stands for all. */
const SOUND: Readonly<Record<string, string>> = {
  ө: "о", ү: "у", ё: "е", э: "е", й: "и", ы: "и", ї: "у", є: "о", ц: "с", ә: "а", ғ: "г", қ: "к", ң: "н", ұ: "у", һ: "х", і: "и", ъ: "", ь: "", ö: "о", ü: "у",
};
/** Latin letters that look like Cyrillic ones, in a word that has Cyrillic ones too. */
const LOOK: Readonly<Record<string, string>> = { a: "а", b: "в", c: "с", e: "е", h: "н", k: "к", m: "м", o: "о", p: "р", t: "т", x: "х", y: "у", i: "и" };
/** A name written in Latin. */
const LATIN: Readonly<Record<string, string>> = {
  a: "а", b: "б", c: "с", d: "д", e: "е", f: "ф", g: "г", h: "х", i: "и", j: "ж", k: "к", l: "л", m: "м", n: "н", o: "о", p: "п",
  q: "к", r: "р", s: "с", t: "т", u: "у", v: "в", w: "в", x: "х", y: "и", z: "з",
};
const SYLLABLES: readonly [RegExp, string][] = [[/kh/g, "х"], [/ts/g, "с"], [/ch/g, "ч"], [/sh/g, "ш"], [/ya/g, "я"], [/yu/g, "ю"], [/yo/g, "е"], [/ye/g, "е"]];

/** A word as it is compared: small letters, one letter for each sound, no doubled ones. */
export function fold(word: string): string {
  const small = word.normalize("NFC").toLowerCase();
  const cyrillic = /[а-яёөүәғқңұһії]/.test(small) ? replaced(small, LOOK) : transliterated(small);
  return replaced(cyrillic, SOUND).replace(/([^\d])\1+/g, "$1");
}

function transliterated(word: string): string {
  return replaced(SYLLABLES.reduce((text, [from, to]) => text.replace(from, to), word), LATIN);
}

function replaced(word: string, by: Readonly<Record<string, string>>): string {
  return [...word].map((letter) => by[letter] ?? letter).join("");
}

/** The words of a text, folded. */
export function words(text: string): string[] {
  return text.split(/[^\p{L}\p{N}]+/u).filter(Boolean).map(fold).filter(Boolean);
}

/** Whoever can be found: `words` are folded names and numbers. */
export interface Findable {
  id: string;
  words: readonly string[];
}

const FEW = 6;

/** The ids of at most `most` people who fit what was typed, the best first; none where nothing was typed. */
export function findPeople(typed: string, people: readonly Findable[], most = 8): string[] {
  const asked = words(typed);
  if (asked.length === 0) return [];
  const exact = ranked(asked, people, wellness);
  const found = exact.length >= FEW ? exact : [...exact, ...ranked(asked, people, nearness).filter((id) => !exact.includes(id))];
  return found.slice(0, most);
}

function ranked(asked: readonly string[], people: readonly Findable[], fit: (asked: string, word: string) => number): string[] {
  const scored: [id: string, score: number][] = [];
  for (const { id, words: own } of people) {
    let sum = 0;
    const fits = asked.every((one) => {
      let best = Infinity;
      for (const word of own) best = Math.min(best, fit(one, word));
      sum += best;
      return best < Infinity;
    });
    if (fits) scored.push([id, sum]);
  }
  return scored.sort((a, b) => a[1] - b[1]).map(([id]) => id);
}

/** 0 the word itself, 1 its beginning, 2 the word with an ending on it. */
function wellness(asked: string, word: string): number {
  if (word === asked) return 0;
  if (word.startsWith(asked)) return 1;
  return word.length >= 3 && asked.startsWith(word) && asked.length - word.length <= 4 ? 2 : Infinity;
}

/** As `wellness`, with one slip in four letters, two in seven. */
function nearness(asked: string, word: string): number {
  const well = wellness(asked, word);
  if (well < Infinity) return well;
  const most = asked.length >= 7 ? 2 : asked.length >= 4 ? 1 : 0;
  if (most === 0 || /\d/.test(asked) || word.length < asked.length - most) return Infinity;
  const slips = slipsToBeginning(asked, word, most);
  return slips <= most ? 3 + slips : Infinity;
}

/** How many slips make `asked` of the beginning of `word`; a swap of neighbours is one. More than `most` is not told exactly. */
function slipsToBeginning(asked: string, word: string, most: number): number {
  const width = Math.min(word.length, asked.length + most);
  let before: number[] = [];
  let row = Array.from({ length: width + 1 }, (_, at) => at);
  for (let i = 1; i <= asked.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= width; j += 1) {
      const is_same = asked[i - 1] === word[j - 1];
      let least = Math.min((row[j - 1] ?? 0) + (is_same ? 0 : 1), (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1);
      if (i > 1 && j > 1 && asked[i - 1] === word[j - 2] && asked[i - 2] === word[j - 1]) least = Math.min(least, (before[j - 2] ?? 0) + 1);
      next.push(least);
    }
    if (Math.min(...next) > most) return most + 1;
    [before, row] = [row, next];
  }
  return Math.min(...row);
}
