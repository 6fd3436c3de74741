/**
 * Photos and voice notes of one person: encrypted, in chunks, so that any range of bytes is read without the whole file.
 *
 * Each file has a random key of its own. The chunks lie under that key; the key itself lies twice in the file's row: closed by
 * the vault, and sealed to the deployment as ops are (store/seal.ts), so that what a forgotten PIN locks away could still be
 * opened where it belongs. Beside them, in the clear, stands only how far the file has got: nothing of anybody's.
 *
 * A file and its chunks come in one strict transaction, and go in one: there is no half of a file (I11, F3).
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import type { Bytes, Ports } from "../ports";
import { base64url, concat, fromBase64url, fromJson, toJson } from "./bytes";
import { Cipher, Unreadable } from "./cipher";
import { BALLAST, rangeOf, StorageFull, type Database, type Writing } from "./database";
import { quarantine } from "./journal";
import { present, type Profile } from "./profiles";
import { Segment } from "./seal";

export const CHUNK_BYTES = 64 * 1024;
export const FILE_BYTES_MAX = 16 * 1024 * 1024;
/** What media leave free, where the browser says how much is left: words come first (F3). */
export const RESERVE_BYTES = 20 * 1024 * 1024;
/** And where it does not: rows of a megabyte that are written before the first file and given up for words alone. */
const BALLAST_ROWS = 4;
const BALLAST_ROW_BYTES = 1024 * 1024;

/**
 * `kept`: the bytes are here, their record is not written yet · `waiting` to go up, from `offset` on · `sent` whole ·
 * `arrived`, `safe`: the server's receipt · `refused` with a code
 */
export type FileState = "kept" | "waiting" | "sent" | "arrived" | "safe" | "refused";

/** How far a file has got. `bytes_sent` counts what was put on the wire, also what was cut off and went again. */
export interface Progress {
  state: FileState;
  code: string;
  /** the upload on the server, and the inc that began it */
  url: string | null;
  inc: string | null;
  offset: number;
  bytes_sent: number;
  /** taken away by the person, who may still take that back until the tablet is unlocked the next time */
  removed: boolean;
}

/** What a file is; `id` is the id of its `media` record. */
export interface About {
  hearing: string;
  of: string;
  kind: "photo" | "voice";
  /** media type of the bytes */
  type: string;
  bytes: number;
  sha256: string;
  at: number;
  /** of a voice note: how long it is, and its loudness over time, 0 to 1 */
  length_s: number | null;
  wave: readonly number[];
}

export interface MediaFile extends Readonly<About>, Readonly<Progress> {
  id: string;
}

interface Row extends Progress {
  /** `About` and the file's key, closed by the vault */
  closed: string;
  /** sha256 and key, sealed to the deployment: ephemeral point and frame 0 */
  sealed: [ephemeral: string, frame: string];
}

interface Secret extends About {
  key: string;
}

type MediaPorts = Pick<Ports, "subtle" | "random" | "gzip" | "storage">;

const FRESH: Progress = { state: "kept", code: "", url: null, inc: null, offset: 0, bytes_sent: 0, removed: false };

export class MediaBook {
  readonly #files = new Map<string, MediaFile>();
  readonly #ciphers = new Map<string, Cipher>();

  constructor(
    readonly ports: MediaPorts,
    readonly db: Database,
    readonly cipher: Cipher,
    readonly profile: Profile,
  ) {}

