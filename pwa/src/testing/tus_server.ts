/**
 * The server's side of the media lane on a real socket: enough of tus 1.0 and of the states call to answer a tablet, with hooks
 * for what goes wrong on the way. It holds each request to its signature and checksum, as the real one does.
 */
import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { fromBase64url } from "../store/bytes";

interface Held {
  inc: string;
  length: number;
  sha256: string;
  record: string;
  bytes: Buffer;
  dropped: boolean;
}

/** What a test does to the next PATCH requests, one each; null lets it pass. */
export type Fault =
  /** the line breaks when so many bytes of the body have come */
  | { cut_at: number }
  /** all is done, the answer is lost */
  | { lose: true }
  | { answer: number; code?: string; foreign?: boolean }
  | null;

const NAMES = ["upload-length", "upload-offset", "upload-metadata", "upload-checksum"];

export class TusServer {
  readonly uploads = new Map<string, Held>();
  readonly keys = new Map<string, string>();
  /** method and offset of every request that came whole */
  readonly log: { method: string; offset: number | null; bytes: number; inc: string }[] = [];
  /** all bytes of bodies that came, also of those that were cut */
  bytes_seen = 0;
  faults: Fault[] = [];
  /** faults of any other request, by method */
  others = new Map<string, Fault[]>();
  /** whether the bytes of a cut body count (tus allows both; with a checksum they do not) */
  keeps_torn = false;
  is_portal = false;
  /** receipts by sha256, where they differ from `arrived` */
  states = new Map<string, string>();
  asked: string[][] = [];
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => void this.#handle(request, response).catch(() => response.destroy()));
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** The whole file of a record, once it is here. */
  file(record: string): Buffer | null {
    const held = [...this.uploads.values()].find((upload) => upload.record === record && !upload.dropped);
    return held && held.bytes.length === held.length ? held.bytes : null;
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = request.method ?? "";
    const fault = (method === "PATCH" ? this.faults : (this.others.get(method) ?? [])).shift() ?? null;
    const body = await this.#body(request, fault);
    if (body === null) return;
    if (this.is_portal) return void response.writeHead(200, { "Content-Type": "text/html" }).end("<html>Нэвтэрнэ үү</html>");
    const inc = String(request.headers["yavuul-inc"]);
    if (fault && "answer" in fault) return this.#refuse(response, fault.answer, fault.code ?? "conflict", fault.foreign);
    if (!(await this.#isSigned(request, inc))) return this.#refuse(response, 401, "bad-signature");
    const said = request.headers["upload-offset"];
    this.log.push({ method, offset: said === undefined ? null : Number(said), bytes: body.length, inc });
    if (method === "POST" && request.url?.endsWith("/states")) return this.#states(response, body);
    if (method === "POST") return this.#create(request, response, inc);
    const id = request.url?.split("/").pop() ?? "";
    const held = this.uploads.get(id);
    if (held === undefined || held.dropped || held.inc !== inc) return this.#refuse(response, 404, "not-found");
    if (method === "HEAD") return this.#answer(response, 200, { "Upload-Offset": held.bytes.length, "Upload-Length": held.length });
    if (Number(said) !== held.bytes.length) return this.#refuse(response, 409, "conflict");
    if (checksum(body) !== request.headers["upload-checksum"]) return this.#refuse(response, 460, "bad-checksum");
    held.bytes = Buffer.concat([held.bytes, body]);
    if (held.bytes.length === held.length && createHash("sha256").update(held.bytes).digest("hex") !== held.sha256) {
      held.dropped = true;
      return this.#refuse(response, 460, "bad-checksum");
    }
    if (fault && "lose" in fault) return void request.socket.destroy();
    this.#answer(response, 204, { "Upload-Offset": held.bytes.length });
  }

  /** The whole body; null where the line breaks first. */
  async #body(request: IncomingMessage, fault: Fault): Promise<Buffer | null> {
    const cut_at = fault && "cut_at" in fault ? fault.cut_at : Infinity;
    const parts: Buffer[] = [];
    let size = 0;
    await new Promise<void>((resolve) => {
      request.on("end", resolve).on("close", resolve);
      request.on("data", (part: Buffer) => {
        parts.push(part);
        this.bytes_seen += part.length;
        if ((size += part.length) >= cut_at) resolve();
      });
    });
    const body = Buffer.concat(parts);
    if (cut_at === Infinity) return body;
    const held = this.uploads.get(request.url?.split("/").pop() ?? "");
    if (this.keeps_torn && held && Number(request.headers["upload-offset"]) === held.bytes.length) {
      held.bytes = Buffer.concat([held.bytes, body.subarray(0, cut_at)]);
    }
    request.socket.destroy();
    return null;
  }

  #create(request: IncomingMessage, response: ServerResponse, inc: string): void {
    const said = new Map(String(request.headers["upload-metadata"]).split(",").map((pair) => pair.split(" ") as [string, string]));
    const word = (name: string): string => Buffer.from(said.get(name) ?? "", "base64").toString();
    const [sha256, record, length] = [word("sha256"), word("record"), Number(request.headers["upload-length"])];
    const known = [...this.uploads].find(([, held]) => held.inc === inc && held.sha256 === sha256 && !held.dropped);
    const id = known?.[0] ?? `upload${this.uploads.size}`.padEnd(26, "a");
    if (!known) this.uploads.set(id, { inc, length, sha256, record, bytes: Buffer.alloc(0), dropped: false });
    this.#answer(response, 201, { Location: `/api/v1/media/${id}` });
  }

  #states(response: ServerResponse, body: Buffer): void {
    const { sha256: asked } = JSON.parse(body.toString()) as { sha256: string[] };
    this.asked.push(asked);
    const states = Object.fromEntries(asked.map((hash) => [hash, this.states.get(hash) ?? this.#stateOf(hash)]));
    this.#answer(response, 200, { "Content-Type": "application/json" }, JSON.stringify({ states }));
  }

  #stateOf(hash: string): string {
    const held = [...this.uploads.values()].find(({ sha256, dropped }) => sha256 === hash && !dropped);
    if (held === undefined) return "missing";
    return held.bytes.length === held.length ? "arrived" : "uploading";
  }

  async #isSigned(request: IncomingMessage, inc: string): Promise<boolean> {
    const public_key = this.keys.get(inc);
    if (public_key === undefined) return false;
    const words = ["yavuul-media-1", request.method, request.url, ...NAMES.map((name) => request.headers[name] ?? "")];
    const algorithm = { name: "ECDSA", namedCurve: "P-256" };
    const key = await crypto.subtle.importKey("raw", fromBase64url(public_key), algorithm, false, ["verify"]);
    const sig = fromBase64url(String(request.headers["yavuul-signature"]));
    return crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, sig, new TextEncoder().encode(words.join("\n")));
  }

  #refuse(response: ServerResponse, status: number, code: string, foreign = false): void {
    if (foreign) return void response.writeHead(status, { "Content-Type": "text/html" }).end("<html>proxy</html>");
    this.#answer(response, status, { "Content-Type": "application/problem+json" }, JSON.stringify({ code, do: "stop", status }));
  }

  #answer(response: ServerResponse, status: number, headers: Record<string, string | number>, body = ""): void {
    response.writeHead(status, { "Tus-Resumable": "1.0.0", ...headers }).end(body);
  }
}

function checksum(body: Buffer): string {
  return `sha256 ${createHash("sha256").update(body).digest("base64")}`;
}
