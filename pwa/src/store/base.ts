/**
 * Absorbed rows on disk: encrypted blocks, in the order in which they came; the later word on a record wins (M10).
 *
 * A block is text: `{"epoch":"k7f2q9"}`, then feed rows with their personal lines as the server sent them, then
 * `{"leave":"<id>"}`. A new block is one row of a strict transaction that also moves the cursor. When there are many, an idle
 * moment melts them into few: ten thousand rows decrypted one by one would cost seconds on a slow tablet, one block costs
 * milliseconds (DESIGN §7).
 */
import { epochOf } from "../domain/overlay";
import { fromJson, fromUtf8, same, toJson, utf8 } from "./bytes";
import { Unreadable, type Cipher } from "./cipher";
import { rangeOf, type Database, type Writing } from "./database";
import { quarantine } from "./journal";

const BLOCK_CHARS = 512 * 1024;
export const BLOCKS_BEFORE_COMPACTING = 12;

/** A record's row as the feed gave it, and the epoch in which it came. */
export interface Row {
  id: string;
  line: string;
  personal: string | null;
  epoch: string;
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
}

export interface Page {
  epoch: string;
  rows: Row[];
  leave: string[];
}

/** The feed row of `profile`, and its bytes, which a writer compares again in its transaction (M18). */
export async function readFeed(db: Database, profile: string, epoch: string): Promise<{ feed: Feed; bytes: Uint8Array | undefined }> {
  const bytes = await db.read(["feeds"], (tx) => tx.objectStore("feeds").get(profile));
  const fresh: Feed = { cursor: `${epoch}.0`, complete: false, next_block: 1, leaving: [], left: [], contact_at: null, ahead_ms: null };
  return { feed: bytes === undefined ? fresh : fromJson<Feed>(bytes), bytes };
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
    const said = JSON.parse(line) as { leave?: string; id: string };
    if (said.leave !== undefined) page.leave.push(said.leave);
    else page.rows.push({ id: said.id, line, personal: null, epoch });
  }
  return page;
}

export function closeBlock(cipher: Cipher, profile: string, number: number, page: Page) {
  return cipher.close("base", `${profile}.${number}`, utf8(writePage(page)));
}

/**
 * All absorbed rows of `profile`, each record's last. A block that does not open is set aside, the rest works (F5), and the
 * feed begins again, so that the server gives back what the block held.
 */
export async function readBase(db: Database, cipher: Cipher, profile: string): Promise<Map<string, Row>> {
  const blocks = await db.read(["base"], async (tx) => {
    const store = tx.objectStore("base");
    const [keys, values] = await Promise.all([store.getAllKeys(rangeOf(profile)), store.getAll(rangeOf(profile))]);
    return keys.map((key, index) => ({ key, bytes: values[index] as Uint8Array }));
  });
  const rows = new Map<string, Row>();
  for (const { key, bytes } of blocks) {
    try {
      const page = readPage(fromUtf8(await cipher.open("base", `${profile}.${key[1]}`, bytes)));
      take(rows, page);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      await quarantine(db, "base", key);
      await restartFeed(db, profile);
    }
  }
  return rows;
}

function restartFeed(db: Database, profile: string): Promise<unknown> {
  return db.write(["feeds"], async (tx) => {
    const bytes = await tx.objectStore("feeds").get(profile);
    if (bytes === undefined) return;
    const feed = fromJson<Feed>(bytes);
    await putFeed(tx, profile, { ...feed, cursor: `${epochOf(feed.cursor)}.0` });
  });
}

export function take(rows: Map<string, Row>, page: Page): void {
  for (const row of page.rows) rows.set(row.id, row);
  for (const id of page.leave) rows.delete(id);
}

export function countBlocks(db: Database, profile: string): Promise<number> {
  return db.read(["base"], (tx) => tx.objectStore("base").count(rangeOf(profile)));
}

/** Melt all blocks into few, in one strict transaction: the feed row after it; null where the feed moved meanwhile. */
export async function compact(
  db: Database,
  cipher: Cipher,
  profile: string,
  rows: Iterable<Row>,
  known: { feed: Feed; bytes: Uint8Array },
): Promise<Feed | null> {
  const pages = paginate(rows);
  const first = known.feed.next_block;
  const blocks = await Promise.all(pages.map((page, index) => closeBlock(cipher, profile, first + index, page)));
  const moved: Feed = { ...known.feed, next_block: first + blocks.length };
  return db.write(["base", "feeds"], async (tx) => {
    if (!same(await tx.objectStore("feeds").get(profile), known.bytes)) return null;
    await tx.objectStore("base").delete(rangeOf(profile));
    for (const [index, block] of blocks.entries()) await tx.objectStore("base").put(block, [profile, first + index]);
    await putFeed(tx, profile, moved);
    return moved;
  });
}

function paginate(rows: Iterable<Row>): Page[] {
  const pages: Page[] = [];
  let used = Infinity;
  for (const row of rows) {
    let page = pages[pages.length - 1];
    if (page === undefined || used > BLOCK_CHARS || page.epoch !== row.epoch) {
      page = { epoch: row.epoch, rows: [], leave: [] };
      pages.push(page);
      used = 0;
    }
    page.rows.push(row);
    used += row.line.length + (row.personal?.length ?? 0);
  }
  return pages;
}
