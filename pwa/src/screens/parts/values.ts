/** Between what is typed and what is kept, by kind of field. Judged with the catalogue's own checks; codes are msgids. */
import { KINDS } from "../../domain/kinds";
import type { Value } from "../../domain/op";
import type { Field } from "../../generated/catalogue";
import { grouped, t } from "../../i18n";

export type Typed = { ok: true; value: Value } | { ok: false; code: string };

/** The value that `typed` means for `field`: text is trimmed and NFC, an empty one is absent. */
export function readTyped(field: Field, typed: string): Typed {
  const text = typed.normalize("NFC").trim();
  if (text === "") return { ok: true, value: null };
  const value = ["count", "money", "integer"].includes(field.kind) ? readWhole(text) : field.kind === "instant" ? readInstant(text) : text;
  const code = value === null ? "bad-number" : KINDS.get(field.kind)?.(value);
  return code ? { ok: false, code } : { ok: true, value };
}

/** As it stands in an input. */
export function toTyped(field: Field, value: Value): string {
  if (value === null) return "";
  if (field.kind === "instant" && typeof value === "string") return localTime(value);
  return String(value);
}

/** As it is read. */
export function shown(field: Field | undefined, value: Value, nameOfRecord: (id: string) => string): string {
  if (value === null) return "—";
  if (typeof value === "boolean") return t(value ? "tablet.yes" : "tablet.no");
  if (field === undefined) return String(value);
  if (field.kind === "choice") return t(`choice.${String(value)}`);
  if (field.kind === "reference") return nameOfRecord(String(value));
  if (field.kind === "money") return `${grouped(Number(value))}\u00a0₮`;
  if (field.kind === "instant") return localTime(String(value)).replace("T", " ");
  return String(value);
}

function readWhole(text: string): number | null {
  const digits = text.replace(/[\s\u00a0\u202f']/g, "");
  return /^-?\d{1,16}$/.test(digits) ? Number(digits) : null;
}

/** `2026-11-22T17:00` on this tablet → `2026-11-22T10:00:00Z[Asia/Hovd]`. */
function readInstant(text: string): string {
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) return text;
  return instantOf(at.getTime());
}

/** An instant in ms, with the tablet's zone: kind `instant`. */
export function instantOf(at_ms: number): string {
  return `${new Date(at_ms).toISOString().slice(0, 19)}Z[${Intl.DateTimeFormat().resolvedOptions().timeZone}]`;
}

function localTime(instant: string): string {
  const at = new Date(instant.replace(/\[.*$/, ""));
  if (Number.isNaN(at.getTime())) return instant;
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
