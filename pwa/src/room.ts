/**
 * The façade's part about rooms (T8, T16): a hearing's code, giving what this tablet has of it, taking what another gives, and
 * carrying to the server what nobody here can read.
 */
import { frames, fromText, nameOf, toText, BadBundle, type BundleFault } from "./domain/bundle";
import { joinText, makeRoomCode, readJoin, shownRoomCode } from "./domain/room";
import { give, opsToGive, take, type NotTaken, type Taken } from "./exchange/room";
import type { Bytes, Ports } from "./ports";
import type { Parcel, Room } from "./store/heard";
import type { Session } from "./store/session";

export type { NotTaken, Parcel, Room, Taken };

/** Bundles in their coats: `text` for a file, `shown` for a screen, each bundle frame by frame. */
export interface Gift {
  ops: number;
  text: string;
  shown: string[][];
  file: string;
}

/** What came of something that was scanned, opened or pasted: of each bundle in it. */
export type TakenAll = { state: "taken"; found: Taken } | { state: NotTaken; sealed: readonly Uint8Array[] };

interface Host {
  ports: Ports;
  session(): Session;
  changed(): Promise<void>;
  send(): void;
}

export class RoomDesk {
  constructor(readonly host: Host) {}

  /** The rooms that the person is in. */
  get rooms(): readonly Room[] {
    return this.host.session().heard.rooms;
  }

  /** The room of a hearing; null where no tablet was connected to it. */
  of(hearing: string): Room | null {
    return this.host.session().heard.roomOf(hearing) ?? null;
  }

  /** What the leader's screen shows: the text of the QR code, and the code as a person reads it out. */
  joining(room: Room): { qr: string; code: string } {
    return { qr: joinText({ code: room.code, hearing: room.hearing ?? "", name: room.name }), code: shownRoomCode(room.code) };
  }

  /** Make the hearing's code, or give the one that it has. */
  async open(hearing: string, name: string): Promise<Room> {
    const { ports } = this.host;
    const room: Room = this.of(hearing) ?? {
      code: makeRoomCode(ports.random(32)), hearing, name, joined_at: ports.clock.now(), is_own: true, given_at: null, taken_at: null,
    };
    await this.#keep(room);
    return room;
  }

  /** Join with what was scanned or typed; null where it is no join code. */
  async join(said: string): Promise<Room | null> {
    const found = readJoin(said);
    if (found === null) return null;
    const known = this.rooms.find(({ code }) => code === found.code);
    const room: Room = known ?? {
      ...found, joined_at: this.host.ports.clock.now(), is_own: false, given_at: null, taken_at: null,
    };
    await this.#keep({ ...room, hearing: room.hearing ?? found.hearing, name: room.name || found.name });
    return room;
  }

  /** How many ops would be given: one's own, and those heard from others. */
  toGive(hearing: string): Promise<{ own: number; heard: number }> {
    return opsToGive(this.host.session(), hearing);
  }

  /** Everything that this tablet has of the hearing; null where it has nothing that a server may lack. */
  async give(hearing: string): Promise<Gift | null> {
    const { ports } = this.host;
    const session = this.host.session();
    const room = this.of(hearing);
    if (room === null) return null;
    const { own, heard } = await opsToGive(session, hearing);
    const sealed = await give(ports, session, { ...room, hearing });
    if (sealed.length === 0) return null;
    await this.#keep({ ...room, given_at: ports.clock.now() });
    const [first] = sealed;
    const file = `yavuul-${session.inc.slice(0, 4)}-${nameOf(first ?? new Uint8Array()).slice(0, 6).replaceAll(/[-_]/g, "x")}.txt`;
    return { ops: own + heard, text: toText(sealed), shown: sealed.map(frames), file };
  }

  /** Take a file's or a pasted text. */
  async takeText(text: string): Promise<TakenAll> {
    try {
      return await this.takeSealed(fromText(text));
    } catch (error) {
      if (error instanceof BadBundle) return { state: error.code satisfies BundleFault, sealed: [] };
      throw error;
    }
  }

  /** Take sealed bundles one after the other; the first that is refused ends it, what was taken before stays. */
  async takeSealed(bundles: readonly Uint8Array[]): Promise<TakenAll> {
    const { ports } = this.host;
    let sum: Taken | null = null;
    for (const sealed of bundles) {
      const found = await take(ports, this.host.session(), sealed);
      if (typeof found === "string") return { state: found, sealed: bundles };
      sum = sum === null ? found : added(sum, found);
    }
    if (sum === null) return { state: "no-bundle", sealed: [] };
    await this.#told();
    return { state: "taken", found: sum };
  }

  /** Keep bundles that nobody here can read, and bring them to the server with the next sync. */
  async carry(bundles: readonly Uint8Array[]): Promise<void> {
    const now = this.host.ports.clock.now();
    for (const sealed of bundles) await this.host.session().heard.carry(nameOf(sealed), new Uint8Array(sealed) satisfies Bytes, now);
    await this.#told();
  }

  /** What is carried, and what became of it. */
  get parcels(): readonly Parcel[] {
    return this.host.session().heard.parcels;
  }

  /** The authors who were heard here and whose words are still on their way: ops by name. */
  heardOf(hearing: string): { inc: string; name: string; ops: number }[] {
    const found = new Map<string, { inc: string; name: string; ops: number }>();
    for (const { hearing: of_it, author, body } of this.host.session().heard.runs.values()) {
      if (of_it !== hearing) continue;
      const { inc } = body.header;
      found.set(inc, { inc, name: author, ops: (found.get(inc)?.ops ?? 0) + body.ops.length });
    }
    return [...found.values()];
  }

  async #keep(room: Room): Promise<void> {
    await this.host.session().heard.keep([], room);
    await this.#told();
  }

  async #told(): Promise<void> {
    this.host.ports.tabs?.tell();
    await this.host.changed();
    this.host.send();
  }
}

function added(a: Taken, b: Taken): Taken {
  return {
    hearing: a.hearing, ops: a.ops + b.ops, records: a.records + b.records, known: a.known + b.known, lent: a.lent + b.lent,
    from: [...new Set([...a.from, ...b.from])], refused: [...a.refused, ...b.refused],
  };
}
