/**
 * AES-256-GCM over rows. The additional data is store‖key‖version, so that a row moved to another place, or kept back from an
 * earlier form, does not open (RELIABILITY 4.2).
 */
import type { Bytes, Ports } from "../ports";
import { concat, utf8 } from "./bytes";

const FORM = 1;
const IV_BYTES = 12;

/** A row that does not open: flipped bits, another key, another place (F5). */
export class Unreadable extends Error {}

export class Cipher {
  constructor(
    readonly ports: Pick<Ports, "subtle" | "random">,
    readonly key: CryptoKey,
  ) {}

  /** `plain`, to be put at `key` of `store`. */
  async close(store: string, key: string, plain: Bytes): Promise<Bytes> {
    const iv = this.ports.random(IV_BYTES);
    const closed = await this.ports.subtle.encrypt(parameters(iv, store, key), this.key, plain);
    return concat(Uint8Array.of(FORM), iv, new Uint8Array(closed));
  }

  /** What `close` was given; raises `Unreadable`. */
  async open(store: string, key: string, row: Uint8Array): Promise<Bytes> {
    if (row[0] !== FORM) throw new Unreadable(`${store} ${key}: form ${row[0]}`);
    const iv = new Uint8Array(row.subarray(1, 1 + IV_BYTES));
    const closed = new Uint8Array(row.subarray(1 + IV_BYTES));
    try {
      return new Uint8Array(await this.ports.subtle.decrypt(parameters(iv, store, key), this.key, closed));
    } catch (error) {
      throw new Unreadable(`${store} ${key}`, { cause: error });
    }
  }
}

function parameters(iv: Bytes, store: string, key: string): AesGcmParams {
  return { name: "AES-GCM", iv, additionalData: utf8(`${store}‖${key}‖${FORM}`) };
}
