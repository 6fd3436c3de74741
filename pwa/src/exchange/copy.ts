/**
 * The second copy (T17, DESIGN §5.11): what is not *safe* yet, of everybody on this tablet, as a text file that nobody but the
 * deployment can read: share sheets and memory cards take `.txt`.
 *
 *     yavuul copy 1
 *     <base64url of gzip of a body as `POST /api/v1/sealed` takes it>
 *     …
 *
 * Each line is signed and complete by itself (exchange/sealed.ts); the server takes them as an ordinary push, in any order, as
 * often as they come (`yavuul import-sealed`, I1). Nothing here is unlocked and nothing is changed.
 */
import { covers } from "../domain/chain";
import type { Ports } from "../ports";
import { base64url } from "../store/bytes";
import type { Database } from "../store/database";
import { sealedFrames, type SealedFrame } from "../store/journal";
import { epochGranted, signingKey, type Profile } from "../store/profiles";
import { readReceipts, spansOf } from "../store/receipts";
import { firstOf, writeSealed } from "./sealed";

export const COPY_HEAD = "yavuul copy 1";

export interface Copy {
  text: string;
  ops: number;
}

/** The copy; null where everything is safe. */
export async function copyOf(ports: Pick<Ports, "subtle" | "gzip">, db: Database, profiles: readonly Profile[]): Promise<Copy | null> {
  const lines: string[] = [];
  let ops = 0;
  for (const profile of profiles) {
    for (const { inc, certificate } of profile.incs) {
      let left = await unsafeFrames(db, profile, inc);
      ops += left.reduce((sum, { first, last }) => sum + last - first + 1, 0);
      while (left.length > 0) {
        const batch = firstOf(left);
        const body = await writeSealed(ports, await signingKey(db, inc), inc, certificate, batch);
        lines.push(base64url(await ports.gzip(body)));
        left = left.slice(batch.length);
      }
    }
  }
  return lines.length === 0 ? null : { text: `${[COPY_HEAD, ...lines].join("\n")}\n`, ops };
}

/** How many ops of `profile` the server has not said it holds, by the frames that lie here. */
export async function unsentOf(db: Database, profile: Profile): Promise<number> {
  let ops = 0;
  for (const { inc } of profile.incs) {
    const row = await readReceipts(db, inc);
    const { arrived } = spansOf(row, row?.epoch ?? epochGranted(profile));
    for (const { first, last } of await sealedFrames(db, inc)) {
      for (let seq = first; seq <= last; seq++) ops += covers(arrived, seq) ? 0 : 1;
    }
  }
  return ops;
}

async function unsafeFrames(db: Database, profile: Profile, inc: string): Promise<SealedFrame[]> {
  const row = await readReceipts(db, inc);
  const { safe } = spansOf(row, row?.epoch ?? epochGranted(profile));
  return (await sealedFrames(db, inc)).filter(({ first, last }) => {
    for (let seq = first; seq <= last; seq++) if (!covers(safe, seq)) return true;
    return false;
  });
}
