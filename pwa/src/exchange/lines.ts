/**
 * The line to the server over time: sealed segments for those who are locked, rounds for the person at work, then his photos
 * and voice notes, one after the other, while the scheduler holds the lock `sync`. It keeps what the screens show: how the line is.
 */
import type { Ports } from "../ports";
import { StorageFull, type Database } from "../store/database";
import * as people from "../store/profiles";
import type { Profile } from "../store/profiles";
import type { Session } from "../store/session";
import { nothingSaid } from "./about";
import { startPace } from "./choose";
import { compareDaily } from "./compare";
import { witnessDaily } from "./witness";
import { enrolAfterFork, makeKey, publicHalf } from "./enrol";
import type { LaneEnd } from "./media";
import { relay } from "./relay";
import { round, type Memory, type RoundEnd } from "./round";
import { Scheduler, type Run } from "./scheduler";
import { sendSealed } from "./sealed";
import { sayFarewells, wipe, wishes } from "./wipe";

export interface SendState {
  state: "idle" | "sending" | "elsewhere" | "offline" | "busy" | "signed-out" | "update-needed" | "refused" | "revoked" | "full" | "fault";
  code: string;
}

type Failure = Exclude<RoundEnd, { state: "ok" } | { state: "stale" }>;

const BREATH_MS = 1_500;
const BREATH_OFFLINE_MS = 10_000; // each try takes a slow tablet a tenth of a second from the next save
const ASK_MS = 3_600_000; // how often a locked person's tablet asks what the office wants of it
const ROUNDS_MAX = 200; // of one inc in one run: then the others have their turn

/** Whether the browser has just found a line where it had none. */
export type Line = "same" | "new";

export class Lines {
  state: SendState = { state: "idle", code: "" };
  readonly #scheduler: Scheduler;
  readonly #memory: Memory = { pace: startPace(), stuck: new Map(), introduce: new Set(), self: nothingSaid() };
  /** profiles that the office wants wiped: they go once they are locked, and all of theirs is safe */
  readonly #to_wipe = new Set<string>();
  /** profile → when the office was last asked what it wants of a locked person, monotonic */
  readonly #asked = new Map<string, number>();
  #running = false;
  #is_soon = false;
  /** somebody has saved, or wants to send, since this run began */
  #is_wanted = false;

  constructor(
    readonly ports: Ports,
    readonly db: Database,
    readonly session: () => Session | null,
    readonly profiles: () => readonly Profile[],
    readonly changed: () => Promise<void>,
    /** sends photos and voice notes for as long as it may */
    readonly media: { send(goesOn: () => boolean): Promise<LaneEnd>; readonly counts: { files: number; files_done: number } },
    /** somebody was wiped off this tablet: read again who is here */
    readonly wiped: () => Promise<void> = () => Promise.resolve(),
  ) {
    this.#scheduler = new Scheduler(ports, () => this.#once(), (result) => this.#ended(result));
  }

