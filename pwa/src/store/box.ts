/**
 * Ballot boxes: what a ballot says is sealed to its session's *lock* until the session is closed (T9, DOMAIN §H 14).
 *
 * The form is that of store/seal.ts: one segment for each ballot, bound to the ballot's id, frame 0, nothing packed. Every
 * ballot of a session has the same length, so that it does not tell how much was marked.
 *
 *     ballot.sealed                <ephemeral point>.<frame>, both base64url; inside: the marks as JSON, spaces behind
 *     ranking_session.lock         the public key, base64url
 *     ranking_session.leader_key   the private key (PKCS #8), closed by the vault of the tablet that began: it survives a kill
 *     ranking_session.spare_key    the same, sealed to the deployment and bound to the session's id: a lost tablet loses no vote
 *     ranking_session.key          the same in the clear: written by the closing, and by nothing else
 *
 * The twin is server/ballot_box.py; tests/vectors/ballots.json holds both together.
 */
import type { Bytes, Ports } from "../ports";
import { base64url, fromBase64url, fromJson, utf8 } from "./bytes";
import type { Cipher } from "./cipher";
import { CURVE, Segment, unseal } from "./seal";

/** What a ballot says: key of a mark → whole number. */
export type Marks = Readonly<Record<string, number>>;

/** What the record of a session keeps of its box while it is open. */
export interface Box {
  lock: string;
  leader_key: string;
  spare_key: string;
}

const PLACE = "ranking_session"; // binds what the vault closed to its place, as the name of a store does

/** A new box for `session`. */
export async function makeBox(ports: Pick<Ports, "subtle" | "gzip">, cipher: Cipher, deployment_key: string, session: string): Promise<Box> {
  const pair = await ports.subtle.generateKey(CURVE, true, ["deriveBits"]);
  const key = new Uint8Array(await ports.subtle.exportKey("pkcs8", pair.privateKey));
  return {
    lock: base64url(new Uint8Array(await ports.subtle.exportKey("raw", pair.publicKey))),
    leader_key: base64url(await cipher.close(PLACE, session, key)),
    spare_key: await sealed(ports, deployment_key, session, key),
  };
}

/** The private key of `session`, where this vault closed it; raises `Unreadable` on any other tablet. */
export async function leaderKey(cipher: Cipher, session: string, leader_key: string): Promise<string> {
  return base64url(await cipher.open(PLACE, session, fromBase64url(leader_key)));
}

/** `marks` as ballot `id` keeps them; `length`: of the longest ballot that the session can have. */
export function sealMarks(ports: Pick<Ports, "subtle" | "gzip">, lock: string, id: string, marks: Marks, length: number): Promise<string> {
  return sealed(ports, lock, id, utf8(JSON.stringify(marks).padEnd(length)));
}

async function sealed(ports: Pick<Ports, "subtle" | "gzip">, to: string, bound: string, plain: Bytes): Promise<string> {
  const unpacked = { subtle: ports.subtle, gzip: (raw: Bytes): Promise<Bytes> => Promise.resolve(raw) }; // packed, the length would tell
  const segment = await Segment.begin(unpacked, bound, to);
  return `${base64url(segment.ephemeral)}.${base64url(await segment.frame(plain))}`;
}

/** A box that stands open: what each ballot says. */
export class OpenBox {
  private constructor(
    readonly subtle: SubtleCrypto,
    readonly key: CryptoKey,
    readonly lock: Bytes,
  ) {}

  static async with(subtle: SubtleCrypto, key: string, lock: string): Promise<OpenBox> {
    return new OpenBox(subtle, await subtle.importKey("pkcs8", fromBase64url(key), CURVE, false, ["deriveBits"]), fromBase64url(lock));
  }

  /** The marks of ballot `id`; null for what does not open, or is no ballot: it counts as invalid. */
  async marks(id: string, text: string): Promise<Marks | null> {
    try {
      const [ephemeral = "", frame = ""] = text.split(".");
      const plain = await unseal(this.subtle, this.key, this.lock, id, fromBase64url(ephemeral), fromBase64url(frame));
      return marksIn(fromJson<unknown>(plain));
    } catch {
      return null;
    }
  }
}

function marksIn(said: unknown): Marks | null {
  if (typeof said !== "object" || said === null || Array.isArray(said)) return null;
  return Object.values(said).every((mark) => Number.isSafeInteger(mark)) ? (said as Marks) : null;
}
