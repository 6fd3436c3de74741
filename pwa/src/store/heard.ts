/**
 * What was heard in rooms (DESIGN §5.11): the hearing keys of a person, the runs that other tablets' people signed, the bundles
 * that he carries for rooms he is not in, and what the server said it has of those authors.
 *
 * Encrypted rows of one store, read whole at opening. A run is kept as it was signed, so that it can be passed on byte for byte
 * (M20); its ops stand in the overlay (M9), and it goes when the overlay has let go of them all: *safe*, and in their rows.
 */
import type { Writer } from "../domain/judge";
import { Malformed } from "../domain/json";
import { read as readOp, type Op } from "../domain/op";
import { epochOf, type Overlay, type Receipts } from "../domain/overlay";
import { decode, type Record } from "../domain/record";
import { readBody, type Body } from "../domain/wire";
import type { Bytes } from "../ports";
import { concat, fromJson, toJson, utf8 } from "./bytes";
import { Unreadable, type Cipher } from "./cipher";
import { rangeOf, type Database } from "./database";
import { quarantine } from "./journal";

/** A room that the person is in. `hearing` null: only its code was typed, no bundle of it has come yet. */
export interface Room {
  code: string;
  hearing: string | null;
  name: string;
  joined_at: number;
  /** it was opened on this tablet */
  is_own: boolean;
  /** when something was last given and taken */
  given_at: number | null;
  taken_at: number | null;
}

/** Consecutive ops of one author as he signed them. */
export interface Run {
  key: string;
  hearing: string;
  author: string;
  role: Writer;
  bytes: Bytes;
  body: Body;
  ops: readonly Op[];
}

/** A sealed bundle that nobody here can read, on its way to the server. `state`: `waiting`, `taken`, or the code of why not. */
export interface Parcel {
  name: string;
  state: string;
  got_at: number;
  bytes: number;
}

/** A row that another tablet lent. */
export interface LentRow {
  line: string;
  personal: string | null;
}

interface RunHead {
  hearing: string;
  author: string;
  role: Writer;
}

interface SaidRow {
  epoch: string;
  incs: { [inc: string]: Receipts };
}

const ROOM = "key:";
const RUN = "run:";
const LENT = "rows:";
const PARCEL = "carry:";
const SEALED = "sealed:";
const SAID = "said";

/** A run from its bytes; ops that cannot be read are left out, as the server leaves them out of its records. */
export function asRun(bytes: Bytes, { hearing, author, role }: RunHead): Run {
  const body = readBody(bytes);
  const { inc } = body.header;
  const [first, last] = [body.ops[0], body.ops[body.ops.length - 1]];
  const key = `${inc}.${first?.seq ?? 0}.${last?.seq ?? 0}.${last?.tag ?? ""}`;
  const ops = body.ops.flatMap(({ line, personal, seq, tag }): Op[] => {
    try {
      return [readOp(line, personal, inc, seq, tag)];
    } catch (error) {
      if (error instanceof Malformed) return [];
      throw error;
    }
  });
  return { key, hearing, author, role, bytes, body, ops };
}

/** Whether `run` says all that `other` does: the same chain, at least as much of it. */
function covers(run: Run, other: Run): boolean {
  const [first, last] = [other.body.ops[0]?.seq ?? 0, other.body.ops[other.body.ops.length - 1]];
  if (run.body.header.inc !== other.body.header.inc || last === undefined) return false;
  return (run.body.ops[0]?.seq ?? 0) <= first && run.body.ops.some(({ seq, tag }) => seq === last.seq && tag === last.tag);
}

export class Heard {
  rooms: Room[] = [];
  parcels: Parcel[] = [];
  readonly runs = new Map<string, Run>();
  /** by hearing */
  readonly #lent = new Map<string, LentRow[]>();
  #said: SaidRow = { epoch: "", incs: {} };

  private constructor(
    readonly db: Database,
    readonly cipher: Cipher,
    readonly profile: string,
  ) {}

