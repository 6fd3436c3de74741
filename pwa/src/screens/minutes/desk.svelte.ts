/**
 * The minutes on the desk of who is writing: his letters are kept at each pause, those of other tablets come in between. Saved is
 * said only after the strict transaction (I11); what could not be saved is kept here and tried again at the next pause.
 */
import type { App } from "../../app";
import { fit, Writing } from "../../domain/writing";
import { failureOf } from "../parts/failure";
import { minutesOf, saveMinutes } from "./room";

const PAUSE_MS = 900;

export class Desk {
  text = $state("");
  saved_at = $state<number | null>(null);
  failed = $state("");
  can_undo = $state(false);
  /** something is not on disk yet */
  is_waiting = $state(false);
  readonly #writing: Writing;
  #taken = "";
  #timer: ReturnType<typeof setTimeout> | undefined;
  #flying: { mark: number; saved: Promise<void> } | null = null;

  constructor(
    readonly app: App,
    readonly hearing: string,
  ) {
    const client = (): number => app.ports.random(6).reduce((number, byte) => number * 256 + byte, 0);
    this.#taken = minutesOf(app, hearing)?.texts.get("text") ?? "";
    this.#writing = new Writing(this.#taken, client);
    this.text = this.#writing.text;
  }

  /** The person typed; returns the text as it can be kept. */
  write(typed: string, caret: number): string {
    const words = fit(typed);
    this.#writing.write(words, Math.min(caret, words.length));
    this.#changed();
    return words;
  }

  /** Put `words` in at `place` as one deed, to be taken back at once. */
  insert(words: string, place: number): void {
    this.#writing.pause();
    this.write(this.text.slice(0, place) + words + this.text.slice(place), place + fit(words).length);
    this.#writing.pause();
  }

  undo(): void {
    this.#writing.undo();
    this.#changed();
  }

  /**
   * Take in what the record holds by now. `places` (the caret's) are moved with their letters; null where nothing new has come.
   */
  take(update: string, places: readonly number[]): number[] | null {
    if (update === this.#taken) return null;
    this.#taken = update;
    const anchors = places.map((place) => this.#writing.anchor(place));
    if (!this.#writing.take(update)) return null;
    this.text = this.#writing.text;
    return anchors.map((anchor) => this.#writing.placeOf(anchor));
  }

  /** Save now, at once: the keys may be gone in a moment. Resolves when all is on disk, or has failed. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    if (!this.#writing.is_unsaid) return Promise.resolve();
    const { update, mark } = this.#writing.say();
    if (this.#flying?.mark !== mark) this.#flying = { mark, saved: this.#save(update, mark) };
    return this.#flying.saved;
  }

  #changed(): void {
    this.text = this.#writing.text;
    this.can_undo = this.#writing.canUndo;
    this.is_waiting = this.#writing.is_unsaid;
    clearTimeout(this.#timer);
    if (this.is_waiting) this.#timer = setTimeout(() => void this.flush(), PAUSE_MS);
  }

  async #save(update: string, mark: number): Promise<void> {
    try {
      const { at } = await saveMinutes(this.app, this.hearing, { text: update });
      this.#writing.said(mark, update);
      this.saved_at = at;
      this.failed = "";
    } catch (error) {
      this.failed = failureOf(error);
    }
    if (this.#flying?.mark === mark) this.#flying = null;
    this.is_waiting = this.#writing.is_unsaid;
  }
}
