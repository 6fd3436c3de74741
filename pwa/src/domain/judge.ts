/**
 * What an op may say: type, fields, kinds, writer; the twin of sync/judge.py, compiled from the same catalogue.
 *
 * So that a tablet never makes what the server would refuse. Out of scope and revoked are the server's to judge.
 */
import { RECORDS, type Field, type Role } from "../generated/catalogue";
import { choice, flag, KEY, KINDS, type Check, type Wrong } from "./kinds";
import { DELETED, ERASED } from "./merge";
import type { Op, Said, Sets } from "./op";
import { parked, refused, type Outcome } from "./outcome";
import { isUpdate } from "./update";

/** The writer that may write everything. */
export const OFFICE = "office";
export type Writer = Role | typeof OFFICE;

interface Rule {
  readonly check: Check;
  readonly isMap: boolean;
  readonly officeOnly: boolean;
  readonly isPersonal: boolean;
}

interface Compiled {
  readonly rules: ReadonlyMap<string, Rule>;
  readonly immutable: boolean;
  readonly writers: ReadonlySet<string>;
}

function kind(name: Field["kind"]): Check {
  const check = KINDS.get(name);
  if (!check) throw new RangeError(`no check for the kind ${name}`);
  return check;
}

const opSet = kind("op_set");
const longText = kind("long_text");

function deletion(value: unknown): Wrong | null {
  return value === false ? null : opSet(value);
}

function update(value: unknown): Wrong | null {
  return longText(value) ?? (isUpdate(String(value)) ? null : "bad-value");
}

function checkOf(field: Field): Check {
  if (field.kind === "choice") return choice(field.choices ?? []);
  return field.kind === "long_text" ? update : kind(field.kind);
}

const RULES: ReadonlyMap<string, Compiled> = new Map(
  RECORDS.map((record) => {
    const rules = new Map<string, Rule>(
      record.fields.map((field) => [
        field.name,
        {
          check: checkOf(field),
          isMap: field.map === true,
          officeOnly: field.office === true,
          isPersonal: field.personal === true,
        },
      ]),
    );
    rules.set(DELETED, { check: deletion, isMap: false, officeOnly: false, isPersonal: false });
    rules.set(ERASED, { check: flag, isMap: false, officeOnly: true, isPersonal: false });
    return [record.name, { rules, immutable: record.immutable === true, writers: new Set([...record.roles, OFFICE]) }];
  }),
);

/** Null if `op` may be merged; else why it is refused or parked. `writer` is a tablet's role, or `OFFICE`. */
export function judge(op: Op, writer: Writer): Outcome | null {
  const compiled = RULES.get(op.type);
  if (!compiled) return parked("unknown-type");
  let verdict = judgeSets(compiled.rules, op.sets, false, writer);
  if (op.personal.size > 0 && verdict?.state !== "refused") {
    const other = judgeSets(compiled.rules, op.personal, true, writer);
    if (other && (!verdict || other.state === "refused")) verdict = other;
  }
  if (verdict) return verdict;
  if (compiled.immutable && !isFirst(op) && !isErasureAlone(op)) return refused("immutable");
  return compiled.writers.has(writer) ? null : parked("role");
}

/** Judges ops that came together: a group of which one op does not pass is parked whole (M16). By op id. */
export function judgeAll(ops: readonly Op[], writer: Writer): Map<string, Outcome> {
  const verdicts = new Map<string, Outcome>();
  const broken = new Set<string>();
  for (const op of ops) {
    const verdict = judge(op, writer);
    if (!verdict) continue;
    verdicts.set(op.id, verdict);
    if (op.group !== null) broken.add(op.group);
  }
  for (const op of ops) {
    if (op.group !== null && broken.has(op.group) && !verdicts.has(op.id)) verdicts.set(op.id, parked("group"));
  }
  return verdicts;
}

function isFirst(op: Op): boolean {
  const said: Said[] = [...op.sets.values(), ...op.personal.values()];
  return op.n === 1 && !op.sets.has(DELETED) && said.every(({ bases }) => bases.length === 0);
}

function isErasureAlone(op: Op): boolean {
  return op.sets.size === 1 && op.sets.has(ERASED);
}

/** The first refusal among `sets`, else the first parking, else null. */
function judgeSets(rules: Compiled["rules"], sets: Sets, isPersonal: boolean, writer: Writer): Outcome | null {
  let waits: Outcome | null = null;
  for (const [path, { value }] of sets) {
    const slash = path.indexOf("/");
    const rule = rules.get(slash < 0 ? path : path.slice(0, slash));
    if (!rule) {
      waits ??= parked("unknown-field");
      continue;
    }
    if (rule.isMap !== slash >= 0 || (rule.isMap && !KEY.test(path.slice(slash + 1)))) return refused("bad-key");
    if (rule.isPersonal !== isPersonal) return refused("misplaced");
    const wrong = value === null ? null : rule.check(value);
    if (wrong && wrong !== "unknown-choice") return refused(wrong);
    if (wrong) waits ??= parked("unknown-choice");
    if (rule.officeOnly && writer !== OFFICE) waits ??= parked("office-field");
  }
  return waits;
}