  static async read(db: Database, cipher: Cipher, profile: string): Promise<Heard> {
    const heard = new Heard(db, cipher, profile);
    const rows = await db.read(["room"], async (tx) => {
      const store = tx.objectStore("room");
      const keys = (await store.getAllKeys(rangeOf(profile, ""))).filter(([, what]) => !what.startsWith(SEALED));
      return Promise.all(keys.map(async ([, what]) => ({ what, row: await store.get([profile, what]) })));
    });
    for (const { what, row } of rows) if (row !== undefined) await heard.#take(what, row);
    heard.rooms.sort((a, b) => a.joined_at - b.joined_at);
    return heard;
  }

  async #take(what: string, row: Uint8Array): Promise<void> {
    try {
      const plain = await this.cipher.open("room", `${this.profile}.${what}`, row);
      if (what.startsWith(ROOM)) this.rooms.push(fromJson<Room>(plain));
      else if (what.startsWith(LENT)) this.#lent.set(what.slice(LENT.length), fromJson<LentRow[]>(plain));
      else if (what.startsWith(PARCEL)) this.parcels.push(fromJson<Parcel>(plain));
      else if (what === SAID) this.#said = fromJson<SaidRow>(plain);
      else if (what.startsWith(RUN)) {
        const end = plain.indexOf(10);
        const run = asRun(plain.slice(end + 1), fromJson<RunHead>(plain.subarray(0, end)));
        this.runs.set(run.key, run);
      }
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      await quarantine(this.db, "room", [this.profile, what]); // it can be heard again
    }
  }

  /** Lay everything over the absorbed rows: at opening, and when another tab has heard more. */
  lay(overlay: Overlay, own: ReadonlySet<string>): void {
    const spans = this.#said.epoch === epochOf(overlay.cursor) ? this.#said.incs : {};
    for (const [inc, receipts] of Object.entries(spans)) if (!own.has(inc)) overlay.receipts.set(inc, receipts);
    for (const { line, personal } of [...this.#lent.values()].flat()) {
      const record = decode(line, personal);
      overlay.lent.set(record.id, record);
    }
  }

  /** The room of a hearing, if the person is in one. */
  roomOf(hearing: string): Room | undefined {
    return this.rooms.find((room) => room.hearing === hearing);
  }

  /** The authors of what is here. */
  get authors(): string[] {
    return [...new Set([...this.runs.values()].map(({ body }) => body.header.inc))];
  }

  /** Of `runs`, those that say something which is not here yet; of several that say the same the longest. */
  news(runs: readonly Run[]): Run[] {
    const kept: Run[] = [];
    for (const run of [...runs].sort((a, b) => b.body.ops.length - a.body.ops.length)) {
      if (![...this.runs.values(), ...kept].some((known) => covers(known, run))) kept.push(run);
    }
    return kept;
  }

  /** Keep runs and the room as it then stands, in one transaction; what they say again goes. Resolves when it is on disk (I11). */
  async keep(runs: readonly Run[], room: Room): Promise<void> {
    const gone = [...this.runs.values()].filter((known) => runs.some((run) => covers(run, known)));
    const rows = await Promise.all(
      runs.map(async ({ key, hearing, author, role, bytes }) => ({ key, row: await this.#close(RUN + key, concat(toJson({ hearing, author, role }), utf8("\n"), bytes)) })),
    );
    const kept = await this.#close(ROOM + room.code, toJson(room));
    await this.db.write(["room"], async (tx) => {
      const store = tx.objectStore("room");
      for (const { key } of gone) await store.delete([this.profile, RUN + key]);
      for (const { key, row } of rows) await store.put(row, [this.profile, RUN + key]);
      await store.put(kept, [this.profile, ROOM + room.code]);
    });
    for (const { key } of gone) this.runs.delete(key);
    for (const run of runs) this.runs.set(run.key, run);
    this.rooms = [...this.rooms.filter(({ code }) => code !== room.code), room];
  }

  /** Keep rows that were lent, where the server has sent none: of each record the one that has seen most. Their ids. */
  async borrow(overlay: Overlay, hearing: string, rows: readonly LentRow[]): Promise<string[]> {
    const known = new Map((this.#lent.get(hearing) ?? []).map((row) => [decode(row.line, row.personal).id, row]));
    const fresh: Record[] = [];
    for (const { line, personal } of rows) {
      const record = decode(line, personal);
      const before = overlay.lent.get(record.id);
      if (overlay.rows.has(record.id) || (before && [...record.seen].every((id) => before.seen.has(id)))) continue;
      known.set(record.id, { line, personal });
      fresh.push(record);
    }
    if (fresh.length === 0) return [];
    const row = await this.#close(LENT + hearing, toJson([...known.values()]));
    await this.db.write(["room"], (tx) => tx.objectStore("room").put(row, [this.profile, LENT + hearing]));
    this.#lent.set(hearing, [...known.values()]);
    for (const record of fresh) overlay.lent.set(record.id, record);
    return fresh.map(({ id }) => id);
  }

  /** Keep a bundle for others until the server has it. Twice is once. */
  async carry(name: string, sealed: Bytes, now: number): Promise<void> {
    if (this.parcels.some((parcel) => parcel.name === name)) return;
    const parcel: Parcel = { name, state: "waiting", got_at: now, bytes: sealed.length };
    const [row, body] = await Promise.all([this.#close(PARCEL + name, toJson(parcel)), this.#close(SEALED + name, sealed)]);
    await this.db.write(["room"], async (tx) => {
      await tx.objectStore("room").put(row, [this.profile, PARCEL + name]);
      await tx.objectStore("room").put(body, [this.profile, SEALED + name]);
    });
    this.parcels.push(parcel);
  }

  /** The bytes of a bundle that is carried. */
  async sealed(name: string): Promise<Bytes | null> {
    const row = await this.db.read(["room"], (tx) => tx.objectStore("room").get([this.profile, SEALED + name]));
    return row === undefined ? null : this.cipher.open("room", `${this.profile}.${SEALED}${name}`, row);
  }

  /** What the server said of the authors, and of bundles that were carried: `state` by name. Their bytes then go. */
  async learn(overlay: Overlay, states: ReadonlyMap<string, string>): Promise<void> {
    const incs = Object.fromEntries(this.authors.flatMap((inc) => [overlay.receipts.get(inc)].flatMap((found) => (found ? [[inc, found] as const] : []))));
    const said: SaidRow = { epoch: epochOf(overlay.cursor), incs };
    const row = await this.#close(SAID, toJson(said));
    const parcels = this.parcels.map((parcel) => ({ ...parcel, state: states.get(parcel.name) ?? parcel.state }));
    const told = parcels.filter(({ name }) => states.has(name));
    const rows = await Promise.all(told.map(async (parcel) => ({ parcel, bytes: await this.#close(PARCEL + parcel.name, toJson(parcel)) })));
    await this.db.write(["room"], async (tx) => {
      await tx.objectStore("room").put(row, [this.profile, SAID]);
      for (const { parcel, bytes } of rows) {
        await tx.objectStore("room").put(bytes, [this.profile, PARCEL + parcel.name]);
        if (parcel.state === "taken") await tx.objectStore("room").delete([this.profile, SEALED + parcel.name]);
      }
    });
    this.#said = said;
    this.parcels = parcels;
  }

  /** Let go of the runs of which nothing stands in the overlay any more: safe, and in their rows (M20). */
  async letGo(overlay: Overlay): Promise<void> {
    const gone = [...this.runs.values()].filter(({ ops }) => ops.every((op) => overlay.ops.get(op.record)?.some(({ id }) => id === op.id) !== true));
    if (gone.length === 0) return;
    await this.db.write(["room"], async (tx) => {
      for (const { key } of gone) await tx.objectStore("room").delete([this.profile, RUN + key]);
    });
    for (const { key } of gone) this.runs.delete(key);
  }

  #close(what: string, plain: Bytes): Promise<Bytes> {
    return this.cipher.close("room", `${this.profile}.${what}`, plain);
  }
}
