/**
 * A bundle: signed pushes of one hearing, to be carried from tablet to tablet and to the server (README §10); the twin of
 * sync/bundle.py. Here is what needs no key: the plain text and its *runs*, the envelope's parts, text file and QR frames.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { base64url, fromBase64url, joined } from "./chain";
import { encodeUtf8, Malformed, readJson, writeJson } from "./json";
import { RECORD_ID } from "./op";
import { splitLines } from "./wire";

const HEAD = "yavuul bundle 1";
const MAGIC = encodeUtf8("YVB1");
export const SEALED_BYTES_MAX = 180_000;
export const PLAIN_BYTES_MAX = 4 * 1024 * 1024;
export const TEXT_CHARS_MAX = 8 * 1024 * 1024;
const BLOCKS_MAX = 32;
const RUNS_MAX = 500;
const FRAME_BYTES = 360;
const LINE = 76;
const [DEPLOYMENT, POINT, WRAPPED, TAG] = [8, 65, 48, 16];
const BEFORE_BODY = MAGIC.length + DEPLOYMENT + POINT + 2 * WRAPPED;
const VERSION = /^yavuul bundle [0-9]{1,4}$/;
const FRAME = /^YV1\.([A-Za-z0-9_-]{8})\.([1-9][0-9]{0,2})\.([1-9][0-9]{0,2})\.([A-Za-z0-9_-]{1,1200})$/;
const LINE_ENDS = /[\r\n]+/;
const EDGES = /^[\ufeff \t]+|[\ufeff \t]+$/g;

export type BundleFault = "no-bundle" | "newer" | "torn" | "too-large";

/** It cannot be taken; nothing of it was. */
export class BadBundle extends Error {
  constructor(readonly code: BundleFault) {
    super(code);
  }
}

/** A sealed bundle in its parts: who opens it how is in README §10. */
export interface Envelope {
  /** the first bytes of SHA-256 of the deployment's sealing key */
  readonly deployment: Uint8Array;
  readonly ephemeral: Uint8Array;
  readonly for_server: Uint8Array;
  readonly for_room: Uint8Array;
  readonly body: Uint8Array;
  /** bound to both wrapped keys */
  readonly head: Uint8Array;
  /** bound to the body */
  readonly bound: Uint8Array;
}

/** What is in it: the hearing, its short name, and the runs, each the body of a push as its author signed it. */
export interface Bundle {
  readonly hearing: string;
  readonly name: string;
  readonly runs: readonly Uint8Array[];
  /** sections of rows, as a tablet that has them from the server signed them */
  readonly lent: readonly Uint8Array[];
}

/** The plain text: a first line that names the hearing, then the runs. */
export function write(hearing: string, name: string, runs: readonly Uint8Array[]): Uint8Array {
  const first = encodeUtf8(writeJson(new Map<string, string | number>([["bundle", 1], ["hearing", hearing], ["name", name]])));
  const feed = Uint8Array.of(0x0a);
  return joined(first, feed, ...runs.flatMap((run) => [run.subarray(0, endOf(run)), feed]));
}

function endOf(run: Uint8Array): number {
  let end = run.length;
  while (end > 0 && run[end - 1] === 0x0a) end -= 1;
  return end;
}

/** The bundle in `plain`. Sections that begin otherwise than a push are a later app's and passed over. */
export function read(plain: Uint8Array): Bundle {
  if (plain.length > PLAIN_BYTES_MAX) throw new BadBundle("too-large");
  const [first, ...lines] = splitLines(plain);
  const said = readFirst(first ?? new Uint8Array());
  const [version, hearing, name] = [said.get("bundle"), said.get("hearing"), said.get("name") ?? ""];
  if (typeof version !== "number") throw new BadBundle("torn");
  if (version !== 1) throw new BadBundle("newer");
  if (typeof hearing !== "string" || !RECORD_ID.test(hearing) || typeof name !== "string") throw new BadBundle("torn");
  const sections = sectionsIn(lines);
  const runs = sections.filter((section) => begins(section, '{"catalogue":') || begins(section, '{"wire":'));
  return { hearing, name, runs, lent: sections.filter((section) => begins(section, '{"rows":')) };
}

function readFirst(line: Uint8Array): ReadonlyMap<string, unknown> {
  try {
    const said = readJson(line);
    if (said instanceof Map) return said;
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
  }
  throw new BadBundle("torn");
}

function sectionsIn(lines: readonly Uint8Array[]): Uint8Array[] {
  const sections: Uint8Array[][] = [];
  for (const line of lines) {
    if (line.length === 0) continue;
    if (!begins(line, '{"type":') && !begins(line, "[") && !begins(line, '"')) sections.push([]);
    sections[sections.length - 1]?.push(line);
  }
  if (sections.length > RUNS_MAX) throw new BadBundle("too-large");
  const feed = Uint8Array.of(0x0a);
  return sections.map((section) => joined(...section.flatMap((line, at) => (at === 0 ? [line] : [feed, line]))));
}

function begins(line: Uint8Array, text: string): boolean {
  for (let at = 0; at < text.length; at++) if (line[at] !== text.charCodeAt(at)) return false;
  return true;
}

