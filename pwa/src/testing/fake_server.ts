/**
 * The server's side of the wire, in memory: enough of sync/README.md to answer a tablet, with the real engine, and with hooks
 * for what goes wrong on the way. Not a second server: what it answers is held against the contract by tests/exchange in Python.
 */
import { covers, type Range } from "../domain/chain";
import { apply, setAside } from "../domain/merge";
import { read as readOp, type Op } from "../domain/op";
import type { Outcome } from "../domain/outcome";
import { empty, encode, type Record } from "../domain/record";
import { readBody, type Header, type PlacedLine } from "../domain/wire";
import { fromBase64url } from "../store/bytes";
import { compared, readAsked, type Asked } from "./fake_digest";

interface Held {
  record: Record;
  n: number;
}

export class FakeServer {
  epoch = "aaaaaa";
  counter = 0;
  records = new Map<string, Held>();
  slips = new Map<string, { inc: string; n: number; line: string }>();
  chains = new Map<string, Map<number, PlacedLine>>();
  outcomes = new Map<string, Outcome>();
  safe = new Map<string, number>();
  keys = new Map<string, string>();
  /** every request's path, header and ops */
  log: { path: string; header: Header; seqs: number[]; bytes: number }[] = [];
  page_rows = 1000;
  /** what becomes of an op; null = applied */
  judge: (op: Op) => Outcome | null = () => null;
  /** stands between: may answer in the server's place, or change what it answered */
  before: (body: Uint8Array) => Response | null = () => null;
  after: (answer: string) => Response | Promise<Response> = (answer) => ndjson(answer);
  commands: string[] = [];
  moved_safe = new Set<string>();

  enrol(inc: string, public_key: string): void {
    this.keys.set(inc, public_key);
  }

  /** Answers of other paths than the sync call, by path. */
  others = new Map<string, (body: Uint8Array) => Response | Promise<Response>>();

  async handle(path: string, init: RequestInit): Promise<Response> {
    const sent = init.body as Uint8Array<ArrayBuffer>;
    const other = this.others.get(path);
    if (other !== undefined) return other(isPacked(init) ? await gunzip(sent) : sent);
    if (path === "/api/v1/witness") return problem(404, "not-found", "stop"); // a test that wants one says so in `others`
    const early = this.before(sent);
    if (early !== null) return early;
    if (path === "/api/v1/digest") return this.#compare(isPacked(init) ? await gunzip(sent) : sent);
    const body = readBody(isPacked(init) ? await gunzip(sent) : sent);
    this.log.push({ path, header: body.header, seqs: body.ops.map(({ seq }) => seq), bytes: sent.length });
    const key = this.keys.get(body.header.inc);
    if (key === undefined && body.header.certificate === undefined) return problem(401, "unknown-inc", "enrol");
    if (key !== undefined && !(await isSigned(key, body.signed, body.sig))) return problem(401, "bad-signature", "stop");
    return this.after(this.#answer(body.header.inc, body.header.cursor ?? null, body.ops));
  }

  /** The questions of the daily digest. */
  compared: Asked[] = [];

  async #compare(body: Uint8Array): Promise<Response> {
    const { asked, signed, sig } = readAsked(body);
    this.compared.push(asked);
    const key = this.keys.get(asked.inc) ?? "";
    if (!(await isSigned(key, signed, fromBase64url(sig)))) return problem(401, "bad-signature", "stop");
    const records = [...this.records.values()].map(({ record }) => record);
    return this.after(compared(records, asked, `${this.epoch}.${this.counter}`));
  }

  /** A slip of the office for `inc`, as server/slips.py writes it; `said` is what stands beside type and id. */
  slip(inc: string, id: string, said: object): void {
    this.slips.set(id, { inc, n: ++this.counter, line: JSON.stringify({ type: "slip", id, ...said }) });
  }

  /** An op of the office on a record, as its own row change. */
  office(change: (record: Record, number: number) => Op, type: string, id: string): void {
    const held = this.records.get(id) ?? { record: empty(type, id), n: 0 };
    apply(held.record, change(held.record, this.counter + 1));
    this.records.set(id, { record: held.record, n: ++this.counter });
  }

  /** From a backup: a new epoch that knows of each inc only what `keeps` says. */
  restore(epoch: string, keeps: (inc: string, seq: number) => boolean): void {
    const chains = this.chains;
    Object.assign(this, { epoch, counter: 0, records: new Map(), chains: new Map(), outcomes: new Map(), safe: new Map() });
    for (const [inc, ops] of chains) this.#take(inc, [...ops.values()].filter(({ seq }) => keeps(inc, seq)));
  }

  held(inc: string): Range[] {
    const ops = [...(this.chains.get(inc)?.values() ?? [])].sort((a, b) => a.seq - b.seq);
    const ranges: [number, number, string][] = [];
    for (const { seq, tag } of ops) {
      const last = ranges[ranges.length - 1];
      if (last && last[1] === seq - 1) ranges[ranges.length - 1] = [last[0], seq, tag];
      else ranges.push([seq, seq, tag]);
    }
    return ranges;
  }

