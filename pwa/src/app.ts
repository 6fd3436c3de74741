/**
 * The one façade that screens use. A screen asks for views and says what a person did; it never sees an op, a key or a row.
 *
 * Whatever changes what could be shown calls the listeners once. A save resolves after its strict transaction: only then may a
 * screen say «хадгаллаа» (I11).
 */
import { Closing } from "./closing";
import { base32 } from "./domain/chain";
import * as merge from "./domain/merge";
import type { Value } from "./domain/op";
import type { Role } from "./generated/catalogue";
import { RoomDesk } from "./room";
import { Roster } from "./roster";
import * as enrolling from "./exchange/enrol";
import { Lines, type Line, type SendState } from "./exchange/lines";
import { Media, type MediaCounts, type MediaDesk, type MediaTrouble } from "./media";
import type { Ports } from "./ports";
import { attentionOf, countsOf, NO_COUNTS, Sending, type Attention, type Counts } from "./sending";
import { onBoard, statusOf, type Status } from "./status";
import type { Arriving, Feed } from "./store/base";
import type { Cipher } from "./store/cipher";
import { Database, type StoreTrouble } from "./store/database";
import * as people from "./store/profiles";
import { Session } from "./store/session";
import type { Slip } from "./store/slips";
import { standingOf } from "./store/standing";
import { writeWishes, type Wish } from "./store/statements";
import { unlock, type Unlocked } from "./store/vault";
import { labelOf, type RecordView, type Saved, type Standing } from "./view";
import { receiptsNow, Views } from "./views";
import { Voting } from "./voting";

/** What screens need of the layers below stands here: they import nothing else of them. */
export { NewerDatabase, StorageFull, type StoreTrouble } from "./store/database";
export { NotAllowed } from "./store/statements";
export { PIN_SHAPE } from "./store/vault";
export { asksToEnrol, codeIn } from "./exchange/enrol_address";
export type { Arriving } from "./store/base";
export type { Slip } from "./store/slips";
export { NotSafeYet, type Attention, type Counts, type Going, type PutAway, type Work } from "./sending";
export type { MediaCounts, MediaDesk, MediaState, MediaTrouble, MediaView, NewMedia } from "./media";
export { labelOf, type Saved } from "./view";
export type { Status } from "./status";
export { NotTheLeader, type Cast, type Marks, type Turnout } from "./voting";
export type { Gift, NotTaken, Parcel, Room, Taken, TakenAll } from "./room";
export type { Kept } from "./roster";
export { APP_VERSION } from "./exchange/enrol";

export type Stage = "enrol" | "set-pin" | "locked" | "open";
export type EnrolResult = { state: "ok" } | { state: "failed"; code: string };

