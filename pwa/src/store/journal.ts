/**
 * The journal of one inc: its ops in order, encrypted, and their sealed twins. Nothing here is ever changed, only added, and
 * taken away once *safe* (I5).
 *
 * Append: Web Lock `append:<inc>` → the head, read or known → make the lines → hash, encrypt, seal → ONE strict transaction that looks
 * whether the head is still the same → release; otherwise again. So two tabs never take one seq, even where locks fail (F10),
 * and a kill at any request leaves the old head or the new one with all its rows (F1).
 */
import * as chain from "../domain/chain";
import type { Bytes, Ports } from "../ports";
import { base64url, concat, fromBase64url, fromJson, fromUtf8, same, toJson, utf8 } from "./bytes";
import { Unreadable, type Cipher } from "./cipher";
import { put, rangeOf, type Database } from "./database";
import { Segment } from "./seal";

/** An op's lines, as they will be sent. */
export interface Draft {
  line: Uint8Array;
  personal: Uint8Array | null;
}

/** An op as the journal keeps it. `previous` and `hash` are the chain before and after it. */
export interface Entry extends Draft {
  seq: number;
  tag: string;
  previous: Uint8Array;
  hash: Uint8Array;
}

export interface Head {
  seq: number;
  hash: Uint8Array;
}

interface OpRow {
  line: string;
  personal: string | null;
  previous: string;
}

interface HeadRow {
  seq: number;
  hash: string;
}

type JournalPorts = Pick<Ports, "subtle" | "random" | "locks" | "gzip">;

const REDO_MAX = 8;

/** A head as it stands on disk; `bytes` undefined: nothing was written yet. */
interface Written {
  bytes: Bytes | undefined;
  head: Head;
}

export class Journal {
  #segment: Promise<Segment> | null = null;
  /** the head that we wrote last: unless another tab has written since, it need not be read */
  #last: Written | null = null;

  constructor(
    readonly ports: JournalPorts,
    readonly db: Database,
    readonly cipher: Cipher,
    readonly inc: string,
    /** the deployment's sealing key, uncompressed point in base64url */
    readonly sealing_key: string,
  ) {}

