/**
 * Sealed segments: a second copy of each save that the tablet itself can never open again (DESIGN §7).
 *
 * While a person is locked out, or for good after ten wrong PINs, these still go up: the server opens them with the
 * deployment's private key and finds the same op lines. One segment = one ephemeral ECDH P-256 key; each save is one *frame*
 * of it, so that a save costs its own bytes and no rewriting:
 *
 *     secret = HKDF-SHA-256(ECDH(ephemeral, deployment), salt = ephemeral ‖ deployment, info = "yavuul sealed 1")
 *     frame  = AES-256-GCM(secret, iv = frame number as 12 bytes, data = "inc‖frame", gzip(text))
 *     text   = {"first_seq":46,"prev":"<base64url h_45>"} LF, then op lines as sent, each with LF
 *
 * The secret lives in memory only, and dies when the person locks: the next save opens a new segment.
 */
import type { Bytes, Ports } from "../ports";
import { concat, fromBase64url, utf8 } from "./bytes";

export const SEGMENT_BYTES_MAX = 64_000;

export const CURVE = { name: "ECDH", namedCurve: "P-256" };

type SealPorts = Pick<Ports, "subtle" | "gzip">;

export class Segment {
  #frames = 0;
  #bytes = 0;

  private constructor(
    readonly ports: SealPorts,
    readonly inc: string,
    /** the ephemeral public key, 65 bytes; opens every frame's row */
    readonly ephemeral: Bytes,
    readonly secret: CryptoKey,
  ) {}

  /** A new segment of `inc`, for the owner of `deployment_key` (uncompressed point, base64url). */
  static async begin(ports: SealPorts, inc: string, deployment_key: string): Promise<Segment> {
    const recipient = fromBase64url(deployment_key);
    const pair = await ports.subtle.generateKey(CURVE, false, ["deriveBits"]);
    const ephemeral = new Uint8Array(await ports.subtle.exportKey("raw", pair.publicKey));
    const secret = await secretOf(ports.subtle, pair.privateKey, recipient, concat(ephemeral, recipient), "encrypt");
    return new Segment(ports, inc, ephemeral, secret);
  }

  /** The number of the next frame. */
  get next(): number {
    return this.#frames;
  }

  /** Whether the next save should open a new segment. */
  get isFull(): boolean {
    return this.#bytes >= SEGMENT_BYTES_MAX * 0.75;
  }

  /** `text` as the next frame. A number whose write failed stays unused. */
  async frame(text: Bytes): Promise<Bytes> {
    const sealed = await this.ports.subtle.encrypt(frameOf(this.inc, this.#frames), this.secret, await this.ports.gzip(text));
    this.#frames += 1; // counted at once: an iv is never used twice, even where the write fails
    this.#bytes += sealed.byteLength;
    return new Uint8Array(sealed);
  }
}

/** What the owner of `key`, whose public point is `recipient`, reads in frame 0 of a segment; rejects where it does not open. */
export async function unseal(subtle: SubtleCrypto, key: CryptoKey, recipient: Bytes, inc: string, ephemeral: Bytes, sealed: Bytes): Promise<Bytes> {
  const secret = await secretOf(subtle, key, ephemeral, concat(ephemeral, recipient), "decrypt");
  return new Uint8Array(await subtle.decrypt(frameOf(inc, 0), secret, sealed));
}

async function secretOf(subtle: SubtleCrypto, ours: CryptoKey, theirs: Bytes, salt: Bytes, use: "encrypt" | "decrypt"): Promise<CryptoKey> {
  const point = await subtle.importKey("raw", theirs, CURVE, false, []);
  const shared = await subtle.deriveBits({ name: "ECDH", public: point }, ours, 256);
  const material = await subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const hkdf = { name: "HKDF", hash: "SHA-256", salt, info: utf8("yavuul sealed 1") };
  return subtle.deriveKey(hkdf, material, { name: "AES-GCM", length: 256 }, false, [use]);
}

function frameOf(inc: string, frame: number): AesGcmParams {
  const iv = new Uint8Array(12);
  new DataView(iv.buffer).setUint32(8, frame);
  return { name: "AES-GCM", iv, additionalData: utf8(`${inc}‖${frame}`) };
}
