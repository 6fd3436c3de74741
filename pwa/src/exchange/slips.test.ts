import { expect, test } from "vitest";

import { parked } from "../domain/outcome";
import { left, world } from "../testing/rounds";
import { makeTablet, newId, once, reopen, save, sync, wish } from "../testing/tablet";

test("a decided collision comes back to its author as a slip: his, theirs, what was kept (T18)", async () => {
  const { server, tablet } = await world();
  const other = await makeTablet(server);
  const id = newId();
  await save(tablet, "proposal", id, { title: "эх" });
  for (const one of [tablet, other]) await sync(one);
  await save(tablet, "proposal", id, { title: "минийх" });
  await save(other, "proposal", id, { title: "нөгөө" });
  for (const one of [other, tablet]) await sync(one);
  expect(tablet.session.fold.view(id)?.live.get("title")?.size).toBe(2);
  await sync(other);
  await wish(other, { do: "resolve", type: "proposal", id, path: "title", value: "нөгөө" });
  for (const one of [other, tablet]) await sync(one);
  const said = { yours: "минийх", theirs: ["нөгөө"], kept: "нөгөө", by: { inc: other.session.inc }, why: "" };
  for (const one of [tablet, await reopen(tablet)]) {
    expect(one.session.unread).toMatchObject([{ id: null, type: "proposal", record: id, paths: ["title"], ...said }]);
  }
});

/** A collision of two tablets, decided for the other; and what the office says of it to the first. */
async function decided() {
  const { server, tablet } = await world();
  const other = await makeTablet(server);
  const id = newId();
  await save(tablet, "proposal", id, { title: "эх" });
  for (const one of [tablet, other]) await sync(one);
  await save(tablet, "proposal", id, { title: "минийх" });
  const op = (await tablet.session.offered(tablet.session.inc)).at(-1)?.op.id;
  await save(other, "proposal", id, { title: "нөгөө" });
  for (const one of [other, tablet, other]) await sync(one);
  await wish(other, { do: "resolve", type: "proposal", id, path: "title", value: "нөгөө" });
  const values = { yours: "минийх", theirs: ["нөгөө"], kept: "нөгөө" };
  const told = { slip: "chosen", op, record_type: "proposal", record: id, path: "title", ...values, by: "Ц.Сарантуяа", why: "хэмжилт" };
  return { server, tablet, other, id, told, values };
}

test.each(["the row first", "the slip first", "both in one page"])("the office's slip says by whom and why, once: %s (T18)", async (order) => {
  const { server, tablet, other, id, told, values } = await decided();
  const slip = newId();
  if (order === "the slip first") server.slip(tablet.session.inc, slip, told);
  await sync(other);
  if (order !== "the slip first") server.slip(tablet.session.inc, slip, told);
  if (order !== "both in one page") server.page_rows = 1;
  await sync(tablet);
  const by = { name: "Ц.Сарантуяа" };
  for (const one of [tablet, await reopen(tablet)]) {
    expect(one.session.unread).toMatchObject([{ id: slip, kind: "chosen", record: id, paths: ["title"], ...values, by, why: "хэмжилт" }]);
    expect([...one.session.fold.overlay.rows.keys()]).toEqual([id]); // no record of it, on disk or in sight
    expect([...one.session.fold.ofType("slip")]).toEqual([]);
  }
  const [shown] = tablet.session.unread;
  if (shown) await tablet.session.readSlip(shown);
  server.slip(tablet.session.inc, slip, told); // as when a feed begins anew
  await sync(tablet);
  for (const one of [tablet, await reopen(tablet)]) expect(one.session.unread).toEqual([]);
});

test("a slip without values names the field only; one of a kind that is not known is read over", async () => {
  const { server, tablet, told } = await decided();
  const { yours: _, theirs: __, kept: ___, ...bare } = told;
  server.slip(tablet.session.inc, newId(), bare);
  server.slip(tablet.session.inc, newId(), { ...told, slip: "of-tomorrow" });
  await sync(tablet);
  expect(tablet.session.unread).toHaveLength(1);
  expect(Object.keys(tablet.session.unread[0] ?? {})).not.toContain("yours");
  expect(tablet.session.unread[0]).toMatchObject({ paths: ["title"], by: { name: "Ц.Сарантуяа" } });
});

test.each(["accepted", "dismissed"])("a parked op that the office has %s: its author is told, and the note is settled (T18)", async (kind) => {
  const { server, tablet } = await world();
  server.judge = () => parked("out-of-scope");
  const id = newId();
  await save(tablet, "proposal", id, { title: "бусад баг" });
  await sync(tablet);
  server.makeSafe(tablet.session.inc, 1);
  await sync(tablet);
  const [note] = tablet.session.attention;
  expect(await left(tablet)).toEqual([1]);
  server.slip(tablet.session.inc, newId(), { slip: kind, op: note?.op, record_type: "proposal", record: id, paths: ["title"], by: "Ц.С", why: "" });
  await sync(tablet);
  for (const one of [tablet, await reopen(tablet)]) {
    expect(one.session.attention).toEqual([]);
    expect(one.session.unread).toMatchObject([{ kind, record: id, paths: ["title"], by: { name: "Ц.С" } }]);
    expect(await left(one)).toEqual([]);
  }
  const [slip] = tablet.session.unread;
  if (slip) await tablet.session.readSlip(slip);
  const again = await reopen(tablet);
  expect([again.session.unread, again.session.attention]).toEqual([[], []]);
});

test("killed at the write that takes in a slip, the slip comes again with its page", async () => {
  const { server, tablet, told } = await decided();
  await sync(tablet);
  server.slip(tablet.session.inc, newId(), told);
  const write = tablet.db.write.bind(tablet.db);
  tablet.db.write = () => Promise.reject(new Error("killed"));
  await expect(once(tablet)).rejects.toThrow("killed");
  tablet.db.write = write;
  expect(tablet.session.unread).toEqual([]);
  await sync(tablet);
  expect(tablet.session.unread).toHaveLength(1);
});
