/**
 * Sealing a bundle for two recipients, and opening it with the hearing key (README §10). The server's half is
 * server/exchange/bundles.py. Whoever has neither key sees a length and which deployment it is for.
 *
 *     sealed  = "YVB1" ‖ deployment (8) ‖ ephemeral (65) ‖ key for the server (48) ‖ key for the room (48) ‖ body
 *     server  = HKDF-SHA-256(ECDH(ephemeral, deployment key), salt = ephemeral ‖ deployment key, info = "yavuul bundle 1 server")
 *     hearing = HKDF-SHA-256(code, salt = "", info = "yavuul room 1")
 *     room    = HKDF-SHA-256(hearing, salt = ephemeral, info = "yavuul bundle 1 room")
 *     body    = AES-256-GCM(a key of its own, data = all before it, gzip(text)); each key is new, so every nonce is zero
 */
import { BadBundle, deploymentOf, headOf, PLAIN_BYTES_MAX, readEnvelope, SEALED_BYTES_MAX, type Envelope } from "../domain/bundle";
import { gunzip, type Bytes, type Ports } from "../ports";
import { concat, fromBase64url, same, utf8 } from "../store/bytes";

const CURVE = { name: "ECDH", namedCurve: "P-256" } as const;
const AES = { name: "AES-GCM", length: 256 } as const;
const NONCE = new Uint8Array(12);

type EnvelopePorts = Pick<Ports, "subtle" | "random" | "gzip">;

/** The hearing key of a room's code. */
export function hearingKey({ subtle }: Pick<Ports, "subtle">, code: string): Promise<Bytes> {
  return expand(subtle, utf8(code), new Uint8Array(), "yavuul room 1");
}

/** `text` for the deployment and for the holders of `hearing_key`; null where it would be too large for one bundle. */
export async function seal(ports: EnvelopePorts, text: Bytes, sealing_key: string, hearing_key: Bytes): Promise<Bytes | null> {
  const { subtle } = ports;
  const packed = await ports.gzip(text);
  if (packed.length > SEALED_BYTES_MAX - 200) return null;
  const deployment = fromBase64url(sealing_key);
  const pair = await subtle.generateKey(CURVE, false, ["deriveBits"]);
  const ephemeral = new Uint8Array(await subtle.exportKey("raw", pair.publicKey));
  const theirs = await subtle.importKey("raw", deployment, CURVE, false, []);
  const shared = new Uint8Array(await subtle.deriveBits({ name: "ECDH", public: theirs }, pair.privateKey, 256));
  const head = new Uint8Array(headOf(deployment, ephemeral));
  const key = ports.random(32);
  const server = await expand(subtle, shared, concat(ephemeral, deployment), "yavuul bundle 1 server");
  const room = await expand(subtle, hearing_key, ephemeral, "yavuul bundle 1 room");
  const bound = concat(head, await close(subtle, server, head, key), await close(subtle, room, head, key));
  return concat(bound, await close(subtle, key, bound, packed));
}

/** Whether a sealed bundle is for another deployment than ours. */
export function isForeign(envelope: Envelope, sealing_key: string): boolean {
  return !same(envelope.deployment, deploymentOf(fromBase64url(sealing_key)));
}

/** The text in a sealed bundle; null where this hearing key does not open it. `BadBundle` where it opens and is torn. */
export async function open(ports: Pick<Ports, "subtle">, sealed: Uint8Array, hearing_key: Bytes): Promise<Bytes | null> {
  const envelope = readEnvelope(sealed);
  const room = await expand(ports.subtle, hearing_key, new Uint8Array(envelope.ephemeral), "yavuul bundle 1 room");
  const key = await reveal(ports.subtle, room, envelope.head, envelope.for_room);
  if (key === null) return null;
  const packed = await reveal(ports.subtle, key, envelope.bound, envelope.body);
  if (packed === null) throw new BadBundle("torn");
  const text = await gunzip(packed, PLAIN_BYTES_MAX);
  if (text === "too-large" || text === "torn") throw new BadBundle(text);
  return text;
}

async function expand(subtle: SubtleCrypto, secret: Bytes, salt: Bytes, info: string): Promise<Bytes> {
  const material = await subtle.importKey("raw", secret, "HKDF", false, ["deriveBits"]);
  return new Uint8Array(await subtle.deriveBits({ name: "HKDF", hash: "SHA-256", salt, info: utf8(info) }, material, 256));
}

async function close(subtle: SubtleCrypto, key: Bytes, bound: Bytes, plain: Bytes): Promise<Bytes> {
  const secret = await subtle.importKey("raw", key, AES, false, ["encrypt"]);
  return new Uint8Array(await subtle.encrypt({ name: "AES-GCM", iv: NONCE, additionalData: bound }, secret, plain));
}

async function reveal(subtle: SubtleCrypto, key: Bytes, bound: Uint8Array, closed: Uint8Array): Promise<Bytes | null> {
  const secret = await subtle.importKey("raw", key, AES, false, ["decrypt"]);
  const parameters = { name: "AES-GCM", iv: NONCE, additionalData: new Uint8Array(bound) };
  return subtle.decrypt(parameters, secret, new Uint8Array(closed)).then((plain) => new Uint8Array(plain), () => null);
}
