/**
 * One file up by tus 1.0, at whatever byte the server stands; each request signed (server: /api/v1/media).
 *
 * `Yavuul-Signature` is over seven words, one a line: `yavuul-media-1`, method, path, Upload-Length, Upload-Offset,
 * Upload-Metadata, Upload-Checksum as sent (empty where not), so that nobody moves a request elsewhere. No clock is in it, and
 * a replay changes nothing. `Upload-Checksum` is of the body.
 *
 * Believed is only who answers with `Tus-Resumable`: a captive portal, or a proxy's own 404, is *offline* and never a reason to
 * begin anew (trap 19). tus-js-client knows the protocol; it is loaded when the first file goes up. Requests go through the
 * ports, the pauses between tries are the scheduler's.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import type { FileSource, HttpRequest, HttpResponse, HttpStack } from "tus-js-client";
import type { Bytes, Ports } from "../ports";
import { base64url, utf8 } from "../store/bytes";
import { sign } from "./enrol";
import { problem, type Answer } from "./transport";

export const MEDIA_PATH = "/api/v1/media";
const VERSION = "1.0.0";
const TIMEOUT_MS = 120_000;
export const CHUNK_BYTES_MAX = 256 * 1024;
const SIGNED = ["Upload-Length", "Upload-Offset", "Upload-Metadata", "Upload-Checksum"] as const;

export type Failure = Exclude<Answer, { state: "ok" }>;
type TusPorts = Pick<Ports, "subtle" | "fetch" | "clock">;

/** Who signs. */
export interface Signer {
  inc: string;
  key: CryptoKeyPair;
}

/**
 * What became of a file: up · stopped between two chunks · the server has another offset than we thought · it knows no such
 * upload · it takes no such chunk · it refuses the file · no line.
 */
export type UploadEnd =
  | { state: "up" }
  | { state: "stopped" }
  | { state: "behind" }
  | { state: "gone" }
  | { state: "chunk-too-large" }
  | { state: "unwanted"; code: string }
  | Failure;

/** What to send, and what to be told on the way. */
export interface Upload {
  url: string | null;
  bytes: number;
  metadata: { sha256: string; type: string; record: string };
  read(start: number, end: number): Promise<Bytes>;
  /** asked before each chunk: how many bytes; 0 stops here */
  next(): number;
  /** the server has begun an upload, or we go on with one */
  begun(url: string): Promise<void>;
  /** `count` bytes go on the wire */
  sending(count: number): void;
  /** the server has all bytes before `offset`; the chunk took `took_ms` */
  taken(offset: number, took_ms: number): Promise<void>;
}

/** Begin or go on with an upload, and carry it as far as it goes. A fault of the store is thrown. */
export async function carry(ports: TusPorts, signer: Signer, upload: Upload): Promise<UploadEnd> {
  const tus = await import("tus-js-client");
  const stack = new SignedStack(ports, signer, upload);
  return new Promise((resolve, reject) => {
    const running = new tus.Upload(NOTHING, {
      ...(upload.url === null ? { endpoint: MEDIA_PATH } : { uploadUrl: upload.url }), // never both: it would begin anew by itself
      metadata: upload.metadata,
      chunkSize: CHUNK_BYTES_MAX,
      retryDelays: null,
      storeFingerprintForResuming: false,
      fingerprint: () => Promise.resolve(""),
      fileReader: { openFile: () => Promise.resolve(sourceOf(upload)) },
      httpStack: stack,
      onSuccess: () => resolve({ state: "up" }),
      onError: (error) => {
        const cause = "causingError" in error && error.causingError !== null ? error.causingError : error;
        if (cause instanceof Stopped) resolve({ state: "stopped" });
        else if (stack.end !== null) resolve(stack.end);
        else reject(cause);
      },
    });
    running.start();
  });
}

/** tus-js-client wants a file; ours is read by `sourceOf`. */
const NOTHING = new Blob([]);

/** The lane was asked to wait: words go first. */
class Stopped extends Error {}

interface Slice {
  size: number;
  bytes: Bytes;
}

/** The file for tus-js-client. It asks for the greatest chunk, and gets what the line bears. */
function sourceOf(upload: Upload): FileSource {
  const slice = async (start: number, end: number): Promise<{ value: Slice; done: boolean }> => {
    const size = Math.min(end - start, upload.next());
    if (size <= 0) throw new Stopped("to be continued");
    return { value: { size, bytes: await upload.read(start, start + size) }, done: start + size >= upload.bytes };
  };
  return { size: upload.bytes, slice, close: () => undefined };
}

class SignedStack implements HttpStack {
  /** why the last request did not get what it asked for */
  end: UploadEnd | null = null;

  constructor(
    readonly ports: TusPorts,
    readonly signer: Signer,
    readonly upload: Upload,
  ) {}

  createRequest(method: string, url: string): HttpRequest {
    const headers = new Map<string, string>();
    const path = pathOf(url);
    return {
      getMethod: () => method,
      getURL: () => path,
      setHeader: (name, value) => void headers.set(name, value),
      getHeader: (name) => headers.get(name),
      setProgressHandler: () => undefined,
      send: (body: Slice | null) => this.#send(method, path, headers, body?.bytes ?? null),
      abort: () => Promise.resolve(),
      getUnderlyingObject: () => null,
    };
  }

