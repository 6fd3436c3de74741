/**
 * The tablet is a witness of the office's log (P10, I12): once a day it shows the head that it keeps and gets the newest one,
 * signed by the key that it pinned, with the path that proves the log to begin with what it saw.
 *
 * Where that cannot be proved, the tablet keeps both heads, the older one and what contradicts it: two signatures of the same
 * deployment that nobody can explain away. It goes on working; a person is told, and tells others.
 */
import { isConsistent, headText, readHead, type Head } from "../domain/merkle";
import { fromBase64url } from "../domain/chain";
import { Malformed, readJson, type Json } from "../domain/json";
import { splitLines } from "../domain/wire";
import type { Witness } from "../store/base";
import type { Session } from "../store/session";
import { isSigned } from "./certificate";
import { signed, type Memory, type RoundPorts } from "./round";
import { NDJSON, post } from "./transport";

export const EVERY_MS = 24 * 3600 * 1000;

/** Ask if it is time. Under the lock `sync`. */
export async function witnessDaily(ports: RoundPorts, session: Session, memory: Memory): Promise<void> {
  const known = (await session.feed()).feed.witness ?? null;
  const now = ports.clock.now();
  if (known !== null && Math.abs(now - known.asked_at) < EVERY_MS) return; // a clock set back harms nothing (I10)
  const question = { inc: session.inc, epoch: "", cursor: null, ops: [] };
  const shown = known?.head ? { witness: [known.head.size, known.head.root] as const } : {};
  const reply = await post(ports, "/api/v1/witness", await signed(ports, session, question, [], memory, shown), NDJSON);
  if (reply.state !== "ok" && reply.state !== "refused") return;
  const told = reply.state === "ok" ? await believed(ports, session, reply.body) : null; // refused: an older server
  const { head = null, against = null } = known ?? {};
  const next = told === null ? { head, against, asked_at: now } : after(known, told, now);
  await session.note((feed) => ({ ...feed, witness: next }));
}

/** A person has told the office what did not agree: from here on the newer head is the one to go on from. */
export function accepted(witness: Witness | undefined): Witness | undefined {
  return witness?.against ? { ...witness, head: witness.against, against: null } : witness;
}

/** What a tablet holds after `told`: the newest head if it goes on from the one it keeps, else both. */
function after(known: Witness | null, { head, path }: Told, now: number): Witness {
  const kept = known?.head ?? null;
  if (kept === null || isConsistent(kept.size, kept.root, head.size, head.root, path)) return { head, against: null, asked_at: now };
  return { head: kept, against: known?.against ?? head, asked_at: now };
}

interface Told {
  head: Head;
  path: string[];
}

async function believed(ports: RoundPorts, session: Session, body: Uint8Array): Promise<Told | null> {
  const told = readTold(body);
  const { tenant, server_signing_key } = session.profile.grant;
  if (told === null || told.head.tenant !== tenant) return null;
  const { head } = told;
  return (await isSigned(ports, fromBase64url(server_signing_key), headText(head), fromBase64url(head.sig))) ? told : null;
}

function readTold(body: Uint8Array): Told | null {
  try {
    const [line] = splitLines(body);
    const found: Json = line === undefined ? null : readJson(line);
    if (!(found instanceof Map)) return null;
    const path = found.get("path") ?? [];
    if (!Array.isArray(path)) return null;
    const steps = path.map((step) => (typeof step === "string" && fromBase64url(step).length === 32 ? step : ""));
    return steps.includes("") ? null : { head: readHead(found.get("head")), path: steps };
  } catch (error) {
    if (error instanceof Malformed) return null;
    throw error;
  }
}