export class App {
  /** Sealing a hearing, and what comes after. */
  readonly closing = new Closing<Saved>({
    fold: () => this.#open().fold, now: () => this.ports.clock.now(), newId: () => this.newId(), view: (id) => this.record(id),
    save: (items) => this.saveGroup(items),
  });
  /** Ballots, and what they come to. */
  readonly voting = new Voting<Saved>({ ports: () => this.ports, session: () => this.#open(), newId: () => this.newId(), save: (...said) => this.save(...said) });
  /** What is how far, leaving, taking a hearing off, the second copy. */
  readonly sending: Sending;
  readonly #listeners = new Set<() => void>();
  readonly #keepers = new Set<() => void>();
  readonly #lines: Lines;
  readonly #media: Media;
  readonly #views = new Views((id) => this.#standing(id));
  /** what concerns the people of this tablet without their records: guesses, PINs, leaving */
  readonly roster: Roster;
  /** several tablets, one room, no server */
  readonly room: RoomDesk;
  #session: Session | null = null;
  #profiles: people.Profile[] = [];
  #pending: people.Pending | null = null;
  #feed: Feed | null = null;
  #counts: Counts = NO_COUNTS;
  #receipts = "";

  private constructor(
    readonly ports: Ports,
    readonly db: Database,
  ) {
    this.#media = new Media(ports, db, this, () => this.#tell());
    this.#lines = new Lines(ports, db, () => this.#session, () => this.#profiles, () => this.#refresh(), this.#media, () => this.#readProfiles());
    this.sending = new Sending({
      ports, db, media: this.#media, session: () => this.#open(), profiles: () => this.#profiles, send: () => this.send(),
      changed: () => (ports.tabs?.tell(), this.#refresh()),
    });
    this.room = new RoomDesk({ ports, session: () => this.#open(), changed: () => this.#refresh(), send: () => this.#lines.soon() });
    this.roster = new Roster(ports, db, () => this.#profiles, () => this.#readProfiles());
    ports.tabs?.hear(() => void this.#hear().catch(() => undefined)); // a store at fault is said by who needs it
  }

  /** `heard`: trouble of the store with other pages of this app (trap 27). */
  static async start(ports: Ports, heard?: (trouble: StoreTrouble | null) => void): Promise<App> {
    const app = new App(ports, new Database(ports.indexedDB, undefined, heard));
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
  get me(): { profile: string; tenant: string; name: string; role: string; inc: string; label: string; units: string[] | null } | null {
    const session = this.#session;
    if (session === null) return null;
    const { tenant, name, role, units } = session.profile.grant;
    return { profile: session.profile.profile, tenant, name, role, units, inc: session.inc, label: labelOf(session.inc) };
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
    await this.#begin(cipher, profile);
  }

  async unlock(profile: string, pin: string): Promise<Unlocked["state"] | { wait_s: number } | { left: number }> {
    const result = await unlock(this.ports, this.db, profile, pin);
    if (result.state === "wait") return { wait_s: result.wait_s };
    if (result.state === "wrong") return { left: result.left };
    if (result.state === "dropped") return "dropped";
    await this.#readProfiles(); // a fork may have changed its incs meanwhile
    const found = this.#profiles.find((known) => known.profile === profile);
    if (found === undefined) throw new Error("an unlocked vault without profile");
    await this.#begin(result.cipher, found);
    return "open";
  }

  /** Call `keep` just before the keys are forgotten, so that a screen saves what was not saved yet; returns how to stop. */
  beforeLock(keep: () => void): () => void {
    this.#keepers.add(keep);
    return () => this.#keepers.delete(keep);
  }

  /** Forget the keys; what is unsent still goes up as sealed segments. */
  lock(): void {
    for (const keep of this.#keepers) keep();
    this.#views.stood();
    const left = this.#session?.profile; // with the incs of a fork, whose segments go up too
    this.#profiles = this.#profiles.map((known) => (known.profile === left?.profile ? left : known));
    this.#session = null;
    this.#media.close();
    this.#feed = null;
    this.#tell();
  }

  /** The office wants the person at work taken off this tablet, once he has locked and all of his is safe. */
  get isLeaving(): boolean {
    return this.#session !== null && this.#lines.isToWipe(this.#session.profile.profile);
  }

  /** Another person wants to enrol on this tablet. */
  async addPerson(code: string): Promise<EnrolResult> {
    this.lock();
    return this.enrol(code);
  }

  /** When the server last answered and what it had; what it adds up to is for the ready panel. */
  get status(): Status {
    return statusOf(this.#feed);
  }

  /** How many records of each type are here. */
  onBoard(): ReadonlyMap<string, number> {
    return onBoard(this.#open().fold);
  }

  // --- records ---------------------------------------------------------------------------------------------

  /** How many records of a type are here, deleted ones among them; quick, because none is read. */
  size(type: string): number {
    return this.#open().fold.size(type);
  }

  /** All records of a type that are not deleted and fit `where` (path → value). */
  list(type: string, where: Readonly<Record<string, Value>> = {}): RecordView[] {
    return this.#views.list(this.#open().fold, type, where);
  }

  record(id: string): RecordView | null {
    const record = this.#open().fold.view(id);
    return record === undefined ? null : this.#views.of(record);
  }

  /** Only the shown values at `paths` of each record of a type: for what looks through thousands while a person types. */
  *glance(type: string, paths: readonly string[]): Iterable<{ id: string; values: Value[] }> {
    for (const record of this.#open().fold.ofType(type)) {
      if (!merge.isDeleted(record)) yield { id: record.id, values: paths.map((path) => merge.valueOf(record, path)) };
    }
  }

  /** When a record was begun, as far as the tablet still has the words themselves; null where they have left it. */
  begunAt(id: string): number | null {
    return this.#open().fold.ownOps(id)[0]?.at ?? null;
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

  /** Take several records back as one. */
  removeGroup = (items: { type: string; id: string }[]): Promise<Saved> => this.#write(items.map(({ type, id }) => ({ do: "remove", type, id })));

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

  /** A new record id: 128 random bits. */
  newId(): string {
    return base32(this.ports.random(16));
  }

  // --- photos and voice notes -------------------------------------------------------------------------------

  /** Keep, show, take away: see media.ts. */
  get media(): MediaDesk {
    return this.#media;
  }

  get mediaCounts(): MediaCounts {
    return this.#media.counts;
  }

  mediaTrouble(): MediaTrouble[] {
    return this.#media.trouble();
  }

  /** After a hearing was wiped: those of its files that are *safe* leave the tablet. */
  forgetMedia(hearing: string): Promise<void> {
    return this.#media.forget(hearing);
  }

  // --- sending ---------------------------------------------------------------------------------------------

  /** Begin to sync by itself; call once. */
  readonly run = (): void => this.#lines.run();
  readonly stop = (): void => this.#lines.stop();

  /** Sync now: the button, the page seen again, a line where there was none. */
  send(line: Line = "same"): void {
    this.#lines.nudge(line);
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
    return attentionOf(this.#open());
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

  async #begin(cipher: Cipher, profile: people.Profile): Promise<void> {
    const session = await Session.open(this.ports, this.db, cipher, profile);
    await this.#media.open(session);
    this.#session = session;
    await this.sending.tidy();
    await this.#refresh();
    this.send();
  }

  async #write(wishes: Wish[]): Promise<Saved> {
    const session = this.#open();
    const group = wishes.length > 1 ? this.newId() : null;
    const at = this.ports.clock.now();
    const author = { inc: session.inc, role: session.profile.grant.role as Role, at };
    await session.append(() => writeWishes(this.ports, wishes, (id) => session.fold.view(id), author, group));
    this.ports.felt?.();
    this.ports.tabs?.tell();
    this.#reckon();
    this.#lines.soon();
    return { id: wishes[0]?.id ?? "", at };
  }

  #open(): Session {
    if (this.#session === null) throw new Error("nobody is at work");
    return this.#session;
  }

  #standing(id: string): Standing | null {
    return standingOf(this.#open(), id);
  }

  /** Another tab has changed the store (F10). */
  async #hear(): Promise<void> {
    await this.#session?.catchUp();
    await this.#media.heard();
    await this.#refresh();
    this.#lines.heard();
  }

  async #readProfiles(): Promise<void> {
    this.#profiles = await people.profiles(this.db);
    this.#pending = await people.pending(this.db);
    await this.roster.look();
    this.#tell();
  }

  /** Look again at what is on disk: another tab, or a round, may have changed it. Views are made anew only where a receipt says so: after most saves none does. */
  async #refresh(): Promise<void> {
    const session = this.#session;
    if (session !== null) {
      this.#feed = (await session.feed()).feed;
      for (const { inc } of session.profile.incs) await session.offered(inc);
    }
    this.#reckon();
  }

  #reckon(): void {
    const session = this.#session;
    if (session !== null) this.#counts = countsOf(session);
    const receipts = session === null ? "" : receiptsNow(session);
    if (receipts !== this.#receipts) this.#views.stood();
    this.#receipts = receipts;
    this.#tell();
  }

  #tell(): void {
    for (const heard of this.#listeners) heard();
  }
}
