/**
 * What a tablet says of itself beside its ops, for the office's list of tablets: the app's version, what is still only here, room,
 * whether the browser keeps what lies here, who else is on it. A few bytes, said only when they differ from what was said last:
 * an idle sync stays as small as it was. Nothing is decided by it.
 */
import { covers } from "../domain/chain";
import { writeJson, type Json, type JsonMap } from "../domain/json";
import { receiptsOf } from "../domain/overlay";
import type { Ports } from "../ports";
import type { Offered, Session } from "../store/session";
import { APP_VERSION } from "./enrol";

const BESIDE_MAX = 20; // as server/wire.py

/** What the tablet knows of itself beyond the session, and what it said last. */
export interface Self {
  /** photos and voice notes that have not arrived */
  files: number;
  /** the other incs on this tablet, of the same organisation */
  beside: readonly string[];
  /** inc → what was said last, as text */
  said: Map<string, string>;
  /** this server does not understand it */
  mute: boolean;
}

export function nothingSaid(): Self {
  return { files: 0, beside: [], said: new Map(), mute: false };
}

/** What to say with `batch`, and its text; null: it was said. */
export async function about(
  ports: Pick<Ports, "storage">,
  session: Session,
  inc: string,
  offered: readonly Offered[],
  batch: readonly Offered[],
  self: Self,
): Promise<{ map: JsonMap; text: string } | null> {
  if (self.mute) return null;
  const { arrived } = receiptsOf(session.fold.overlay, inc);
  const ops = offered.filter(({ entry }) => !covers(arrived, entry.seq)).length - batch.filter(({ entry }) => !covers(arrived, entry.seq)).length;
  const room = await ports.storage?.().catch(() => null);
  const members: [string, Json][] = [["app", APP_VERSION], ["ops", ops], ["files", self.files]];
  if (room) members.push(["free", roundedMb(room.quota - room.usage)]);
  if (room?.kept !== undefined) members.push(["kept", room.kept]);
  members.push(["with", [...self.beside].filter((other) => other !== inc).sort().slice(0, BESIDE_MAX)]);
  const map: JsonMap = new Map(members);
  const text = writeJson(map);
  return self.said.get(inc) === text ? null : { map, text };
}

/** Whole megabytes in two figures: what changes less is not worth saying. */
export function roundedMb(bytes: number): number {
  const mb = Math.max(0, Math.floor(bytes / 1024 ** 2));
  const step = 10 ** Math.max(0, String(mb).length - 2);
  return Math.min(2 ** 31 - 1, Math.floor(mb / step) * step);
}