  makeSafe(inc: string, seq: number): void {
    this.safe.set(inc, seq);
    this.moved_safe.add(inc);
  }

  #answer(inc: string, cursor: string | null, ops: readonly PlacedLine[]): string {
    const before = this.counter;
    const touched = this.#take(inc, ops);
    const is_new_epoch = cursor !== null && cursor.split(".")[0] !== this.epoch;
    const after = is_new_epoch || cursor === null ? 0 : Number(cursor.split(".")[1]);
    const held = this.held(inc);
    const last = ops[ops.length - 1]?.seq ?? 0;
    const told = is_new_epoch ? held : held.filter((range) => covers([[range[0], range[1]]], last));
    const records = [...this.records.values()].map(({ record, n }) => ({ n, lines: () => encode(record).filter((line) => line !== null) }));
    const slips = [...this.slips.values()].filter((slip) => slip.inc === inc).map(({ n, line }) => ({ n, lines: () => [line] }));
    const changed = [...records, ...slips].filter(({ n }) => n > after).sort((a, b) => a.n - b.n);
    const page = cursor === null ? [] : changed.slice(0, this.page_rows);
    const more = page.length < changed.length && cursor !== null;
    const are_plain = [...touched].every((id) => this.records.get(id)?.record.aside.size === 0);
    const settled = !more && !is_new_epoch && after === before && touched.size > 0 && are_plain;
    const rows = settled ? [] : page;
    const safe = this.safe.get(inc);
    const safe_tag = this.chains.get(inc)?.get(safe ?? 0)?.tag;
    const outcomes = Object.fromEntries(
      ops.flatMap(({ seq, tag }) => {
        const outcome = this.outcomes.get(`${inc}.${seq}.${tag}`);
        return outcome ? [[seq, [outcome.state, outcome.code].filter(Boolean)]] : [];
      }),
    );
    const head = {
      server_time: 1_795_320_000_456,
      ...(is_new_epoch && { epoch: this.epoch }),
      ...(told.length > 0 && { held: told, arrived: told.filter(([first]) => first === 1) }),
      ...(((cursor !== null && this.moved_safe.delete(inc)) || is_new_epoch) && safe && safe_tag && { safe: [[1, safe, safe_tag]] }),
      ...(Object.keys(outcomes).length > 0 && { outcomes }),
      ...(settled && { settled }),
      ...(rows.length > 0 && { rows: rows.length }),
      ...(cursor !== null && { cursor: `${this.epoch}.${more ? (page[page.length - 1]?.n ?? after) : this.counter}` }),
      ...(more && { more, left: changed.length - page.length }),
      ...(this.commands.length > 0 && { commands: this.commands.splice(0) }),
    };
    const lines = rows.flatMap(({ lines }) => lines());
    return [JSON.stringify(head), ...lines].join("\n");
  }

  #take(inc: string, ops: readonly PlacedLine[]): Set<string> {
    const chain = this.chains.get(inc) ?? new Map<number, PlacedLine>();
    this.chains.set(inc, chain);
    const touched = new Set<string>();
    for (const placed of ops) {
      if (chain.get(placed.seq)?.tag === placed.tag) continue;
      chain.set(placed.seq, placed);
      const op = readOp(placed.line, placed.personal, inc, placed.seq, placed.tag);
      const held = this.records.get(op.record) ?? { record: empty(op.type, op.record), n: 0 };
      const outcome = this.judge(op);
      if (outcome === null) apply(held.record, op);
      else {
        this.outcomes.set(op.id, outcome);
        setAside(held.record, op);
      }
      touched.add(op.record);
      this.records.set(op.record, held);
    }
    if (touched.size > 0) this.counter += 1;
    for (const id of touched) (this.records.get(id) as Held).n = this.counter;
    return touched;
  }
}

export function ndjson(text: string, type = "application/x-ndjson"): Response {
  return new Response(text, { status: 200, headers: { "Content-Type": type } });
}

export function problem(status: number, code: string, deed: string, retry_after: number | null = null): Response {
  const headers = { "Content-Type": "application/problem+json", ...(retry_after !== null && { "Retry-After": String(retry_after) }) };
  return new Response(JSON.stringify({ code, do: deed, status }), { status, headers });
}

function isPacked(init: RequestInit): boolean {
  return new Headers(init.headers).get("Content-Encoding") === "gzip";
}

async function gunzip(packed: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

async function isSigned(public_key: string, message: Uint8Array, sig: Uint8Array): Promise<boolean> {
  const algorithm = { name: "ECDSA", namedCurve: "P-256" };
  const key = await crypto.subtle.importKey("raw", fromBase64url(public_key), algorithm, false, ["verify"]);
  return crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, new Uint8Array(sig), new Uint8Array(message));
}
