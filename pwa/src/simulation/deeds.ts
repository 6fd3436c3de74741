/** What people do on a tablet. Each returns a few words for the trail. */
import * as Y from "yjs";
import type { Value } from "../domain/op";
import { encode as encodeOpSet } from "../domain/opset";
import { ROOT, toBase64 } from "../domain/update";
import { NotAllowed } from "../store/statements";
import type { RecordView } from "../view";
import type { Tab, Tablet } from "./tablet";
import type { Made, World } from "./world";

export type Deed = keyof typeof DEEDS;
type Values = Record<string, Value>;

/** The fields that people fill in, and with what: few values, so that equal ones meet. */
const FIELDS: Record<string, Record<string, readonly Value[]>> = {
  proposal: {
    title: ["Гар худаг", "Гүүр", "Гэрэлтүүлэг"],
    cost: [6_000_000, 6_500_000, 7_000_000],
    supporters: [10, 12],
    "translation/en": ["A well", "A bridge", null],
    "translation/kk": ["Құдық", null],
  },
  person: {
    given_name: ["Энхтуяа", "Болд", "Сараа"],
    phone: ["99112233", "88001122", null],
    sex: ["female", "male"],
    "consents/list": ["2026-11-22", "2026-11-23", null],
  },
  hearing: { title: ["Иргэдийн хурал", "Хэлэлцүүлэг"], stage: ["opening", "group_work"], "head_counts/a": [31, 32], "head_counts/b": [8] },
  tally: { "counts/table-1": [3, 4], "counts/table-2": [5, null], "counts/table-3": [1, 2] },
  minutes: { traditional_text: ["ᠬᠤᠷᠠᠯ", "ᠮᠣᠩᠭᠣᠯ"] },
};
const RECORDS_MAX = 14; // few, so that people meet on them
const IN_A_HEARING = new Set(["proposal", "tally", "minutes"]);

/** How often each deed comes. */
export const DEEDS = { make: 4, edit: 16, group: 2, write: 2, remove: 2, restore: 2, resolve: 4, seal: 1, move: 1 } as const;

const DO: Record<Deed, (world: World, tablet: Tablet, tab: Tab) => Promise<string>> = {
  async make(world, tablet, tab) {
    if (world.made.length >= RECORDS_MAX) return DO.edit(world, tablet, tab);
    const made = drawRecord(world, tablet);
    await tab.app.save(made.type, made.id, { ...placeOf(made), ...drawValues(world, made.type) });
    world.made.push(made);
    return `${made.type} ${made.id.slice(0, 4)}`;
  },

  async edit(world, _, tab) {
    const found = drawKnown(world, tab);
    if (found === null) return "nothing";
    const values = drawValues(world, found.type);
    await tab.app.save(found.type, found.id, values);
    return `${found.type} ${found.id.slice(0, 4)} ${Object.keys(values).join(" ")}`;
  },

  async group(world, tablet, tab) {
    const made = [drawRecord(world, tablet), drawRecord(world, tablet)];
    const old = drawKnown(world, tab);
    const items = made.map((one) => ({ type: one.type, id: one.id, values: { ...placeOf(one), ...drawValues(world, one.type) } }));
    if (old !== null) items.push({ type: old.type, id: old.id, values: drawValues(world, old.type) });
    await tab.app.saveGroup(items);
    world.made.push(...made);
    return items.map(({ type, id }) => `${type} ${id.slice(0, 4)}`).join(" ");
  },

  async write(world, tablet, tab) {
    const found = drawKnown(world, tab, "minutes");
    if (found === null) return "no minutes";
    await tab.app.save("minutes", found.id, { text: drawUpdate(tablet, found.id) });
    return `minutes ${found.id.slice(0, 4)} text`;
  },

  async remove(world, _, tab) {
    const found = drawKnown(world, tab);
    if (found === null || found.deleted) return "nothing";
    await tab.app.remove(found.type, found.id);
    return `${found.type} ${found.id.slice(0, 4)}`;
  },

  async restore(world, _, tab) {
    const deleted = known(world, tab).filter((record) => record.deleted);
    if (deleted.length === 0) return "nothing";
    const { type, id } = world.random.pick(deleted);
    await tab.app.restore(type, id);
    return `${type} ${id.slice(0, 4)}`;
  },

  async resolve(world, _, tab) {
    const open = known(world, tab).flatMap((record) => record.reviews.map((review) => ({ record, review })));
    if (open.length === 0) return "nothing";
    const { record, review } = world.random.pick(open);
    const value = review.path === "_deleted" ? false : world.random.pick(review.sides.map((side) => side.value));
    await tab.app.resolve(record.type, record.id, review.path, value);
    return `${record.type} ${record.id.slice(0, 4)} ${review.path}`;
  },

  async seal(world, tablet, tab) {
    const hearing = drawKnown(world, tab, "hearing");
    if (hearing === null) return "no hearing";
    const { session } = await tablet.read();
    const parts = world.made.filter((one) => one.hearing === hearing.id || one.id === hearing.id);
    const seen = parts.flatMap(({ id }) => [...(session.fold.view(id)?.seen ?? [])]);
    const unit = hearing.values.get("unit") ?? null;
    await tab.app.save("seal", null, { unit, hearing: hearing.id, seen: encodeOpSet(seen) });
    return `of ${hearing.id.slice(0, 4)}, ${seen.length} ops`;
  },

  async move(world, _, tab) {
    const found = drawKnown(world, tab, "person");
    if (found === null) return "nobody";
    await tab.app.save("person", found.id, { unit: world.random.pick(world.order.units) });
    return `person ${found.id.slice(0, 4)}`;
  },
};

