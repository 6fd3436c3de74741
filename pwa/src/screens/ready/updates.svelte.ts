/**
 * The service worker's life, as screens see it: a new version waits until a person takes it (T19, trap 26). Nothing here ever
 * reloads by itself; after the person's tap the page loads again once the new worker is in charge.
 *
 * It is never taken while a form or a hearing is open, in this tab or another: each tab holds the lock `work` while one is, shared,
 * and taking wants it alone.
 */
import { trustedUrl } from "../../trusted";

const LOOK_AGAIN_MS = 60 * 60 * 1000;
const WORK = "yavuul-work";

export const update = $state<{ waiting: boolean; refused: boolean }>({ waiting: false, refused: false });
let registration: ServiceWorkerRegistration | null = null;

/** Register the worker and watch for a newer one. */
export async function watchUpdates(): Promise<void> {
  if (!("serviceWorker" in navigator) || import.meta.env.DEV) return;
  const found = await navigator.serviceWorker
    .register(trustedUrl("/sw.js"), { updateViaCache: "none" })
    .catch(() => null); // offline before the first visit ended, or refused by the browser: the next start tries again
  if (!found) return;
  registration = found;
  const look = (): void => {
    update.waiting = found.waiting !== null && navigator.serviceWorker.controller !== null;
  };
  look();
  found.addEventListener("updatefound", () => found.installing?.addEventListener("statechange", look));
  setInterval(() => void lookForUpdate(), LOOK_AGAIN_MS);
}

/** Ask the server for a newer version now; it then waits. */
export async function lookForUpdate(): Promise<void> {
  await registration?.update().catch(() => undefined); // no network: then there is no news
}

/** A hearing or a form is open in this tab, until the returned function is called. */
export function atWork(): () => void {
  let over = (): void => undefined;
  const until = new Promise<void>((done) => (over = done));
  void navigator.locks.request(WORK, { mode: "shared" }, () => until);
  return over;
}

/** Take the new version, unless somebody is at work in any tab; then say so. */
export async function takeUpdate(): Promise<void> {
  update.refused = false;
  await navigator.locks.request(WORK, { ifAvailable: true }, async (lock) => {
    if (lock === null) return void (update.refused = true);
    const next = registration?.waiting;
    if (!next) return;
    const changed = new Promise((done) => navigator.serviceWorker.addEventListener("controllerchange", done, { once: true }));
    next.postMessage("update-now");
    await changed;
    location.reload();
  });
}
