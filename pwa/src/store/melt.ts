/**
 * Melting: small blocks of the base become few large ones, when nobody waits.
 *
 * Twelve thousand rows in thousands of blocks would cost seconds at each opening, and writing all of them anew after every few
 * saves would wear out tablet and battery. So only the run of small blocks at the end is melted; all of it only when half of
 * what is kept has been said anew. The order stays, so the later word still wins (M10).
 */
import { closeBlock, openBlocks, putFeed, take, writePage, type Block, type Feed, type Page, type Row } from "./base";
import { same } from "./bytes";
import type { Cipher } from "./cipher";
import { rangeOf, type Database } from "./database";

const BLOCK_CHARS = 512 * 1024;
const SMALL_CHARS = BLOCK_CHARS / 2;
export const SMALL_BLOCKS_MAX = 12;
const SPARE_ROWS = 2_000;

/** The number of the first block that should be melted, with all after it; null: none. `standing`: rows that are in sight. */
export function meltFrom(blocks: readonly Block[], standing: number): number | null {
  const written = blocks.reduce((sum, { rows }) => sum + rows, 0);
  if (blocks.length > 1 && written > 2 * standing + SPARE_ROWS) return blocks[0]?.number ?? null;
  let first = blocks.length;
  while (first > 0 && (blocks[first - 1]?.chars ?? 0) < SMALL_CHARS) first -= 1;
  return blocks.length - first >= SMALL_BLOCKS_MAX ? (blocks[first]?.number ?? null) : null;
}

/** Melt the blocks from number `from` on, in one strict transaction; null where a block does not open or the disk has moved. */
export async function melt(
  db: Database, cipher: Cipher, profile: string, from: number, feed: Uint8Array, is_all: boolean,
): Promise<Block[] | null> {
  const opened = await openBlocks(db, cipher, profile, from);
  const pages = opened.flatMap(({ page }) => page ?? []);
  if (pages.length < opened.length) return null; // the next opening sets it aside
  const melted = join(pages, is_all).map((page, index) => ({ page, number: from + index, text: writePage(page) }));
  if (melted.length > opened.length) return null; // a number of its own for each, and none that is still to come
  const rows = await Promise.all(melted.map(({ number, text }) => closeBlock(cipher, profile, number, text)));
  const blocks = melted.map(({ page, number, text }): Block => ({ number, chars: text.length, rows: page.rows.length }));
  return db.write(["base", "feeds"], async (tx) => {
    if (!same(await tx.objectStore("feeds").get(profile), feed)) return null;
    const keys = await tx.objectStore("base").getAllKeys(rangeOf(profile, from));
    if (keys.length !== opened.length || keys.some(([, number], index) => number !== opened[index]?.number)) return null;
    await tx.objectStore("base").delete(rangeOf(profile, from));
    for (const [index, row] of rows.entries()) await tx.objectStore("base").put(row, [profile, from + index]);
    return blocks;
  });
}

/** Write `rows` and nothing else, with the feed row as it shall be; null where the feed has moved meanwhile. */
export async function rewrite(
  db: Database, cipher: Cipher, profile: string, rows: readonly Row[], known: { feed: Feed; bytes: Uint8Array },
): Promise<Feed | null> {
  const first = known.feed.next_block;
  const epochs = [...new Set(rows.map(({ epoch }) => epoch))];
  const pages = epochs.flatMap((epoch) => paginate(epoch, rows.filter((row) => row.epoch === epoch)));
  const blocks = await Promise.all(pages.map((page, index) => closeBlock(cipher, profile, first + index, writePage(page))));
  const moved: Feed = { ...known.feed, next_block: first + blocks.length };
  return db.write(["base", "feeds"], async (tx) => {
    if (!same(await tx.objectStore("feeds").get(profile), known.bytes)) return null;
    await tx.objectStore("base").delete(rangeOf(profile));
    for (const [index, block] of blocks.entries()) await tx.objectStore("base").put(block, [profile, first + index]);
    await putFeed(tx, profile, moved);
    return moved;
  });
}

/** What the pages say together, in pages of full size. Where nothing stands before them, nobody need be told who has left. */
function join(pages: readonly Page[], is_all: boolean): Page[] {
  const rows = new Map<string, Row>();
  const left = new Set<string>();
  for (const page of pages) {
    take(rows, page);
    for (const { id } of page.rows) left.delete(id);
    for (const id of page.leave) left.add(id);
  }
  const epochs = [...new Set(pages.map(({ epoch }) => epoch))];
  const found = epochs.flatMap((epoch) => paginate(epoch, [...rows.values()].filter((row) => row.epoch === epoch)));
  const last = found[found.length - 1] ?? { epoch: epochs[epochs.length - 1] ?? "", rows: [], leave: [] };
  if (!is_all) last.leave = [...left];
  return found.length > 0 ? found : [last];
}

function paginate(epoch: string, rows: readonly Row[]): Page[] {
  const pages: Page[] = [];
  let used = Infinity;
  for (const row of rows) {
    if (used >= BLOCK_CHARS) {
      pages.push({ epoch, rows: [], leave: [] });
      used = 0;
    }
    pages[pages.length - 1]?.rows.push(row);
    used += row.line.length + (row.personal?.length ?? 0);
  }
  return pages;
}
