/**
 * Sending what is sealed: for a person who is locked out, and for ops whose own row does not open any more (DESIGN §7).
 *
 *     POST /api/v1/sealed, application/x-ndjson
 *     {"inc":"<20>","certificate":"…","frames":2,"sig":"<base64url>"}
 *     {"ephemeral":"<base64url, 65 bytes>","frame":0,"sealed":"<base64url>"}
 *     …
 *
 * `sig` is by the inc's key, over the header's bytes before `,"sig":"` and SHA-256 of all that follows its line feed. A frame
 * opens as store/seal.ts says, to `{"first_seq","prev"}` and op lines: the same as a push of those lines. The answer is a head
 * without rows: `held`, `arrived`, `safe`, `outcomes`. No PIN is needed, nothing readable is touched.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { readAnswer } from "../domain/answer";
import { covers, type Span } from "../domain/chain";
import type { Bytes, Ports } from "../ports";
import { base64url, concat, toJson, utf8 } from "../store/bytes";
import type { Database } from "../store/database";
import { sealedFrames, type SealedFrame } from "../store/journal";
import { epochGranted, signingKey, type Profile } from "../store/profiles";
import { sign } from "./enrol";
import { putReceipts, readReceipts, spansOf, takeSealed } from "../store/receipts";
import type { RoundEnd } from "./round";
import { NDJSON, post } from "./transport";

const BATCH_BYTES = 48_000;

/**
 * Send the frames of `inc` that the server lacks; at most one batch. Where it lacks none it is asked all the same, as long as
 * frames are here: a server that was restored lacks them again, and nobody else hears of it while the person is locked out
 * (M8). With `wanted`, only those frames count, and nothing is asked without one.
 */
export async function sendSealed(
  ports: Pick<Ports, "subtle" | "fetch" | "gzip" | "clock">,
  db: Database,
  profile: Profile,
  inc: string,
  wanted: ((frame: SealedFrame) => boolean) | null = null,
): Promise<RoundEnd> {
  const row = await readReceipts(db, inc);
  const epoch = row?.epoch ?? epochGranted(profile);
  const { held } = spansOf(row, epoch);
  const frames = await sealedFrames(db, inc);
  const lacking = (known: readonly Span[]): SealedFrame[] =>
    frames.filter((frame) => (wanted === null || wanted(frame)) && !isHeld(known, frame));
  const batch = firstOf(lacking(held));
  if (batch.length === 0 && (wanted !== null || frames.length === 0)) return { state: "ok", more: false, commands: [] };
  const certificate = profile.incs.find((entry) => entry.inc === inc)?.certificate ?? profile.grant.certificate;
  const body = await writeSealed(ports, await signingKey(db, inc), inc, certificate, batch);
  const reply = await post(ports, "/api/v1/sealed", body, NDJSON);
  if (reply.state !== "ok") return reply;
  const answer = readAnswer(reply.body);
  if (answer === null) return { state: "offline", why: "garbled answer" };
  const tags = new Map(frames.map(({ last, tag }) => [last, tag]));
  const receipts = takeSealed(row, answer, epoch, (seq) => tags.get(seq));
  await db.write(["receipts"], (tx) => putReceipts(tx, inc, receipts));
  const moved = receipts.epoch !== epoch || batch.some((frame) => isHeld(receipts.held, frame));
  return { state: "ok", more: moved && lacking(receipts.held).length > 0, commands: answer.commands };
}

function isHeld(held: readonly Span[], { first, last }: SealedFrame): boolean {
  for (let seq = first; seq <= last; seq++) if (!covers(held, seq)) return false;
  return true;
}

export function firstOf(frames: readonly SealedFrame[]): SealedFrame[] {
  const batch: SealedFrame[] = [];
  let bytes = 0;
  for (const frame of frames) {
    if (batch.length > 0 && bytes + frame.sealed.length > BATCH_BYTES) break;
    batch.push(frame);
    bytes += frame.sealed.length;
  }
  return batch;
}

export async function writeSealed(
  ports: Pick<Ports, "subtle">,
  key: CryptoKeyPair,
  inc: string,
  certificate: string,
  frames: readonly SealedFrame[],
): Promise<Bytes> {
  const rest = concat(
    ...frames.flatMap(({ ephemeral, frame, sealed }) => [toJson({ ephemeral, frame, sealed: base64url(sealed) }), utf8("\n")]),
  );
  const header = utf8(JSON.stringify({ inc, certificate, frames: frames.length }).slice(0, -1));
  const sig = await sign(ports, key, concat(header, sha256(rest)));
  return concat(header, utf8(`,"sig":"${sig}"}\n`), rest);
}
