/**
 * The one façade that screens use. A screen asks for views and says what a person did; it never sees an op, a key or a row.
 *
 * Whatever changes what could be shown calls the listeners once. A save resolves after its strict transaction: only then may a
 * screen say «хадгаллаа» (I11).
 */
import { base32, covers, union, type Span } from "./domain/chain";
import { valueOf } from "./domain/merge";
import { RECORD_ID, type Value } from "./domain/op";
import { parts } from "./domain/opset";
import { receiptsOf } from "./domain/overlay";
import type { Record as Merged } from "./domain/record";
import type { Role } from "./generated/catalogue";
import * as enrolling from "./exchange/enrol";
import { Lines, type SendState } from "./exchange/lines";
import type { Ports } from "./ports";
import { manifestOf, sealOf } from "./store/closing";
import { Database } from "./store/database";
import * as people from "./store/profiles";
import type { Profile } from "./store/profiles";
import type { Arriving } from "./store/base";
import { Session } from "./store/session";
import type { Slip } from "./store/slips";
import { writeWishes, type Wish } from "./store/statements";
import { unlock, type Unlocked } from "./store/vault";
import { viewOf, type RecordView, type Standing } from "./view";

/** What screens need of the layers below stands here: they import nothing else of them. */
export { StorageFull } from "./store/database";
export { NotAllowed } from "./store/statements";
export { PIN_SHAPE } from "./store/vault";
export { asksToEnrol, codeIn } from "./exchange/enrol_address";
export type { Arriving } from "./store/base";
export type { Slip } from "./store/slips";

export type Stage = "enrol" | "set-pin" | "locked" | "open";
export type EnrolResult = { state: "ok" } | { state: "failed"; code: string };

/** Op counts of the person at work: still only here, arrived, safe; and those that need a person. */
export interface Counts {
  on_tablet: number;
  arrived: number;
  safe: number;
  attention: number;
}

/** An op that the server did not take as it stood. */
export interface Attention {
  id: string;
  type: string;
  /** what the person wrote, path by path */
  values: [path: string, value: Value][];
  code: string;
  state: string;
}

export interface Saved {
  id: string;
  at: number;
}

export class App {
  readonly #listeners = new Set<() => void>();
  readonly #lines: Lines;
  #session: Session | null = null;
  #profiles: Profile[] = [];
  #pending: people.Pending | null = null;
  #views = new WeakMap<Merged, RecordView>();
  #counts: Counts = { on_tablet: 0, arrived: 0, safe: 0, attention: 0 };

