/**
 * Closing a hearing: the seal, which names every op that the sealing tablet holds of it (M15), and the manifest, which says
 * what this tablet has, so that the office sees «45 of 48 arrived» (S8). Both are ordinary, immutable records.
 *
 * Seals add up: what another tablet holds and this one has not met is no part of this seal, and becomes a note beside the record
 * unless its own facilitator seals it as well. So `lackingOf` says beforehand what other tablets have told of and is not here.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";

import { hearingsOf, seenOf } from "../domain/lifecycle";
import { reviews, valueOf } from "../domain/merge";
import type { Value } from "../domain/op";
import { decode } from "../domain/opset";
import { encode, type Record as Merged } from "../domain/record";
import { references } from "../domain/state";
import { RECORDS } from "../generated/catalogue";
import { utf8 } from "./bytes";
import type { Fold } from "./fold";

/** The records of a hearing that stand on this tablet, the hearing itself among them. */
export function recordsOf(fold: Fold, hearing: string): Merged[] {
  const found: Merged[] = [];
  for (const { name } of RECORDS) {
    for (const record of fold.ofType(name, [hearing])) if (hearingsOf(record).has(hearing)) found.push(record);
  }
  return found;
}

/** The values of a seal over what is here now. */
export function sealOf(fold: Fold, hearing: string): Record<string, Value> {
  const records = recordsOf(fold, hearing);
  return { ...placeOf(fold, hearing), seen: seenOf(records), content_hash: contentHash(records) };
}

/** The values of a manifest: every op that is here, how many records of each type, and how many photos and voice notes. */
export function manifestOf(fold: Fold, hearing: string): Record<string, Value> {
  const records = recordsOf(fold, hearing);
  const counts: Record<string, Value> = {};
  const add = (path: string): void => void (counts[path] = Number(counts[path] ?? 0) + 1);
  for (const record of records) {
    add(`records/${record.type}`);
    const kind = record.type === "media" ? valueOf(record, "kind") : null;
    if (typeof kind === "string") add(`media/${kind}`);
  }
  return { ...placeOf(fold, hearing), holds: seenOf(records), ...counts };
}

/**
 * SHA-256 over the canonical lines of the records (README §5), ordered by id, each with a line feed, in hex. Personal lines are
 * left out: what is erased one day must not break the seal.
 */
export function contentHash(records: readonly Merged[]): string {
  const lines = [...records].sort((a, b) => (a.id < b.id ? -1 : 1)).map((record) => `${encode(record)[0]}\n`);
  return bytesToHex(sha256(utf8(lines.join(""))));
}

/** What a person should know before he seals: records by type, open collisions, and ops that another tablet told of. */
export interface Cover {
  counts: Map<string, number>;
  collisions: { id: string; type: string; path: string }[];
  lacking: { inc: string; ops: number }[];
}

export function coverOf(fold: Fold, hearing: string): Cover {
  const counts = new Map<string, number>();
  const collisions: Cover["collisions"] = [];
  const records = recordsOf(fold, hearing);
  for (const record of records) {
    if (record.live.size === 0) continue;
    counts.set(record.type, (counts.get(record.type) ?? 0) + 1);
    for (const path of reviews(record)) collisions.push({ id: record.id, type: record.type, path });
  }
  return { counts, collisions, lacking: lackingOf(fold, hearing, records) };
}

/** A tablet that has said what it has of a hearing: `here` of its `told` ops are on this one too. */
export interface Manifest {
  id: string;
  inc: string;
  told: number;
  here: number;
}

/** The fullest manifest of each tablet. */
export function tabletsOf(fold: Fold, hearing: string): Manifest[] {
  const here = seenIn(recordsOf(fold, hearing));
  const tablets = new Map<string, Manifest>();
  for (const { record, holds } of toldOf(fold, hearing)) {
    const [by = ""] = record.seen;
    const found = { id: record.id, inc: incOf(by), told: holds.size, here: [...holds].filter((id) => here.has(id)).length };
    if (found.told >= (tablets.get(found.inc)?.told ?? 0)) tablets.set(found.inc, found);
  }
  return [...tablets.values()];
}

/** By the tablet that wrote them: ops that a manifest names and that are not on this tablet. */
function lackingOf(fold: Fold, hearing: string, records: readonly Merged[]): Cover["lacking"] {
  const here = seenIn(records);
  const told = new Set(toldOf(fold, hearing).flatMap(({ holds }) => [...holds]));
  const lacking = new Map<string, number>();
  for (const id of told) if (!here.has(id)) lacking.set(incOf(id), (lacking.get(incOf(id)) ?? 0) + 1);
  return [...lacking].map(([inc, ops]) => ({ inc, ops }));
}

function toldOf(fold: Fold, hearing: string): { record: Merged; holds: Set<string> }[] {
  return [...fold.ofType("manifest")].flatMap((record) => {
    const holds = references(record, "hearing").has(hearing) ? valueOf(record, "holds") : null;
    return typeof holds === "string" ? [{ record, holds: decode(holds) }] : [];
  });
}

function seenIn(records: readonly Merged[]): Set<string> {
  return new Set(records.flatMap((record) => [...record.seen]));
}

function incOf(op: string): string {
  return op.slice(0, op.indexOf("."));
}

function placeOf(fold: Fold, hearing: string): Record<string, Value> {
  const record = fold.view(hearing);
  return { unit: record ? valueOf(record, "unit") : null, hearing };
}
