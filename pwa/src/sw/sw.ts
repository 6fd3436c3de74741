/// <reference lib="webworker" />
/**
 * The service worker: keeps the app's own files, answers navigation from them, and nothing else.
 *
 * Answers of the API are never kept. A new version waits until a person taps «Шинэчлэх» with no form open (T19, trap 26):
 * `skipWaiting` runs on that message alone. Workbox takes a version over only when all its files are in (F7).
 */
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from "workbox-precaching";
import { NavigationRoute, registerRoute } from "workbox-routing";

declare const self: ServiceWorkerGlobalScope;

precacheAndRoute(self.__WB_MANIFEST);
cleanupOutdatedCaches();
registerRoute(new NavigationRoute(createHandlerBoundToURL("/index.html"), { denylist: [/^\/api\//] }));

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event: ExtendableMessageEvent) => {
  if (event.data === "update-now") void self.skipWaiting();
});
