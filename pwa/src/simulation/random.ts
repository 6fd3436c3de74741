/** A seeded source of chance: sfc32 over SHA-256 of its name, the same on every machine. */
import { sha256 } from "@noble/hashes/sha2.js";
import { utf8 } from "../store/bytes";
import type { Bytes } from "../ports";

export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  constructor(readonly name: string) {
    const view = new DataView(sha256(utf8(name)).buffer);
    [this.#a, this.#b, this.#c] = [view.getUint32(0), view.getUint32(4), view.getUint32(8)];
  }

  /** Another source that does not disturb this one. */
  fork(name: string): Random {
    return new Random(`${this.name}/${name}`);
  }

  next(): number {
    const sum = (this.#a + this.#b + this.#counter++) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** A whole number from 0, less than `bound`. */
  below(bound: number): number {
    return this.next() % bound;
  }

  chance(share: number): boolean {
    return this.next() < share * 2 ** 32;
  }

  pick<T>(from: readonly T[]): T {
    const found = from[this.below(from.length)];
    if (found === undefined) throw new RangeError("nothing to pick from");
    return found;
  }

  /** One of the keys, each as often as its weight says. */
  weighed<K extends string>(weights: Readonly<Record<K, number>>): K {
    const entries = Object.entries<number>(weights) as [K, number][];
    let left = this.below(entries.reduce((sum, [, weight]) => sum + weight, 0));
    for (const [key, weight] of entries) if ((left -= weight) < 0) return key;
    throw new RangeError("nothing to pick from");
  }

  bytes(length: number): Bytes {
    return Uint8Array.from({ length }, () => this.next() & 255);
  }
}
