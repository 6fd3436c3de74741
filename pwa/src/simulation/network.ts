/**
 * The line between tablets and deployment, with every fault that a valley knows (RELIABILITY 3).
 *
 * A fault is planned for one request. Answers that reach a tablet whole are read here too: which ops the server said have
 * *arrived* is what the oracle holds it to.
 */
import type { Range } from "../domain/chain";
import type { Pipe } from "./pipe";
import type { Random } from "./random";
import type { Tablet } from "./tablet";

export type Fault = keyof typeof FAULTS;

/** How often each fault comes, once there is to be one. */
export const FAULTS = {
  lost: 3, // never reaches the server
  "answer-lost": 5, // taken by the server, heard by nobody
  truncated: 3, // the answer breaks off
  garbled: 2, // … and goes on with something else
  portal: 2, // a captive portal's page with status 200
  duplicated: 3, // reaches the server twice; the second answer is heard
  repeated: 2, // … the first is heard
  delayed: 4, // reaches the server at another time, when nobody listens
  "too-large": 1, // a proxy's 413
  busy: 1, // 503 with Retry-After
  "gateway-lost": 1, // taken, but the proxy says 502
} as const;

interface Request {
  path: string;
  headers: Record<string, string>;
  body: string;
}

interface Reply {
  status: number;
  headers: Record<string, string>;
  body: string;
}

const PAGE = "<html><body>Тавтай морил</body></html>";

export class Network {
  /** requests that are still on their way */
  readonly delayed: Request[] = [];
  /** ops that a tablet was told have arrived */
  readonly acknowledged = new Set<string>();
  /** grows with each exchange that told either side anything */
  activity = 0;
  requests = 0;

  constructor(
    readonly pipe: Pipe,
    readonly random: Random,
    readonly now: () => number,
  ) {}

  async fetch(tablet: Tablet, path: string, init: RequestInit): Promise<Response> {
    const headers = { ...(init.headers as Record<string, string>) };
    const request: Request = { path, headers, body: Buffer.from(init.body as Uint8Array).toString("base64") };
    const fault = tablet.faults.shift() ?? null;
    switch (fault) {
      case "lost":
        throw new TypeError("lost");
      case "delayed":
        this.delayed.push(request);
        throw new DOMException("timeout", "AbortError");
      case "portal":
        return new Response(PAGE, { status: 200, headers: { "Content-Type": "text/html" } });
      case "too-large":
        return new Response(PAGE, { status: 413, headers: { "Content-Type": "text/html" } });
      case "busy":
        return new Response(PAGE, { status: 503, headers: { "Retry-After": "30" } });
    }
    const first = await this.#deliver(request);
    const reply = fault === "duplicated" ? await this.#deliver(request) : first;
    if (fault === "repeated") await this.#deliver(request);
    const between = tablet.during;
    tablet.during = null;
    await between?.();
    const body = Buffer.from(reply.body, "base64");
    switch (fault) {
      case "answer-lost":
        throw new TypeError("reset");
      case "gateway-lost":
        return new Response(PAGE, { status: 502 });
      case "truncated":
        return respond(reply, body.subarray(0, this.random.below(body.length)));
      case "garbled":
        return respond(reply, Buffer.concat([body.subarray(0, this.random.below(body.length)), Buffer.from(`\u0000${PAGE}`)]));
    }
    if (reply.status === 200 && path !== "/api/v1/enrol") this.#note(tablet, request, body);
    return respond(reply, body);
  }

  /** An old request arrives at last; its answer goes nowhere. */
  async arriveLate(): Promise<string> {
    const [request] = this.delayed.splice(this.random.below(this.delayed.length), 1);
    if (request === undefined) return "nothing on the way";
    const { status } = await this.#deliver(request);
    return `${request.path} ${status}`;
  }

  #deliver(request: Request): Promise<Reply> {
    this.requests += 1;
    return this.pipe.ask<Reply>({ do: "http", now: this.now(), ...request });
  }

  #note(tablet: Tablet, request: Request, body: Buffer): void {
    const [first, ...lines] = Buffer.from(request.body, "base64").toString().split("\n");
    const { inc } = JSON.parse(first ?? "") as { inc: string };
    const head = JSON.parse(body.toString().split("\n")[0] ?? "") as { arrived?: Range[] } & Record<string, unknown>;
    const news = ["rows", "leave", "cursor", "more"].some((name) => name in head);
    if (news || lines.some((line) => line !== "")) this.activity += 1;
    const ours = tablet.saved.get(inc);
    for (const [from, to, tag] of head.arrived ?? []) {
      if (ours?.get(to) !== tag) continue; // another branch's (M5)
      for (let seq = from; seq <= to; seq++) {
        const known = ours.get(seq);
        if (known !== undefined) this.acknowledged.add(`${inc}.${seq}.${known}`);
      }
    }
  }
}

function respond(reply: Reply, body: Uint8Array): Response {
  return new Response(new Uint8Array(body), { status: reply.status, headers: reply.headers });
}
