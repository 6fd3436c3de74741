/**
 * Words. All of them stand in the server's gettext catalogue under a msgid (`tablet.status.safe`); `texts.mjs` cuts out ours.
 * A msgid without text is shown as it is. Mongolian is in the first load; English is fetched (and kept offline) when chosen.
 * Placeholders are gettext's own: `%(count)s`. No case ending ever hangs on one (WORDS.md).
 */
import mongolian from "./generated/texts.mn.json";

type Texts = Readonly<Record<string, string>>;
export type Language = "mn" | "en";

const ours: { language: Language; texts: Texts } = { language: "mn", texts: mongolian };

/** What the office says instead, by language: texts that citizens meet, names of categories. They came with a sync. */
let instead: Readonly<Record<Language, Texts>> = { mn: {}, en: {} };

export function sayInstead(texts: Readonly<Record<Language, Texts>>): void {
  instead = texts;
}

/** Choose the language before anything is drawn; the page loads again when a person changes it. */
export async function speak(language: Language): Promise<void> {
  ours.language = language;
  ours.texts = await textsOf(language);
}

async function textsOf(language: Language): Promise<Texts> {
  return language === "en" ? (await import("./generated/texts.en.json")).default : mongolian;
}

export function language(): Language {
  return ours.language;
}

type Values = Readonly<Record<string, string | number>>;

/** The text of `msgid`, or the msgid where there is none. */
export function t(msgid: string, values: Values = {}): string {
  return filled(instead[ours.language][msgid] ?? ours.texts[msgid] ?? msgid, values);
}

/** `t` in another language than the screens': for what a citizen takes home. */
export async function speaker(language: Language): Promise<typeof t> {
  const texts = await textsOf(language);
  return (msgid, values = {}) => filled(instead[language][msgid] ?? texts[msgid] ?? msgid, values);
}

function filled(text: string, values: Values): string {
  return text.replace(/%\((\w+)\)s/g, (whole, name: string) => String(values[name] ?? whole));
}

/** The first of `msgids` that has a text; the last as it is where none has. */
export function tFirst(...msgids: string[]): string {
  const found = msgids.find((msgid) => msgid in ours.texts) ?? msgids[msgids.length - 1] ?? "";
  return t(found);
}

/** `14:52` of an instant in ms, in the tablet's own zone. */
export function clockTime(at_ms: number): string {
  const at = new Date(at_ms);
  return `${String(at.getHours()).padStart(2, "0")}:${String(at.getMinutes()).padStart(2, "0")}`;
}

/** A whole number with thin spaces between thousands, as money is written: `6 500 000`. */
export function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, "\u00a0");
}
