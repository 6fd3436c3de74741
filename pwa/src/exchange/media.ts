/**
 * The media lane: one file after the other, when there is nothing left of words to send; and what became of them.
 *
 *  1 which file: the eldest that waits, and whose record nobody has deleted
 *  2 carry it in chunks (exchange/tus.ts); before each, see whether words have come: they go first
 *  3 note each chunk that the server has taken; a cut, a kill, a lost answer: the server is asked where it stands
 *  4 what is refused waits for a person; what is gone from the server begins anew
 *  5 ask how the files stand that are not yet *safe*, and after a restore all of them (F48)
 *
 * Chunks begin at 64 kB, so that a save waits seconds on a slow line, and grow to 256 kB where it is quick.
 */
import { isDeleted } from "../domain/merge";
import { epochOf } from "../domain/overlay";
import type { Bytes, Ports } from "../ports";
import { fromJson, toJson } from "../store/bytes";
import { Unreadable } from "../store/cipher";
import type { MediaBook, MediaFile } from "../store/media";
import { signingKey } from "../store/profiles";
import type { Session } from "../store/session";
import { ask, carry, CHUNK_BYTES_MAX, MEDIA_PATH, type Failure, type Signer, type UploadEnd } from "./tus";
import { problem } from "./transport";

export const CHUNK_BYTES_MIN = 64 * 1024;
const CHUNK_BYTES_LEAST = 8 * 1024; // where the line breaks before 64 kB are through, or a proxy takes no more
const QUICK_MS = 2_500;
const SLOW_MS = 12_000;
const TRIES_MAX = 4; // of one file in one run
const AFRESH = { url: null, inc: null, offset: 0 };
const STATES_MAX = 200;
const STATES_EVERY_MS = 60_000;

export type LaneEnd = { state: "done" } | { state: "words-first" } | Failure;
type LanePorts = Pick<Ports, "subtle" | "fetch" | "clock">;

/** Who is at work, and his files. */
export interface Work {
  session: Session;
  book: MediaBook;
}

export class MediaLane {
  #chunk_bytes = CHUNK_BYTES_MIN;
  #asked_at: number | null = null;
  #asked_epoch = "";

  constructor(
    readonly ports: LanePorts,
    readonly changed: () => void,
  ) {}

  /** Send what waits as long as `goesOn`. Call it while holding the lock `sync`, when no words wait. */
  async run(work: Work, goesOn: () => boolean): Promise<LaneEnd> {
    let has_sent = false;
    for (let file = next(work); file !== undefined; file = next(work)) {
      const end = await this.#file(work, file, goesOn);
      if (end !== null) return end;
      has_sent = true;
    }
    return (await this.#states(work, has_sent)) ?? { state: "done" };
  }

  /** One file to its end; null: it needs the lane no more. */
  async #file(work: Work, file: MediaFile, goesOn: () => boolean): Promise<LaneEnd | null> {
    for (let tries = 1; ; tries++) {
      const end = await this.#carry(work, file.id, goesOn).catch(unreadable);
      if (end.state === "up") return this.#note(work, file.id, { state: "sent", offset: file.bytes });
      if (end.state === "unwanted") return this.#note(work, file.id, { state: "refused", code: end.code });
      if (end.state === "stopped") return { state: "words-first" };
      if (end.state === "gone") await this.#note(work, file.id, AFRESH);
      else if (end.state === "chunk-too-large") this.#slower();
      else if (end.state !== "behind") return this.#failed(work, file, end);
      if (tries === TRIES_MAX) return this.#note(work, file.id, { state: "refused", code: "media-again-and-again" });
    }
  }

  async #carry({ session, book }: Work, id: string, goesOn: () => boolean): Promise<UploadEnd> {
    const file = book.file(id);
    if (file === undefined || file.removed) return { state: "stopped" };
    const inc = file.inc ?? session.inc;
    const { sha256: hash, type, bytes, url } = file;
    let { bytes_sent } = file;
    const end = await carry(this.ports, await signerOf(session, inc), {
      url, bytes,
      metadata: { sha256: hash, type, record: id },
      read: (start, stop) => book.read(id, start, stop),
      next: () => (goesOn() && book.file(id)?.removed === false ? this.#chunk_bytes : 0),
      begun: async (at) => void (await this.#note({ session, book }, id, { url: at, inc, offset: 0 })),
      sending: (count) => (bytes_sent += count),
      taken: async (offset, took_ms) => {
        this.#pace(took_ms);
        await this.#note({ session, book }, id, { offset, bytes_sent });
      },
    });
    if (bytes_sent !== book.file(id)?.bytes_sent) await this.#note({ session, book }, id, { bytes_sent }); // a chunk that was cut
    return end;
  }

  /** The line failed, or the person may not: the pauses are the scheduler's. */
  async #failed(work: Work, file: MediaFile, end: Failure): Promise<LaneEnd | null> {
    if (end.state === "offline") this.#slower();
    const is_elder = file.inc !== null && file.inc !== work.session.inc;
    if (end.state !== "signed-out" || !is_elder) return end;
    return this.#note(work, file.id, AFRESH); // a closed inc that a restore forgot: the present one sends it
  }

