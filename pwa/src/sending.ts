/**
 * The façade's part about sending: what is how far, by hearing; when one may leave; taking a hearing off the tablet and fetching
 * it again; the second copy; what the server did not take, and the ways out.
 */
import { covers, union, type Span } from "./domain/chain";
import type { Value } from "./domain/op";
import { receiptsOf } from "./domain/overlay";
import { copyOf, unsentOf, type Copy } from "./exchange/copy";
import { accepted } from "./exchange/witness";
import type { Media, MediaCounts } from "./media";
import type { Ports } from "./ports";
import type { Database } from "./store/database";
import type { Profile } from "./store/profiles";
import { bringBack, hearingsOf, mentioning, NotSafeYet, putAway, safetyOf, type PutAway, type Safety } from "./store/put_away";
import { acceptNote } from "./store/receipts";
import type { Session } from "./store/session";
import { standingOf, type Standing } from "./store/standing";

export { NotSafeYet, type PutAway, type Safety };

/** Op counts of the person at work: still only here, arrived, safe; and those that need a person. */
export interface Counts {
  on_tablet: number;
  arrived: number;
  safe: number;
  attention: number;
  /** of their lines, without what packing saves */
  bytes_left: number;
}

export const NO_COUNTS: Counts = { on_tablet: 0, arrived: 0, safe: 0, attention: 0, bytes_left: 0 };

/** Of what the session knows; nothing is read. */
export function countsOf(session: Session): Counts {
  const counts: Counts = { ...NO_COUNTS, attention: session.attention.length };
  for (const { inc } of session.profile.incs) {
    const { arrived, safe } = receiptsOf(session.fold.overlay, inc);
    const waiting = session.known(inc).filter(({ entry }) => !covers(arrived, entry.seq));
    counts.on_tablet += waiting.length;
    for (const { entry } of waiting) counts.bytes_left += entry.line.length + (entry.personal?.length ?? 0) + 2;
    counts.safe += lengthOf(union(safe, []));
    counts.arrived += lengthOf(union(arrived, safe)) - lengthOf(union(safe, []));
  }
  return counts;
}

/** An op that the server did not take as it stood. */
export interface Attention {
  id: string;
  op: string;
  type: string;
  /** what the person wrote, path by path */
  values: [path: string, value: Value][];
  code: string;
  state: string;
}

export function attentionOf(session: Session): Attention[] {
  return session.attention.map((note) => {
    const op = session.written(note);
    const said = op ? [...op.sets, ...op.personal] : [];
    const values = said.map(([path, { value }]): [string, Value] => [path, value]);
    return { id: note.record, op: note.op, type: note.type, values, code: note.code, state: note.state };
  });
}

/** Own records of one type: how many stand where. */
export type ByStanding = Readonly<Record<Standing, number>>;

/** What the person has written of one hearing (null: of none), by record type; and its files on this tablet. */
export interface Work {
  hearing: string | null;
  types: Map<string, ByStanding>;
  media: MediaCounts;
}

/** A hearing as one asks whether it may go. */
export interface Going extends Safety {
  media: MediaCounts;
  /** records and files: only then may it be taken off (I5) */
  may_go: boolean;
}

interface Host {
  session(): Session;
  profiles(): readonly Profile[];
  readonly media: Media;
  readonly ports: Ports;
  readonly db: Database;
  /** the store was changed: say it everywhere */
  changed(): Promise<void>;
  send(): void;
}

export class Sending {
  constructor(readonly host: Host) {}

  /** Everything that the person has written and that is still known here, hearing by hearing. */
  works(): Work[] {
    const session = this.host.session();
    const works = new Map<string | null, Map<string, Record<Standing, number>>>();
    for (const record of mentioning(session, session.profile.incs.map(({ inc }) => inc))) {
      const standing = standingOf(session, record.id);
      if (standing === null) continue;
      const [hearing = null] = hearingsOf(session, record);
      const types = works.get(hearing) ?? new Map<string, Record<Standing, number>>();
      const counts = types.get(record.type) ?? { tablet: 0, arrived: 0, safe: 0, attention: 0 };
      counts[standing] += 1;
      works.set(hearing, types.set(record.type, counts));
    }
    for (const hearing of this.host.media.hearings) if (!works.has(hearing)) works.set(hearing, new Map());
    return [...works].map(([hearing, types]) => ({ hearing, types, media: this.host.media.countsOf(hearing) }));
  }

  /** Whether a hearing may be taken off the tablet, and what is in the way. */
  going(hearing: string): Going {
    const safety = safetyOf(this.host.session(), hearing);
    const media = this.host.media.countsOf(hearing);
    return { ...safety, media, may_go: safety.is_safe && this.host.media.isSafe(hearing) };
  }

  /** Take a hearing off, called `name`. `NotSafeYet` where the server has not said that all of it is safe (I5). */
  async wipe(hearing: string, name: string): Promise<void> {
    const { host } = this;
    if (!this.going(hearing).may_go) throw new NotSafeYet(hearing);
    await putAway(host.session(), hearing, name);
    await host.media.forget(hearing);
    await host.changed();
  }

  /** The hearings that were taken off. */
  async away(): Promise<readonly PutAway[]> {
    return (await this.host.session().feed()).feed.put_away ?? [];
  }

  /** Fetch a hearing again that was taken off. */
  async fetch(hearing: string): Promise<void> {
    await bringBack(this.host.session(), hearing);
    await this.host.changed();
    this.host.send();
  }

  /** After a kill between rows and files: the files of hearings that were taken off go too. */
  async tidy(): Promise<void> {
    for (const { id } of await this.away()) await this.host.media.forget(id);
  }

  /** Ops of the other people of this tablet that have not arrived; they go up sealed while the line is there. */
  async othersUnsent(): Promise<number> {
    const mine = this.host.session().profile.profile;
    let ops = 0;
    for (const profile of this.host.profiles()) if (profile.profile !== mine) ops += await unsentOf(this.host.db, profile);
    return ops;
  }

  /** Everybody's ops that are not safe, sealed; null where all are. */
  copy(): Promise<Copy | null> {
    return copyOf(this.host.ports, this.host.db, this.host.profiles());
  }

  /** The person has told what this tablet saw of the log and does not see any more (exchange/witness.ts). */
  async toldOfLog(): Promise<void> {
    await this.host.session().note((feed) => ({ ...feed, witness: accepted(feed.witness) }));
    await this.host.changed();
  }

  /** The person has seen that an op was not taken, and lets it be. It stays with the office, and here until it is safe (I4, I5). */
  async accept(op: string): Promise<void> {
    const session = this.host.session();
    for (const { inc } of session.profile.incs) {
      const notes = await acceptNote(session.db, inc, op);
      if (notes !== null) session.notes.set(inc, notes);
    }
    await session.letGo();
    await this.host.changed();
  }
}

function lengthOf(spans: readonly Span[]): number {
  return spans.reduce((sum, [first, last]) => sum + last - first + 1, 0);
}
