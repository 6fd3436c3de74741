/** Bundles in a room: what is taken, what is believed, what is refused in words, and what becomes of it at the server. */
import { describe, expect, it } from "vitest";
import { write as writeBundle } from "../domain/bundle";
import { valueOf } from "../domain/merge";
import { encode } from "../domain/record";
import { requestBody, signedBytes } from "../domain/wire";
import { utf8 } from "../store/bytes";
import { Deployment, enter, given, hearingRecord, newRoom, NOW, taken } from "../testing/room";
import { newId, reopen, save, sealingPair, sync, UNIT, type Tablet } from "../testing/tablet";
import { signingKey } from "../store/profiles";
import { signRaw } from "./enrol";
import { hearingKey, seal } from "./envelope";
import { lend } from "./lend";
import { relay } from "./relay";
import { sealAll, type Taken } from "./room";

async function hall(...names: string[]) {
  const deployment = new Deployment();
  const tablets = await Promise.all(names.map((name) => deployment.tablet({ name })));
  const room = newRoom();
  for (const tablet of tablets) await enter(tablet, room);
  return { deployment, tablets: tablets as [Tablet, Tablet, Tablet], room, hearing: room.hearing ?? "" };
}
const title = (tablet: Tablet, id: string) => {
  const record = tablet.session.fold.view(id);
  return record && valueOf(record, "title");
};
const row = (tablet: Tablet, id: string) => {
  const record = tablet.session.fold.view(id);
  return record && encode(record);
};
const propose = async (tablet: Tablet, hearing: string, said: string, id = newId()) => {
  await save(tablet, "proposal", id, { unit: UNIT, hearing, title: said });
  return id;
};