  #pace(took_ms: number): void {
    if (took_ms < QUICK_MS) this.#chunk_bytes = Math.min(CHUNK_BYTES_MAX, this.#chunk_bytes * 2);
    else if (took_ms > SLOW_MS) this.#slower();
  }

  #slower(): void {
    this.#chunk_bytes = Math.max(CHUNK_BYTES_LEAST, Math.floor(this.#chunk_bytes / 2));
  }

  async #note({ book }: Work, id: string, change: Parameters<MediaBook["change"]>[1]): Promise<null> {
    await book.change(id, change);
    this.changed();
    return null;
  }

  /** Ask for receipts: at once after sending, else once a minute; the whole of them at start and after a restore. */
  async #states(work: Work, has_sent: boolean): Promise<Failure | null> {
    const { session, book } = work;
    const now = this.ports.clock.monotonic();
    const epoch = epochOf(session.fold.overlay.cursor);
    const is_new_epoch = epoch !== this.#asked_epoch;
    const open = book.files.filter(({ state, removed }) => !removed && (["sent", "arrived"].includes(state) || (is_new_epoch && state === "safe")));
    if (open.length === 0) return null;
    if (!has_sent && !is_new_epoch && this.#asked_at !== null && now - this.#asked_at < STATES_EVERY_MS) return null;
    for (const inc of new Set(open.map((file) => file.inc ?? session.inc))) {
      const ours = open.filter((file) => (file.inc ?? session.inc) === inc);
      for (let start = 0; start < ours.length; start += STATES_MAX) {
        const failure = await this.#askStates(work, await signerOf(session, inc), ours.slice(start, start + STATES_MAX));
        if (failure !== null) return failure;
      }
    }
    this.#asked_at = now;
    this.#asked_epoch = epoch;
    return null;
  }

  async #askStates(work: Work, signer: Signer, files: readonly MediaFile[]): Promise<Failure | null> {
    const question = toJson({ sha256: [...new Set(files.map((file) => file.sha256))] });
    const headers = new Map([["Content-Type", "application/json"], ["Accept", "application/json, application/problem+json"]]);
    const reply = await ask(this.ports, signer, "POST", `${MEDIA_PATH}/states`, headers, question);
    if ("state" in reply) return reply;
    const { response, body } = reply;
    if (!response.headers.has("Tus-Resumable")) return { state: "offline", why: "not our server" };
    if (!response.ok) return problem(response, body);
    const states = readStates(body);
    if (states === null) return { state: "offline", why: "garbled answer" };
    for (const file of files) await this.#take(work, file, states.get(file.sha256));
    return null;
  }

  async #take(work: Work, file: MediaFile, said: string | undefined): Promise<void> {
    if (said === undefined || said === file.state) return;
    if (said === "arrived" || said === "safe") return void (await this.#note(work, file.id, { state: said, code: "" }));
    if (said === "missing") return void (await this.#note(work, file.id, { state: "waiting", ...AFRESH })); // F48
    if (said === "uploading") return void (await this.#note(work, file.id, { state: "waiting" }));
    await this.#note(work, file.id, { state: "refused", code: said });
  }
}

function next({ session, book }: Work): MediaFile | undefined {
  return book.files.find(({ id, state, removed }) => {
    const record = session.fold.view(id);
    return state === "waiting" && !removed && !(record !== undefined && isDeleted(record));
  });
}

async function signerOf(session: Session, inc: string): Promise<Signer> {
  return { inc, key: await signingKey(session.db, inc) };
}

/** A chunk that does not open any more: the file waits for a person, the others go on (F5). */
function unreadable(error: unknown): UploadEnd {
  if (error instanceof Unreadable) return { state: "unwanted", code: "unreadable" };
  throw error;
}

function readStates(body: Bytes): Map<string, string> | null {
  try {
    const { states } = fromJson<{ states: Record<string, unknown> }>(body);
    const found = Object.entries(states).filter((entry): entry is [string, string] => typeof entry[1] === "string");
    return new Map(found);
  } catch {
    return null;
  }
}
