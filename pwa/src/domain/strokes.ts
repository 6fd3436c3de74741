/**
 * A signature as the text that the field `strokes` holds: `v1 1200x400;12,40 30,44 …;…`, the frame it was drawn in, then strokes
 * between `;`, points as whole numbers of that frame. Who cannot draw types his name instead: `typed:Ж.Ганбаатар`.
 *
 * Points too near to be seen apart are left out, more of them until the text fits its field.
 */
import { TEXT_MAX } from "../generated/outcomes";

export interface Frame {
  readonly width: number;
  readonly height: number;
}

export const SHEET: Frame = { width: 1200, height: 400 };
export type Point = readonly [x: number, y: number];

const TYPED = "typed:";
/** Points nearer than this to the one before say nothing more. */
const STEP = 5;

/** `strokes` as text; null where nothing is drawn. */
export function writeStrokes(strokes: readonly (readonly Point[])[], frame: Frame = SHEET): string | null {
  for (let step = STEP; ; step *= 2) {
    const drawn = strokes.map((stroke) => thinned(stroke.map((point) => within(point, frame)), step)).filter((stroke) => stroke.length > 0);
    if (drawn.length === 0) return null;
    const text = `v1 ${frame.width}x${frame.height};${drawn.map((stroke) => stroke.map((point) => point.join(",")).join(" ")).join(";")}`;
    if (text.length <= TEXT_MAX) return text;
    if (step > frame.width) return text.slice(0, text.lastIndexOf(";", TEXT_MAX)); // scribble: a thousand strokes are enough
  }
}

/** The strokes in `text` and the frame they stand in; none where the name was typed, or where it is no such text. */
export function readStrokes(text: string): { frame: Frame; strokes: Point[][] } {
  const [head = "", ...strokes] = text.split(";");
  const found = /^v1 (\d{1,5})x(\d{1,5})$/.exec(head);
  if (found === null) return { frame: SHEET, strokes: [] };
  const points = (stroke: string): Point[] =>
    stroke.split(" ").flatMap((point): Point[] => {
      const [x, y] = point.split(",").map(Number);
      return x !== undefined && y !== undefined && Number.isFinite(x) && Number.isFinite(y) ? [[x, y]] : [];
    });
  return { frame: { width: Number(found[1]), height: Number(found[2]) }, strokes: strokes.map(points) };
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
  return strokes.map(([first, ...rest]) => (first ? `M${first.join(" ")}L${(rest.length > 0 ? rest : [first]).map((at) => at.join(" ")).join("L")}` : "")).join("");
}

function thinned(stroke: readonly Point[], step: number): Point[] {
  const kept: Point[] = [];
  stroke.forEach((point, index) => {
    const before = kept[kept.length - 1];
    const least = index === stroke.length - 1 ? 1 : step;
    if (!before || Math.hypot(point[0] - before[0], point[1] - before[1]) >= least) kept.push(point);
  });
  return kept;
}

function within([x, y]: Point, { width, height }: Frame): Point {
  const inside = (value: number, most: number): number => Math.min(most, Math.max(0, Math.round(value)));
  return [inside(x, width), inside(y, height)];
}
