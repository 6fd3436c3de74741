/**
 * When to sync: at start, when the page is seen again, after a save, by timer, by the button; the pauses grow while it fails.
 *
 * One syncer for the whole origin: a Web Lock that is not waited for (F10). Retry-After is obeyed by the timer; the person's
 * button is not held back by pauses, only by a round that is running. Background Sync would only be a bonus (trap 28).
 */
import type { Ports } from "../ports";

export const IDLE_S = 300;
export const PAUSE_MIN_S = 4;
export const PAUSE_MAX_S = 900;
const ELSEWHERE_S = 20;

/** What a run says about the next: `again` at once, `idle`, or a failure that may name its pause. */
export type Run = { next: "again" } | { next: "idle" } | { next: "later"; retry_after_s: number | null };

type SchedulerPorts = Pick<Ports, "clock" | "locks" | "random">;

export class Scheduler {
  #failures = 0;
  #wake = new AbortController();
  #stopped = false;

  constructor(
    readonly ports: SchedulerPorts,
    readonly run: () => Promise<Run>,
    /** hears of each try when the lock is free again; null: another tab has it */
    readonly ended: (result: Run | null) => void = () => undefined,
  ) {}

  /** Run until `stop`; resolves then. */
  async start(): Promise<void> {
    this.#stopped = false;
    while (!this.#stopped) {
      const wake = (this.#wake = new AbortController());
      const result = await this.ports.locks.tryHold("sync", this.run);
      this.ended(result);
      if (this.#stopped) return;
      const pause_s = this.#pauseAfter(result);
      if (pause_s > 0) await this.ports.clock.sleep(pause_s * 1000, wake.signal);
    }
  }

  /** Do not wait longer: a save, the page seen again, the button. A run that is going on is followed by another. */
  nudge(): void {
    this.#wake.abort();
  }

  stop(): void {
    this.#stopped = true;
    this.#wake.abort();
  }

  #pauseAfter(result: Run | null): number {
    if (result === null) return this.#jitter(ELSEWHERE_S);
    if (result.next === "later") {
      const grown = Math.min(PAUSE_MAX_S, PAUSE_MIN_S * 2 ** this.#failures++);
      return Math.max(result.retry_after_s ?? 0, this.#jitter(grown));
    }
    this.#failures = 0;
    return result.next === "again" ? 0 : this.#jitter(IDLE_S);
  }

  /** Between half of `seconds` and all of it, so that a district's tablets do not come back in one breath. */
  #jitter(seconds: number): number {
    const share = (this.ports.random(1)[0] ?? 0) / 255;
    return seconds * (0.5 + share / 2);
  }
}
