/**
 * A person at work: the open vault, the view in memory, and the journals of his incs (the present one takes new ops).
 *
 * Another tab of the same person may write at the same time; so before anything is decided on, the session looks whether
 * journal or feed have moved, and catches up.
 */
import type { FeedRow } from "../domain/answer";
import { read as readOp, type Op } from "../domain/op";
import { readOutcome } from "../domain/outcome";
import { epochOf, newOverlay, prune } from "../domain/overlay";
import { decode, type Record } from "../domain/record";
import type { Bytes, Ports } from "../ports";
import * as base from "./base";
import { same, toJson } from "./bytes";
import type { Cipher } from "./cipher";
import { melt, meltFrom } from "./melt";
import type { Database } from "./database";
import { Fold } from "./fold";
import { Heard } from "./heard";
import { Journal, type Draft, type Entry, type Head } from "./journal";
import { epochGranted, present, signingKey, type Profile } from "./profiles";
import { isOf } from "./put_away";
import { readReceipts, spansOf, type Note } from "./receipts";
import type { OfficeSlip } from "../domain/slip";
import { closeSlips, decidedBy, findSlips, readSlips, unreadOf, withNews, withRead, type Slip } from "./slips";

type SessionPorts = Pick<Ports, "subtle" | "random" | "locks" | "gzip">;

/** An op that could be sent: its lines, and what they say. */
export interface Offered {
  entry: Entry;
  op: Op;
}

export class Session {
  fold: Fold;
  /** all that are kept, those that were read among them */
  slips: Slip[] = [];
  /** by inc: what the server did not take as it stood */
  notes = new Map<string, Note[]>();
  /** what other tablets said in a room, and what is carried for them */
  heard!: Heard;
  /** how much of a long feed has come; null: nothing is under way */
  arriving: base.Arriving | null = null;
  #blocks: base.Block[] = [];
  #offered = new Map<string, Offered[]>();
  #journals = new Map<string, Journal>();
  #feed_bytes: Uint8Array | undefined;
  /** hearings that the person took off */
  #away: ReadonlySet<string> = new Set();

  private constructor(
    readonly ports: SessionPorts,
    readonly db: Database,
    readonly cipher: Cipher,
    public profile: Profile,
  ) {
    this.fold = new Fold(newOverlay(profile.grant.cursor));
  }

  static async open(ports: SessionPorts, db: Database, cipher: Cipher, profile: Profile): Promise<Session> {
    const session = new Session(ports, db, cipher, profile);
    await session.reload();
    void session.journal(session.inc).warm().catch(() => undefined); // what is wrong is told by the first save
    return session;
  }

  /** The inc that new ops are written with. */
  get inc(): string {
    return present(this.profile);
  }

