/**
 * Lending: what the leader's tablet has of a hearing from the server, for a tablet whose own scope does not bring it (README §10).
 *
 *     {"rows":2,"inc":"<20>","certificate":"…","sig":"<base64url>"}
 *     feed rows, with their personal lines
 *
 * `sig` is over the header's bytes before it and SHA-256 of what follows its line feed. Lent are the hearing, all that belongs to it,
 * where it is held, and the people whom its records name; no code that proves who somebody is.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { decodeUtf8, Malformed } from "../domain/json";
import { isPersonalLine, RECORD_ID } from "../domain/op";
import { decode, type Record } from "../domain/record";
import { splitLines } from "../domain/wire";
import type { Bytes, Ports } from "../ports";
import { concat, fromBase64url, fromUtf8, utf8 } from "../store/bytes";
import type { LentRow } from "../store/heard";
import { present, signingKey } from "../store/profiles";
import { hearingsOf } from "../store/put_away";
import type { Session } from "../store/session";
import { certified, isSigned, type Pinned } from "./certificate";
import { sign } from "./enrol";

const BYTES_MAX = 300_000;
const NAMED: ReadonlySet<string> = new Set(["person", "household", "unit", "programme", "tenant"]);
const STAYS: ReadonlySet<string> = new Set(["tracking_code"]);
const SIGNATURE = /^(.*),"sig":"([A-Za-z0-9_-]{86})"\}$/s;

/** The section; null where there is nothing from the server to lend. */
export async function lend(ports: Pick<Ports, "subtle">, session: Session, hearing: string): Promise<Bytes | null> {
  const lines: Bytes[] = [];
  let count = 0;
  let bytes = 0;
  for (const id of idsOf(session, hearing)) {
    const row = session.fold.overlay.rows.lines(id);
    if (row === undefined) continue;
    const added = [row.line, row.personal].flatMap((line) => (line === null ? [] : [utf8("\n"), utf8(line)]));
    bytes += added.reduce((sum, line) => sum + line.length, 0);
    if (bytes > BYTES_MAX) break;
    lines.push(...added);
    count += 1;
  }
  if (count === 0) return null;
  const rest = concat(...lines).slice(1);
  const inc = present(session.profile);
  const certificate = session.profile.incs.find((entry) => entry.inc === inc)?.certificate ?? session.profile.grant.certificate;
  const header = utf8(JSON.stringify({ rows: count, inc, certificate }).slice(0, -1));
  const sig = await sign(ports, await signingKey(session.db, inc), concat(header, sha256(rest)));
  return concat(header, utf8(`,"sig":"${sig}"}\n`), rest);
}

/** The hearing first, then what is of it, then what these name; each that the server has sent. */
function idsOf(session: Session, hearing: string): Set<string> {
  const { fold } = session;
  const { rows } = fold.overlay;
  const found = new Set([hearing]);
  for (const id of rows.keys()) {
    const record = rows.mentions(id, hearing) && !STAYS.has(rows.typeOf(id) ?? "") ? fold.view(id) : undefined;
    if (record !== undefined && hearingsOf(session, record).has(hearing)) found.add(id);
  }
  for (const id of found) for (const other of named(fold.view(id))) if (NAMED.has(rows.typeOf(other) ?? "")) found.add(other); // grows as it goes: a unit's parents too
  return found;
}

function* named(record: Record | undefined): Iterable<string> {
  for (const live of record?.live.values() ?? []) {
    for (const { value } of live.values()) if (typeof value === "string" && RECORD_ID.test(value)) yield value;
  }
}

/** The rows of a section; null where its giver is not believed or it is not whole. */
export async function lentRows(ports: Pick<Ports, "subtle">, section: Bytes, pinned: Pinned): Promise<LentRow[] | null> {
  const end = section.indexOf(0x0a);
  const [, signed, sig] = SIGNATURE.exec(text(section.subarray(0, Math.max(end, 0)))) ?? [];
  const rest = section.subarray(end + 1);
  if (end < 0 || signed === undefined || sig === undefined) return null;
  try {
    const { inc, certificate } = JSON.parse(`${signed}}`) as { inc?: unknown; certificate?: unknown };
    const shown = await certified(ports, String(certificate), pinned);
    if (typeof shown === "string" || shown.inc !== inc) return null;
    if (!(await isSigned(ports, shown.public_key, concat(utf8(signed), sha256(rest)), fromBase64url(sig)))) return null;
    return rowsIn(rest);
  } catch (error) {
    if (error instanceof Malformed || error instanceof SyntaxError) return null;
    throw error;
  }
}

function rowsIn(bytes: Uint8Array): LentRow[] {
  const rows: LentRow[] = [];
  for (const line of splitLines(bytes)) {
    const last = rows[rows.length - 1];
    if (!isPersonalLine(line)) rows.push({ line: decodeUtf8(line), personal: null });
    else if (last?.personal === null) last.personal = decodeUtf8(line);
  }
  for (const { line, personal } of rows) decode(line, personal); // strict: all of it, or none
  return rows;
}

function text(bytes: Uint8Array): string {
  try {
    return fromUtf8(bytes);
  } catch {
    return "";
  }
}
