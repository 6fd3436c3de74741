/** What all events of a schedule share: chance, time, the line, the tablets, and the records that anybody has made. */
import { Network, FAULTS } from "./network";
import type { Pipe } from "./pipe";
import type { Random } from "./random";
import { Tablet } from "./tablet";

/** A record that somebody on a tablet has made. */
export interface Made {
  type: string;
  id: string;
  unit: string;
  /** null where records of the type are no part of a hearing */
  hearing: string | null;
}

/** How a schedule begins (server/simulation/worker.py). */
export interface Order {
  seed: number;
  tablets: number;
  days: number;
  units: string[];
  now: number;
}

const YEARS_12_MS = 12 * 365 * 24 * 3600 * 1000;

export class World {
  now_ms: number;
  readonly network: Network;
  readonly tablets: Tablet[] = [];
  readonly made: Made[] = [];
  /** what has been done, for the person who looks for the reason */
  readonly trail: string[] = [];
  /** what should not have happened at all */
  readonly faults: string[] = [];

  constructor(
    readonly pipe: Pipe,
    readonly order: Order,
    readonly random: Random,
  ) {
    this.now_ms = order.now;
    this.network = new Network(pipe, random.fork("network"), () => this.now_ms);
  }

  /** The tablets that still exist. */
  get living(): Tablet[] {
    return this.tablets.filter(({ isAlive }) => isAlive);
  }

  /** The tablets at which a person is at work. */
  get open(): Tablet[] {
    return this.living.filter(({ tabs }) => tabs.every(({ isOpen }) => isOpen));
  }

  ask<T>(what: string, more: Record<string, unknown> = {}): Promise<T> {
    return this.pipe.ask<T>({ do: what, now: this.now_ms, ...more });
  }

  /** A new tablet for one bagh or both, whose clock is as it is. */
  async enrol(): Promise<Tablet> {
    const { random } = this;
    const name = `t${this.tablets.length + 1}`;
    const units = random.pick([null, this.order.units, this.order.units.slice(0, 1)]);
    const tablet = new Tablet(name, this.network, random.fork(name), units);
    tablet.clock_offset_ms = this.clockError();
    await tablet.enrol(async () => {
      if (random.chance(0.1)) tablet.faults.push("answer-lost");
      return (await this.ask<{ code: string }>("code", { units, role: "facilitator" })).code;
    });
    this.tablets.push(tablet);
    return tablet;
  }

  clockError(): number {
    const { random } = this;
    if (random.chance(0.5)) return 0;
    return random.chance(0.5) ? random.below(7_200_000) - 3_600_000 : random.below(2 * YEARS_12_MS) - YEARS_12_MS;
  }

  /** Faults for the next requests of `tablet`; often none. */
  planFaults(tablet: Tablet): string {
    tablet.faults = [];
    while (this.random.chance(0.35) && tablet.faults.length < 3) tablet.faults.push(this.random.weighed(FAULTS));
    return tablet.faults.join(",");
  }
}
