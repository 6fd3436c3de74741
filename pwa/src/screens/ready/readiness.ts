/**
 * Whether the tablet is ready for a place without a network. Green is said only when all of it is true (T1, trap 25): else the
 * first thing that lacks, with what to do about it. What the office itself does not have is no lack of the tablet's.
 */
import type { Status } from "../../app";
import type { Device } from "./device.svelte";

/** Below this a photo or two no longer fit: words come first, but a hearing day needs more. */
export const FREE_BYTES_MIN = 200 * 1024 * 1024;

/** In the order in which they weigh; `tablet.lack.<name>` and `tablet.lack.<name>.do` say them. */
export const LACKS = ["revoked", "signed-out", "update-needed", "arriving", "never", "app", "unprotected", "room"] as const;
export type Lack = (typeof LACKS)[number];

export interface Facts {
  status: Status;
  device: Device;
  /** how the line is: `revoked`, `signed-out`, `update-needed` take the readiness away */
  line: string;
  arriving: { done: number; total: number } | null;
}

/** What lacks, the heaviest first; empty: ready. */
export function lacks({ status, device, line, arriving }: Facts): Lack[] {
  const found: Record<Lack, boolean> = {
    "revoked": line === "revoked",
    "signed-out": line === "signed-out",
    "update-needed": line === "update-needed",
    "arriving": arriving !== null || (status.contact_at !== null && !status.complete),
    "never": status.contact_at === null,
    "app": !device.kept_offline,
    "unprotected": device.persisted === false,
    "room": device.free_bytes !== null && device.free_bytes < FREE_BYTES_MIN,
  };
  return LACKS.filter((lack) => found[lack]);
}

/** `3,1 ГБ`, `412 МБ`: two figures at most; null is unknown. */
export function bytesText(bytes: number | null, comma: string, units: { gb: string; mb: string }): string {
  if (bytes === null) return "—";
  const gb = bytes / 1024 ** 3;
  if (gb >= 1) return `${(Math.floor(gb * 10) / 10).toFixed(1).replace(".", comma)}\u00a0${units.gb}`;
  return `${Math.ceil(bytes / 1024 ** 2)}\u00a0${units.mb}`;
}

/** A span of time in its largest unit; whole, and never nothing: `2 секунд`, `3 минут`, `3650 хоног`. */
export function spanOf(ms: number): { unit: "second" | "minute" | "hour" | "day"; count: number } {
  const seconds = Math.round(Math.abs(ms) / 1000);
  if (seconds < 120) return { unit: "second", count: seconds };
  if (seconds < 7200) return { unit: "minute", count: Math.round(seconds / 60) };
  if (seconds < 172_800) return { unit: "hour", count: Math.round(seconds / 3600) };
  return { unit: "day", count: Math.round(seconds / 86_400) };
}
