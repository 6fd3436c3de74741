/** What was just done and can be undone: said for a while, on whichever screen one is by then. */
interface Done {
  text: string;
  undo: () => Promise<unknown>;
}

const SHOWN_MS = 8000;
export const done = $state<{ last: Done | null }>({ last: null });
let timer: ReturnType<typeof setTimeout> | undefined;

export function offerUndo(text: string, undo: () => Promise<unknown>): void {
  clearTimeout(timer);
  done.last = { text, undo };
  timer = setTimeout(() => (done.last = null), SHOWN_MS);
}

export function forgetUndo(): void {
  clearTimeout(timer);
  done.last = null;
}