  /** Read everything from disk again. */
  async reload(): Promise<void> {
    const { db, cipher, profile } = this;
    const { rows, blocks } = await base.readBase(db, cipher, profile.profile);
    const { feed, bytes } = await base.readFeed(db, profile.profile, epochGranted(profile));
    const overlay = newOverlay(feed.cursor);
    this.#away = new Set((feed.put_away ?? []).map(({ id }) => id));
    this.arriving = feed.arriving;
    this.#blocks = blocks;
    for (const row of rows.values()) {
      const is_stale = row.epoch !== epochOf(feed.cursor);
      if (is_stale && feed.complete) continue;
      if (this.#keepsOutLine(row)) continue;
      overlay.rows.lay(row.id, row.type, row);
      if (is_stale) overlay.stale.add(row.id);
    }
    this.fold = new Fold(overlay);
    this.#feed_bytes = bytes;
    this.#offered.clear();
    this.slips = (await readSlips(db, cipher, profile.profile)).slips;
    for (const { inc } of profile.incs) await this.#readInc(inc, epochOf(feed.cursor));
    await this.#hear();
    for (const id of feed.leaving) overlay.leaving.add(id);
    for (const id of feed.left) {
      overlay.left.add(id);
      overlay.rows.delete(id);
    }
    await this.letGo();
  }

  /** Where the feed stands on disk; the view is read again where another tab has moved it. */
  async feed(): Promise<{ feed: base.Feed; bytes: Uint8Array | undefined }> {
    const found = await base.readFeed(this.db, this.profile.profile, epochGranted(this.profile));
    if (!same(found.bytes, this.#feed_bytes)) await this.reload();
    return found;
  }

  /** Whether a row of the server is of a hearing that the person took off the tablet. */
  keepsOut(record: Record): boolean {
    return isOf(record, this.#away);
  }

  /** We have just moved the feed to `feed` ourselves, and written `block`. */
  stands(feed: base.Feed, block: base.Block | null = null): void {
    this.#feed_bytes = toJson(feed);
    this.arriving = feed.arriving;
    if (block) this.#blocks.push(block);
  }

  /** Write down something about the feed that moves no cursor. */
  async note(change: (feed: base.Feed) => base.Feed): Promise<void> {
    const { feed, bytes } = await this.feed();
    const changed = change(feed);
    const is_written = await this.db.write(["feeds"], async (tx) => {
      if (!same(await tx.objectStore("feeds").get(this.profile.profile), bytes)) return false;
      await base.putFeed(tx, this.profile.profile, changed);
      return true;
    });
    if (is_written) this.stands(changed);
  }

  /** All ops of `inc` that are still on the tablet, in order; those that another tab has written among them. */
  async offered(inc: string): Promise<readonly Offered[]> {
    const known = this.known(inc);
    return this.#take(inc, await this.journal(inc).entries((known[known.length - 1]?.entry.seq ?? 0) + 1));
  }

  /** What `offered` gave last: nothing is read. */
  known(inc: string): readonly Offered[] {
    return this.#offered.get(inc) ?? [];
  }

  /** `entries` stand on disk: those that the view does not know are added to it. */
  #take(inc: string, entries: readonly Entry[]): readonly Offered[] {
    const known = this.known(inc);
    const last = known[known.length - 1]?.entry.seq ?? 0;
    const fresh = entries
      .filter(({ seq }) => seq > last)
      .map((entry) => ({ entry, op: readOp(entry.line, entry.personal, inc, entry.seq, entry.tag) }));
    if (fresh.length === 0) return known;
    const all = [...known, ...fresh];
    this.#offered.set(inc, all);
    for (const { op } of fresh) this.fold.add(op);
    return all;
  }

  /** Append what `make` states, with the view caught up; resolves when it is on disk (I11). */
  async append(make: (head: Head) => Draft[]): Promise<Entry[]> {
    const { inc } = this;
    const entries = await this.journal(inc).append(async (head) => {
      if (head.seq === 0) await signingKey(this.db, inc); // who has left this tablet has none: nothing is said to be saved
      const known = this.known(inc);
      if ((known[known.length - 1]?.entry.seq ?? 0) !== head.seq) await this.offered(inc); // another tab has written
      return make(head);
    });
    this.#take(inc, entries);
    return entries;
  }

  /** Collisions of which the person was part, and which `rows` decide; to be asked before they are taken in. */
  slipsIn(rows: readonly FeedRow[]): Slip[] {
    return findSlips(rows, (id) => this.fold.view(id), this.profile.incs.map(({ inc }) => inc));
  }

  /**
   * The slips with what was `found` and `told`, ready to be written: `row` where the store still has `bytes`. Null: no news.
   */
  async slipsWith(
    found: readonly Slip[],
    told: readonly OfficeSlip[],
  ): Promise<{ slips: Slip[]; bytes: Bytes | undefined; row: Bytes } | null> {
    if (found.length + told.length === 0) return null;
    const { db, cipher, profile } = this;
    const { slips: known, bytes } = await readSlips(db, cipher, profile.profile);
    const slips = withNews(known, found, told);
    return slips === known ? null : { slips, bytes, row: await closeSlips(cipher, profile.profile, slips) };
  }

  /** The person has read a slip. Another tab may write at the same time: then it is done again upon what that one wrote. */
  async readSlip(slip: Slip): Promise<void> {
    const { db, cipher, profile } = this;
    for (let is_written = false; !is_written; ) {
      const { slips: known, bytes } = await readSlips(db, cipher, profile.profile);
      this.slips = withRead(known, slip);
      const row = await closeSlips(cipher, profile.profile, this.slips);
      is_written = await db.write(["slips"], async (tx) => {
        if (!same(await tx.objectStore("slips").get(profile.profile), bytes)) return false;
        await tx.objectStore("slips").put(row, profile.profile);
        return true;
      });
    }
  }

  /** Read what was heard in rooms, and lay it over the rows (M9). */
  async #hear(): Promise<void> {
    this.heard = await Heard.read(this.db, this.cipher, this.profile.profile);
    this.heard.lay(this.fold.overlay, new Set(this.profile.incs.map(({ inc }) => inc)));
    for (const { ops, role } of this.heard.runs.values()) this.fold.hear(ops, role);
  }

  /** Another tab has written: its ops and feed are found by themselves, what was heard and what was read of the slips is not. */
  async catchUp(): Promise<void> {
    await this.#hear();
    this.slips = (await readSlips(this.db, this.cipher, this.profile.profile)).slips;
  }

  /** The slips that the person has not read yet. */
  get unread(): Slip[] {
    return unreadOf(this.slips);
  }

  /** What the server did not take as it stood, and the office has neither taken up nor decided on. */
  get attention(): Note[] {
    const decided = decidedBy(this.slips);
    return [...this.notes.values()].flat().filter(({ op, record, paths, accepted }) => {
      if (accepted || decided.has(op)) return false;
      const row = this.fold.overlay.rows.get(record);
      return row === undefined || !paths.some((path) => row.named.get(path)?.has(op));
    });
  }

  /** The op of a note, as it was written, while it is here. */
  written(note: Note): Op | undefined {
    return [...this.#offered.values()].flat().find(({ op }) => op.id === note.op)?.op;
  }

  /**
   * Take from the journal what the overlay has let go of: safe, and in its record's row (I5). What was parked or refused stays
   * until the office has dealt with it, so that its author can read it (R5).
   */
  async letGo(): Promise<void> {
    prune(this.fold.overlay);
    const open = new Set(this.attention.map(({ op }) => op));
    for (const [inc, offered] of this.#offered) {
      const is_kept = (op: Op): boolean => open.has(op.id) || this.fold.ownOps(op.record).some(({ id }) => id === op.id);
      const gone = offered.filter(({ op }) => !is_kept(op));
      if (gone.length === 0) continue;
      await this.journal(inc).drop(new Set(gone.map(({ entry }) => entry.seq)));
      this.#offered.set(inc, offered.filter((one) => !gone.includes(one)));
    }
    await this.heard.letGo(this.fold.overlay);
  }

  /** Melt the base's blocks where small ones have become many; call it when idle, under the lock `sync`. */
  async compact(): Promise<void> {
    const { bytes } = await this.feed();
    const { rows, stale } = this.fold.overlay;
    const from = meltFrom(this.#blocks, rows.size);
    if (bytes === undefined || from === null || stale.size > 0) return; // an earlier history is still in sight: not the time
    const is_all = from === this.#blocks[0]?.number;
    const melted = await melt(this.db, this.cipher, this.profile.profile, from, bytes, is_all);
    if (melted !== null) this.#blocks = [...this.#blocks.filter(({ number }) => number < from), ...melted];
  }

  /** All rows as the base keeps them, but those of the records `without`. */
  baseRows(epoch: string, without: ReadonlySet<string> = new Set()): base.Row[] {
    const { rows } = this.fold.overlay;
    return [...rows.keys()].flatMap((id) => {
      const [type, lines] = [rows.typeOf(id), without.has(id) ? undefined : rows.lines(id)];
      return type && lines ? [{ id, type, line: lines.line, personal: lines.personal, epoch }] : [];
    });
  }

  journal(inc: string): Journal {
    const kept = this.#journals.get(inc);
    if (kept !== undefined) return kept;
    const journal = new Journal(this.ports, this.db, this.cipher, inc, this.profile.grant.sealing_key);
    this.#journals.set(inc, journal);
    return journal;
  }

  #keepsOutLine({ line, personal }: base.Row): boolean {
    for (const hearing of this.#away) if (line.includes(hearing)) return isOf(decode(line, personal), this.#away);
    return false;
  }

  async #readInc(inc: string, epoch: string): Promise<void> {
    const { overlay } = this.fold;
    const row = await readReceipts(this.db, inc);
    overlay.receipts.set(inc, spansOf(row, epoch));
    this.notes.set(inc, row?.notes ?? []);
    await this.offered(inc);
    const tags = overlay.tags.get(inc) ?? new Map<number, string>();
    for (const [seq, tag] of row?.ends ?? []) tags.set(seq, tag);
    overlay.tags.set(inc, tags);
    for (const note of row?.notes ?? []) this.#layAside(note);
  }

  /** A parked or refused op that is still here stands aside in the view as it does at the server (M7). */
  #layAside({ op, record, state, code }: Note): void {
    const here = this.fold.ownOps(record).some((kept: Op) => kept.id === op);
    const outcome = here ? readOutcome(state, code) : null;
    if (outcome) this.fold.overlay.verdicts.set(op, outcome);
  }
}
