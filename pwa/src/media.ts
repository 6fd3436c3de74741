/**
 * Photos and voice notes as the façade offers them: kept beside their records, shown, counted, taken away and brought back.
 *
 * A file and its record are two saves, the bytes first; a kill between the two leaves bytes that nobody was told of, and the
 * next unlocking puts that right (`#settle`). A Web Lock keeps another tab's unlocking from coming between.
 */
import { MediaLane, type LaneEnd } from "./exchange/media";
import type { Value } from "./domain/op";
import { isDeleted } from "./domain/merge";
import { base32 } from "./domain/chain";
import type { Ports } from "./ports";
import type { Database } from "./store/database";
import { MediaBook, type MediaFile } from "./store/media";
import type { Session } from "./store/session";
import type { RecordView } from "./view";

export type MediaKind = "photo" | "voice";

/** What a person wants kept. Of `taken_at` and `place`: kinds `instant` and `point` of the catalogue. */
export interface NewMedia {
  hearing: string;
  of: string;
  kind: MediaKind;
  blob: Blob;
  taken_at?: string;
  place?: string;
  speaker_name?: string;
  caption?: string;
  length_s?: number;
  wave?: readonly number[];
}

/** `away`: the record is known, its bytes are on another tablet or have been wiped here. */
export type MediaState = "tablet" | "sending" | "arrived" | "safe" | "attention" | "away";

export interface MediaView {
  id: string;
  of: string;
  kind: string;
  caption: string | null;
  state: MediaState;
  /** why it needs attention */
  code: string;
  bytes: number;
  bytes_done: number;
  length_s: number | null;
  wave: readonly number[];
}

/** Of the files that are on this tablet. `done`: the server has them whole; `bytes_sent`: all that went on the wire for them. */
export interface MediaCounts {
  files: number;
  files_done: number;
  files_safe: number;
  bytes: number;
  bytes_done: number;
  bytes_sent: number;
}

/** A file that the server refused, or that does not open any more. */
export interface MediaTrouble {
  id: string;
  hearing: string;
  of: string;
  kind: MediaKind;
  code: string;
}

/** What the desk needs of the app. */
interface Writing {
  save(type: string, id: string, values: Readonly<Record<string, Value>>): Promise<{ id: string; at: number }>;
  remove(type: string, id: string): Promise<{ id: string; at: number }>;
  restore(type: string, id: string): Promise<{ id: string; at: number }>;
  record(id: string): RecordView | null;
  list(type: string, where: Readonly<Record<string, Value>>): RecordView[];
  send(): void;
}

/** What screens see of it. */
export type MediaDesk = Pick<Media, "keep" | "of" | "url" | "remove" | "restore" | "retry" | "forget" | "counts" | "trouble">;

export class Media {
  #work: { session: Session; book: MediaBook } | null = null;
  readonly #lane: MediaLane;
  readonly #urls = new Map<string, Promise<string>>();

  constructor(
    readonly ports: Ports,
    readonly db: Database,
    readonly app: Writing,
    /** something that could be shown has changed */
    readonly changed: () => void,
  ) {
    this.#lane = new MediaLane(ports, changed);
  }

