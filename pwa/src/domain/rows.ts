/**
 * The absorbed rows of a tablet: lines as they came, each read only when somebody looks at its record.
 *
 * Reading twelve thousand rows takes seconds on a slow tablet, and a person opens one hearing. Type and id stand at the
 * beginning of a canonical line (README §5), so lists by type need no reading.
 */
import { decode, encode, type Record } from "./record";

/** A row as it was sent or written down. */
export interface RowLines {
  readonly line: string;
  readonly personal: string | null;
}

interface Unread extends RowLines {
  readonly type: string;
}

export class Rows {
  readonly #lines = new Map<string, Unread>();
  readonly #records = new Map<string, Record>();

  get size(): number {
    return this.#lines.size + [...this.#records.keys()].filter((id) => !this.#lines.has(id)).length;
  }

  has(id: string): boolean {
    return this.#lines.has(id) || this.#records.has(id);
  }

  /** The record. Not to be changed: `set` another one. */
  get(id: string): Record | undefined {
    const known = this.#records.get(id);
    const unread = known ? undefined : this.#lines.get(id);
    if (unread === undefined) return known;
    const record = decode(unread.line, unread.personal);
    this.#records.set(id, record);
    return record;
  }

  /** What kind of record it is, without reading it. */
  typeOf(id: string): string | undefined {
    return this.#lines.get(id)?.type ?? this.#records.get(id)?.type;
  }

  /** The row's lines: as they came, or of a record that was folded here. */
  lines(id: string): RowLines | undefined {
    const unread = this.#lines.get(id);
    if (unread !== undefined) return unread;
    const record = this.#records.get(id);
    if (record === undefined) return undefined;
    const [line, personal] = encode(record);
    this.#lines.set(id, { type: record.type, line, personal });
    return { line, personal };
  }

  /** Whether `text` (an id, say) stands anywhere in the row: a cheap look before it is read. */
  mentions(id: string, text: string): boolean {
    const row = this.lines(id);
    return row !== undefined && (row.line.includes(text) || row.personal?.includes(text) === true);
  }

  /** Take a record that was read or folded; `from` are its lines, if they are at hand. */
  set(id: string, record: Record, from: RowLines | null = null): void {
    this.#records.set(id, record);
    if (from === null) this.#lines.delete(id);
    else this.#lines.set(id, { type: record.type, line: from.line, personal: from.personal });
  }

  /** Take a row that is read later. */
  lay(id: string, type: string, { line, personal }: RowLines): void {
    this.#records.delete(id);
    this.#lines.set(id, { type, line, personal });
  }

  delete(id: string): void {
    this.#records.delete(id);
    this.#lines.delete(id);
  }

  *keys(): Iterable<string> {
    yield* this.#lines.keys();
    for (const id of this.#records.keys()) if (!this.#lines.has(id)) yield id;
  }
}
