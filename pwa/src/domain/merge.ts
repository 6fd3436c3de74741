/**
 * The merge: every change of every record enters here; the twin of sync/merge.py, clause for clause (README §4).
 *
 * Causality decides, clocks never (I10): a base says what the editor saw; what nobody named stays live (I4). Order does
 * not matter (I2), twice is once (I1). What an editor writes is edit.ts. Proved by laws.test.ts and clauses.test.ts.
 */
import { RECORDS } from "../generated/catalogue";
import { isOffice } from "./chain";
import type { Op, Sets, Said, Value } from "./op";
import { decode as decodeOpSet } from "./opset";
import { sorted } from "./order";
import { APPLIED, LATE, type Outcome } from "./outcome";
import { empty, shownId, type Live, type LiveValue, type Record } from "./state";
import * as text from "./text";

export const DELETED = "_deleted";
export const ERASED = "_erased";

/** What the seal of a record's hearing had seen; null while it is open. */
export type Seal = ReadonlySet<string> | null;

const pathsWhere = (field: (kind: string, isPersonal: boolean) => boolean): ReadonlySet<string> =>
  new Set(
    RECORDS.flatMap((record) =>
      record.fields
        .filter(({ kind, personal }) => field(kind, personal === true))
        .map(({ name }) => `${record.name} ${name}`),
    ),
  );
const TEXTS = pathsWhere((kind) => kind === "long_text");
const PERSONAL = pathsWhere((_, isPersonal) => isPersonal);

/** Whether `path` of this type is long text: its updates are merged, without bases and collisions. */
export function isText(type: string, path: string): boolean {
  return TEXTS.has(`${type} ${path}`);
}

function isPersonal(type: string, path: string): boolean {
  return PERSONAL.has(`${type} ${path.split("/", 1)[0] ?? ""}`);
}

/**
 * Takes `op` into `record`; applied or late, or null for a duplicate, which changes nothing (I1).
 *
 * An op outside `seal` that is not the office's is kept as a late note (M15).
 */
export function apply(record: Record, op: Op, seal: Seal = null): Outcome | null {
  if (record.seen.has(op.id)) return null;
  if (seal && !seal.has(op.id) && !isOffice(op.inc)) {
    standLate(record, op);
    return LATE;
  }
  enter(record, op);
  if (op.sets.get(ERASED)?.value === true) {
    record.erased = true;
    stripPersonal(record);
  }
  take(record, op, op.sets);
  if (op.personal.size > 0 && !record.erased) {
    for (const path of op.personal.keys()) record.personal.add(path);
    take(record, op, op.personal);
  }
  forgetNamed(record, op);
  return APPLIED;
}

/**
 * Notes a parked or refused op: no value of it counts, but whoever names it names what it named (M7).
 *
 * False for a duplicate.
 */
export function setAside(record: Record, op: Op): boolean {
  if (record.seen.has(op.id)) return false;
  enter(record, op);
  standBy(record, op);
  const bases = allSets(op).filter(([, said]) => said.bases.length > 0);
  record.aside.set(op.id, new Map(bases.map(([path, said]) => [path, said.bases])));
  if (record.erased) stripPersonal(record);
  return true;
}

/** Takes in an op that stood aside, once its type, field or choice is known; as `apply`. */
export function admit(record: Record, op: Op, seal: Seal = null): Outcome | null {
  if (record.aside.delete(op.id)) record.seen.delete(op.id);
  return apply(record, op, seal);
}

/** The record that `ops` add up to, in whatever order they are given (I2). */
export function fold(type: string, id: string, ops: Iterable<Op>, seal: Seal = null): Record {
  const record = empty(type, id);
  for (const op of ops) apply(record, op, seal);
  return record;
}

function enter(record: Record, op: Op): void {
  record.seen.add(op.id);
  record.top = Math.max(record.top, op.n);
}

/** Open and personal paths; where one stands in both (which is refused), the personal one counts, as in Python. */
function allSets(op: Op): [string, Said][] {
  return op.personal.size > 0 ? [...op.sets, ...op.personal] : [...op.sets];
}

/** Where somebody has already named this op, its own bases take effect, though it never counts (M2, M7). */
function standBy(record: Record, op: Op): void {
  for (const [path, said] of allSets(op)) {
    if (record.named.get(path)?.has(op.id)) name(record, path, said.bases);
  }
}

