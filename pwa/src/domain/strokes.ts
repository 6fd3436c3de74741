/**
 * A signature as the text that the field `strokes` holds: each stroke a run of points, strokes parted by a space; a point is
 * x and y as two base-36 digits each, on a sheet of 1200 × 400. `0a0f0b0g 1c2d` is a line and a dot. Who cannot draw types
 * his name instead: `typed:Ж.Ганбаатар`.
 */
import { TEXT_MAX } from "../generated/outcomes";

export const SHEET = { width: 1200, height: 400 } as const;
export type Point = readonly [x: number, y: number];

const TYPED = "typed:";
const POINT = 4;
/** Points nearer than this to the one before say nothing more. */
const STEP = 6;

/** `strokes` as text; thinned until it fits the field. Null where nothing is drawn. */
export function writeStrokes(strokes: readonly (readonly Point[])[]): string | null {
  for (let step = STEP; ; step *= 2) {
    const text = strokes.map((stroke) => thinned(stroke, step).map(digits).join("")).filter(Boolean).join(" ");
    if (text.length <= TEXT_MAX) return text || null;
    if (step > SHEET.width) return text.slice(0, text.lastIndexOf(" ", TEXT_MAX)); // scribble: a thousand strokes are enough
  }
}

/** The strokes in `text`; none where the name was typed. */
export function readStrokes(text: string): Point[][] {
  if (text.startsWith(TYPED)) return [];
  return text.split(" ").map((stroke) => {
    const points: Point[] = [];
    for (let at = 0; at + POINT <= stroke.length; at += POINT) {
      points.push([parseInt(stroke.slice(at, at + 2), 36), parseInt(stroke.slice(at + 2, at + POINT), 36)]);
    }
    return points;
  });
}

/** A name that stands for the drawn signature; null where it is blank. */
export function writeTyped(name: string): string | null {
  const kept = name.normalize("NFC").trim();
  return kept === "" ? null : TYPED + kept;
}

export function readTyped(text: string): string | null {
  return text.startsWith(TYPED) ? text.slice(TYPED.length) : null;
}

/** The `d` of an SVG path. A dot is a line of no length: the round cap shows it. */
export function pathOf(strokes: readonly (readonly Point[])[]): string {
  return strokes.map(([first, ...rest]) => (first ? `M${first.join(" ")}L${[...(rest.length ? rest : [first])].map((at) => at.join(" ")).join("L")}` : "")).join("");
}

function thinned(stroke: readonly Point[], step: number): Point[] {
  const kept: Point[] = [];
  stroke.forEach((point, index) => {
    const before = kept[kept.length - 1];
    const is_end = index === stroke.length - 1;
    if (!before || is_end || Math.hypot(point[0] - before[0], point[1] - before[1]) >= step) kept.push(point);
  });
  return kept;
}

function digits([x, y]: Point): string {
  return two(x, SHEET.width) + two(y, SHEET.height);
}

function two(value: number, most: number): string {
  return Math.min(most - 1, Math.max(0, Math.round(value))).toString(36).padStart(2, "0");
}
