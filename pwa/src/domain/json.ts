/**
 * Strict JSON with the same verdicts as Python's reader in sync/op.py: no duplicate keys, whole numbers only, no depth.
 *
 * Objects become Maps: a key from the wire is never a property, so `__proto__` is a key like any other, and order and
 * duplicates stay visible. JSON.parse shows neither.
 */
import { DEPTH_MAX, type RefusedCode } from "../generated/outcomes";

export type Json = null | boolean | number | string | Json[] | JsonMap;
export type JsonMap = Map<string, Json>;

/** What JSON is written from: as `Json`, but read-only. */
export type Writable = null | boolean | number | string | readonly Writable[] | ReadonlyMap<string, Writable>;

/** The line is not what it should be; `code` says why, as an outcome's. */
export class Malformed extends Error {
  constructor(readonly code: RefusedCode) {
    super(code);
  }
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();
const number = /(-?(?:0|[1-9][0-9]*))(\.[0-9]+)?([eE][-+]?[0-9]+)?/y;
const plain = /[^"\\\u0000-\u001f]*/y;
const SPACES = " \t\n\r";
const hex = /^[0-9a-fA-F]{4}$/;
const stringOrBracket = /"(?:[^"\\]|\\[^])*"?|[[\]{}]/g;
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'], ["\\", "\\"], ["/", "/"], ["b", "\b"], ["f", "\f"], ["n", "\n"], ["r", "\r"], ["t", "\t"],
]);
const WORDS: readonly [string, null | boolean][] = [["null", null], ["true", true], ["false", false]];
const NOT_NUMBERS = ["NaN", "Infinity", "-Infinity"];

/** The text of UTF-8 bytes; `bad-encoding` where they are none. */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new Malformed("bad-encoding");
  }
}

/** UTF-8. */
export function encodeUtf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** Reads one line of strict JSON; throws `Malformed` with the code that Python gives. */
export function readJson(line: Uint8Array | string): Json {
  const text = typeof line === "string" ? line : decodeUtf8(line);
  if (isTooDeep(text)) throw new Malformed("too-deep");
  const reader = new Reader(text);
  const value = reader.value();
  if (reader.at !== text.length) throw new Malformed("bad-json");
  return value;
}

/** Compact JSON, byte for byte as Python's `op.dump`; Maps in the order of their keys. */
export function writeJson(value: Writable): string {
  if (value instanceof Map) {
    const entries = [...(value as ReadonlyMap<string, Writable>)];
    return "{" + entries.map(([key, part]) => JSON.stringify(key) + ":" + writeJson(part)).join(",") + "}";
  }
  if (Array.isArray(value)) return "[" + (value as readonly Writable[]).map(writeJson).join(",") + "]";
  return JSON.stringify(value);
}

function isTooDeep(text: string): boolean {
  if (text.split("[").length + text.split("{").length - 2 <= DEPTH_MAX) return false;
  let depth = 0;
  for (const [found] of text.matchAll(stringOrBracket)) {
    if (found === "[" || found === "{") depth += 1;
    else if (found === "]" || found === "}") depth -= 1;
    if (depth > DEPTH_MAX) return true;
  }
  return false;
}

class Reader {
  at = 0;

  constructor(private readonly text: string) {}

  value(): Json {
    const first = this.text[this.at];
    if (first === '"') return this.string();
    if (first === "{") return this.object();
    if (first === "[") return this.array();
    return this.number() ?? this.word();
  }

  private word(): null | boolean {
    for (const [word, value] of WORDS) {
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return value;
      }
    }
    const isNumber = NOT_NUMBERS.some((word) => this.text.startsWith(word, this.at));
    throw new Malformed(isNumber ? "bad-number" : "bad-json");
  }

  private match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found) this.at += found[0].length;
    return found;
  }

  private number(): number | null {
    const found = this.match(number);
    if (!found) return null;
    const [, digits = "", fraction, exponent] = found;
    if (fraction !== undefined || exponent !== undefined) throw new Malformed("bad-number");
    const whole = Number(digits) + 0; // -0 is 0
    if (!Number.isSafeInteger(whole)) throw new Malformed("bad-number");
    return whole;
  }

  private string(): string {
    let found = "";
    this.at += 1;
    for (;;) {
      const start = this.at;
      plain.lastIndex = start;
      plain.test(this.text);
      this.at = plain.lastIndex;
      found += this.text.slice(start, this.at);
      const end = this.text[this.at];
      this.at += 1;
      if (end === '"') return found;
      if (end !== "\\") throw new Malformed("bad-json");
      found += this.escaped();
    }
  }

  private escaped(): string {
    const symbol = this.text[this.at] ?? "";
    this.at += 1;
    if (symbol === "u") {
      const digits = this.text.slice(this.at, this.at + 4);
      if (!hex.test(digits)) throw new Malformed("bad-json");
      this.at += 4;
      return String.fromCharCode(parseInt(digits, 16));
    }
    const meant = ESCAPES.get(symbol);
    if (meant === undefined) throw new Malformed("bad-json");
    return meant;
  }

  private space(): void {
    while (SPACES.includes(this.text[this.at] ?? "-")) this.at += 1;
  }

  private skip(mark: string): boolean {
    this.space();
    if (this.text[this.at] !== mark) return false;
    this.at += 1;
    return true;
  }

  private expect(mark: string): void {
    if (!this.skip(mark)) throw new Malformed("bad-json");
  }

  private array(): Json[] {
    const found: Json[] = [];
    this.at += 1;
    if (this.skip("]")) return found;
    for (;;) {
      this.space();
      found.push(this.value());
      if (this.skip("]")) return found;
      this.expect(",");
    }
  }

  private object(): JsonMap {
    const found: JsonMap = new Map();
    let pairs = 0;
    this.at += 1;
    if (this.skip("}")) return found;
    for (;;) {
      this.space();
      if (this.text[this.at] !== '"') throw new Malformed("bad-json");
      const key = this.string();
      this.expect(":");
      this.space();
      found.set(key, this.value());
      pairs += 1;
      if (this.skip("}")) break;
      this.expect(",");
    }
    if (found.size !== pairs) throw new Malformed("duplicate-key");
    return found;
  }
}
