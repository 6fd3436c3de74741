/** Instants with their zone, as records keep them: `2026-11-22T10:00:00Z[Asia/Hovd]` (RFC 9557, kind `instant`). */

/** `at_ms` in `zone`; the tablet's own zone where none is known. */
export function instantOf(at_ms: number, zone: string | null): string {
  return `${new Date(at_ms).toISOString().slice(0, 19)}Z[${zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone}]`;
}

/** The ms of an instant; null for what is none. */
export function msOf(instant: unknown): number | null {
  if (typeof instant !== "string") return null;
  const ms = Date.parse(instant.replace(/\[.*$/, ""));
  return Number.isNaN(ms) ? null : ms;
}
