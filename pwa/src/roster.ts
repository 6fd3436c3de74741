/**
 * The people of one tablet beside their records: how many guesses each has, another PIN, what of each is still only here, and
 * leaving. All of it but the change of a PIN is known while everybody is locked.
 */
import type { Ports } from "./ports";
import type { Database } from "./store/database";
import { depart, kept, type Kept } from "./store/departure";
import { farewells, forget, type Farewell } from "./store/farewell";
import type { Profile } from "./store/profiles";
import { changePin, guesses } from "./store/vault";

export type { Kept } from "./store/departure";

export class Roster {
  /** whom the office had wiped off this tablet, until somebody has read it */
  wiped: readonly Farewell[] = [];

  constructor(
    readonly ports: Ports,
    readonly db: Database,
    readonly profiles: () => readonly Profile[],
    readonly reread: () => Promise<void>,
  ) {}

  /** How many guesses a person has, and how long he must wait for the next. */
  guesses(profile: string): Promise<{ wait_s: number; left: number; dropped: boolean }> {
    return guesses(this.ports, this.db, profile);
  }

  /** Another PIN; wrong guesses count as they do at the door. */
  async changePin(profile: string, pin: string, next: string): Promise<"open" | "dropped" | { wait_s: number } | { left: number }> {
    const result = await changePin(this.ports, this.db, profile, pin, next);
    if (result.state === "wait") return { wait_s: result.wait_s };
    return result.state === "wrong" ? { left: result.left } : result.state;
  }

  /** What of a person is still only on this tablet. */
  kept(profile: string): Promise<Kept> {
    return kept(this.db, this.#of(profile));
  }

  /** Take a person off this tablet; false where something of his is not safe yet, and then nothing has changed. Lock him first. */
  async remove(profile: string): Promise<boolean> {
    const gone = this.#of(profile);
    const is_gone = await this.ports.locks.hold("sync", () => depart(this.db, gone)); // never under a round
    await this.reread();
    return is_gone;
  }

  async look(): Promise<void> {
    this.wiped = await farewells(this.db);
  }

  async readWiped(): Promise<void> {
    await forget(this.db);
    await this.reread();
  }

  #of(profile: string): Profile {
    const found = this.profiles().find((known) => known.profile === profile);
    if (found === undefined) throw new Error("nobody of that name is on this tablet");
    return found;
  }
}
