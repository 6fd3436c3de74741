/** A point as a record keeps it, `48.00123,91.65012`: latitude first, five places (1 m). */
import type { Value } from "../../domain/op";

export interface Point {
  lat: number;
  lon: number;
}

export function readPoint(value: Value | undefined): Point | null {
  const [lat, lon] = typeof value === "string" ? value.split(",").map(Number) : [];
  return lat === undefined || lon === undefined || Number.isNaN(lat + lon) ? null : { lat, lon };
}

export const writePoint = ({ lat, lon }: Point): string => `${lat.toFixed(5)},${lon.toFixed(5)}`;

/** A distance as one says it: `850 м`, `3,2 км`, `41 км`. */
export function kmText(km: number, sign = ","): string {
  if (km < 1) return `${Math.round(km * 100) * 10}\u00a0м`;
  return `${km < 10 ? km.toFixed(1).replace(".", sign) : String(Math.round(km))}\u00a0км`;
}
