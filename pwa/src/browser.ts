/** The browser's own ports: the one place where the store and the exchange meet globals. */
import { gzip, sleep, type ArgonParams, type Bytes, type Ports } from "./ports";
import argon2Url from "./store/argon2.worker?worker&url";
import { trustedUrl } from "./trusted";

/** Argon2id in a worker of its own: its response alone may run WebAssembly, and a second of work never stops the page. */
function argon2InWorker(secret: string, salt: Bytes, params: ArgonParams): Promise<Bytes> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(trustedUrl(argon2Url), { type: "module" });
    worker.onmessage = ({ data }: MessageEvent<Bytes>) => (worker.terminate(), resolve(data));
    worker.onerror = (event) => (worker.terminate(), reject(new Error(`argon2 worker: ${event.message}`)));
    worker.postMessage({ secret, salt, params });
  });
}

/** The browser's own. */
export function browserPorts(): Ports {
  const channel = new BroadcastChannel("yavuul");
  return {
    clock: { now: () => Date.now(), monotonic: () => performance.now(), sleep },
    random: (length) => crypto.getRandomValues(new Uint8Array(length)),
    fetch: (url, init) => fetch(url, init),
    indexedDB,
    locks: {
      hold: async (name, run) => await navigator.locks.request(name, run),
      tryHold: async (name, run) =>
        await navigator.locks.request(name, { ifAvailable: true }, (lock) => (lock ? run() : null)),
    },
    tabs: {
      tell: () => channel.postMessage(null),
      hear: (heard) => channel.addEventListener("message", heard),
    },
    felt: () => navigator.userActivation?.hasBeenActive && navigator.vibrate?.(30),
    subtle: crypto.subtle,
    argon2id: argon2InWorker,
    gzip,
    storage: async () => {
      const { usage, quota } = await navigator.storage.estimate();
      if (usage === undefined || quota === undefined) return null;
      return { usage, quota, kept: await navigator.storage.persisted() };
    },
    addresses: { make: (blob) => URL.createObjectURL(blob), forget: (url) => URL.revokeObjectURL(url) },
  };
}
