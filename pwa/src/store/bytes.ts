/** Bytes, text and base64url: the small change of the store. */
import { fromBase64url as decodeBase64url } from "../domain/chain";
import type { Bytes } from "../ports";

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true });

export function utf8(text: string): Bytes {
  return encoder.encode(text);
}

/** The text of UTF-8 bytes; TypeError where they are none. */
export function fromUtf8(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

/** A JSON value as bytes: the form of everything that is stored in the clear (nothing personal is). */
export function toJson(value: unknown): Bytes {
  return utf8(JSON.stringify(value));
}

/** What `toJson` wrote. The caller names the shape: these rows never come from outside the tablet. */
export function fromJson<T>(bytes: Uint8Array): T {
  return JSON.parse(fromUtf8(bytes)) as T;
}

export function concat(...parts: Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

export function same(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

export { base64url } from "../domain/chain";

/** The bytes of base64url without padding; throws where it is none. */
export function fromBase64url(text: string): Bytes {
  return new Uint8Array(decodeBase64url(text));
}
