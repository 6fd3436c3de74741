/**
 * The façade's part about ranking (T9): a ballot box is made, ballots are put in, voting ends, the box is opened, the result is
 * written. Until then nobody's marks stand anywhere but sealed; how many were cast is all that is told.
 */
import type { Value } from "./domain/op";
import { decode } from "./domain/opset";
import { seenOf } from "./domain/lifecycle";
import { isDeleted, valueOf } from "./domain/merge";
import type { Records, Values } from "./domain/ranking/rank";
import type { Record as Merged } from "./domain/record";
import type { Ports } from "./ports";
import { leaderKey, makeBox, OpenBox, sealMarks, type Marks } from "./store/box";
import { Unreadable } from "./store/cipher";
import type { Session } from "./store/session";

export type { Marks };

type Sets = Readonly<Record<string, Value>>;

/** What it needs of the app. */
export interface Host<Saved> {
  ports(): Ports;
  session(): Session;
  newId(): string;
  save(type: string, id: string | null, values: Sets): Promise<Saved>;
}

/** All that may be told before the closing. */
export interface Turnout {
  eligible: number | null;
  cast: number;
  invalid: number;
}

/** What was cast, in the clear: for `rank`. `late` records came after voting was over and are left out. */
export interface Cast {
  session: Values;
  ballots: Records;
  tallies: Records;
  late: number;
  /** the op set of what was taken: what `end` names where nothing came in between */
  seen: string;
}

/** The box of a session was locked by another tablet. */
export class NotTheLeader extends Error {}

export class Voting<Saved> {
  constructor(readonly host: Host<Saved>) {}

  /** Begin a session with `values`: from now on ballots can be put in. */
  async begin(values: Sets): Promise<Saved> {
    const { host } = this;
    const id = host.newId();
    const { cipher, profile } = host.session();
    return host.save("ranking_session", id, { ...values, ...(await makeBox(host.ports(), cipher, profile.grant.sealing_key, id)) });
  }

  /** Put a ballot in. `length`: of the longest that the session can have. */
  async put(session: string, marks: Marks, length: number): Promise<Saved> {
    const id = this.host.newId();
    const lock = String(this.#value(session, "lock"));
    return this.host.save("ballot", id, { ...this.#place(session), sealed: await sealMarks(this.host.ports(), lock, id, marks, length) });
  }

  /** A paper that says nothing that could be counted. */
  spoiled(session: string): Promise<Saved> {
    return this.host.save("ballot", null, { ...this.#place(session), invalid: true });
  }

  /** Whether this tablet can open the box. */
  async isLeader(session: string): Promise<boolean> {
    return (await this.#key(session)) !== null;
  }

  turnout(session: string): Turnout {
    const { ballots, tallies } = this.#cast(session);
    const declared = ballots.filter((ballot) => valueOf(ballot, "invalid") === true).length;
    const counted = (key: string): number => tallies.reduce((sum, tally) => sum + Number(valueOf(tally, `counts/${key}`) ?? 0), 0);
    const eligible = this.#value(session, "eligible");
    return { eligible: typeof eligible === "number" ? eligible : null, cast: ballots.length + counted("_cast"), invalid: declared + counted("_invalid") };
  }

  /** Voting is over: what is here now is counted, what comes later is not. Nothing is told by this. */
  end(session: string): Promise<Saved> {
    const { ballots, tallies } = this.#cast(session);
    return this.host.save("ranking_session", session, { counted: seenOf([...ballots, ...tallies]) });
  }

  /** Take the votes out of the box. Rejects with `NotTheLeader` while the session is open and another tablet leads it. */
  async open(session: string): Promise<Cast> {
    const [values, lock] = [this.#record(session).values, this.#value(session, "lock")];
    const { ballots, tallies, late } = this.#cast(session);
    const seen = seenOf([...ballots, ...tallies]);
    const read = new Map<string, Values>(ballots.map((ballot) => [ballot.id, valuesOf(ballot)]));
    if (typeof lock === "string") {
      const key = await this.#key(session);
      if (key === null) throw new NotTheLeader(session);
      const box = await OpenBox.with(this.host.ports().subtle, key, lock);
      await Promise.all([...read].map(async ([id, said]) => read.set(id, await opened(box, id, said))));
    }
    return { session: values, ballots: read, tallies: new Map(tallies.map((tally) => [tally.id, valuesOf(tally)])), late, seen };
  }

  /** Write what the session came to, its key among it: from now on everybody can count again, and nobody change it. */
  async close(session: string, result: Sets): Promise<Saved> {
    const key = await this.#key(session);
    const { ballots, tallies } = this.#cast(session);
    const counted = seenOf([...ballots, ...tallies, this.#record(session).record]); // who asks the server for more is late
    return this.host.save("ranking_session", session, { ...result, counted, ...(key !== null && { key }) });
  }

  async #key(session: string): Promise<string | null> {
    const [said, kept] = [this.#value(session, "key"), this.#value(session, "leader_key")];
    if (typeof said === "string") return said;
    if (typeof kept !== "string") return null;
    return leaderKey(this.host.session().cipher, session, kept).catch((error: unknown) => {
      if (error instanceof Unreadable) return null;
      throw error;
    });
  }

  #record(id: string): { record: Merged; values: Values } {
    const record = this.host.session().fold.view(id);
    if (record === undefined) throw new Error("no such session");
    return { record, values: valuesOf(record) };
  }

  #value(session: string, path: string): Value {
    return this.#record(session).values.get(path) ?? null;
  }

  #place(session: string): Sets {
    return { unit: this.#value(session, "unit"), hearing: this.#value(session, "hearing"), session };
  }

  /** What names the session and belongs to what is counted; how many records came too late. */
  #cast(session: string): { ballots: Merged[]; tallies: Merged[]; late: number } {
    const { fold } = this.host.session();
    const said = this.#value(session, "counted");
    const counted = typeof said === "string" ? decode(said) : null;
    const all = ["ballot", "tally"].map((type) =>
      [...fold.ofType(type, [session])].filter((record) => valueOf(record, "session") === session && !isDeleted(record)),
    );
    const [ballots = [], tallies = []] = all.map((records) => records.filter((record) => isCounted(record, counted)));
    return { ballots, tallies, late: all.flat().length - ballots.length - tallies.length };
  }
}

/** Whether all that a record says had been said when voting ended. */
function isCounted(record: Merged, counted: ReadonlySet<string> | null): boolean {
  return counted === null || [...record.live.values()].every((live) => [...live.keys()].every((id) => counted.has(id)));
}

function valuesOf(record: Merged): Values {
  return new Map([...record.live.keys()].map((path) => [path, valueOf(record, path)]));
}

async function opened(box: OpenBox, id: string, said: Values): Promise<Values> {
  const text = said.get("sealed");
  if (typeof text !== "string") return said;
  const marks = await box.marks(id, text);
  return new Map<string, Value>([...said, ...(marks ? Object.entries(marks).map(([key, mark]) => [`marks/${key}`, mark] as const) : [["invalid", true] as const])]);
}
