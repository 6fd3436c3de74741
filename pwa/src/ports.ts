/**
 * Everything outside the program that the tablet's store and exchange touch, as values.
 *
 * No other module reads a global: so a seeded simulator can run the very same code in Node, with a fake IndexedDB, its own
 * clock and a cable that it cuts (RELIABILITY 5, «Simulator shape»). browser.ts is the only place where the real ones are named.
 */
/** Bytes that WebCrypto and IndexedDB take (never a view on shared memory). */
export type Bytes = Uint8Array<ArrayBuffer>;

/** Cost of one Argon2id, kept beside every wrap so that it can be raised later. */
export interface ArgonParams {
  memory_kib: number;
  iterations: number;
  parallelism: number;
}

/** Wall time is evidence only (I10): nothing is ordered by it. `monotonic` measures spans and survives a changed clock. */
export interface Clock {
  now(): number;
  monotonic(): number;
  /** Resolves after `ms`, at once when `signal` fires. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The part of the Web Locks API that we use: `run` while `name` is ours; null to `run` where it is taken and we do not wait. */
export interface Locks {
  hold<T>(name: string, run: () => Promise<T>): Promise<T>;
  tryHold<T>(name: string, run: () => Promise<T>): Promise<T | null>;
}

/** The other tabs of this browser: to tell them that the store has changed, and to hear it from them; never from oneself. */
export interface Tabs {
  tell(): void;
  hear(heard: () => void): void;
}

export interface Ports {
  clock: Clock;
  random(length: number): Bytes;
  fetch(url: string, init: RequestInit): Promise<Response>;
  indexedDB: IDBFactory;
  locks: Locks;
  /** left out: there can be no others */
  tabs?: Tabs;
  /** a save is felt in the hand, after its transaction; left out where nothing can shake */
  felt?(): void;
  subtle: SubtleCrypto;
  argon2id(secret: string, salt: Bytes, params: ArgonParams): Promise<Bytes>;
  gzip(raw: Bytes): Promise<Bytes>;
  /** How much of the browser's storage is used, of how much, in bytes, and whether it has promised to
   * keep it; null where it does not say. Left out: no bound. */
  storage?(): Promise<{ usage: number; quota: number; kept?: boolean } | null>;
  /** Addresses under which the page can show bytes that it holds. Left out: there is no page. */
  addresses?: { make(blob: Blob): string; forget(url: string): void };
}

/** Compress with the platform's own stream; the same in the browser and in Node. */
export async function gzip(raw: Bytes): Promise<Bytes> {
  const { readable, writable } = new CompressionStream("gzip");
  const writer = writable.getWriter(); // written to at once: a Blob's stream goes by another process first
  const written = writer.write(raw).then(() => writer.close());
  const [packed] = await Promise.all([new Response(readable).arrayBuffer(), written]);
  return new Uint8Array(packed);
}

/** Decompress at most `bytes_max`: what would grow beyond is given up before it has (H20). */
export async function gunzip(packed: Bytes, bytes_max: number): Promise<Bytes | "too-large" | "torn"> {
  const { readable, writable } = new DecompressionStream("gzip");
  const writer = writable.getWriter();
  const written = writer.write(packed).then(() => writer.close()).catch(() => undefined); // said by the reader
  const reader = readable.getReader();
  const pieces: Uint8Array[] = [];
  let length = 0;
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      length += next.value.length;
      if (length > bytes_max) {
        await reader.cancel().catch(() => undefined);
        return "too-large";
      }
      pieces.push(next.value);
    }
  } catch {
    return "torn";
  }
  await written;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** Sleep by timer, cut short by a signal. */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const timer = setTimeout(done, ms);
    function done(): void {
      clearTimeout(timer);
      signal?.removeEventListener("abort", done);
      resolve();
    }
    signal?.addEventListener("abort", done);
  });
}