describe("giving and taking", () => {
  it("brings the hearing, its proposals and people to another tablet, where they survive a reload", async () => {
    const { tablets: [bold, tuya], room, hearing } = await hall("Б.Болд", "Ө.Туяа");
    await save(bold, "hearing", hearing, hearingRecord);
    const well = await propose(bold, hearing, "Гар худаг гаргах");
    const person = newId();
    await save(bold, "person", person, { unit: UNIT, given_name: "Дорж" });
    const [found] = await taken(tuya, await given(bold, room));
    expect(found).toMatchObject({ hearing, ops: 3, records: 3, known: 0, from: ["Б.Болд"], refused: [] });
    const again = await reopen(tuya);
    expect([title(again, hearing), title(again, well), row(again, person)]).toEqual([hearingRecord.title, "Гар худаг гаргах", row(bold, person)]);
  });

  it("taken twice it is once, and older than what is known changes nothing (I1)", async () => {
    const { tablets: [bold, tuya], room, hearing } = await hall("Б.Болд", "Ө.Туяа");
    const id = await propose(bold, hearing, "Худаг");
    const early = await given(bold, room);
    await save(bold, "proposal", id, { title: "Гар худаг" });
    const late = await given(bold, room);
    await taken(tuya, late);
    const before = row(tuya, id);
    for (const bundles of [late, early, late]) expect(await taken(tuya, bundles)).toMatchObject([{ ops: 0, records: 0 }]);
    expect(row(tuya, id)).toEqual(before);
    expect(tuya.session.heard.runs.size).toBe(1);
  });

  it("what was heard goes on to the next, as its author signed it (M20), and back to him as nothing new", async () => {
    const { tablets: [bold, tuya, dorj], room, hearing } = await hall("Б.Болд", "Ө.Туяа", "Л.Дорж");
    const id = await propose(bold, hearing, "Худаг");
    await taken(tuya, await given(bold, room));
    await save(tuya, "proposal", id, { title: "Гар худаг" });
    expect(await taken(dorj, await given(tuya, room))).toMatchObject([{ ops: 2, from: expect.arrayContaining(["Б.Болд", "Ө.Туяа"]) as unknown }]);
    expect(title(dorj, id)).toBe("Гар худаг");
    expect(await taken(bold, await given(dorj, room))).toMatchObject([{ ops: 1, from: ["Ө.Туяа"] }]);
    expect([row(bold, id), row(tuya, id)]).toEqual([row(dorj, id), row(dorj, id)]);
  });

  it("leaves out another hearing of the same person, whose lines stand between", async () => {
    const { tablets: [bold, tuya], room, hearing } = await hall("Б.Болд", "Ө.Туяа");
    const first = await propose(bold, hearing, "Худаг");
    const secret = await propose(bold, newId(), "Өөр багийн санал");
    const third = await propose(bold, hearing, "Гүүр");
    expect(await taken(tuya, await given(bold, room))).toMatchObject([{ ops: 2, records: 2 }]);
    expect([title(tuya, first), title(tuya, secret), title(tuya, third)]).toEqual(["Худаг", undefined, "Гүүр"]);
  });

  it("with the typed code alone the hearing is learnt from the first bundle", async () => {
    const { deployment, tablets: [bold], room, hearing } = await hall("Б.Болд");
    await propose(bold, hearing, "Худаг");
    const late = await deployment.tablet({ name: "Л.Дорж" });
    await enter(late, { ...room, hearing: null, name: "" });
    expect(await taken(late, await given(bold, room))).toMatchObject([{ hearing, ops: 1 }]);
    expect((await reopen(late)).session.heard.roomOf(hearing)).toMatchObject({ hearing, name: "Рашаант баг" });
  });

  it("more than one bundle holds is given in several", async () => {
    const { tablets: [bold, tuya], room, hearing } = await hall("Б.Болд", "Ө.Туяа");
    const noise = () => [...crypto.getRandomValues(new Uint8Array(4_500))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    const ids: string[] = [];
    for (let number = 0; number < 48; number++) {
      ids.push(newId());
      await save(bold, "proposal", ids[number] ?? "", { unit: UNIT, hearing, title: `Санал ${number}`, body: noise() });
    }
    const bundles = await given(bold, room);
    expect(bundles.length).toBeGreaterThan(1);
    for (const found of await taken(tuya, bundles.reverse())) expect(found).toMatchObject({ refused: [] });
    expect(ids.map((id) => row(tuya, id))).toEqual(ids.map((id) => row(bold, id)));
  });
});

describe("lending", () => {
  it("who leads lends what came from the server; another sees the hearing, keeps it, and gives way to the server's word", async () => {
    const { deployment, tablets: [bold], room, hearing } = await hall("Б.Болд");
    const own = { ...room, is_own: true };
    await enter(bold, own);
    await save(bold, "hearing", hearing, hearingRecord);
    const person = newId();
    await save(bold, "person", person, { unit: UNIT, given_name: "Дорж" });
    const well = newId();
    await save(bold, "proposal", well, { unit: UNIT, hearing, title: "Худаг", proposer: person });
    await save(bold, "tracking_code", newId(), { unit: UNIT, proposal: well, code: "A1B0C3E1H0K3X" });
    await sync(bold);
    deployment.server.makeSafe(bold.session.inc, 4);
    await sync(bold);
    expect(await bold.session.offered(bold.session.inc)).toEqual([]); // nothing is left but rows
    const guest = await deployment.tablet({ name: "Б.Зочин" });
    await enter(guest, room);
    expect(await taken(guest, await given(bold, own))).toMatchObject([{ ops: 0, lent: 3, refused: [] }]);
    expect(await taken(guest, await given(bold, own))).toMatchObject([{ ops: 0, lent: 0 }]);
    const again = await reopen(guest);
    expect([title(again, hearing), row(again, person)]).toEqual([hearingRecord.title, row(bold, person)]);
    expect([...again.session.fold.ofType("proposal", [hearing])].map(({ id }) => id)).toEqual([well]);
    expect([...again.session.fold.ofType("tracking_code")]).toEqual([]);
    await save(again, "proposal", well, { title: "Гар худаг" }); // he names the value that he saw: no collision
    await enter(bold, room);
    await taken(bold, await given(again, room));
    expect([title(bold, well), row(bold, well)]).toEqual(["Гар худаг", row(again, well)]);
    await sync(again);
    expect(row(again, well)).toEqual(row(bold, well));
    expect(again.session.baseRows("aaaaaa").map(({ id }) => id).sort()).toEqual([...deployment.server.records.keys()].sort());
  });

  it("rows that nobody of ours signed, or that were altered, are not lent", async () => {
    const { tablets: [bold, tuya], room, hearing } = await hall("Б.Болд", "Ө.Туяа");
    await save(bold, "hearing", hearing, hearingRecord);
    await sync(bold);
    const section = await lend(bold.ports, bold.session, hearing);
    const said = new TextDecoder().decode(section ?? undefined);
    for (const bad of [said.replace("Рашаант", "Бугат"), said.replace(/"sig":"../, '"sig":"AA'), said.replace(/\n.*/s, ""), said.replace('"rows"', '"later"')]) {
      expect(await taken(tuya, await sealAll(bold.ports, bold.session, { ...room, hearing }, [utf8(bad)]))).toMatchObject([{ lent: 0 }]);
    }
    expect(tuya.session.fold.view(hearing)).toBeUndefined();
  });
});

describe("what is not believed", () => {
  it("whose certificate is over, forged, of another organisation, or whose words were altered, is refused by name", async () => {
    const { deployment, tablets: [bold, tuya], room, hearing } = await hall("Б.Болд", "Ө.Туяа");
    const sent = async (tablet: Tablet): Promise<Taken> => {
      await enter(tablet, room);
      await propose(tablet, hearing, "Худаг");
      return (await taken(tuya, await given(tablet, room)))[0] as Taken;
    };
    const over = await deployment.tablet({ name: "Хуучин", not_after: NOW - 1 });
    const stranger = await deployment.tablet({ name: "Өөр сум", tenant: "other" });
    const other = await new Deployment().tablet({ name: "Хуурамч" });
    other.session.profile.grant.sealing_key = bold.session.profile.grant.sealing_key;
    expect((await sent(over)).refused).toEqual([{ name: "", why: "over" }]);
    expect((await sent(stranger)).refused).toEqual([{ name: "", why: "stranger" }]);
    expect((await sent(other)).refused).toEqual([{ name: "", why: "forged" }]);
    expect(tuya.session.heard.runs.size).toBe(0);
    bold.session.profile = { ...bold.session.profile, incs: [{ ...bold.session.profile.incs[0]!, certificate: stranger.session.profile.grant.certificate }] };
    expect((await sent(bold)).refused).toEqual([{ name: "", why: "stranger" }]);
  });

  it("a run that borrows another's certificate, or that was changed after signing, is forged; the others are taken", async () => {
    const { tablets: [bold, tuya, dorj], room, hearing } = await hall("Б.Болд", "Ө.Туяа", "Л.Дорж");
    await propose(bold, hearing, "Худаг");
    await propose(dorj, hearing, "Гүүр");
    await taken(dorj, await given(bold, room));
    const [heard] = [...dorj.session.heard.runs.values()];
    const altered = utf8(new TextDecoder().decode(heard?.bytes).replace("Худаг", "Будаг"));
    const { inc } = dorj.session;
    const [mine] = await dorj.session.offered(inc);
    const header = { catalogue: 1, inc, certificate: bold.session.profile.grant.certificate, first_seq: 1 };
    const sig = await signRaw(dorj.ports, await signingKey(dorj.db, inc), signedBytes(header, mine?.entry.hash ?? null));
    const borrowed = new Uint8Array(requestBody(header, sig, [mine!.entry]));
    const torn = utf8('{"catalogue":1,"inc":"x"}\n{"type":"proposal"}');
    const good = heard?.bytes ?? new Uint8Array();
    const bundles = await sealAll(dorj.ports, dorj.session, { ...room, hearing }, [altered, borrowed, torn, good]);
    expect(await taken(tuya, bundles)).toMatchObject([{ ops: 1, refused: [{ why: "forged" }, { name: "Б.Болд", why: "forged" }, { why: "bad-run" }] }]);
  });

  it("what an author may not say stands aside here as it will at the server (M9)", async () => {
    const { deployment, tablets: [bold, tuya], room, hearing } = await hall("Б.Болд", "Ө.Туяа");
    const id = await propose(bold, hearing, "Худаг");
    await taken(tuya, await given(bold, room));
    const clerk = await deployment.tablet({ name: "Бүртгэгч", role: "check_in_clerk" });
    clerk.session.profile.grant.role = "facilitator"; // his app was changed; his certificate was not
    await enter(clerk, room);
    await taken(clerk, await given(bold, room));
    await save(clerk, "proposal", id, { title: "Худаг биш" });
    expect(await taken(tuya, await given(clerk, room))).toMatchObject([{ ops: 1 }]);
    expect(title(tuya, id)).toBe("Худаг");
  });

  it("torn, foreign, for another room, about another hearing: said so, nothing changed", async () => {
    const { tablets: [bold, tuya], room, hearing } = await hall("Б.Болд", "Ө.Туяа");
    await propose(bold, hearing, "Худаг");
    const [sealed = new Uint8Array()] = await given(bold, room);
    const stranger = await seal(bold.ports, utf8("x"), (await sealingPair()).sealing_key, await hearingKey(bold.ports, room.code));
    const other = newRoom(hearing);
    const [closed = new Uint8Array()] = await sealAll(bold.ports, bold.session, { ...other, hearing }, [utf8("x")]);
    const lie = await seal(bold.ports, new Uint8Array(writeBundle(newId(), "", [])), bold.session.profile.grant.sealing_key, await hearingKey(bold.ports, room.code));
    const flipped = sealed.map((byte, at) => (at === sealed.length - 1 ? byte ^ 1 : byte));
    expect(await taken(tuya, [flipped, sealed.slice(0, 40), stranger!, closed, lie!, utf8("PK"), utf8("YVB7")])).toEqual([
      "torn", "torn", "foreign", "closed", "other-hearing", "no-bundle", "newer",
    ]);
    expect(tuya.session.heard.runs.size).toBe(0);
  });

  it("the clock as the server corrected it judges a certificate, not the tablet's own (I10)", async () => {
    const { deployment, tablets: [bold, tuya], room, hearing } = await hall("Б.Болд", "Ө.Туяа");
    await propose(bold, hearing, "Худаг");
    tuya.ports.clock.at = NOW + 10e9; // years ahead
    await sync(tuya); // the server says what time it is
    expect(deployment.server.log.length).toBeGreaterThan(0);
    expect(await taken(tuya, await given(bold, room))).toMatchObject([{ ops: 1, refused: [] }]);
  });
});

describe("to the server", () => {
  it("one tablet carries both, the other finds its ops there, and what is safe leaves the tablet that heard it", async () => {
    const { deployment, tablets: [bold, tuya], room, hearing } = await hall("Б.Болд", "Ө.Туяа");
    const well = await propose(bold, hearing, "Худаг");
    await taken(tuya, await given(bold, room));
    await save(tuya, "proposal", well, { title: "Гар худаг" });
    await sync(tuya);
    expect(await relay(tuya.ports, tuya.session)).toMatchObject({ state: "ok" });
    await sync(tuya);
    expect(tuya.session.heard.runs.size).toBe(1); // the server has it; it stays until it is safe (M20)
    const again = await reopen(tuya);
    expect(title(again, well)).toBe("Гар худаг");
    deployment.server.makeSafe(bold.session.inc, 1);
    again.ports.clock.at += 120_000;
    await relay(again.ports, again.session);
    expect(again.session.heard.runs.size).toBe(0);
    await sync(bold);
    expect(row(bold, well)).toEqual(row(again, well));
    expect(deployment.server.held(bold.session.inc)).toHaveLength(1);
  });

  it("who is not in the room carries what he cannot read, once", async () => {
    const { deployment, tablets: [bold], room, hearing } = await hall("Б.Болд");
    const well = await propose(bold, hearing, "Худаг");
    const carrier = await deployment.tablet({ name: "Жолооч" });
    const [sealed = new Uint8Array()] = await given(bold, room);
    expect(await taken(carrier, [sealed])).toEqual(["closed"]);
    await carrier.session.heard.carry("name", sealed, NOW);
    const again = await reopen(carrier);
    expect(again.session.fold.view(well)).toBeUndefined();
    expect(again.session.heard.parcels).toMatchObject([{ name: "name", state: "waiting" }]);
    await relay(again.ports, again.session);
    expect(again.session.heard.parcels).toMatchObject([{ state: "taken" }]);
    expect(await again.session.heard.sealed("name")).toBeNull();
    expect(deployment.server.held(bold.session.inc)).toHaveLength(1);
  });

  it("a line that breaks off, or a server restored from a backup, makes it offer all again (M8, M20)", async () => {
    const { deployment, tablets: [bold, tuya], room, hearing } = await hall("Б.Болд", "Ө.Туяа");
    const well = await propose(bold, hearing, "Худаг");
    await taken(tuya, await given(bold, room));
    const real = tuya.ports.fetch.bind(tuya.ports);
    tuya.ports.fetch = () => Promise.reject(new TypeError("cut"));
    expect(await relay(tuya.ports, tuya.session)).toMatchObject({ state: "offline" });
    tuya.ports.fetch = real;
    await relay(tuya.ports, tuya.session);
    deployment.server.restore("bbbbbb", () => false);
    await sync(tuya);
    await relay(tuya.ports, tuya.session);
    expect(deployment.server.held(bold.session.inc)).toHaveLength(1);
    expect(title(tuya, well)).toBe("Худаг");
  });
});
