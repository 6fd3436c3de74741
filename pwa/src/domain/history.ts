/**
 * A history as data, and what it adds up to: the form in which vectors and the differential fuzz compare both languages.
 *
 * The twin of tests/sync/answers.py. Never used by the app.
 */
import { link, tag } from "./chain";
import { edit, nextN, remove, resolve } from "./edit";
import { Malformed, writeJson, type Writable } from "./json";
import { judge, type Writer } from "./judge";
import { apply, DELETED, isDeleted, reviews, setAside, valueOf } from "./merge";
import { NO_SETS, read, write, type Op, type Said, type Sets, type Value } from "./op";
import { sorted, sortedEntries } from "./order";
import { copy, decode, empty, encode, type Record } from "./record";
import { scopes } from "./scope";
import * as text from "./text";

const INC = "aaaaaaaaaaaaaaaaaaaa";

type DataSets = { readonly [path: string]: readonly [Value, ...string[]] };

export interface DataOp {
  readonly id: string;
  readonly do?: "apply" | "aside";
  readonly n: number;
  readonly set: DataSets;
  readonly personal?: DataSets;
}

export interface History {
  readonly type: string;
  readonly id: string;
  readonly seal?: readonly string[] | null;
  readonly ops: readonly DataOp[];
}

function setsOf(data: DataSets | undefined): Sets {
  if (!data) return NO_SETS;
  return new Map(Object.entries(data).map(([path, [value, ...bases]]) => [path, { value, bases }]));
}

/** The op that `data` describes on the record `id`. */
export function opOf(type: string, id: string, data: DataOp): Op {
  const [inc = "", seq = "", tag = ""] = data.id.split(".");
  const personal = setsOf(data.personal);
  const rest = { type, record: id, n: data.n, at: 0, cat: 1, sets: setsOf(data.set), personal, group: null };
  return { id: data.id, inc, seq: Number(seq), tag, ...rest };
}

/** The record that a history adds up to, in the order that is given. */
export function foldHistory(history: History): Record {
  const record = empty(history.type, history.id);
  const seal = history.seal ? new Set(history.seal) : null;
  for (const data of history.ops) {
    const op = opOf(history.type, history.id, data);
    if (data.do === "aside") setAside(record, op);
    else apply(record, op, seal);
  }
  return record;
}

function written(sets: ReadonlyMap<string, Said>): Writable {
  return new Map(sortedEntries(sets).map(([path, said]) => [path, [said.value, ...said.bases]]));
}

/** What both languages must agree on, as one line; long text counts by what it says, not by its bytes. */
export function summary(record: Record): string {
  const plain = copy(record);
  for (const [path, update] of plain.texts) plain.texts.set(path, text.read(update));
  const [row, personal] = encode(plain);
  const lines = encode(record);
  const again = encode(decode(...lines));
  const paths = sorted(record.live.keys());
  const facts = new Map<string, Writable>([
    ["row", row],
    ["personal", personal],
    ["again", again[0] === lines[0] && again[1] === lines[1]],
    ["reviews", reviews(record)],
    ["shown", new Map(paths.map((path) => [path, valueOf(record, path)]))],
    ["deleted", isDeleted(record)],
    ["scopes", scopes(record)],
    ["next_n", nextN(record)],
    ["edit", written(edit(record, new Map(paths.filter((path) => path !== DELETED).map((path) => [path, null]))))],
    ["resolve", reviews(record).map((path) => written(resolve(record, path, null)))],
    ["delete", written(remove(record))],
  ]);
  return writeJson(facts);
}

/** The verdict on an op that was sent as bytes: malformed, what the judge says, or the line written again. */
export function verdict(line: Uint8Array, personal: Uint8Array | null, writer: Writer): string {
  const name = tag(link(new Uint8Array(32), line, personal));
  try {
    const op = read(line, personal, INC, 7, name);
    const outcome = judge(op, writer);
    if (outcome) return `${name} ${outcome.state} ${outcome.code}`;
    return `${name} ok ${new TextDecoder().decode(write(op, new Uint8Array(12)).line)}`;
  } catch (error) {
    if (error instanceof Malformed) return `${name} malformed ${error.code}`;
    throw error;
  }
}
