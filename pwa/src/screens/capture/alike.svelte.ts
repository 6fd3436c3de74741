/**
 * What is like the text that is being written: proposals and works of the unit. The index is filled in small pieces while the
 * tablet has nothing else to do, kept from one proposal to the next, and never makes anybody wait.
 */
import { Similar } from "../../domain/similar";
import { now } from "../live.svelte";
import { rest } from "../parts/idle";

const PAUSE_MS = 350;
const SLICE_MS = 6;

interface Shelf {
  type: string;
  /** the path whose text is compared */
  said: string;
  index: Similar;
}
const shelves: Readonly<Record<"proposal" | "work", Shelf>> = {
  proposal: { type: "proposal", said: "title", index: new Similar() },
  work: { type: "work", said: "name", index: new Similar() },
};
let shelved_for = "";

async function fill({ type, said, index }: Shelf, unit: string, is_wanted: () => boolean): Promise<void> {
  const all = [...now().glance(type, ["unit", said])].filter(({ values }) => values[0] === unit && typeof values[1] === "string");
  index.keep(new Set(all.map(({ id }) => id)));
  let since = performance.now();
  for (const { id, values } of all) {
    index.put(id, String(values[1]));
    if (performance.now() - since < SLICE_MS) continue;
    await rest();
    if (!is_wanted()) return;
    since = performance.now();
  }
}

export class Alike {
  proposals = $state.raw<string[]>([]);
  works = $state.raw<string[]>([]);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;

  constructor(
    private readonly unit: string,
    private readonly own: string,
  ) {
    if (shelved_for === unit) return;
    shelved_for = unit;
    for (const { index } of Object.values(shelves)) index.keep(new Set());
  }

  /** Look for what is like `text`, after a pause. */
  ask(text: string): void {
    clearTimeout(this.#timer);
    const asked = ++this.#asked;
    this.#timer = setTimeout(() => void this.#look(text, asked), PAUSE_MS);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#asked++;
  }

  async #look(text: string, asked: number): Promise<void> {
    const is_wanted = (): boolean => asked === this.#asked;
    try {
      for (const shelf of Object.values(shelves)) await fill(shelf, this.unit, is_wanted);
    } catch {
      return; // locked meanwhile
    }
    if (!is_wanted()) return;
    const find = ({ index }: Shelf): string[] => index.find(text, new Set([this.own])).slice(0, 3).map(({ id }) => id);
    this.proposals = find(shelves.proposal);
    this.works = find(shelves.work);
  }
}