  run(): void {
    if (this.#running) return;
    this.#running = true;
    void this.#scheduler.start();
  }

  stop(): void {
    this.#running = false;
    this.#scheduler.stop();
  }

  isToWipe(profile: string): boolean {
    return this.#to_wipe.has(profile);
  }

  /** Send now. A new line: a day of failures without one says nothing of how much it takes. */
  nudge(line: Line = "same"): void {
    if (line === "new") this.#memory.pace = startPace();
    this.#is_wanted = true;
    this.#memory.stuck.clear();
    this.#scheduler.nudge();
  }

  /** Something was saved: send it after a breath, so that the next words go with it and the screen is drawn first. */
  soon(): void {
    this.#is_wanted = true;
    if (this.#is_soon) return;
    this.#is_soon = true;
    const breath_ms = this.state.state === "offline" ? BREATH_OFFLINE_MS : BREATH_MS;
    void this.ports.clock.sleep(breath_ms).then(() => {
      this.#is_soon = false;
      this.nudge();
    });
  }

  /** Another tab has changed the store; where it was sending, it is our turn. */
  heard(): void {
    this.#is_wanted = true;
    if (this.state.state === "elsewhere") this.#scheduler.nudge();
  }

  /** The other tabs learn what came; where one of them is at it, the button is answered at once (F10). */
  #ended(result: Run | null): void {
    if (result !== null) return this.ports.tabs?.tell();
    this.state = { state: "elsewhere", code: "" };
    void this.changed().catch(() => undefined);
  }

  /** One run. A fault of the store ends the run, never the scheduler: what is on disk is whole, and it is tried again. */
  async #once(): Promise<Run> {
    await sayFarewells(this.ports, this.db).catch(() => undefined); // a store at fault is said below, where there is work
    if (this.profiles().length === 0) return { next: "idle" };
    const locked = this.profiles().filter(({ profile }) => profile !== this.session()?.profile.profile);
    this.state = { state: "sending", code: "" };
    this.#is_wanted = false;
    this.#memory.stuck.clear(); // what could not be sent even alone gets its chance in each run (F59)
    try {
      await this.changed();
      this.#memory.self.files = this.media.counts.files - this.media.counts.files_done;
      const words = await this.#everybody();
      if (words === null) await this.#inPeace();
      const media = words === null || stateOf(words).state === "revoked" ? await this.media.send(() => !this.#is_wanted) : null;
      if (media?.state === "words-first") return { next: "again" };
      await this.#wipe(locked);
      const failure = words ?? (media?.state === "done" ? null : media);
      this.state = failure === null ? { state: "idle", code: "" } : stateOf(failure);
      await this.changed();
      if (failure === null) return { next: "idle" };
      return { next: "later", retry_after_s: failure.state === "busy" ? failure.retry_after_s : null };
    } catch (error) {
      const state = error instanceof StorageFull ? "full" : "fault";
      this.state = { state, code: error instanceof Error ? error.name : "unknown" };
      await this.changed().catch(() => undefined); // the store may be what is at fault
      return { next: "later", retry_after_s: null };
    }
  }

  /** Obey the office: whoever was locked when this run began, and has nothing here that is not safe, goes (exchange/wipe.ts). */
  async #wipe(locked: readonly Profile[]): Promise<void> {
    for (const profile of locked) {
      const { profile: id } = profile;
      if (this.session()?.profile.profile === id || !this.#to_wipe.has(id)) continue;
      if (!(await wipe(this.ports, this.db, profile))) continue;
      this.#to_wipe.delete(id);
      await this.wiped();
    }
  }

  /** When nothing is left to send or fetch: what keeps the tablet right and quick. */
  async #inPeace(): Promise<void> {
    const session = this.session();
    if (session === null) return;
    await compareDaily(this.ports, session, this.#memory);
    await witnessDaily(this.ports, session, this.#memory);
    await session.compact();
  }

  /** What is sealed first: the person at work then reads in the same run what it became. */
  async #everybody(): Promise<Failure | null> {
    const session = this.session();
    let failure: Failure | null = null;
    this.#memory.self.beside = this.#besides(session);
    for (const profile of this.profiles()) {
      const is_at_work = profile.profile === session?.profile.profile;
      if (!is_at_work) failure = (await this.#locked(profile)) ?? failure;
    }
    if (session !== null) failure = (await this.#person(session)) ?? failure;
    return failure;
  }

  /** All rounds of the person at work: the present inc first, because it hears of a new epoch. */
  async #person(session: Session): Promise<Failure | null> {
    const current = session.inc;
    const closed = session.profile.incs.filter((entry) => entry.closed).map(({ inc }) => inc);
    let revoked: Failure | null = null;
    for (const inc of [current, ...closed]) {
      const is_over = inc !== current && (await session.offered(inc)).length === 0;
      const failure = is_over ? null : await this.#rounds(session, inc);
      if (failure === null) continue;
      if (!("code" in failure) || failure.code !== "revoked") return failure;
      if (inc === current) revoked = failure; // it reads nothing more, and hands in what it has (DESIGN §5.3)
    }
    const { runs, parcels } = session.heard;
    if (revoked !== null || this.session() !== session || runs.size + parcels.length === 0) return revoked;
    const end = await relay(this.ports, session);
    await this.changed();
    return end.state === "ok" || end.state === "stale" ? null : end;
  }

  async #rounds(session: Session, inc: string): Promise<Failure | null> {
    let revoked: Failure | null = null;
    for (let count = 0; count < ROUNDS_MAX && this.session() === session; count++) {
      const end = await round(this.ports, session, inc, this.#memory);
      await this.changed();
      if (end.state === "busy" && end.retry_after_s === 0) continue;
      if (end.state === "stale") continue;
      if (end.state !== "ok") return end;
      this.#heard(session.profile, inc, end.commands);
      if (end.commands.includes("revoked")) revoked = { state: "signed-out", code: "revoked" };
      if (end.commands.includes("new-inc") && inc === session.inc) return this.#becomeNew(session);
      if (!end.more) return (await this.#unreadable(session, inc)) ?? revoked;
    }
    return revoked;
  }

  /** Ops whose row does not open go up sealed, so that the chain closes (F5, M24). */
  async #unreadable(session: Session, inc: string): Promise<Failure | null> {
    const readable = new Set((await session.offered(inc)).map(({ entry }) => entry.seq));
    const end = await sendSealed(this.ports, this.db, session.profile, inc, ({ first, last }) => {
      for (let seq = first; seq <= last; seq++) if (!readable.has(seq)) return true;
      return false;
    });
    return end.state === "ok" || end.state === "stale" ? null : end;
  }

  async #locked(profile: Profile): Promise<Failure | null> {
    for (const { inc } of profile.incs) {
      for (let count = 0; count < ROUNDS_MAX; count++) {
        const end = await sendSealed(this.ports, this.db, profile, inc);
        if (end.state !== "ok" && end.state !== "stale") return end;
        if (end.state === "ok" && end.commands.length > 0) this.#heard(profile, inc, end.commands);
        if (end.state === "ok" && !end.more) break;
      }
    }
    const now = this.ports.clock.monotonic();
    if (now - (this.#asked.get(profile.profile) ?? -Infinity) < ASK_MS) return null;
    const commands = await wishes(this.ports, this.db, profile); // nothing else may be left that would ask
    if (commands === null) return null;
    this.#asked.set(profile.profile, now);
    this.#heard(profile, people.present(profile), commands);
    return null;
  }

  /** What the office wants; it speaks of the present inc, and may change its mind. */
  #heard(profile: Profile, inc: string, commands: readonly string[]): void {
    if (inc !== people.present(profile)) return;
    if (commands.includes("wipe")) this.#to_wipe.add(profile.profile);
    else this.#to_wipe.delete(profile.profile);
  }

  /** All incs of the same organisation on this tablet. */
  #besides(session: Session | null): string[] {
    const tenant = session?.profile.grant.tenant;
    return this.profiles().filter(({ grant }) => grant.tenant === tenant).flatMap(({ incs }) => incs.map(({ inc }) => inc));
  }

  /** The tablet was cloned, the other branch came first: this one closes its inc and goes on as a new one (M4, F16). */
  async #becomeNew(session: Session): Promise<Failure | null> {
    const { profile } = session;
    const known = (await people.profiles(this.db)).find((found) => found.profile === profile.profile);
    if (known && people.present(known) !== session.inc) {
      session.profile = known; // another tab has done it already
      await session.reload();
      return null;
    }
    const slot = people.forkSlot(profile.profile);
    const waiting = await people.pending(this.db, slot);
    const pair = waiting ? await people.signingKey(this.db, waiting.inc) : await makeKey(this.ports);
    const { inc } = await publicHalf(this.ports, pair);
    if (waiting === null) await people.keepPending(this.db, { inc, grant: null }, pair, slot);
    const old = await people.signingKey(this.db, session.inc);
    const shown = profile.incs.find((entry) => entry.inc === session.inc)?.certificate ?? profile.grant.certificate;
    const answer = await enrolAfterFork(this.ports, shown, old, pair);
    if (answer.state !== "ok") return answer;
    session.profile = await people.succeed(this.db, profile, { inc, certificate: answer.grant.certificate });
    await session.reload();
    return null;
  }
}

function stateOf(failure: Failure): SendState {
  if (failure.state === "offline") return { state: "offline", code: failure.why };
  if (failure.code === "revoked") return { state: "revoked", code: "revoked" };
  return { state: failure.state, code: failure.code };
}
