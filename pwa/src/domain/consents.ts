/**
 * What a citizen is asked to consent to, each for its own purpose and period (law on personal data of 2021-12-17, DOMAIN §C1),
 * kept as the last day on which it holds; withdrawn is absent. The periods are defaults: the organisation's settings
 * `consent.<purpose>.months` go before them.
 */
import type { Value } from "./op";

export const PURPOSES = ["participation", "answer_by_phone", "photo_voice"] as const;
export type Purpose = (typeof PURPOSES)[number];

const MONTHS: Readonly<Record<Purpose, number>> = { participation: 36, answer_by_phone: 12, photo_voice: 12 };

/** For how many months a consent to `purpose` is asked. */
export function monthsOf(purpose: Purpose, tenant: ReadonlyMap<string, Value> | null): number {
  const set = Number(tenant?.get(`settings/consent.${purpose}.months`) ?? NaN);
  return Number.isInteger(set) && set > 0 && set <= 600 ? set : MONTHS[purpose];
}

/** Which words say what follows when `purpose` is taken back: names stay while an answer by phone is still wanted. */
export function endOf(purpose: Purpose, is_answer_wanted: boolean): Purpose | "participation_partly" {
  return purpose === "participation" && is_answer_wanted ? "participation_partly" : purpose;
}

/** The last day of `months` from `day`: the same day of a later month, or that month's last. */
export function validUntil(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const whole = year * 12 + (month - 1) + months;
  const [then, at] = [Math.floor(whole / 12), whole % 12];
  const last = new Date(Date.UTC(then, at + 1, 0)).getUTCDate();
  return `${String(then).padStart(4, "0")}-${String(at + 1).padStart(2, "0")}-${String(Math.min(date, last)).padStart(2, "0")}`;
}

/** Whether a person's consent to `purpose` holds on `day`. */
export function holds(person: ReadonlyMap<string, Value> | null, purpose: Purpose, day: string): boolean {
  const until = person?.get(`consents/${purpose}`);
  return typeof until === "string" && until >= day;
}
