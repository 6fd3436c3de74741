/**
 * The service worker's life, as screens see it: a new version waits until a person takes it (T19, trap 26). Nothing here ever
 * reloads by itself; after the person's tap the page loads again once the new worker is in charge.
 */
import { trustedUrl } from "../../trusted";

export const update = $state({ waiting: false });
let waiting: ServiceWorker | null = null;

/** Register the worker and watch for a newer one. */
export async function watchUpdates(): Promise<void> {
  if (!("serviceWorker" in navigator) || import.meta.env.DEV) return;
  const registration = await navigator.serviceWorker
    .register(trustedUrl("/sw.js"), { updateViaCache: "none" })
    .catch(() => null); // offline before the first visit ended, or refused by the browser: the next start tries again
  if (!registration) return;
  const look = (): void => {
    if (registration.waiting === null || navigator.serviceWorker.controller === null) return;
    waiting = registration.waiting;
    update.waiting = true;
  };
  look();
  registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", look));
}

/** Take the new version; call only where no form is open. */
export function takeUpdate(): void {
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
  waiting?.postMessage("update-now");
}