  /** A person is at work: read what he has here. */
  async open(session: Session): Promise<void> {
    const book = new MediaBook(this.ports, this.db, session.cipher, session.profile);
    await this.#alone(session, async () => {
      await book.reload();
      await settle(session, book);
    });
    this.#work = { session, book };
  }

  /** Nobody is at work: what was shown is forgotten. */
  close(): void {
    this.#work = null;
    for (const url of this.#urls.values()) void url.then((made) => this.ports.addresses?.forget(made)).catch(() => undefined);
    this.#urls.clear();
  }

  /** Another tab has changed the store. */
  async heard(): Promise<void> {
    await this.#work?.book.reload();
  }

  /** Send what waits; no words wait. */
  async send(goesOn: () => boolean): Promise<LaneEnd> {
    const work = this.#work;
    return work === null ? { state: "done" } : this.#lane.run(work, () => this.#work === work && goesOn());
  }

  /** Bytes first, then the record; resolves when both are on disk (I11). `StorageFull`: nothing of it was kept. */
  async keep({ hearing, of, kind, blob, length_s, wave, ...said }: NewMedia): Promise<{ id: string; at: number }> {
    const { session, book } = this.#open();
    const id = base32(this.ports.random(16));
    return this.#alone(session, async () => {
      const at = this.ports.clock.now();
      const file = await book.keep(id, blob, { hearing, of, kind, at, length_s: length_s ?? null, wave: wave ?? [] });
      try {
        const unit = this.app.record(hearing)?.values.get("unit") ?? null;
        const { sha256, bytes } = file;
        const saved = await this.app.save("media", id, { unit, hearing, of, kind, sha256, bytes, ...said });
        await book.change(id, { state: "waiting" });
        this.changed();
        this.app.send(); // the save's own nudge may have come before the file was ready
        return saved;
      } catch (error) {
        if (this.app.record(id) === null) await book.drop([id]).catch(() => undefined); // else the next unlocking does it
        throw error;
      }
    });
  }

  /** The photos and voice notes of a record, those of other tablets too, eldest first. */
  of(record: string): MediaView[] {
    const { book } = this.#open();
    const order = new Map(book.files.map(({ id }, index) => [id, index]));
    return this.app
      .list("media", { of: record })
      .map((view) => viewOf(view, book.file(view.id)))
      .sort((a, b) => (order.get(a.id) ?? Infinity) - (order.get(b.id) ?? Infinity) || (a.id < b.id ? -1 : 1));
  }

  /** An address under which this page, and nobody else, shows or plays the file; until the person locks. */
  url(id: string): Promise<string> {
    const { book } = this.#open();
    const made = this.#urls.get(id) ?? book.blob(id).then((blob) => this.ports.addresses?.make(blob) ?? "");
    this.#urls.set(id, made);
    made.catch(() => this.#urls.delete(id));
    return made;
  }

  /** Take a file away; `restore` brings it back until the next unlocking. */
  async remove(id: string): Promise<{ id: string; at: number }> {
    const saved = await this.app.remove("media", id);
    await this.#work?.book.change(id, { removed: true });
    this.changed();
    return saved;
  }

  async restore(id: string): Promise<{ id: string; at: number }> {
    await this.#work?.book.change(id, { removed: false });
    return this.app.restore("media", id);
  }

  /** Send once more what was refused. */
  async retry(id: string): Promise<void> {
    await this.#open().book.change(id, { state: "waiting", code: "", url: null, inc: null, offset: 0 });
    this.changed();
    this.app.send();
  }

  /** The hearing is wiped from the tablet: its files that are *safe*, or taken away, go. What is not safe stays. */
  async forget(hearing: string): Promise<void> {
    const { book } = this.#open();
    await book.drop(book.files.filter((file) => file.hearing === hearing && (file.state === "safe" || file.removed)).map(({ id }) => id));
    this.changed();
  }

  get counts(): MediaCounts {
    return this.#countsOf(this.#counted());
  }

  /** The same of one hearing. */
  countsOf(hearing: string | null): MediaCounts {
    return this.#countsOf(this.#counted().filter((file) => file.hearing === hearing));
  }

  /** The hearings of which files are on this tablet. */
  get hearings(): Set<string> {
    return new Set(this.#counted().map(({ hearing }) => hearing));
  }

  /** Whether every file of a hearing that is here is *safe*, those whose record is not written yet among them (I5). */
  isSafe(hearing: string): boolean {
    const files = this.#work?.book.files.filter((file) => file.hearing === hearing && !file.removed && !this.#isDeleted(file.id)) ?? [];
    return files.every(({ state }) => state === "safe");
  }

  #countsOf(files: readonly MediaFile[]): MediaCounts {
    const counts: MediaCounts = { files: 0, files_done: 0, files_safe: 0, bytes: 0, bytes_done: 0, bytes_sent: 0 };
    for (const file of files) {
      const is_done = file.state === "arrived" || file.state === "safe";
      counts.files += 1;
      counts.files_done += is_done ? 1 : 0;
      counts.files_safe += file.state === "safe" ? 1 : 0;
      counts.bytes += file.bytes;
      counts.bytes_done += is_done ? file.bytes : file.offset;
      counts.bytes_sent += file.bytes_sent;
    }
    return counts;
  }

  trouble(): MediaTrouble[] {
    return this.#counted()
      .filter(({ state }) => state === "refused")
      .map(({ id, hearing, of, kind, code }) => ({ id, hearing, of, kind, code }));
  }

  #counted(): MediaFile[] {
    const files = this.#work?.book.files ?? [];
    return files.filter(({ id, removed, state }) => !removed && state !== "kept" && !this.#isDeleted(id));
  }

  #isDeleted(id: string): boolean {
    const record = this.#work?.session.fold.view(id);
    return record !== undefined && isDeleted(record);
  }

  #alone<T>(session: Session, run: () => Promise<T>): Promise<T> {
    return this.ports.locks.hold(`media:${session.profile.profile}`, run);
  }

  #open(): { session: Session; book: MediaBook } {
    if (this.#work === null) throw new Error("nobody is at work");
    return this.#work;
  }
}

/** After a kill: bytes whose record was written wait to go up, bytes without one were never promised; what was taken away goes. */
async function settle(session: Session, book: MediaBook): Promise<void> {
  const gone = book.files.filter(({ id, state, removed }) => removed || (state === "kept" && session.fold.view(id) === undefined));
  await book.drop(gone.map(({ id }) => id));
  for (const { id, state } of book.files) if (state === "kept") await book.change(id, { state: "waiting" });
}

function viewOf({ id, values }: RecordView, file: MediaFile | undefined): MediaView {
  const caption = values.get("caption");
  const bytes = values.get("bytes");
  return {
    id,
    of: String(values.get("of") ?? ""),
    kind: String(values.get("kind") ?? ""),
    caption: typeof caption === "string" ? caption : null,
    state: file === undefined ? "away" : stateOf(file),
    code: file?.code ?? "",
    bytes: file?.bytes ?? (typeof bytes === "number" ? bytes : 0),
    bytes_done: file?.offset ?? 0,
    length_s: file?.length_s ?? null,
    wave: file?.wave ?? [],
  };
}

function stateOf({ state, offset }: MediaFile): MediaState {
  if (state === "refused") return "attention";
  if (state === "arrived" || state === "safe") return state;
  return offset > 0 ? "sending" : "tablet";
}