/** Let somebody do something in `tab`; what the catalogue does not allow is no deed. */
export async function doDeed(world: World, tablet: Tablet, tab: Tab, deed = world.random.weighed(DEEDS)): Promise<string> {
  try {
    return `${deed} ${await DO[deed](world, tablet, tab)}`;
  } catch (error) {
    if (error instanceof NotAllowed) return `${deed} ${error.message}`;
    throw error;
  } finally {
    if (tablet.isAlive) await tablet.observe();
  }
}

/** What an evening begins with: one record of each type, which everybody will know. */
export async function open(world: World, tablet: Tablet): Promise<void> {
  const unit = world.random.pick(tablet.units ?? world.order.units);
  const hearing = tablet.tab.app.newId();
  for (const type of Object.keys(FIELDS)) {
    const id = type === "hearing" ? hearing : tablet.tab.app.newId();
    const made: Made = { type, id, unit, hearing: IN_A_HEARING.has(type) ? hearing : null };
    await tablet.tab.app.save(type, id, { ...placeOf(made), ...drawValues(world, type) });
    world.made.push(made);
  }
  await tablet.observe();
}

/** The records that this tab shows, deleted ones too. */
function known(world: World, tab: Tab): RecordView[] {
  return world.made.flatMap(({ id }) => tab.app.record(id) ?? []);
}

function drawKnown(world: World, tab: Tab, type: string | null = null): RecordView | null {
  const found = known(world, tab).filter((record) => record.type in FIELDS && (type === null || record.type === type));
  return found.length === 0 ? null : world.random.pick(found);
}

function drawRecord(world: World, tablet: Tablet): Made {
  const { random } = world;
  const type = random.weighed({ proposal: 5, person: 4, hearing: 2, tally: 2, minutes: 1 });
  const id = tablet.tab.app.newId();
  const unit = random.pick(tablet.units ?? world.order.units);
  const hearings = world.made.filter((one) => one.type === "hearing" && one.unit === unit);
  const hearing = IN_A_HEARING.has(type) && hearings.length > 0 ? random.pick(hearings).id : null;
  return { type, id, unit, hearing };
}

function placeOf({ unit, hearing }: Made): Values {
  return hearing === null ? { unit } : { unit, hearing };
}

function drawValues(world: World, type: string): Values {
  const { random } = world;
  const fields = Object.entries(FIELDS[type] ?? {});
  const drawn = [random.pick(fields), random.pick(fields)];
  return Object.fromEntries(drawn.map(([path, values]) => [path, random.pick(values)]));
}

const editors = new WeakMap<Tablet, Map<string, Y.Doc>>();

/** What an editing session adds to a long text: the next letters of a document of its own. */
function drawUpdate(tablet: Tablet, id: string): string {
  const open = editors.get(tablet) ?? new Map<string, Y.Doc>();
  editors.set(tablet, open);
  const document = open.get(id) ?? new Y.Doc();
  if (!open.has(id)) document.clientID = tablet.random.below(2 ** 31);
  open.set(id, document);
  let update = "";
  document.once("update", (raw: Uint8Array) => (update = toBase64(raw)));
  document.getText(ROOT).insert(0, tablet.random.pick(["Дэмжив. ", "Санал: ", "Асуулт. "]));
  return update;
}
