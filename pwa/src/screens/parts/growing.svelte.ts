/**
 * How much of a long list is drawn: a screenful with the screen itself, a page as soon as that one is seen, all when the person
 * asks. A slow tablet changes screens by what is drawn at once. To be made while a component begins.
 */
const FIRST = 8;
const PAGE = 40;
const SEEN_MS = 60;

export class Growing {
  #rows = $state(FIRST);

  constructor(page = PAGE) {
    $effect(() => {
      const seen = setTimeout(() => (this.#rows = Math.max(page, this.#rows)), SEEN_MS);
      return () => clearTimeout(seen);
    });
  }

  /** The rows to be drawn. */
  of<Row>(rows: Row[]): Row[] {
    return rows.length > this.#rows ? rows.slice(0, this.#rows) : rows;
  }

  /** Whether a page is drawn and there are more: then they are offered. */
  hides(rows: readonly unknown[]): boolean {
    return this.#rows > FIRST && rows.length > this.#rows;
  }

  all(): void {
    this.#rows = Infinity;
  }
}

/** Whether the screen has been seen: what stands below its first words is drawn then. */
export class Seen {
  yet = $state(false);

  constructor() {
    $effect(() => {
      let next = requestAnimationFrame(() => (next = requestAnimationFrame(() => (this.yet = true))));
      return () => cancelAnimationFrame(next);
    });
  }
}
