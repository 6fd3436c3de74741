/**
 * A simulated tablet: one browser profile on fake IndexedDB, one or two tabs of the real app over it, and an observer that
 * reads the disk as the app would, to know which ops have been saved.
 */
import { IDBFactory } from "fake-indexeddb";
import { App } from "../app";
import type { Ports } from "../ports";
import type { Cipher } from "../store/cipher";
import { Database } from "../store/database";
import { Journal } from "../store/journal";
import { present, profiles, type Profile } from "../store/profiles";
import { Session } from "../store/session";
import { unlock } from "../store/vault";
import { copyDatabase } from "./disk";
import type { Fault, Network } from "./network";
import { clockOf, quickArgon, SeededLocks, seededSubtle, storedGzip } from "./ports";
import type { Random } from "./random";

export const PIN = "271828";

/** One tab of the app. */
export class Tab {
  #ended: () => void = () => undefined;
  #error: unknown = null;

  private constructor(
    readonly tablet: Tablet,
    public app: App,
  ) {}

  static async open(tablet: Tablet): Promise<Tab> {
    const ports = tablet.ports();
    const tab = new Tab(tablet, await App.start(ports));
    ports.locks = { hold: (name, run) => tablet.locks.hold(name, run), tryHold: (_, run) => tab.#run(run) };
    return tab;
  }

  /** The person of this tablet types the PIN. */
  async unlock(pin = PIN): Promise<void> {
    const profile = this.app.people[0]?.profile;
    if (profile === undefined) throw new Error("nobody is enrolled");
    await this.app.unlock(profile, pin);
  }

  get isOpen(): boolean {
    return this.app.stage === "open";
  }

  /** One run of the scheduler, from its lock to its rest. */
  async sync(): Promise<string> {
    const ended = new Promise<void>((resolve) => (this.#ended = resolve));
    this.#error = null;
    this.app.run();
    await ended;
    this.app.stop();
    await new Promise((resolve) => setImmediate(resolve)); // the scheduler sees that it is to stop
    if (this.#error !== null) throw this.#error;
    const { state, code } = this.app.line;
    return code === "" ? state : `${state} ${code}`;
  }

  async #run<T>(run: () => Promise<T>): Promise<T | null> {
    try {
      return await run();
    } catch (error) {
      this.#error = error;
      return null;
    } finally {
      this.#ended();
    }
  }
}

/** Inc → seq → tag of every op that was ever saved here. */
export type Saved = Map<string, Map<number, string>>;

export class Tablet {
  readonly locks = new SeededLocks();
  readonly tabs: Tab[] = [];
  saved: Saved = new Map();
  faults: Fault[] = [];
  /** done while the next request is on its way */
  during: (() => Promise<void>) | null = null;
  /** done while the next save is being sealed */
  sealing: (() => Promise<void>) | null = null;
  isAlive = true;
  /** ten wrong PINs: what is readable is gone */
  isForgotten = false;
  clock_offset_ms = 0;
  #cipher: Cipher | null = null;

  constructor(
    readonly name: string,
    readonly network: Network,
    readonly random: Random,
    readonly units: readonly string[] | null,
    readonly disk = new IDBFactory(),
  ) {}

  now = (): number => this.network.now() + this.clock_offset_ms;

  ports(): Ports {
    return {
      clock: clockOf(this.now),
      random: (length) => this.random.bytes(length),
      fetch: (url, init) => this.network.fetch(this, url, init),
      indexedDB: this.disk,
      locks: this.locks,
      subtle: seededSubtle(this.random),
      argon2id: quickArgon,
      gzip: async (raw) => {
        const sealing = this.sealing;
        this.sealing = null;
        await sealing?.();
        return storedGzip(raw);
      },
    };
  }

  /** The tab that somebody uses now. */
  get tab(): Tab {
    return this.random.pick(this.tabs);
  }

  async enrol(codes: () => Promise<string>): Promise<void> {
    const tab = await Tab.open(this);
    this.tabs.push(tab);
    for (let attempt = 0; (await tab.app.enrol(await codes())).state !== "ok"; attempt++) {
      if (attempt === 4) throw new Error("could not enrol");
    }
    await tab.app.setPin(PIN);
    await this.#learn();
  }

  /** The same person opens the app once more. */
  async openTab(): Promise<void> {
    const tab = await Tab.open(this);
    await tab.unlock();
    this.tabs.push(tab);
  }

  /** The browser died, or the tablet was switched off: all tabs are gone, one opens again on the same disk. */
  async reboot(): Promise<void> {
    await this.#closeAll();
    this.tabs.push(await Tab.open(this));
    if (!this.isForgotten) await this.tab.unlock();
    await this.observe();
  }

  /** Another tablet with the very same disk, keys and all. */
  async clone(name: string, random: Random): Promise<Tablet> {
    const clone = new Tablet(name, this.network, random, this.units, await copyDatabase(this.disk));
    clone.clock_offset_ms = this.clock_offset_ms;
    clone.saved = new Map([...this.saved].map(([inc, tags]) => [inc, new Map(tags)]));
    clone.tabs.push(await Tab.open(clone));
    await clone.tab.unlock();
    await clone.#learn();
    return clone;
  }

  async destroy(): Promise<void> {
    await this.#closeAll();
    this.isAlive = false;
  }

  /** Notes which ops have been saved since. Call it after whatever may have written. */
  async observe(): Promise<void> {
    const db = new Database(this.disk);
    for (const { inc } of (await this.#profile(db)).incs) {
      const tags = this.saved.get(inc) ?? new Map<number, string>();
      this.saved.set(inc, tags);
      for (const { seq, tag } of await this.#journal(db, inc).entries(Math.max(0, ...tags.keys()) + 1)) tags.set(seq, tag);
    }
    await db.close();
  }

  /** The state of the disk as a person who opens the tablet sees it, and the ops that are still here. */
  async read(): Promise<{ session: Session; journal: string[]; inc: string }> {
    const db = new Database(this.disk);
    const profile = await this.#profile(db);
    const session = await Session.open(this.ports(), db, this.#opened(), profile);
    const journal: string[] = [];
    for (const { inc } of profile.incs) {
      for (const { seq, tag } of await session.journal(inc).entries()) journal.push(`${inc}.${seq}.${tag}`);
    }
    await db.close();
    return { session, journal, inc: present(profile) };
  }

  async #learn(): Promise<void> {
    const db = new Database(this.disk);
    const found = await unlock(this.ports(), db, (await this.#profile(db)).profile, PIN);
    if (found.state === "open") this.#cipher = found.cipher;
    await db.close();
    await this.observe();
  }

  async #closeAll(): Promise<void> {
    for (const { app } of this.tabs.splice(0)) await app.db.close();
    this.faults = [];
    this.during = this.sealing = null;
  }

  #journal(db: Database, inc: string): Journal {
    return new Journal(this.ports(), db, this.#opened(), inc, "");
  }

  #opened(): Cipher {
    if (this.#cipher === null) throw new Error("not enrolled yet");
    return this.#cipher;
  }

  async #profile(db: Database): Promise<Profile> {
    const [found] = await profiles(db);
    if (found === undefined) throw new Error("no profile on the disk");
    return found;
  }
}
