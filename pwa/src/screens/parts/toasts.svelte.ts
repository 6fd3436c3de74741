/**
 * What has just been done, said for eight seconds, with a way to take it back. Never for errors: those stay until read. One at a
 * time; the next takes the place of the one before, whose deed then stands.
 */
export const TOAST_MS = 8_000;

export interface Toast {
  text: string;
  /** takes the deed back; without it there is nothing to take back */
  undo: (() => Promise<unknown> | undefined) | null;
}

export const toasts = $state<{ now: Toast | null }>({ now: null });
let timer: ReturnType<typeof setTimeout> | undefined;

/** Say `text`; with `undo` «Буцаах» stands beside it. */
export function say(text: string, undo: Toast["undo"] = null): void {
  clearTimeout(timer);
  toasts.now = { text, undo };
  timer = setTimeout(hush, TOAST_MS);
}

/** Take it from the screen: it was undone, or the person has locked. */
export function hush(): void {
  clearTimeout(timer);
  toasts.now = null;
}

/** As long as somebody is at it (finger, keyboard focus) it does not vanish under him. */
export function hold(): void {
  clearTimeout(timer);
}

export function release(): void {
  if (toasts.now !== null) timer = setTimeout(hush, TOAST_MS);
}
