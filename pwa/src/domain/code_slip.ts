/** What a citizen takes home (T15): the code of his proposal, where to follow it, whom to ask. Pure: figures and words in, lines out. */
import { shownCode } from "./codes";

export const SLIP_LANGUAGES = ["mn", "kk", "en"] as const;
export type SlipLanguage = (typeof SLIP_LANGUAGES)[number];

/** The words of a slip in its language, by the end of their msgid. */
export type Say = (msgid: string, values?: Readonly<Record<string, string>>) => string;

export interface CodeSlip {
  code: string;
  title: string;
  /** «Рашаант баг» */
  place: string;
  /** plain date, or empty */
  day: string;
  /** where the code is typed in */
  address: string;
}

/** The public page of `tenant` beside the tablet app's own address: `https://app.example.mn` → `https://example.mn/jargalant/follow`. */
export function followAddress(origin: string, tenant: string): string {
  return `${origin.replace(/^(https?:\/\/)app\./, "$1")}/${tenant}/follow`;
}

/** As it is written for people: no scheme. */
export const readAddress = (address: string): string => address.replace(/^https?:\/\//, "");

/**
 * What the QR holds: the page, and the code behind «#», which a browser keeps to itself: it reaches no server and no log (I7).
 */
export const qrText = (slip: CodeSlip): string => `${slip.address}#${slip.code}`;

/** `2026-11-22` → `2026.11.22`: the same in every language. */
export const plainDay = (day: string): string => day.replace(/-/g, ".");

/** The slip as text, to be shared or copied. */
export function slipText(slip: CodeSlip, say: Say): string {
  return [
    say("title"),
    `${say("code")}: ${shownCode(slip.code)}`,
    `«${slip.title}»`,
    [slip.place, plainDay(slip.day)].filter(Boolean).join(" · "),
    `${say("follow")}: ${slip.address}`,
    say("ask", { place: slip.place }),
  ].filter(Boolean).join("\n");
}

/** The next one that has no code yet, after `at` and round again; null where all have. */
export function nextWithout(ids: readonly string[], at: string, has: (id: string) => boolean): string | null {
  const place = ids.indexOf(at);
  return [...ids.slice(place + 1), ...ids.slice(0, Math.max(0, place))].find((id) => !has(id)) ?? null;
}
