/**
 * Absorbed rows on disk: encrypted blocks, in the order in which they came; the later word on a record wins (M10).
 *
 * A block is text: `{"epoch":"k7f2q9"}`, then feed rows with their personal lines as the server sent them, then
 * `{"leave":"<id>"}`. A new block is one row of a strict transaction that also moves the cursor: so a first sync that is cut
 * or killed goes on with the next page (trap 34). When there are many small blocks, an idle moment melts them (melt.ts).
 */
import type { Head } from "../domain/merkle";
import { epochOf } from "../domain/overlay";
import { fromJson, fromUtf8, toJson, utf8 } from "./bytes";
import { Unreadable, type Cipher } from "./cipher";
import { rangeOf, type Database, type Writing } from "./database";
import { quarantine } from "./journal";

/** A record's row as the feed gave it, and the epoch in which it came. */
export interface Row {
  id: string;
  type: string;
  line: string;
  personal: string | null;
  epoch: string;
}

/** How much of a long answer has come: feed rows so far, and all that there were to come. */
export interface Arriving {
  done: number;
  total: number;
}

/** Where a profile stands in the feed. `complete`: the feed of this epoch has been read to its end once. */
export interface Feed {
  cursor: string;
  complete: boolean;
  next_block: number;
  /** records that must leave once their own ops have arrived; and those that have left while such ops are still here */
  leaving: string[];
  left: string[];
  /** hearings that the person took off the tablet: their rows are not kept (put_away.ts) */
  put_away?: readonly { id: string; name: string }[];
  /** when the server last answered, by the tablet's clock, and what its clock was ahead of ours: evidence (I10) */
  contact_at: number | null;
  ahead_ms: number | null;
  /** a feed that comes in several pages, until its last */
  arriving: Arriving | null;
  /** when the rows were last known to be the server's; null: a block was lost, they have gaps */
  compared_at: number | null;
  /** what the tablet has seen of the office's log (exchange/witness.ts) */
  witness?: Witness;
}

/** The newest head of the log that goes on from all that were seen; and one that does not (I12). */
export interface Witness {
  head: Head | null;
  against: Head | null;
  asked_at: number;
}

export interface Page {
  epoch: string;
  rows: Row[];
  leave: string[];
}

/** A block on disk: its number, how long its text is, how many rows it has. */
export interface Block {
  number: number;
  chars: number;
  rows: number;
}

/** The feed row of `profile`, and its bytes, which a writer compares again in its transaction (M18). */
export async function readFeed(db: Database, profile: string, epoch: string): Promise<{ feed: Feed; bytes: Uint8Array | undefined }> {
  const bytes = await db.read(["feeds"], (tx) => tx.objectStore("feeds").get(profile));
  const fresh: Feed = {
    cursor: `${epoch}.0`, complete: false, next_block: 1, leaving: [], left: [], contact_at: null, ahead_ms: null,
    arriving: null, compared_at: null,
  };
  return { feed: bytes === undefined ? fresh : { ...fresh, ...fromJson<Partial<Feed>>(bytes) }, bytes };
}

export function putFeed(tx: Writing, profile: string, feed: Feed): Promise<unknown> {
  return tx.objectStore("feeds").put(toJson(feed), profile);
}

export function writePage({ epoch, rows, leave }: Page): string {
  const lines = [JSON.stringify({ epoch })];
  for (const { line, personal } of rows) {
    lines.push(line);
    if (personal !== null) lines.push(personal);
  }
  for (const id of leave) lines.push(JSON.stringify({ leave: id }));
  return lines.join("\n");
}

const HEAD = /^\{"type":"([a-z][a-z0-9_]*)","id":"([a-z2-7]{26})"/;

export function readPage(text: string): Page {
  const [head = "{}", ...lines] = text.split("\n");
  const { epoch } = JSON.parse(head) as { epoch: string };
  const page: Page = { epoch, rows: [], leave: [] };
  for (const line of lines) {
    if (line.startsWith("[")) {
      const last = page.rows[page.rows.length - 1];
      if (last) last.personal = line;
      continue;
    }
    const [, type, id] = HEAD.exec(line) ?? []; // a canonical line begins so; nothing else of it is read before it is looked at
    if (type !== undefined && id !== undefined) page.rows.push({ id, type, line, personal: null, epoch });
    else page.leave.push((JSON.parse(line) as { leave: string }).leave);
  }
  return page;
}

export function closeBlock(cipher: Cipher, profile: string, number: number, text: string) {
  return cipher.close("base", `${profile}.${number}`, utf8(text));
}

/** The blocks from `number` on, opened; null where one does not open. */
export async function openBlocks(db: Database, cipher: Cipher, profile: string, from = 0) {
  const blocks = await db.read(["base"], async (tx) => {
    const store = tx.objectStore("base");
    const [keys, values] = await Promise.all([store.getAllKeys(rangeOf(profile, from)), store.getAll(rangeOf(profile, from))]);
    return keys.map(([, number], index) => ({ number, bytes: values[index] as Uint8Array }));
  });
  return Promise.all(
    blocks.map(async ({ number, bytes }) => {
      const text = await cipher.open("base", `${profile}.${number}`, bytes).then(fromUtf8, (error: unknown) => {
        if (!(error instanceof Unreadable)) throw error;
        return null;
      });
      return { number, chars: text?.length ?? 0, page: text === null ? null : readPage(text) };
    }),
  );
}

/**
 * All absorbed rows of `profile`, each record's last, and the blocks that they stand in. A block that does not open is set
 * aside, the rest works (F5); the rows are then compared with the server's at the next contact, which gives back what is
 * missing, and no more than that (DESIGN §5.10).
 */
export async function readBase(db: Database, cipher: Cipher, profile: string): Promise<{ rows: Map<string, Row>; blocks: Block[] }> {
  const rows = new Map<string, Row>();
  const blocks: Block[] = [];
  for (const { number, chars, page } of await openBlocks(db, cipher, profile)) {
    if (page === null) {
      await quarantine(db, "base", [profile, number]);
      await wantComparison(db, profile);
      continue;
    }
    blocks.push({ number, chars, rows: page.rows.length });
    take(rows, page);
  }
  return { rows, blocks };
}

/** A feed that has not come to its end begins again, because only a whole one can be compared. */
function wantComparison(db: Database, profile: string): Promise<unknown> {
  return db.write(["feeds"], async (tx) => {
    const bytes = await tx.objectStore("feeds").get(profile);
    if (bytes === undefined) return;
    const feed = fromJson<Feed>(bytes);
    const cursor = feed.complete ? feed.cursor : `${epochOf(feed.cursor)}.0`;
    await putFeed(tx, profile, { ...feed, cursor, compared_at: null, arriving: null });
  });
}

export function take(rows: Map<string, Row>, page: Page): void {
  for (const row of page.rows) rows.set(row.id, row);
  for (const id of page.leave) rows.delete(id);
}
