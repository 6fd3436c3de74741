/**
 * Wiping at the office's wish (server/wipe.py): obeyed when the person has locked and all that he wrote is *safe* (I5), never before.
 *
 *  1 look: something is not safe yet → wait, and send as ever
 *  2 say `ready`; the office may have changed its mind: only its `wipe` in this very answer counts
 *  3 sign the last word, and take everything away in the transaction that keeps that word
 *  4 send the last word, now or whenever there is a line
 */
import { readAnswer } from "../domain/answer";
import { requestBody, signedBytes, type Header } from "../domain/wire";
import { CATALOGUE } from "../generated/catalogue";
import type { Bytes, Ports } from "../ports";
import type { Database } from "../store/database";
import { depart, kept } from "../store/departure";
import { farewells, heard, wordsOf } from "../store/farewell";
import { present, signingKey, type Profile } from "../store/profiles";
import { signRaw } from "./enrol";
import { NDJSON, post } from "./transport";

type WipePorts = Pick<Ports, "subtle" | "fetch" | "gzip" | "clock" | "locks">;

/** What the office wants of `profile`, asked without his PIN; null: no answer. */
export async function wishes(ports: WipePorts, db: Database, profile: Profile): Promise<readonly string[] | null> {
  return ask(ports, await request(ports, db, present(profile)));
}

/** Wipe `profile` if it may be; true when it is gone. Call it under the lock `sync`, while he is locked. */
export async function wipe(ports: WipePorts, db: Database, profile: Profile): Promise<boolean> {
  const { unsafe, files } = await kept(db, profile); // 1
  if (unsafe + files > 0) return false;
  const said = await ask(ports, await request(ports, db, present(profile), "ready")); // 2
  if (!said?.includes("wipe")) return false;
  const words = await Promise.all(profile.incs.map(({ inc }) => request(ports, db, inc, "done"))); // 3
  const last = { profile: profile.profile, name: profile.grant.name, at: ports.clock.now() };
  const is_gone = await ports.locks.hold(`append:${present(profile)}`, () => depart(db, profile, { last, words }));
  if (is_gone) await sayFarewells(ports, db); // 4
  return is_gone;
}

/** Send the last words that no server has answered yet. */
export async function sayFarewells(ports: WipePorts, db: Database): Promise<void> {
  for (const farewell of await farewells(db)) {
    if (farewell.words.length === 0) continue;
    const ends = await Promise.all(wordsOf(farewell).map((word) => post(ports, "/api/v1/sync", word, NDJSON)));
    if (ends.every(({ state }) => state !== "offline" && state !== "busy")) await heard(db, farewell);
  }
}

/** A signed header without cursor and ops. */
async function request(ports: WipePorts, db: Database, inc: string, word?: "ready" | "done"): Promise<Bytes> {
  const header: Header = { catalogue: CATALOGUE, inc, ...(word && { wipe: word }) };
  const sig = await signRaw(ports, await signingKey(db, inc), signedBytes(header, null));
  return new Uint8Array(requestBody(header, sig, []));
}

async function ask(ports: WipePorts, body: Bytes): Promise<readonly string[] | null> {
  const reply = await post(ports, "/api/v1/sync", body, NDJSON);
  return reply.state === "ok" ? (readAnswer(reply.body)?.commands ?? null) : null;
}
