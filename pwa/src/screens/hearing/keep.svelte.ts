/** A save from a screen: busy while it runs, then the stamp, or what went wrong and what is safe (I11). */
import type { Saved } from "../../app";
import type { Value } from "../../domain/op";
import { clockTime, t } from "../../i18n";
import { failureOf } from "../parts/failure";

/** Most saves are over sooner: to draw first that one is under way, then that it is over, would make each slower. */
const SHOWN_MS = 150;

export class Keeper {
  /** a save takes its time, to be shown */
  busy = $state(false);
  /** a save is under way */
  at_work = false;
  /** «15:04 цагт хадгаллаа»; empty until something was saved */
  saved = $state("");
  /** the msgid of what went wrong */
  failed = $state("");

  /** Run `save`; null where it failed. Nothing is said to be saved before it is on disk. */
  async keep(save: () => Promise<Saved>): Promise<Saved | null> {
    if (this.at_work) return null;
    this.at_work = true;
    this.failed = "";
    const shown = setTimeout(() => (this.busy = true), SHOWN_MS);
    try {
      const kept = await save();
      this.saved = t("tablet.saved_at", { time: clockTime(kept.at) });
      return kept;
    } catch (error) {
      this.failed = failureOf(error);
      return null;
    } finally {
      clearTimeout(shown);
      this.at_work = this.busy = false;
    }
  }
}

const PAUSE_MS = 700;

/** Values that a person is changing: shown at once, kept together at his next pause, so that ten taps are one statement. */
export class Pending {
  changed = $state<Record<string, Value>>({});
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly keeper: Keeper,
    readonly write: (values: Record<string, Value>) => Promise<Saved>,
  ) {}

  /** What stands at `path`: as it is being changed, else as it is kept. */
  at(path: string, kept: Value): Value {
    return path in this.changed ? (this.changed[path] ?? null) : kept;
  }

  set(path: string, value: Value): void {
    this.changed = { ...this.changed, [path]: value };
    this.#later();
  }

  /** Keep what was changed now: when the field is left, when the screen goes. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    const values: Record<string, Value> = $state.snapshot(this.changed);
    if (Object.keys(values).length === 0) return;
    if (this.keeper.at_work) return this.#later();
    if ((await this.keeper.keep(() => this.write(values))) === null) return;
    this.changed = Object.fromEntries(Object.entries(this.changed).filter(([path, value]) => !(path in values) || values[path] !== value));
    if (Object.keys(this.changed).length > 0) this.#later(); // changed again while it was being kept
  }

  #later(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), PAUSE_MS);
  }
}
