/**
 * From what a person did to op lines: which paths stand in the personal line, which n, which bases, judged before it is
 * written, so that a tablet never makes what the server would refuse.
 */
import { judge } from "../domain/judge";
import * as edits from "../domain/edit";
import { DELETED } from "../domain/merge";
import { NO_SETS, write as writeOp, type Op, type Said, type Sets, type Value } from "../domain/op";
import { empty as emptyRecord, type Record } from "../domain/record";
import type { Outcome } from "../domain/outcome";
import { CATALOGUE, RECORDS, type Role } from "../generated/catalogue";
import type { Ports } from "../ports";
import type { Draft } from "./journal";

/** One statement that a person wants to make. */
export type Wish =
  | { do: "edit"; type: string; id: string; values: ReadonlyMap<string, Value> }
  | { do: "remove"; type: string; id: string }
  | { do: "restore"; type: string; id: string }
  | { do: "resolve"; type: string; id: string; path: string; value: Value };

/** A wish that the catalogue does not allow: a fault of ours or a slip of the finger, never written down. */
export class NotAllowed extends Error {
  constructor(readonly outcome: Outcome) {
    super(`${outcome.state} ${outcome.code}`);
  }
}

interface Author {
  inc: string;
  role: Role;
  at: number;
}

const PERSONAL = new Map(
  RECORDS.map((type) => [type.name as string, new Set(type.fields.filter((field) => field.personal).map(({ name }) => name))]),
);

/** The lines of `wishes`, in order; ops of one call with several wishes belong together (M16). */
export function writeWishes(
  ports: Pick<Ports, "random">,
  wishes: readonly Wish[],
  view: (id: string) => Record | undefined,
  author: Author,
  group: string | null,
): Draft[] {
  return wishes.map((wish) => {
    const record = view(wish.id) ?? emptyRecord(wish.type, wish.id);
    const { open, personal } = split(wish.type, setsOf(record, wish));
    const op: Omit<Op, "seq" | "tag" | "id"> = {
      inc: author.inc, type: wish.type, record: wish.id, n: edits.nextN(record), at: author.at, cat: CATALOGUE,
      sets: open, personal, group,
    };
    const verdict = judge({ ...op, seq: 1, tag: "aaaaaaaa", id: `${author.inc}.1.aaaaaaaa` }, author.role);
    if (verdict !== null) throw new NotAllowed(verdict);
    return writeOp(op, personal.size > 0 ? ports.random(12) : null);
  });
}

function setsOf(record: Record, wish: Wish): Sets {
  switch (wish.do) {
    case "edit":
      return edits.edit(record, wish.values);
    case "remove":
      return edits.remove(record);
    case "restore":
      return edits.edit(record, new Map([[DELETED, false]]));
    case "resolve":
      return edits.resolve(record, wish.path, wish.value);
  }
}

function split(type: string, sets: Sets): { open: Sets; personal: Sets } {
  const hidden = PERSONAL.get(type);
  if (hidden === undefined || hidden.size === 0) return { open: sets, personal: NO_SETS };
  const open = new Map<string, Said>();
  const personal = new Map<string, Said>();
  for (const [path, said] of sets) (hidden.has(path.split("/")[0] ?? "") ? personal : open).set(path, said);
  return { open, personal };
}
