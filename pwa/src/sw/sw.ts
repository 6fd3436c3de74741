/// <reference lib="webworker" />
/**
 * The service worker: keeps the app's own files, answers navigation from them, and nothing else.
 *
 * Answers of the API are never kept. A new version waits until a person taps «Шинэчлэх» with no form open (T19, trap 26):
 * `skipWaiting` runs on that message alone. Workbox takes a version over only when all its files are in (F7). What the version
 * before had is kept one step longer: a page of it that is still open elsewhere loads its later parts from there.
 */
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from "workbox-precaching";
import { NavigationRoute, registerRoute } from "workbox-routing";

declare const self: ServiceWorkerGlobalScope;

const BEFORE = "yavuul-before";
const NEXT = "yavuul-before-next";
const files = self.__WB_MANIFEST;
const ours = new Set(files.map((file) => (typeof file === "string" ? file : file.url)));

// stands before Workbox's own listeners: at «install» the older version's files still lie in the cache that this one fills
self.addEventListener("install", (event) => event.waitUntil(keepWhatWasThere()));
precacheAndRoute(files);
cleanupOutdatedCaches();
registerRoute(new NavigationRoute(createHandlerBoundToURL("/index.html"), { denylist: [/^\/api\//] }));
registerRoute(({ url }) => url.origin === self.location.origin && url.pathname.startsWith("/assets/"), ({ request }) => fromBefore(request));

self.addEventListener("activate", (event) => event.waitUntil(Promise.all([keepOneStep(), self.clients.claim()])));
self.addEventListener("message", (event: ExtendableMessageEvent) => {
  if (event.data === "update-now") void self.skipWaiting();
});

/** Copy the parts of the version in charge that this one does not have. */
async function keepWhatWasThere(): Promise<void> {
  await caches.delete(NEXT);
  const kept = await caches.open(NEXT);
  for (const name of (await caches.keys()).filter((known) => known.startsWith("workbox-precache"))) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const path = new URL(request.url).pathname;
      if (!path.startsWith("/assets/") || ours.has(path.slice(1))) continue;
      const found = await cache.match(request);
      if (found) await kept.put(path, found);
    }
  }
}

/** This version is in charge now: what was before it takes the place of what was before that. */
async function keepOneStep(): Promise<void> {
  if (!(await caches.has(NEXT))) return;
  await caches.delete(BEFORE);
  const [from, to] = await Promise.all([caches.open(NEXT), caches.open(BEFORE)]);
  for (const request of await from.keys()) {
    const found = await from.match(request);
    if (found) await to.put(request, found);
  }
  await caches.delete(NEXT);
}

/** A part that this version does not have: from the one before, else from the network. */
async function fromBefore(request: Request): Promise<Response> {
  return (await caches.match(request, { cacheName: BEFORE })) ?? fetch(request);
}
