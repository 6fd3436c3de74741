/** A countdown as a value: what is left, and since when it has been running. Pure. */
const MINUTE_MS = 60_000;
export const START_MS = 5 * MINUTE_MS;

export interface Countdown {
  readonly left_ms: number;
  /** null: it stands still */
  readonly since: number | null;
}
export const FRESH: Countdown = { left_ms: START_MS, since: null };

/** Below nothing once the time is over. */
export const leftOf = ({ left_ms, since }: Countdown, now: number): number => (since === null ? left_ms : left_ms - Math.max(0, now - since));
export const started = (one: Countdown, now: number): Countdown => (one.since === null ? { ...one, since: now } : one);
export const stopped = (one: Countdown, now: number): Countdown => ({ left_ms: leftOf(one, now), since: null });

/** So many minutes more, or less; over the time they count from nothing. */
export function added(one: Countdown, now: number, minutes: number): Countdown {
  const left_ms = Math.max(0, Math.max(0, leftOf(one, now)) + minutes * MINUTE_MS);
  return { left_ms, since: one.since === null ? null : now };
}

/** `4:05`; over the time `−0:12`. */
export function clockOf(left_ms: number): string {
  const seconds = Math.ceil(left_ms / 1000);
  const away = Math.abs(seconds);
  return `${seconds < 0 ? "−" : ""}${Math.floor(away / 60)}:${String(away % 60).padStart(2, "0")}`;
}