/** The parts of a sealed bundle. */
export function readEnvelope(sealed: Uint8Array): Envelope {
  if (sealed.length > SEALED_BYTES_MAX) throw new BadBundle("too-large");
  if (!begins(sealed, "YVB1")) throw new BadBundle(begins(sealed, "YVB") ? "newer" : "no-bundle");
  if (sealed.length <= BEFORE_BODY + TAG) throw new BadBundle("torn");
  let at = MAGIC.length;
  const part = (size: number): Uint8Array => sealed.slice(at, (at += size));
  const [deployment, ephemeral, for_server, for_room] = [part(DEPLOYMENT), part(POINT), part(WRAPPED), part(WRAPPED)];
  const head = sealed.slice(0, MAGIC.length + DEPLOYMENT + POINT);
  return { deployment, ephemeral, for_server, for_room, body: sealed.slice(at), head, bound: sealed.slice(0, at) };
}

/** The bytes that `readEnvelope` takes apart, up to the wrapped keys. */
export function headOf(sealing_key: Uint8Array, ephemeral: Uint8Array): Uint8Array {
  return joined(MAGIC, deploymentOf(sealing_key), ephemeral);
}

/** By what a bundle of another deployment is known. */
export function deploymentOf(sealing_key: Uint8Array): Uint8Array {
  return sha256(sealing_key).slice(0, DEPLOYMENT);
}

/** What a sealed bundle is called: SHA-256 in base64url; its first eight symbols stand in QR frames. */
export function nameOf(sealed: Uint8Array): string {
  return base64url(sha256(sealed));
}

/** Sealed bundles as a text file: share sheets refuse unknown types. */
export function toText(bundles: readonly Uint8Array[]): string {
  const lines: string[] = [];
  for (const sealed of bundles) {
    const encoded = base64url(sealed);
    lines.push(HEAD, nameOf(sealed));
    for (let at = 0; at < encoded.length; at += LINE) lines.push(encoded.slice(at, at + LINE));
  }
  return `${lines.join("\n")}\n`;
}

/** The sealed bundles in a text, whatever line ends, spaces or words before it a mail has added. All of it, or none. */
export function fromText(text: string): Uint8Array[] {
  if (text.length > TEXT_CHARS_MAX) throw new BadBundle("too-large");
  const blocks: string[][] = [];
  for (const raw of text.split(LINE_ENDS)) {
    const line = raw.replace(EDGES, "");
    if (line === HEAD) blocks.push([]);
    else if (VERSION.test(line)) throw new BadBundle("newer");
    else if (line !== "") blocks[blocks.length - 1]?.push(line);
  }
  if (blocks.length === 0) throw new BadBundle("no-bundle");
  if (blocks.length > BLOCKS_MAX) throw new BadBundle("too-large");
  return blocks.map(unfold);
}

function unfold([name = "", ...lines]: readonly string[]): Uint8Array {
  const encoded = lines.join("");
  if (encoded.length > Math.floor((SEALED_BYTES_MAX * 4) / 3) + 4) throw new BadBundle("too-large");
  const sealed = decoded(encoded);
  if (sealed === null || nameOf(sealed) !== name) throw new BadBundle("torn");
  return sealed;
}

function decoded(encoded: string): Uint8Array | null {
  try {
    return fromBase64url(encoded);
  } catch {
    return null;
  }
}

/** The texts of the QR codes in which a sealed bundle is shown: `YV1.<name>.<i>.<n>.<base64url>`. */
export function frames(sealed: Uint8Array): string[] {
  const count = Math.ceil(sealed.length / FRAME_BYTES);
  const name = nameOf(sealed).slice(0, 8);
  return Array.from({ length: count }, (_, at) => {
    const piece = sealed.subarray(at * FRAME_BYTES, (at + 1) * FRAME_BYTES);
    return `YV1.${name}.${at + 1}.${count}.${base64url(piece)}`;
  });
}

/** One QR code of a bundle. */
export interface Frame {
  readonly name: string;
  readonly place: number;
  readonly count: number;
  readonly piece: Uint8Array;
}

/** The frame in a code's text; null where it is none of ours. */
export function readFrame(text: string): Frame | null {
  const [, name, place, count, encoded] = FRAME.exec(text) ?? [];
  if (name === undefined || encoded === undefined || Number(place) > Number(count)) return null;
  const piece = decoded(encoded);
  return piece === null ? null : { name, place: Number(place), count: Number(count), piece };
}

/** Frames as a camera meets them: in any order, again and again, those of another bundle between them. */
export class FrameReader {
  #name = "";
  #count = 0;
  readonly #pieces = new Map<number, Uint8Array>();

  get have(): number {
    return this.#pieces.size;
  }

  /** How many there are; 0 before the first was read. */
  get of(): number {
    return this.#count;
  }

  /** The places that are still missing. */
  get missing(): number[] {
    return Array.from({ length: this.#count }, (_, at) => at + 1).filter((place) => !this.#pieces.has(place));
  }

  /** The sealed bundle once all frames are here, else null. The first frame of another bundle begins anew; `torn`: so does that. */
  take(frame: Frame): Uint8Array | null {
    if (frame.name !== this.#name || frame.count !== this.#count) this.#begin(frame);
    this.#pieces.set(frame.place, frame.piece);
    if (this.#pieces.size < this.#count) return null;
    const sealed = joined(...Array.from({ length: this.#count }, (_, at) => this.#pieces.get(at + 1) ?? new Uint8Array()));
    if (nameOf(sealed).slice(0, 8) === this.#name) return sealed;
    this.#begin({ ...frame, name: "", count: 0 });
    throw new BadBundle("torn");
  }

  #begin({ name, count }: Frame): void {
    this.#name = name;
    this.#count = count;
    this.#pieces.clear();
  }
}
