/** Figures of sending as people read them: bytes, shares, how long it will take. */
import type { Counts, MediaCounts } from "../../app";
import { language, t } from "../../i18n";

/** `212 КБ`, `12,4 МБ`; thousands of bytes as people count them. */
export function bytesText(bytes: number): string {
  const is_mega = bytes >= 1_000_000;
  const value = is_mega ? (bytes / 1_000_000).toFixed(1) : String(Math.ceil(bytes / 1000));
  return `${language() === "en" ? value : value.replace(".", ",")}\u00a0${t(is_mega ? "tablet.sending.mb" : "tablet.sending.kb")}`;
}

/** `12,4 / 38,6 МБ`. */
export function ofBytes(done: number, all: number): string {
  const [, unit = ""] = bytesText(all).split("\u00a0");
  const by = all >= 1_000_000 ? 1_000_000 : 1000;
  const digits = by === 1000 ? 0 : 1;
  const value = (done / by).toFixed(digits);
  return `${language() === "en" ? value : value.replace(".", ",")} / ${bytesText(all).split("\u00a0")[0] ?? ""}\u00a0${unit}`;
}

/** The four parts of the meter. What needs a person has arrived as well: it is taken from there, so that the parts are the whole. */
export interface Parts {
  safe: number;
  arrived: number;
  tablet: number;
  attention: number;
  /** on the server, and all */
  there: number;
  all: number;
}

export function partsOf({ on_tablet, arrived, safe, attention }: Counts): Parts {
  const from_arrived = Math.min(attention, arrived);
  const from_safe = Math.min(attention - from_arrived, safe);
  const parts = { safe: safe - from_safe, arrived: arrived - from_arrived, tablet: on_tablet, attention: from_arrived + from_safe };
  return { ...parts, there: parts.safe + parts.arrived, all: on_tablet + arrived + safe };
}

/** What is left of media, in bytes. */
export function leftOf({ bytes, bytes_done }: MediaCounts): number {
  return Math.max(0, bytes - bytes_done);
}

interface Sample {
  at: number;
  bytes: number;
}

const WINDOW_MS = 60_000;
const ENOUGH_MS = 6_000;

/** The speed of the last minute from what was put on the wire; null until it is known. */
export class Speed {
  #samples: Sample[] = [];

  /** Take a look at the clock (monotonic) and at all bytes sent so far. */
  look(at: number, bytes: number): void {
    this.#samples = [...this.#samples.filter((sample) => at - sample.at <= WINDOW_MS), { at, bytes }];
  }

  /** Nothing is sent now: what comes next is measured anew. */
  rest(): void {
    this.#samples = [];
  }

  get bytes_per_s(): number | null {
    const [first] = this.#samples;
    const last = this.#samples[this.#samples.length - 1];
    if (!first || !last || last.at - first.at < ENOUGH_MS || last.bytes <= first.bytes) return null;
    return ((last.bytes - first.bytes) * 1000) / (last.at - first.at);
  }
}

/** `Ойролцоогоор 24 минут`, in words. */
export function timeText(bytes: number, bytes_per_s: number): string {
  const minutes = Math.ceil(bytes / bytes_per_s / 60);
  if (minutes <= 1) return t("tablet.sending.minute");
  return minutes < 100 ? t("tablet.sending.minutes", { count: minutes }) : t("tablet.sending.hours", { count: Math.ceil(minutes / 60) });
}
