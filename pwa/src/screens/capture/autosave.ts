/**
 * Saves at each pause: some time after the last change, when a field is left, when the screen goes. Only what was changed is
 * saved, and it counts as saved when the promise of the save has resolved (I11). What could not be saved stays, and is tried again
 * with the next pause.
 */
import type { Value } from "../../domain/op";

export const PAUSE_MS = 1200;

export interface Saving {
  /** writes the values; resolves with when, after the strict transaction */
  save(values: Readonly<Record<string, Value>>): Promise<{ at: number }>;
  /** what stands at a path now, as the person sees it */
  current(path: string): Value;
  /** whether there is anything worth a record yet */
  may(): boolean;
  /** something of what this says has changed */
  changed(): void;
}

export class Autosave {
  saved_at: number | null = null;
  failed: unknown = null;
  readonly #dirty = new Map<string, Value>();
  readonly #flying = new Map<string, Value>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly saving: Saving,
    private readonly pause_ms = PAUSE_MS,
  ) {}

  /** Whether something is not on disk yet. */
  get is_waiting(): boolean {
    return this.#dirty.size + this.#flying.size > 0;
  }

  /** What the person has set at `path` and is not shown by the record yet; undefined where nothing. */
  value(path: string): Value | undefined {
    return this.#dirty.has(path) ? this.#dirty.get(path) : this.#flying.get(path);
  }

  /** The person has changed `path`; the pause begins anew. */
  put(path: string, value: Value): void {
    const before = this.#flying.has(path) ? (this.#flying.get(path) ?? null) : this.saving.current(path);
    if (before === value) this.#dirty.delete(path);
    else this.#dirty.set(path, value);
    clearTimeout(this.#timer);
    if (this.#dirty.size > 0) this.#timer = setTimeout(() => void this.flush(), this.pause_ms);
    this.saving.changed();
  }

  /** Save now. Begins at once, also beside a save under way: the journal keeps them in order. True: nothing is left unsaved. */
  async flush(): Promise<boolean> {
    clearTimeout(this.#timer);
    if (this.#dirty.size === 0) return this.failed === null;
    if (!this.saving.may()) return false;
    const sent = new Map(this.#dirty);
    this.#dirty.clear();
    for (const [path, value] of sent) this.#flying.set(path, value);
    try {
      const { at } = await this.saving.save(Object.fromEntries(sent));
      this.saved_at = at;
      this.failed = null;
    } catch (error) {
      this.failed = error;
      for (const [path, value] of sent) if (!this.#dirty.has(path) && this.#flying.get(path) === value) this.#dirty.set(path, value);
    }
    for (const [path, value] of sent) if (this.#flying.get(path) === value) this.#flying.delete(path);
    this.saving.changed();
    return this.failed === null && !this.is_waiting;
  }

  /** Forget what was not saved. */
  drop(): void {
    clearTimeout(this.#timer);
    this.#dirty.clear();
    this.failed = null;
  }
}
