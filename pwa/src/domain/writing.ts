/**
 * A person at work on a long text while others write in it too. Every letter has its place among the letters it was written
 * between, so what two people type at once is all there, in the same order on every tablet.
 *
 * What is written goes out in *sessions*, each under a client id of its own. A save states the whole of its session so far, so that
 * one that never comes leaves no gap (README §4.5); a session ends when it has grown to SESSION_BYTES, else an hour of writing
 * would be told anew at each pause.
 */
import * as Y from "yjs";
import { fromBase64, ROOT, structsEnd, toBase64 } from "./update";

const SESSION_BYTES = 1_500;
/** What a text may not hold (update.ts), and halves of letters, which no encoding can write. */
const UNFIT = /[\u0000-\u0008\u000b-\u001f\u007f\u2028\u2029]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const FEED = "feed";

type Range = [at: number, length: number];

/** The text as it can be kept. */
export function fit(typed: string): string {
  return typed.replace(/\r\n?|[\u000b\u000c\u2028\u2029]/g, "\n").replace(UNFIT, "").normalize("NFC");
}

/** A place in the text that stays beside its letters whatever is written before it. */
export type Anchor = Y.RelativePosition;

export class Writing {
  readonly #doc = new Y.Doc();
  readonly #text = this.#doc.getText(ROOT);
  readonly #past = new Y.UndoManager(this.#text, { captureTimeout: 800 });
  /** by client: what this session has taken away */
  #taken = new Map<number, Range[]>();
  #changes = 0;
  #kept = 0;

  /** `update`: the record's text as it stands; `client` draws a number that no other session has. */
  constructor(update: string, readonly client: () => number) {
    this.#past.trackedOrigins.add(this);
    this.#doc.on("afterTransaction", (done: Y.Transaction) => this.#note(done));
    this.take(update);
    this.#begin();
  }

  get text(): string {
    return this.#text.toString();
  }

  /** Others' letters, and what is known already; true where the text is another now. */
  take(update: string): boolean {
    if (update === "") return false;
    const before = this.text;
    Y.applyUpdate(this.#doc, fromBase64(update), FEED);
    return this.text !== before;
  }

  /** The person's text is `next` now, and his caret stands at `caret`: that tells which of two equal letters he wrote. */
  write(next: string, caret = next.length): void {
    const before = this.text;
    const { at, gone, come } = difference(before, next, caret);
    if (gone === 0 && come === "") return;
    this.#doc.transact(() => {
      if (gone > 0) this.#text.delete(at, gone);
      if (come !== "") this.#text.insert(at, come);
    }, this);
  }

  get canUndo(): boolean {
    return this.#past.canUndo();
  }

  /** Take back the last thing written here; what others wrote stays. */
  undo(): void {
    this.#past.undo();
  }

  /** What comes next is another deed, to be taken back by itself. */
  pause(): void {
    this.#past.stopCapturing();
  }

  anchor(place: number): Anchor {
    return Y.createRelativePositionFromTypeIndex(this.#text, place, -1);
  }

  placeOf(anchor: Anchor): number {
    return Y.createAbsolutePositionFromRelativePosition(anchor, this.#doc)?.index ?? this.text.length;
  }

  get is_unsaid(): boolean {
    return this.#changes > this.#kept;
  }

  /** The session so far, to be saved, and the mark to say afterwards that it was. */
  say(): { update: string; mark: number } {
    const known = Y.decodeStateVector(Y.encodeStateVector(this.#doc));
    known.delete(this.#doc.clientID);
    const whole = Y.encodeStateAsUpdate(this.#doc, Y.encodeStateVector(known));
    const structs = whole.subarray(0, structsEnd(whole));
    return { update: toBase64(Uint8Array.from([...structs, ...encodeTaken(this.#taken)])), mark: this.#changes };
  }

  /** What `say` gave is on disk. */
  said(mark: number, update: string): void {
    this.#kept = Math.max(this.#kept, mark);
    if (!this.is_unsaid && update.length > SESSION_BYTES) this.#begin();
  }

  /** A new session: nothing of it is said yet. */
  #begin(): void {
    this.#doc.clientID = this.client();
    this.#taken = new Map();
  }

  #note(done: Y.Transaction): void {
    if (done.origin === FEED) return;
    this.#changes += 1;
    for (const [client, ranges] of done.deleteSet.clients) {
      const known = this.#taken.get(client) ?? [];
      this.#taken.set(client, joined([...known, ...ranges.map(({ clock, len }): Range => [clock, len])]));
    }
  }
}

/** What has to go and to come at `at` to make `next` of `before`. */
export function difference(before: string, next: string, caret: number): { at: number; gone: number; come: string } {
  const shorter = Math.min(before.length, next.length);
  let end = 0;
  while (end < Math.min(shorter, next.length - caret) && before[before.length - 1 - end] === next[next.length - 1 - end]) end += 1;
  let at = 0;
  while (at < shorter - end && before[at] === next[at]) at += 1;
  while (end < shorter - at && before[before.length - 1 - end] === next[next.length - 1 - end]) end += 1;
  if (isHigh(before, at - 1) || isHigh(next, at - 1)) at -= 1; // a letter of two units goes and comes whole
  if (isLow(before, before.length - end) || isLow(next, next.length - end)) end -= 1;
  return { at, gone: before.length - end - at, come: next.slice(at, next.length - end) };
}

const isHigh = (text: string, at: number): boolean => /[\ud800-\udbff]/.test(text[at] ?? "");
const isLow = (text: string, at: number): boolean => /[\udc00-\udfff]/.test(text[at] ?? "");

function joined(ranges: Range[]): Range[] {
  const found: Range[] = [];
  for (const [at, length] of ranges.sort(([a], [b]) => a - b)) {
    const last = found[found.length - 1];
    if (last === undefined || last[0] + last[1] < at) found.push([at, length]);
    else last[1] = Math.max(last[1], at + length - last[0]);
  }
  return found;
}

/** The second part of an update (v1): what was taken away, by client. */
function encodeTaken(taken: ReadonlyMap<number, Range[]>): number[] {
  const bytes: number[] = [];
  const write = (number: number): void => {
    for (; number >= 0x80; number = Math.floor(number / 0x80)) bytes.push((number % 0x80) + 0x80);
    bytes.push(number);
  };
  write(taken.size);
  for (const [client, ranges] of taken) {
    write(client);
    write(ranges.length);
    for (const [at, length] of ranges) {
      write(at);
      write(length);
    }
  }
  return bytes;
}
