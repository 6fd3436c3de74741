/**
 * Writing without a button: what was changed is saved at each pause, and when the person leaves. One save after the other, so that
 * the first one makes the record and the next ones change it. `saved_at` is set after the strict transaction, never before (I11);
 * what could not be saved stays changed, with the reason in `failed`.
 */
import type { Value } from "../../domain/op";
import { now } from "../live.svelte";
import { failureOf } from "./failure";

export const PAUSE_MS = 900;
type Values = Readonly<Record<string, Value>>;

export class Autosave {
  changed = $state<Values>({});
  saved_at = $state<number | null>(null);
  failed = $state("");
  id = $state<string | null>(null);
  /** only `flush` saves: each save would be an amendment of its own */
  by_hand = false;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #writing: Promise<void> = Promise.resolve();

  /** `begin` says what a new record begins with: where it belongs. */
  constructor(
    readonly type: string,
    id: string | null,
    readonly begin: () => Values,
  ) {
    this.id = id;
  }

  /** The person has changed these paths. */
  set(values: Values): void {
    this.changed = { ...this.changed, ...values };
    if (this.#timer !== null) clearTimeout(this.#timer);
    if (!this.by_hand) this.#timer = setTimeout(() => void this.flush(), PAUSE_MS);
  }

  /** Take back what was changed at `paths` and not saved yet. */
  drop(paths: readonly string[]): void {
    this.changed = Object.fromEntries(Object.entries(this.changed).filter(([path]) => !paths.includes(path)));
  }

  /** Save now what is changed; resolves when it is on disk, or has failed. */
  flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  async #write(): Promise<void> {
    const values = $state.snapshot(this.changed) as Values;
    if (Object.keys(values).length === 0) return;
    try {
      const { id, at } = await now().save(this.type, this.id, { ...(this.id === null && this.begin()), ...values });
      this.id = id;
      this.saved_at = at;
      this.failed = "";
      this.changed = Object.fromEntries(Object.entries(this.changed).filter(([path, value]) => values[path] !== value));
    } catch (error) {
      this.failed = failureOf(error);
    }
  }
}
