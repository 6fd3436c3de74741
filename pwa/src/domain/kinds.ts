/**
 * Kinds of field: what a value may be; the twin of sync/kinds.py, with the same reasons.
 *
 * Lengths are code points, as in Python. `null` (absent) never reaches a check. To add a kind: see sync/kinds.py.
 */
import type { FieldKind } from "../generated/catalogue";
import { LINE_MAX, LONG_TEXT_MAX, OP_SET_MAX, TEXT_MAX } from "../generated/outcomes";

export const INTEGER_MAX = Number.MAX_SAFE_INTEGER;

/** Why a value is not taken: a refusal, or (`unknown-choice`) a parking. */
export type Wrong = "bad-value" | "bad-text" | "bad-number" | "too-long" | "unknown-choice";
export type Check = (value: unknown) => Wrong | null;

const control = /[\u0000-\u0008\u000b-\u001f\u007f\u2028\u2029]/;
const lineBreak = /[\t\n]/;
const surrogate = /[\ud800-\udfff]/u; // with `u`: lone ones only
const marks = /[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{5}/;
const ascii = /^[\u0000-\u007f]*$/;
const opSetEntry = "[a-z2-7-]{8,24}:[1-9][0-9]{0,15}\\.[a-z2-7]{8}(?:,[1-9][0-9]{0,15}\\.[a-z2-7]{8})*";
const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** The key of a map entry. */
export const KEY = /^[A-Za-z0-9._~-]{1,64}$/;

/** The number of code points. */
export function codePoints(text: string): number {
  let count = text.length;
  for (let i = 0; i < text.length - 1; i++) {
    if ((text.codePointAt(i) ?? 0) > 0xffff) {
      count -= 1;
      i += 1;
    }
  }
  return count;
}

function isLonger(text: string, longest: number): boolean {
  return text.length > longest && codePoints(text) > longest;
}

/** What is wrong with text of any length: no text, lone surrogate, control, not NFC, piled-up marks. */
export function badText(value: unknown): Wrong | null {
  if (typeof value !== "string") return "bad-value";
  if (control.test(value)) return "bad-text";
  if (ascii.test(value)) return null;
  return surrogate.test(value) || value.normalize("NFC") !== value || marks.test(value) ? "bad-text" : null;
}

/** One line of text. */
export function line(value: unknown): Wrong | null {
  const wrong = badText(value);
  if (wrong) return wrong;
  if (isLonger(value as string, LINE_MAX)) return "too-long";
  return lineBreak.test(value as string) ? "bad-text" : null;
}

/** Text of several lines. */
export function text(value: unknown): Wrong | null {
  return badText(value) ?? (isLonger(value as string, TEXT_MAX) ? "too-long" : null);
}

/** A whole number that both languages hold exactly. */
export function integer(value: unknown): Wrong | null {
  if (typeof value !== "number") return "bad-value";
  return Number.isSafeInteger(value) ? null : "bad-number";
}

/** A whole number from 0. */
export function count(value: unknown): Wrong | null {
  return integer(value) ?? ((value as number) < 0 ? "bad-value" : null);
}

/** True or false. */
export function flag(value: unknown): Wrong | null {
  return typeof value === "boolean" ? null : "bad-value";
}

function matches(pattern: string, longest: number): Check {
  const whole = new RegExp(`^(?:${pattern})$`);
  return (value) => {
    if (typeof value !== "string") return "bad-value";
    if (isLonger(value, longest)) return "too-long";
    return whole.test(value) ? null : "bad-value";
  };
}

const dateShape = matches("[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])", 10);

/** A plain local date that exists in the calendar. */
export function date(value: unknown): Wrong | null {
  const wrong = dateShape(value);
  if (wrong) return wrong;
  const [year = 0, month = 0, day = 0] = (value as string).split("-").map(Number);
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = (MONTH_DAYS[month - 1] ?? 0) + (leap && month === 2 ? 1 : 0);
  return year < 1 || day > days ? "bad-value" : null;
}

const instantShape = matches(
  "[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z\\[[A-Za-z_]+(/[A-Za-z0-9_+-]+){0,2}\\]",
  64,
);

/** An instant with its zone (RFC 9557). */
export function instant(value: unknown): Wrong | null {
  return instantShape(value) ?? date((value as string).slice(0, 10));
}

const pointShape = matches("(-?[0-9]{1,2}(?:\\.[0-9]{1,7})?),(-?[0-9]{1,3}(?:\\.[0-9]{1,7})?)", 24);

/** `latitude,longitude` in degrees of WGS 84. */
export function point(value: unknown): Wrong | null {
  const wrong = pointShape(value);
  if (wrong) return wrong;
  const [latitude = 0, longitude = 0] = (value as string).split(",").map(Number);
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? null : "bad-value";
}

const slug = matches("[a-z][a-z0-9_]{0,39}", 40);
const choiceShape = matches("[a-z0-9][a-z0-9_]{0,39}", 40);

/** One of `choices`; another word may come from a newer app: it is parked, not refused. */
export function choice(choices: readonly string[]): Check {
  const known: ReadonlySet<unknown> = new Set(choices);
  return (value) => choiceShape(value) ?? (known.has(value) ? null : "unknown-choice");
}

/** The check of each kind; `choice` is narrowed by `choice()` to the field's own list. */
export const KINDS: ReadonlyMap<FieldKind, Check> = new Map<FieldKind, Check>([
  ["line", line],
  ["text", text],
  ["integer", integer],
  ["count", count],
  ["money", count],
  ["flag", flag],
  ["date", date],
  ["instant", instant],
  ["point", point],
  ["decimal", matches("-?(0|[1-9][0-9]{0,14})(\\.[0-9]{1,9})?", 26)],
  ["slug", slug],
  ["choice", choiceShape],
  ["reference", matches("[a-z2-7]{26}", 26)],
  ["media", matches("[0-9a-f]{64}", 64)],
  ["code", matches("[0-9A-HJKMNP-TV-Z]{13}", 13)],
  ["op_set", matches(`(?:${opSetEntry}(?:;${opSetEntry})*)?`, OP_SET_MAX)],
  ["long_text", matches("(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?", LONG_TEXT_MAX)],
]);
