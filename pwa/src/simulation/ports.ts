/**
 * The ports of a simulated tablet: real WebCrypto, fake IndexedDB, and a clock, locks and chance that obey the seed.
 *
 * A signing key is made from seeded bytes, because the inc is its hash and decides which of two equal ranks is shown. Gzip
 * stores only: the length of a packed signature would be chance, and lengths choose batches.
 */
import { createECDH } from "node:crypto";
import { gzipSync } from "node:zlib";
import { sha256 } from "@noble/hashes/sha2.js";
import { base64url, concat, utf8 } from "../store/bytes";
import type { Bytes, Clock, Locks } from "../ports";
import type { Random } from "./random";

const ECDSA = { name: "ECDSA", namedCurve: "P-256" } as const;

/** WebCrypto, but that a P-256 signing key comes from `random`. */
export function seededSubtle(random: Random): SubtleCrypto {
  const real = crypto.subtle;
  return new Proxy(real, {
    get(_, name): unknown {
      if (name === "generateKey") {
        return (algorithm: { name: string }, extractable: boolean, usages: KeyUsage[]): Promise<unknown> =>
          algorithm.name === "ECDSA" ? signingPair(random) : real.generateKey(algorithm, extractable, usages);
      }
      const found: unknown = Reflect.get(real, name);
      return typeof found === "function" ? (found as () => unknown).bind(real) : found;
    },
  });
}

async function signingPair(random: Random): Promise<CryptoKeyPair> {
  const curve = createECDH("prime256v1");
  curve.setPrivateKey(random.bytes(32));
  const point = curve.getPublicKey();
  const open = { kty: "EC", crv: "P-256", x: base64url(point.subarray(1, 33)), y: base64url(point.subarray(33)) };
  const secret = { ...open, d: base64url(padded(curve.getPrivateKey())) };
  const [publicKey, privateKey] = await Promise.all([
    crypto.subtle.importKey("jwk", open, ECDSA, true, ["verify"]),
    crypto.subtle.importKey("jwk", secret, ECDSA, false, ["sign"]),
  ]);
  return { publicKey, privateKey };
}

function padded(scalar: Uint8Array): Bytes {
  return concat(new Uint8Array(32 - scalar.length), scalar);
}

export async function storedGzip(raw: Bytes): Promise<Bytes> {
  return new Uint8Array(gzipSync(raw, { level: 0 }));
}

/** Stands for Argon2id, whose cost is no part of a schedule. */
export async function quickArgon(secret: string, salt: Bytes): Promise<Bytes> {
  return new Uint8Array(sha256(concat(utf8(secret), salt)));
}

/** A clock that the schedule moves; to sleep is to wait until one is called. */
export function clockOf(now: () => number): Clock {
  return {
    now,
    monotonic: now,
    sleep: (_, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) resolve();
        signal?.addEventListener("abort", () => resolve());
      }),
  };
}

/** The Web Locks of one browser. `broken`: they hold nobody back, as in a browser without them (F10). */
export class SeededLocks implements Locks {
  broken = false;
  readonly #last = new Map<string, Promise<unknown>>();

  hold<T>(name: string, run: () => Promise<T>): Promise<T> {
    if (this.broken) return run();
    const before = this.#last.get(name) ?? Promise.resolve();
    const mine = before.catch(() => undefined).then(run);
    this.#last.set(name, mine);
    return mine;
  }

  async tryHold<T>(name: string, run: () => Promise<T>): Promise<T | null> {
    return this.hold(name, run);
  }
}