  getName(): string {
    return "signed";
  }

  async #send(method: string, path: string, headers: Map<string, string>, body: Bytes | null): Promise<HttpResponse> {
    if (body !== null) this.upload.sending(body.length);
    const began = this.ports.clock.monotonic();
    const reply = await ask(this.ports, this.signer, method, path, headers, body);
    const end = "state" in reply ? reply : this.#judge(method, reply);
    if (end !== null) {
      this.end = end;
      throw new Error(end.state);
    }
    const { response } = reply as Reply;
    if (method === "POST") await this.upload.begun(pathOf(response.headers.get("Location") ?? ""));
    if (method === "PATCH") await this.upload.taken(offsetOf(response), this.ports.clock.monotonic() - began);
    return {
      getStatus: () => response.status,
      getHeader: (name) => response.headers.get(name) ?? undefined,
      getBody: () => "",
      getUnderlyingObject: () => null,
    };
  }

  /** What the answer means for the file; null: go on. */
  #judge(method: string, { response, body, expected }: Reply): UploadEnd | null {
    const { status } = response;
    if (!response.headers.has("Tus-Resumable")) return foreign(response, method);
    if (response.ok) return isWhole(method, response, this.upload.bytes, expected) ? null : { state: "offline", why: "garbled answer" };
    const said = problem(response, body);
    const code = "code" in said ? said.code : "";
    if (status === 423) return { state: "busy", retry_after_s: null, code: "locked" };
    if (method !== "POST" && (status === 404 || status === 410)) return { state: "gone" };
    if (method === "PATCH" && (status === 409 || status === 460 || (status === 403 && code !== "revoked"))) return { state: "behind" };
    if (method === "PATCH" && status === 413) return { state: "chunk-too-large" };
    if ([400, 410, 413, 415, 422].includes(status)) return { state: "unwanted", code };
    return said;
  }
}

/** A proxy, or a portal that wants to be clicked. */
function foreign(response: Response, method: string): UploadEnd {
  if (method === "PATCH" && response.status === 413) return { state: "chunk-too-large" }; // (F25)
  if (response.status === 429 || response.status >= 500) return { state: "busy", retry_after_s: null, code: `http-${response.status}` };
  return { state: "offline", why: "not our server" };
}

function isWhole(method: string, response: Response, bytes: number, expected: number | null): boolean {
  const offset = offsetOf(response);
  if (method === "POST") return UPLOAD.test(pathOf(response.headers.get("Location") ?? ""));
  if (method === "HEAD") return response.headers.get("Upload-Length") === String(bytes) && offset >= 0 && offset <= bytes;
  return offset === expected;
}

const UPLOAD = /^\/api\/v1\/media\/[A-Za-z0-9_-]{8,64}$/;

function offsetOf(response: Response): number {
  const said = response.headers.get("Upload-Offset") ?? "";
  return /^\d{1,15}$/.test(said) ? Number(said) : -1;
}

function pathOf(url: string): string {
  return url.replace(/^https?:\/\/[^/]+/, "");
}

interface Reply {
  response: Response;
  body: Bytes;
  /** where the server stands after this chunk */
  expected: number | null;
}

/** One signed request, and the whole answer; or why there is none. */
export async function ask(
  ports: TusPorts,
  { inc, key }: Signer,
  method: string,
  path: string,
  headers: Map<string, string>,
  body: Bytes | null,
): Promise<Reply | Extract<Failure, { state: "offline" }>> {
  if (body !== null) headers.set("Upload-Checksum", `sha256 ${base64(sha256(body))}`);
  const words = ["yavuul-media-1", method, path, ...SIGNED.map((name) => headers.get(name) ?? "")];
  headers.set("Tus-Resumable", VERSION);
  headers.set("Yavuul-Inc", inc);
  headers.set("Yavuul-Signature", await sign(ports, key, utf8(words.join("\n"))));
  const over = new AbortController();
  const ended = new AbortController();
  void ports.clock.sleep(TIMEOUT_MS, ended.signal).then(() => over.abort());
  try {
    const response = await ports.fetch(path, {
      method, body, headers: [...headers], cache: "no-store", credentials: "omit", redirect: "error", signal: over.signal,
    });
    const offset = headers.get("Upload-Offset");
    const expected = offset === undefined || body === null ? null : Number(offset) + body.length;
    return { response, body: new Uint8Array(await response.arrayBuffer()), expected };
  } catch (error) {
    return { state: "offline", why: over.signal.aborted ? "timeout" : error instanceof Error ? error.name : "unknown" };
  } finally {
    ended.abort();
  }
}

/** With padding, as tus writes a checksum. */
function base64(bytes: Uint8Array): string {
  const text = base64url(bytes).replaceAll("-", "+").replaceAll("_", "/");
  return text.padEnd(Math.ceil(text.length / 4) * 4, "=");
}
