/**
 * Days, months and ordinals as Mongolian says them (DOMAIN §C2, WORDS §2), and in plain English. An ending hangs only on a number
 * whose last spoken word decides it; never on a time, a name or an acronym.
 */
import { language } from "./i18n";

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const WEEKDAYS = { mn: ["ням", "даваа", "мягмар", "лхагва", "пүрэв", "баасан", "бямба"], en: ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"] };

/** Whether the last spoken word of `n` has front vowels: 1, 4, 9, 40, 90. */
function isFront(n: number): boolean {
  return n % 10 === 0 ? [40, 90].includes(n % 100) : [1, 4, 9].includes(n % 10);
}

/** `11 дүгээр`, `12 дугаар`; in English `11th`. */
export function ordinal(n: number): string {
  if (language() === "en") {
    const ending = [11, 12, 13].includes(n % 100) ? "th" : ({ 1: "st", 2: "nd", 3: "rd" }[n % 10] ?? "th");
    return `${n}${ending}`;
  }
  return `${n}\u00a0${isFront(n) ? "дүгээр" : "дугаар"}`;
}

function parts(day: string): [year: number, month: number, date: number] | null {
  const found = /^(\d{4})-(\d{2})-(\d{2})/.exec(day);
  return found ? [Number(found[1]), Number(found[2]), Number(found[3])] : null;
}

/** `2026-11-24` → `11 дүгээр сарын 24`, `24 November`; what is no date stays as it is. */
export function dayText(day: string): string {
  const found = parts(day);
  if (found === null) return day;
  const [, month, date] = found;
  return language() === "en" ? `${date} ${MONTHS[month - 1] ?? ""}` : `${ordinal(month)} сарын ${date}`;
}

/** `2026-11-24` → `11.24‑ний`: the day that something is of; in English `24 November`. */
export function dayOf(day: string): string {
  const found = parts(day);
  if (found === null || language() === "en") return dayText(day);
  const [, month, date] = found;
  return `${month}.${String(date).padStart(2, "0")}\u2011${isFront(date) ? "ний" : "ны"}`;
}

/** `2026-11-24` → `2026 оны 11 дүгээр сарын 24`. */
export function longDay(day: string): string {
  const found = parts(day);
  if (found === null) return day;
  return language() === "en" ? `${dayText(day)} ${found[0]}` : `${found[0]} оны ${dayText(day)}`;
}

/** `2026-11-24` → `2026 оны 11 дүгээр сарын 24‑ний өдөр`, as documents say it. */
export function officialDay(day: string): string {
  const found = parts(day);
  if (found === null || language() === "en") return longDay(day);
  return `${longDay(day)}\u2011${isFront(found[2]) ? "ний" : "ны"} өдөр`;
}

/** `2026-11-24` → `мягмар гараг`. */
export function weekday(day: string): string {
  const found = parts(day);
  if (found === null) return "";
  const at = new Date(Date.UTC(found[0], found[1] - 1, found[2])).getUTCDay();
  return language() === "en" ? (WEEKDAYS.en[at] ?? "") : `${WEEKDAYS.mn[at] ?? ""} гараг`;
}

/** Today as a plain date, by the tablet's clock and zone. */
export function today(now_ms: number): string {
  const at = new Date(now_ms);
  return `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, "0")}-${String(at.getDate()).padStart(2, "0")}`;
}
