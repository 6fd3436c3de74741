/** The fake server's side of the daily digest: server/exchange/digest.py in memory. */
import { sha256 } from "@noble/hashes/sha2.js";

import { base64url } from "../domain/chain";
import { digestible, digestsUnder } from "../domain/digest";
import { encode, type Record } from "../domain/record";
import { isOf } from "../store/put_away";

export interface Asked {
  inc: string;
  cursor: string;
  under: string[];
  without?: string[];
}

/** The question in a request's bytes, as sent, and what its signature signs. */
export function readAsked(body: Uint8Array): { asked: Asked; signed: Uint8Array; sig: string } {
  const text = new TextDecoder().decode(body).split("\n")[0] ?? "";
  const { sig, ...asked } = JSON.parse(text) as Asked & { sig: string };
  return { asked, signed: new TextEncoder().encode(text.slice(0, text.indexOf(',"sig":"'))), sig };
}

/** Digests under fewer than two symbols, rows under two; `end`: the cursor that an asker must stand at. */
export function compared(records: Iterable<Record>, { cursor, under, without = [] }: Asked, end: string): string {
  if (cursor !== end) return JSON.stringify({ server_time: 1, behind: true });
  const kept = [...records].filter((record) => !isOf(record, new Set(without)));
  const all = kept.map((record) => ({ id: record.id, type: record.type, lines: encode(record) }));
  const mine = (beginning: string) => all.filter(({ id }) => id.startsWith(beginning));
  if ((under[0]?.length ?? 0) === 2) {
    const found = under.flatMap(mine);
    const head = { server_time: 1, under, ...(found.length > 0 && { rows: found.length }) };
    return [JSON.stringify(head), ...found.flatMap(({ lines }) => lines.filter((line) => line !== null))].join("\n");
  }
  const hash = (type: string, [line, personal]: [string, string | null]) => sha256(digestible(type, { line, personal }));
  const digests = under.map((beginning) => [
    beginning,
    base64url(digestsUnder(beginning, mine(beginning).map(({ id, type, lines }) => [id, hash(type, lines)]))),
  ]);
  return JSON.stringify({ server_time: 1, digests: Object.fromEntries(digests) as object });
}
