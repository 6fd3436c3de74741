/**
 * Locking by itself: a tablet that lies untouched on a table belongs to nobody. A form that is open is put away first, by whatever
 * it has left with `putAway`; where that fails the tablet stays open, because what was typed weighs more.
 */
type PutAway = () => Promise<void>;

/** Who was at work when the tablet locked by itself. */
export const leftOpen: { by: string | null } = { by: null };

const open = new Set<PutAway>();

/** A form with unsaved words: `save` puts them away. Call the returned function when the form has gone. */
export function putAway(save: PutAway): () => void {
  open.add(save);
  return () => open.delete(save);
}

/** Save what stands in open forms; true when nothing is left that locking would lose. */
export async function allPutAway(): Promise<boolean> {
  const ends = await Promise.allSettled([...open].map((save) => save()));
  return ends.every(({ status }) => status === "fulfilled");
}

let shown = 0;

/** A hall looks at this screen: it locks only after WATCHED_MIN without a touch. Returns how to say that it is over. */
export function watched(): () => void {
  shown += 1;
  return () => void (shown -= 1);
}

const WATCHED_MIN = 90;
const TOUCHES = ["pointerdown", "keydown", "input", "wheel", "touchmove"] as const;

/**
 * Call `lock` once nobody has touched the page for as long as `minutes()` says. A browser that slept through it locks when it is
 * seen again. Returns how to stop.
 */
export function watchIdle(minutes: () => number, lock: () => void, clock: () => number = Date.now): () => void {
  let touched_at = clock();
  const touch = (): void => void (touched_at = clock());
  const look = (): void => {
    const allowed = shown > 0 ? Math.max(WATCHED_MIN, minutes()) : minutes();
    if (clock() - touched_at < allowed * 60_000) return;
    touch();
    lock();
  };
  const timer = setInterval(look, 5_000);
  for (const name of TOUCHES) addEventListener(name, touch, { capture: true, passive: true });
  document.addEventListener("visibilitychange", look);
  return () => {
    clearInterval(timer);
    for (const name of TOUCHES) removeEventListener(name, touch, { capture: true });
    document.removeEventListener("visibilitychange", look);
  };
}
