/** A small picture of where a point is: what lies within some 40 km of it, in the coordinates of a 220 × 132 drawing. Pure. */
import type { Position } from "./mongolia";
import { kmText, type Point } from "./point";

type Mongolia = Pick<typeof import("./mongolia"), "lines" | "places" | "nearest">;
export interface Picture {
  paths: { is: string; d: string }[];
  places: { name: string; x: number; y: number }[];
  /** the place next to it, and how far */
  near: string;
}
const MIDDLE = { x: 110, y: 66 };
const DEGREE_PX = 110; // of latitude: 132 px are about 130 km

export function picture({ lines, places, nearest }: Mongolia, { lat, lon }: Point, language: "mn" | "en"): Picture {
  const narrow = Math.cos((lat * Math.PI) / 180);
  const x = ([east]: Position): number => Math.round(MIDDLE.x + (east - lon) * DEGREE_PX * narrow);
  const y = ([, north]: Position): number => Math.round(MIDDLE.y - (north - lat) * DEGREE_PX);
  const is_in = (at: Position): boolean => x(at) > -220 && x(at) < 440 && y(at) > -132 && y(at) < 264;
  const paths = lines().filter(({ line }) => line.some(is_in)).map(({ is, line }) => ({ is, d: `M${line.map((at) => `${x(at)} ${y(at)}`).join("L")}` }));
  const seen: { name: string; x: number; y: number }[] = [];
  for (const place of [...places].sort((a, b) => Number(b.is_town) - Number(a.is_town))) {
    const one = { name: place[language], x: x(place.at), y: y(place.at) };
    const is_seen = one.x > 24 && one.x + one.name.length * 8 < 200 && one.y > 14 && one.y < 124;
    if (is_seen && seen.every((other) => Math.abs(other.y - one.y) > 16)) seen.push(one);
  }
  const found = nearest([lon, lat]);
  return {
    paths,
    places: seen.slice(0, 4),
    near: found ? `${found.place[language]} · ${kmText(found.km, language === "en" ? "." : ",")}` : "",
  };
}