  /**
   * Add the ops that `make` states, knowing the head; all of them or none. Resolves after the strict transaction: only then
   * may anybody say «saved» (I11). `make` may be asked again when another tab was quicker.
   */
  append(make: (head: Head) => Promise<Draft[]> | Draft[]): Promise<Entry[]> {
    return this.ports.locks.hold(`append:${this.inc}`, async () => {
      for (let attempt = 0; attempt < REDO_MAX; attempt++) {
        const before = this.#last ?? (await this.#read());
        this.#last = null;
        const entries = this.#link(before.head, await make(before.head));
        if (entries.length === 0 || (await this.#write(before.bytes, entries))) return entries;
      }
      throw new Error(`the journal of ${this.inc} never stood still`);
    });
  }

  /** Read the head and begin a segment while nobody waits; without it the first `append` does. */
  async warm(): Promise<void> {
    await this.ports.locks.hold(`append:${this.inc}`, async () => {
      this.#last ??= await this.#read();
      await (this.#segment ??= Segment.begin(this.ports, this.inc, this.sealing_key));
    });
  }

  async head(): Promise<Head> {
    return (await this.#read()).head;
  }

  async #read(): Promise<Written> {
    const bytes = await this.db.read(["heads"], (tx) => tx.objectStore("heads").get(this.inc));
    return { bytes, head: await this.#openHead(bytes) };
  }

  /** The readable ops from `from` on. A row that does not open is set aside, and the rest works (F5). */
  async entries(from = 1): Promise<Entry[]> {
    const rows = await this.db.read(["ops"], async (tx) => {
      const [keys, values] = await Promise.all([
        tx.objectStore("ops").getAllKeys(rangeOf(this.inc, from)),
        tx.objectStore("ops").getAll(rangeOf(this.inc, from)),
      ]);
      return keys.map(([, seq], index) => ({ seq, row: values[index] }));
    });
    const found = await Promise.all(rows.map(({ seq, row }) => (row === undefined ? null : this.#openOp(seq, row))));
    return found.filter((entry) => entry !== null);
  }

  /** Take away ops that are safe, and the frames whose ops are all among them (I5). */
  async drop(seqs: ReadonlySet<number>): Promise<void> {
    if (seqs.size === 0) return;
    const frames = (await sealedFrames(this.db, this.inc)).filter(({ first, last }) => {
      for (let seq = first; seq <= last; seq++) if (!seqs.has(seq)) return false;
      return true;
    });
    await this.db.write(["ops", "segments"], async (tx) => {
      for (const seq of seqs) await tx.objectStore("ops").delete([this.inc, seq]);
      for (const { segment, frame } of frames) await tx.objectStore("segments").delete([this.inc, segment, frame]);
    });
  }

  #link(head: Head, drafts: Draft[]): Entry[] {
    let { seq, hash } = head;
    return drafts.map(({ line, personal }) => {
      const previous = hash;
      hash = chain.link(previous, line, personal);
      seq += 1;
      return { seq, tag: chain.tag(hash), previous, hash, line, personal };
    });
  }

  async #write(before: Bytes | undefined, entries: Entry[]): Promise<boolean> {
    const last = entries[entries.length - 1] as Entry;
    const row: HeadRow = { seq: last.seq, hash: base64url(last.hash) };
    const [after, frame, rows] = await Promise.all([
      this.cipher.close("heads", this.inc, toJson(row)),
      this.#seal(entries),
      Promise.all(entries.map((entry) => this.#closeOp(entry))),
    ]);
    try {
      await this.db.write(["heads", "ops", "segments"], async (tx) => {
        const found = tx.objectStore("heads").get(this.inc);
        found.catch(() => undefined); // awaited below, unless a put throws first
        put(tx, "heads", after, this.inc); // asked for in one breath: the answer to `get` decides whether any of it stays
        for (const { seq, bytes } of rows) put(tx, "ops", bytes, [this.inc, seq]);
        put(tx, "segments", frame.bytes, [this.inc, frame.segment, frame.frame]);
        if (!same(await found, before)) throw new Moved();
      });
    } catch (error) {
      if (error instanceof Moved) return false;
      throw error;
    }
    this.#last = { bytes: after, head: { seq: last.seq, hash: last.hash } };
    return true;
  }

  async #closeOp({ seq, line, personal, previous }: Entry): Promise<{ seq: number; bytes: Bytes }> {
    const row: OpRow = {
      line: fromUtf8(line),
      personal: personal && fromUtf8(personal),
      previous: base64url(previous),
    };
    return { seq, bytes: await this.cipher.close("ops", `${this.inc}.${seq}`, toJson(row)) };
  }

  async #openOp(seq: number, bytes: Uint8Array): Promise<Entry | null> {
    try {
      const row = fromJson<OpRow>(await this.cipher.open("ops", `${this.inc}.${seq}`, bytes));
      const line = utf8(row.line);
      const personal = row.personal === null ? null : utf8(row.personal);
      const previous = fromBase64url(row.previous);
      const hash = chain.link(previous, line, personal);
      return { seq, tag: chain.tag(hash), previous, hash, line, personal };
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      await quarantine(this.db, "ops", [this.inc, seq]);
      return null;
    }
  }

  async #openHead(bytes: Uint8Array | undefined): Promise<Head> {
    if (bytes === undefined) return { seq: 0, hash: chain.genesis(this.inc) };
    const row = fromJson<HeadRow>(await this.cipher.open("heads", this.inc, bytes));
    return { seq: row.seq, hash: fromBase64url(row.hash) };
  }

  async #seal(entries: Entry[]): Promise<{ segment: number; frame: number; bytes: Bytes }> {
    const [first, last] = [entries[0] as Entry, entries[entries.length - 1] as Entry];
    let segment = await (this.#segment ??= Segment.begin(this.ports, this.inc, this.sealing_key));
    if (segment.isFull) segment = await (this.#segment = Segment.begin(this.ports, this.inc, this.sealing_key));
    const number = segment.next;
    const parts = [toJson({ first_seq: first.seq, prev: base64url(first.previous) }), utf8("\n")];
    for (const { line, personal } of entries) {
      parts.push(new Uint8Array(line), utf8("\n"));
      if (personal) parts.push(new Uint8Array(personal), utf8("\n"));
    }
    const sealed = await segment.frame(concat(...parts));
    const label: FrameLabel = {
      first: first.seq, last: last.seq, tag: last.tag, frame: number, ephemeral: base64url(segment.ephemeral),
    };
    return { segment: first.seq, frame: number, bytes: concat(toJson(label), utf8("\n"), sealed) };
  }
}

/** Another tab has written since the head was read; nothing of this write is kept. */
class Moved extends Error {}

interface FrameLabel {
  first: number;
  last: number;
  tag: string;
  frame: number;
  ephemeral: string;
}

/** One sealed save: what it holds, and the bytes for the server. Readable without PIN; nothing in the label is anybody's. */
export interface SealedFrame extends FrameLabel {
  segment: number;
  sealed: Uint8Array;
}

/** All sealed frames of `inc`, in the order of their ops. */
export async function sealedFrames(db: Database, inc: string): Promise<SealedFrame[]> {
  return db.read(["segments"], async (tx) => {
    const store = tx.objectStore("segments");
    const [keys, rows] = await Promise.all([store.getAllKeys(rangeOf(inc)), store.getAll(rangeOf(inc))]);
    const frames = rows.map((row, index) => {
      const end = row.indexOf(10);
      const label = fromJson<FrameLabel>(row.subarray(0, end));
      return { ...label, segment: keys[index]?.[1] ?? 0, sealed: row.subarray(end + 1) };
    });
    return frames.sort((a, b) => a.first - b.first);
  });
}

/** Put a row that does not open aside, as it is, in one transaction: it can still be exported, and it troubles nobody. */
export async function quarantine(db: Database, store: "ops" | "base" | "media" | "room", key: [string, number | string]): Promise<void> {
  await db.write([store, "quarantine"], async (tx) => {
    const place = key as [string, number] & [string, string]; // each store has its own of the two
    const bytes = await tx.objectStore(store).get(place);
    if (bytes === undefined) return;
    await tx.objectStore("quarantine").put(bytes, [store, key.join(".")]);
    await tx.objectStore(store).delete(place);
  });
}
