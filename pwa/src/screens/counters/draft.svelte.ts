/** What a form has of a record while a person fills it in: what he changed, what of it is wrong, what stood there before. */
import type { Value } from "../../domain/op";
import type { Field, TypeName } from "../../generated/catalogue";
import type { RecordView } from "../../view";
import { now } from "../live.svelte";
import { typeOf } from "../parts/types";

export class Draft {
  changed = $state<Record<string, Value>>({});
  wrong = $state<Record<string, string>>({});

  /** `known`: what a new record has to begin with, to be changed like what the person said himself. */
  constructor(
    readonly type: TypeName,
    readonly view: () => RecordView | null,
    known: Readonly<Record<string, Value>> = {},
  ) {
    this.changed = { ...known };
  }

  /** For FieldInput's `onchange`. */
  readonly change = (path: string, value: Value, code = ""): void => {
    this.wrong = { ...this.wrong, [path]: code };
    if (code === "") this.changed = { ...this.changed, [path]: value };
  };

  of(path: string): Value {
    return path in this.changed ? (this.changed[path] ?? null) : (this.view()?.values.get(path) ?? null);
  }

  has(path: string): boolean {
    const value = this.of(path);
    return typeof value === "string" ? value.trim() !== "" : value !== null;
  }

  field(name: string): Field {
    const found = typeOf(this.type).fields.find((one) => one.name === name);
    if (found === undefined) throw new Error(`no field ${this.type}.${name}`);
    return found;
  }

  get is_wrong(): boolean {
    return Object.values(this.wrong).some(Boolean);
  }

  /** What is to be saved; with where it is, for a new record. */
  values(hearing: string): Record<string, Value> {
    const said: Record<string, Value> = $state.snapshot(this.changed);
    if (this.view() !== null) return said;
    const told = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== null));
    return { unit: now().record(hearing)?.values.get("unit") ?? null, hearing, ...told };
  }
}