function standLate(record: Record, op: Op): void {
  enter(record, op);
  standBy(record, op);
  for (const path of op.personal.keys()) record.personal.add(path);
  record.late.set(op.id, new Map(allSets(op)));
  if (record.erased) stripPersonal(record);
}

function take(record: Record, op: Op, sets: Sets): void {
  for (const [path, said] of sets) {
    if (path === ERASED) continue;
    if (isText(record.type, path)) {
      record.texts.set(path, text.merge(record.texts.get(path) ?? "", String(said.value ?? "")));
      continue;
    }
    name(record, path, said.bases);
    if (record.named.get(path)?.has(op.id)) continue; // history: its bases have taken effect, its value is dead (M2)
    const live = record.live.get(path) ?? new Map<string, LiveValue>();
    record.live.set(path, live.set(op.id, { value: said.value, n: op.n }));
  }
}

/** Lets `bases` (and what those of them that stand aside had named) leave `live` at `path`. */
function name(record: Record, path: string, bases: readonly string[]): void {
  const live = record.live.get(path);
  const waiting = [...bases];
  const met = new Set<string>();
  for (let base = waiting.pop(); base !== undefined; base = waiting.pop()) {
    if (met.has(base)) continue;
    met.add(base);
    live?.delete(base);
    const aside = record.aside.get(base);
    const late = record.late.get(base);
    if (aside) waiting.push(...(aside.get(path) ?? []));
    else if (late) waiting.push(...(late.get(path)?.bases ?? []));
    else if (record.seen.has(base)) continue;
    record.named.set(path, (record.named.get(path) ?? new Set()).add(base));
  }
  if (live?.size === 0) record.live.delete(path);
}

/** `op` has come: nobody waits for it any more, not even at a path that it does not state (I2). */
function forgetNamed(record: Record, op: Op): void {
  for (const [path, ids] of record.named) {
    if (ids.delete(op.id) && ids.size === 0) record.named.delete(path);
  }
}

/** Of an erased record nothing personal stays, wherever it stood; folding it from digests gives the same (M19). */
function stripPersonal(record: Record): void {
  for (const part of [record.live, record.named, ...record.aside.values(), ...record.late.values()]) {
    for (const path of [...part.keys()]) {
      if (record.personal.has(path) || isPersonal(record.type, path)) part.delete(path);
    }
  }
  record.personal.clear();
}

/** The shown value at `path`; null where there is none. */
export function valueOf(record: Record, path: string): Value {
  const live = record.live.get(path);
  return live?.get(shownId(live))?.value ?? null;
}

/** Whether the record is shown as deleted. */
export function isDeleted(record: Record): boolean {
  return typeof valueOf(record, DELETED) === "string";
}

/** Equal for equal values: true is not 1; two deletes are equal whatever they saw (M12). */
export function sameKey(path: string, value: Value): string {
  return path === DELETED ? String(typeof value === "string") : `${typeof value} ${String(value)}`;
}

function isDifferent(path: string, live: Live): boolean {
  return new Set([...live.values()].map((said) => sameKey(path, said.value))).size > 1;
}

/** The paths at which an officer has to choose: several different live values, or an edit against a delete. */
export function reviews(record: Record): string[] {
  const paths = new Set<string>();
  for (const [path, live] of record.live) if (isDifferent(path, live)) paths.add(path);
  if (isEditedAgainstDelete(record)) paths.add(DELETED);
  return sorted(paths);
}

/** A live value, or a part of a long text (it never leaves it), that no live delete has seen (M11). */
function isEditedAgainstDelete(record: Record): boolean {
  const deletes = new Set<string>();
  const known = new Set<string>();
  for (const [id, { value }] of record.live.get(DELETED) ?? []) {
    if (typeof value !== "string") continue;
    deletes.add(id);
    for (const seen of decodeOpSet(value)) known.add(seen);
  }
  if (deletes.size === 0) return false;
  const isUnseen = (id: string): boolean => !known.has(id);
  const mayStandInText = (id: string): boolean => !deletes.has(id) && !record.aside.has(id) && !record.late.has(id);
  if (record.texts.size > 0 && [...record.seen].some((id) => isUnseen(id) && mayStandInText(id))) return true;
  return [...record.live].some(([path, live]) => path !== DELETED && [...live.keys()].some(isUnseen));
}
