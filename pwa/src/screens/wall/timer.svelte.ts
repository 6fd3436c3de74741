/** The hall's timer: it goes on while one looks at something else. Of the page alone, nothing of it is kept. */
import { added, FRESH, leftOf, started, stopped, type Countdown } from "./countdown";

let countdown = $state.raw<Countdown>(FRESH);
let at = $state(0);
let tick: ReturnType<typeof setInterval> | undefined;

function become(next: (one: Countdown, now: number) => Countdown): void {
  at = performance.now();
  countdown = next(countdown, at);
  clearInterval(tick);
  if (countdown.since !== null) tick = setInterval(() => (at = performance.now()), 250);
}

export const timer = {
  get runs(): boolean {
    return countdown.since !== null;
  },
  get left_ms(): number {
    return leftOf(countdown, at);
  },
  /** whether anybody has touched it: then it stands in a corner of every view */
  get is_set(): boolean {
    return countdown !== FRESH;
  },
  start: (): void => become(started),
  stop: (): void => become(stopped),
  add: (minutes: number): void => become((one, now) => added(one, now, minutes)),
  reset: (): void => become(() => FRESH),
};