  /** Every file that the person has here, in the order in which they were kept; those he took away too. */
  get files(): MediaFile[] {
    return [...this.#files.values()].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  }

  file(id: string): MediaFile | undefined {
    return this.#files.get(id);
  }

  /** Read again what is on disk. A row that does not open is set aside, and the rest works (F5). */
  async reload(): Promise<void> {
    const owner = this.profile.profile;
    const rows = await this.db.read(["media"], async (tx) => {
      const store = tx.objectStore("media");
      const [keys, values] = await Promise.all([store.getAllKeys(rangeOf(owner, "")), store.getAll(rangeOf(owner, ""))]);
      return keys.map(([, id], index) => ({ id, row: values[index] as Uint8Array }));
    });
    const found = new Map<string, MediaFile>();
    for (const { id, row } of rows) {
      const file = await this.#open(id, row);
      if (file !== null) found.set(id, file);
    }
    this.#files.clear();
    for (const [id, file] of found) this.#files.set(id, file);
  }

  /** Keep `blob` as file `id`; all of it or, with `StorageFull`, nothing. Words keep their room: see `RESERVE_BYTES`. */
  async keep(id: string, blob: Blob, about: Omit<About, "type" | "bytes" | "sha256">): Promise<MediaFile> {
    if (blob.size === 0 || blob.size > FILE_BYTES_MAX) throw new RangeError(`a file of ${blob.size} bytes`);
    await this.#wantRoom(blob.size);
    const raw = this.ports.random(32);
    const cipher = await this.#cipherOf(raw);
    const hash = sha256.create();
    const chunks: Bytes[] = [];
    for (let start = 0; start < blob.size; start += CHUNK_BYTES) {
      const plain = new Uint8Array(await blob.slice(start, start + CHUNK_BYTES).arrayBuffer());
      hash.update(plain);
      chunks.push(await cipher.close("media_chunks", `${id}.${chunks.length}`, plain));
    }
    const said: About = { ...about, type: typeOf(blob), bytes: blob.size, sha256: bytesToHex(hash.digest()) };
    const secret: Secret = { ...said, key: base64url(raw) };
    const closed = base64url(await this.cipher.close("media", id, toJson(secret)));
    const row: Row = { ...FRESH, closed, sealed: await this.#seal(secret) };
    await this.db.write(["media", "media_chunks"], async (tx) => {
      await tx.objectStore("media").put(toJson(row), [this.profile.profile, id]);
      for (const [number, chunk] of chunks.entries()) await tx.objectStore("media_chunks").put(chunk, [id, number]);
    });
    return this.#know(id, { ...said, ...FRESH, id }, cipher);
  }

  /** Note how far a file has got. Null where it is no longer here: what is gone does not come back. */
  async change(id: string, change: Partial<Progress>): Promise<MediaFile | null> {
    const key: [string, string] = [this.profile.profile, id];
    const row = await this.db.write(["media"], async (tx) => {
      const bytes = await tx.objectStore("media").get(key);
      if (bytes === undefined) return null;
      const changed: Row = { ...fromJson<Row>(bytes), ...change };
      await tx.objectStore("media").put(toJson(changed), key);
      return changed;
    });
    const known = this.#files.get(id);
    if (row === null || known === undefined) return null;
    return this.#know(id, { ...known, ...progressOf(row) });
  }

  /** The bytes of `id` from `start` up to `end`. `Unreadable` where a chunk does not open or is not there (F5). */
  async read(id: string, start: number, end: number): Promise<Bytes> {
    const cipher = this.#ciphers.get(id);
    if (cipher === undefined) throw new Unreadable(`no file ${id}`);
    const first = Math.floor(start / CHUNK_BYTES);
    const last = Math.ceil(end / CHUNK_BYTES);
    const rows = await this.db.read(["media_chunks"], (tx) => {
      const numbers = Array.from({ length: last - first }, (_, index) => first + index);
      return Promise.all(numbers.map((number) => tx.objectStore("media_chunks").get([id, number])));
    });
    const plain = await Promise.all(
      rows.map((row, index) => {
        if (row === undefined) throw new Unreadable(`media_chunks ${id}.${first + index}: gone`);
        return cipher.open("media_chunks", `${id}.${first + index}`, row);
      }),
    );
    return concat(...plain).slice(start - first * CHUNK_BYTES, end - first * CHUNK_BYTES);
  }

  /** The whole file, to be shown or played. */
  async blob(id: string): Promise<Blob> {
    const file = this.#files.get(id);
    if (file === undefined) throw new Unreadable(`no file ${id}`);
    const parts: Bytes[] = [];
    for (let at = 0; at < file.bytes; at += CHUNK_BYTES) parts.push(await this.read(id, at, Math.min(at + CHUNK_BYTES, file.bytes)));
    return new Blob(parts, { type: file.type });
  }

  /** Take files away, each with all its chunks. */
  async drop(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await this.db.write(["media", "media_chunks"], async (tx) => {
      for (const id of ids) await dropFile(tx, this.profile.profile, id);
    });
    for (const id of ids) {
      this.#files.delete(id);
      this.#ciphers.delete(id);
    }
  }

  async #wantRoom(bytes: number): Promise<void> {
    const found = await this.ports.storage?.();
    if (found && found.quota - found.usage < bytes + RESERVE_BYTES) throw new StorageFull("media leave the last room to words");
    const rows = await this.db.read(["media_chunks"], (tx) => tx.objectStore("media_chunks").count(rangeOf(BALLAST)));
    if (rows >= BALLAST_ROWS) return;
    const row = await this.cipher.close("media_chunks", BALLAST, new Uint8Array(BALLAST_ROW_BYTES)); // closed, it does not shrink
    await this.db.write(["media_chunks"], async (tx) => {
      for (let number = 0; number < BALLAST_ROWS; number++) await tx.objectStore("media_chunks").put(row, [BALLAST, number]);
    });
  }

  async #open(id: string, bytes: Uint8Array): Promise<MediaFile | null> {
    try {
      const row = fromJson<Row>(bytes);
      const known = this.#files.get(id);
      if (known !== undefined) return { ...known, ...progressOf(row) };
      const { key, ...about } = fromJson<Secret>(await this.cipher.open("media", id, fromBase64url(row.closed)));
      this.#ciphers.set(id, await this.#cipherOf(fromBase64url(key)));
      return { ...about, ...progressOf(row), id };
    } catch (error) {
      if (!(error instanceof Unreadable || error instanceof SyntaxError || error instanceof TypeError)) throw error;
      await quarantine(this.db, "media", [this.profile.profile, id]);
      return null;
    }
  }

  async #seal({ sha256: hash, key }: Secret): Promise<[string, string]> {
    const segment = await Segment.begin(this.ports, present(this.profile), this.profile.grant.sealing_key);
    const frame = await segment.frame(toJson({ sha256: hash, key }));
    return [base64url(segment.ephemeral), base64url(frame)];
  }

  async #cipherOf(raw: Bytes): Promise<Cipher> {
    const key = await this.ports.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
    return new Cipher(this.ports, key);
  }

  #know(id: string, file: MediaFile, cipher?: Cipher): MediaFile {
    this.#files.set(id, file);
    if (cipher) this.#ciphers.set(id, cipher);
    return file;
  }
}

async function dropFile(tx: Writing, owner: string, id: string): Promise<void> {
  await tx.objectStore("media").delete([owner, id]);
  await tx.objectStore("media_chunks").delete(rangeOf(id));
}

function progressOf({ state, code, url, inc, offset, bytes_sent, removed }: Row): Progress {
  return { state, code, url, inc, offset, bytes_sent, removed };
}

/** `audio/webm;codecs=opus` → `audio/webm`: the server reads the rest from the bytes. */
function typeOf(blob: Blob): string {
  return blob.type.split(";")[0]?.trim().toLowerCase() ?? "";
}