  private constructor(
    readonly ports: Ports,
    readonly db: Database,
  ) {
    this.#lines = new Lines(ports, db, () => this.#session, () => this.#profiles, () => this.#refresh());
    ports.tabs?.hear(() => void this.#hear().catch(() => undefined)); // a store at fault is said by who needs it
  }

  static async start(ports: Ports): Promise<App> {
    const app = new App(ports, new Database(ports.indexedDB));
    await app.#readProfiles();
    return app;
  }

  /** Call `heard` after every change; returns how to stop. */
  onChange(heard: () => void): () => void {
    this.#listeners.add(heard);
    return () => this.#listeners.delete(heard);
  }

  get stage(): Stage {
    if (this.#session !== null) return "open";
    if (this.#pending?.grant) return "set-pin";
    return this.#profiles.length > 0 ? "locked" : "enrol";
  }

  /** The people of this tablet, for the screen where one chooses himself. */
  get people(): { profile: string; name: string; role: string }[] {
    return this.#profiles.map(({ profile, grant }) => ({ profile, name: grant.name, role: grant.role }));
  }

  /** Who is at work. */
  get me(): { name: string; role: string; inc: string; label: string; units: string[] | null } | null {
    const session = this.#session;
    if (session === null) return null;
    const { name, role, units } = session.profile.grant;
    return { name, role, units, inc: session.inc, label: labelOf(session.inc) };
  }

  // --- enrolling and unlocking -----------------------------------------------------------------------------

  /** Ask for a certificate with a code of the office. The key is on disk before the question (F21). */
  async enrol(code: string, is_second = false): Promise<EnrolResult> {
    const { ports, db } = this;
    const waiting = await people.pending(db);
    const pair = waiting ? await people.signingKey(db, waiting.inc) : await enrolling.makeKey(ports);
    const { inc } = await enrolling.publicHalf(ports, pair);
    if (waiting === null) await people.keepPending(db, { inc, grant: null }, pair);
    const answer = await enrolling.enrolWithCode(ports, code, pair);
    if (answer.state === "ok") {
      await people.keepPending(db, { inc, grant: answer.grant }, pair);
      await this.#readProfiles();
      return { state: "ok" };
    }
    if (answer.state === "refused" && answer.do === "new-inc") {
      await people.forgetPending(db); // enrolled once with an answer that was lost: the code is unused, the key is not
      if (!is_second) return this.enrol(code, true);
    }
    return { state: "failed", code: "code" in answer ? answer.code : answer.state };
  }

  /** The person who has just enrolled chooses his PIN and is at work. */
  async setPin(pin: string): Promise<void> {
    const waiting = this.#pending;
    if (!waiting?.grant) throw new Error("nobody waits for a PIN");
    const { profile, cipher } = await people.settle(this.ports, this.db, { ...waiting, grant: waiting.grant }, pin);
    await this.#readProfiles();
    this.#session = await Session.open(this.ports, this.db, cipher, profile);
    await this.#refresh();
    this.send();
  }

  async unlock(profile: string, pin: string): Promise<Unlocked["state"] | { wait_s: number } | { left: number }> {
    const result = await unlock(this.ports, this.db, profile, pin);
    if (result.state === "wait") return { wait_s: result.wait_s };
    if (result.state === "wrong") return { left: result.left };
    if (result.state === "dropped") return "dropped";
    await this.#readProfiles(); // a fork may have changed its incs meanwhile
    const found = this.#profiles.find((known) => known.profile === profile);
    if (found === undefined) throw new Error("an unlocked vault without profile");
    this.#session = await Session.open(this.ports, this.db, result.cipher, found);
    await this.#refresh();
    this.send();
    return "open";
  }

  /** Forget the keys; what is unsent still goes up as sealed segments. */
  lock(): void {
    const left = this.#session?.profile; // with the incs of a fork, whose segments go up too
    this.#profiles = this.#profiles.map((known) => (known.profile === left?.profile ? left : known));
    this.#session = null;
    this.#tell();
  }

  /** Another person wants to enrol on this tablet. */
  async addPerson(code: string): Promise<EnrolResult> {
    this.lock();
    return this.enrol(code);
  }

  // --- records ---------------------------------------------------------------------------------------------

  /** All records of a type that are not deleted and fit `where` (path → value). */
  list(type: string, where: Readonly<Record<string, Value>> = {}): RecordView[] {
    const wanted = Object.entries(where);
    const ids = wanted.flatMap(([, value]) => (typeof value === "string" && RECORD_ID.test(value) ? value : []));
    const found: RecordView[] = [];
    for (const record of this.#open().fold.ofType(type, ids)) {
      if (!wanted.every(([path, value]) => record.live.has(path) && valueOf(record, path) === value)) continue;
      const view = this.#viewOf(record);
      if (!view.deleted) found.push(view);
    }
    return found;
  }

  record(id: string): RecordView | null {
    const record = this.#open().fold.view(id);
    return record === undefined ? null : this.#viewOf(record);
  }

  /** Save `values` of a record; a null id makes a new one. */
  async save(type: string, id: string | null, values: Readonly<Record<string, Value>>): Promise<Saved> {
    return this.saveGroup([{ type, id: id ?? this.newId(), values }]);
  }

  /** Save several records as one: all of it takes effect, or none (M16). */
  async saveGroup(items: { type: string; id: string; values: Readonly<Record<string, Value>> }[]): Promise<Saved> {
    return this.#write(
      items.map(({ type, id, values }) => ({ do: "edit", type, id, values: new Map(Object.entries(values)) })),
    );
  }

  remove(type: string, id: string): Promise<Saved> {
    return this.#write([{ do: "remove", type, id }]);
  }

  restore(type: string, id: string): Promise<Saved> {
    return this.#write([{ do: "restore", type, id }]);
  }

  /** Choose `value` where several stand at `path`; it names them all, so none comes back by itself. */
  resolve(type: string, id: string, path: string, value: Value): Promise<Saved> {
    return this.#write([{ do: "resolve", type, id, path, value }]);
  }

  /** Seal a hearing: what is here of it now is the record; whatever comes later stands beside it (M15). */
  seal(hearing: string): Promise<Saved> {
    return this.save("seal", null, sealOf(this.#open().fold, hearing));
  }

  /** Say what this tablet has of a hearing, so that the office knows what to expect (S8). */
  manifest(hearing: string): Promise<Saved> {
    return this.save("manifest", null, manifestOf(this.#open().fold, hearing));
  }

  /** A new record id: 128 random bits. */
  newId(): string {
    return base32(this.ports.random(16));
  }

  // --- sending ---------------------------------------------------------------------------------------------

  /** Begin to sync by itself; call once. */
  run(): void {
    this.#lines.run();
  }

  stop(): void {
    this.#lines.stop();
  }

  /** Sync now: the button, the page seen again. */
  send(): void {
    this.#lines.nudge();
  }

  get counts(): Counts {
    return this.#counts;
  }

  /** How much of a long feed has come, in records: a first sync, weeks of absence. Null: nothing is under way. */
  get arriving(): Arriving | null {
    return this.#session?.arriving ?? null;
  }

  /** How the line is: `idle`, `sending`, or why not. */
  get line(): SendState {
    return this.#lines.state;
  }

  /** What the server did not take as it stood, with the reason's code. */
  attention(): Attention[] {
    const session = this.#open();
    return session.attention.map((note) => {
      const op = session.written(note);
      const said = op ? [...op.sets, ...op.personal] : [];
      const values = said.map(([path, { value }]): [string, Value] => [path, value]);
      return { id: note.record, type: note.type, values, code: note.code, state: note.state };
    });
  }

  /** What was decided about work of the person, until read. */
  slips(): readonly Slip[] {
    return this.#session?.unread ?? [];
  }

  async readSlip(slip: Slip): Promise<void> {
    await this.#open().readSlip(slip);
    this.ports.tabs?.tell();
    await this.#refresh();
  }

  // --- inside ----------------------------------------------------------------------------------------------

  async #write(wishes: Wish[]): Promise<Saved> {
    const session = this.#open();
    const group = wishes.length > 1 ? this.newId() : null;
    const at = this.ports.clock.now();
    const author = { inc: session.inc, role: session.profile.grant.role as Role, at };
    await session.append(() => writeWishes(this.ports, wishes, (id) => session.fold.view(id), author, group));
    this.ports.tabs?.tell();
    await this.#refresh();
    this.send();
    return { id: wishes[0]?.id ?? "", at };
  }

  #open(): Session {
    if (this.#session === null) throw new Error("nobody is at work");
    return this.#session;
  }

  /** A record's view is made once, and again when the record or its standing is another. */
  #viewOf(record: Merged): RecordView {
    const standing = this.#standing(record.id);
    const known = this.#views.get(record);
    if (known?.standing === standing) return known;
    const view = known ? { ...known, standing } : viewOf(record, () => standing);
    this.#views.set(record, view);
    return view;
  }

  /** How far what the person wrote of a record has got; null where he wrote nothing of it. Green is said of all or not (I5). */
  #standing(id: string): Standing | null {
    const session = this.#open();
    if (session.attention.some(({ record }) => record === id)) return "attention";
    const incs = new Set(session.profile.incs.map(({ inc }) => inc));
    const here = new Set(session.fold.ownOps(id).map((op) => op.id));
    const found = new Set([...here, ...(session.fold.overlay.rows.get(id)?.seen ?? [])]);
    let standing: Standing | null = null;
    for (const op of found) {
      const [inc, seq] = parts(op);
      if (!incs.has(inc)) continue;
      const { arrived, safe } = receiptsOf(session.fold.overlay, inc);
      const is_safe = covers(safe, Number(seq));
      if (!is_safe && here.has(op) && !covers(arrived, Number(seq))) return "tablet";
      // what has left the tablet stands in the server's row: it has arrived, even where a new epoch has not said so yet
      standing = is_safe ? (standing ?? "safe") : "arrived";
    }
    return standing;
  }

  /** Another tab has changed the store (F10). */
  async #hear(): Promise<void> {
    await this.#session?.catchUp();
    await this.#refresh();
    this.#lines.heard();
  }

  async #readProfiles(): Promise<void> {
    this.#profiles = await people.profiles(this.db);
    this.#pending = await people.pending(this.db);
    this.#tell();
  }

  async #refresh(): Promise<void> {
    const session = this.#session;
    if (session !== null) {
      await session.feed();
      const counts: Counts = { on_tablet: 0, arrived: 0, safe: 0, attention: session.attention.length };
      for (const { inc } of session.profile.incs) {
        const { arrived, safe } = receiptsOf(session.fold.overlay, inc);
        counts.on_tablet += (await session.offered(inc)).filter(({ entry }) => !covers(arrived, entry.seq)).length;
        counts.safe += lengthOf(union(safe, []));
        counts.arrived += lengthOf(union(arrived, safe)) - lengthOf(union(safe, []));
      }
      this.#counts = counts;
    }
    this.#tell();
  }

  #tell(): void {
    for (const heard of this.#listeners) heard();
  }
}

function lengthOf(spans: readonly Span[]): number {
  return spans.reduce((sum, [first, last]) => sum + last - first + 1, 0);
}

/** What a tablet's inc is called where people read it: short, the same on every tablet and in the office. */
export function labelOf(inc: string): string {
  return inc.startsWith("office-") ? "" : `Т-${inc.slice(0, 4).toUpperCase()}`;
}
