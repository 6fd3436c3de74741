/** What a tablet shows of work that the office no longer lets it do: its right was ended (F55), its person was moved (F56). */
import { expect, test } from "vitest";

import { parked } from "./domain/outcome";
import { arrived, left, title, world } from "./testing/rounds";
import { makeTablet, newId, once, reopen, save, sync } from "./testing/tablet";
import { ndjson } from "./testing/fake_server";
import { depart, kept } from "./store/departure";
import { profiles } from "./store/profiles";

test("F55: a revoked tablet hands in all it has, keeps each word with its reason, and lets nobody take its author off before", async () => {
  const { server, tablet } = await world();
  const ids = [newId(), newId()];
  for (const id of ids) await save(tablet, "proposal", id, { title: id });
  server.judge = () => parked("revoked");
  server.commands = ["revoked"];
  expect(await once(tablet)).toMatchObject({ state: "ok", commands: ["revoked"] });
  expect(arrived(tablet)).toEqual([[1, 2]]);
  const again = await reopen(tablet);
  expect(again.session.attention.map(({ code }) => code)).toEqual(["revoked", "revoked"]);
  expect(again.session.attention.map((note) => again.session.written(note)?.sets.get("title")?.value)).toEqual(ids);
  expect(await kept(again.db, again.session.profile)).toEqual({ waiting: 0, unsafe: 2, files: 0 });
  expect(await depart(again.db, again.session.profile)).toBe(false);
});

test("F56: moved to another bagh, the old bagh's records leave, the new one's come, and what was written meanwhile stays readable", async () => {
  const { server, tablet } = await world();
  const other = await makeTablet(server);
  const [old, mine, fresh] = [newId(), newId(), newId()];
  await save(other, "proposal", old, { title: "хуучин баг" });
  for (const one of [other, tablet]) await sync(one);
  await save(tablet, "proposal", mine, { title: "нүүхээс өмнө" });
  await save(other, "proposal", fresh, { title: "шинэ баг" });
  await sync(other);
  server.judge = (op) => (op.record === mine ? parked("out-of-scope") : null);
  server.after = (answer) => ndjson(answer.replace("{", `{"leave":${JSON.stringify([old])},`));
  await sync(tablet);
  server.after = (answer) => ndjson(answer);
  for (const one of [tablet, await reopen(tablet)]) {
    expect([title(one, old), title(one, fresh)]).toEqual([undefined, "шинэ баг"]);
    expect(one.session.attention.map(({ code }) => code)).toEqual(["out-of-scope"]);
    expect(one.session.attention.map((note) => one.session.written(note)?.sets.get("title")?.value)).toEqual(["нүүхээс өмнө"]);
    expect(await left(one)).toContain(1);
  }
});

test("F56: what the office lets the person do now is known at once, after a reload too, and never half", async () => {
  const { server, tablet } = await world();
  const unit = "u".repeat(26);
  server.slip(tablet.session.inc, "a".repeat(26), { slip: "rights", role: "check_in_clerk", units: [unit] });
  await once(tablet);
  for (const one of [tablet, await reopen(tablet)]) expect(one.session.profile.grant).toMatchObject({ role: "check_in_clerk", units: [unit] });
  expect((await profiles(tablet.db)).map(({ grant }) => grant.role)).toEqual(["check_in_clerk"]);
  expect(tablet.session.slips).toEqual([]); // nobody has to read it
  for (const [place, said] of [{ role: "king", units: null }, { role: "facilitator", units: ["x"] }, { units: null }].entries()) {
    server.slip(tablet.session.inc, `b${place}`.padEnd(26, "a").replace(/[01]/, "b"), { slip: "rights", ...said });
    await once(tablet);
    expect(tablet.session.profile.grant.role).toBe("check_in_clerk");
  }
});
