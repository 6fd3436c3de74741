/**
 * A signature as short text: `v1 1000x300;12,40 30,44 …;…`, strokes between `;`, points as whole numbers of that frame. Points too
 * near to be seen apart are left out, more of them until the text fits its field.
 */
export const FRAME = { width: 1000, height: 300 } as const;
export const STROKES_MAX = 9_000;
export type Point = readonly [x: number, y: number];

/** The text of `strokes`; empty where nothing was drawn. */
export function writeStrokes(strokes: readonly (readonly Point[])[]): string {
  for (let apart = 4; ; apart *= 2) {
    const drawn = strokes.map((stroke) => thinned(stroke, apart)).filter((stroke) => stroke.length > 0);
    if (drawn.length === 0) return "";
    const text = `v1 ${FRAME.width}x${FRAME.height};${drawn.map((stroke) => stroke.map(([x, y]) => `${x},${y}`).join(" ")).join(";")}`;
    if (text.length <= STROKES_MAX || apart > FRAME.width) return text.slice(0, STROKES_MAX);
  }
}

/** The points again; what is no such text has none. */
export function readStrokes(text: string): Point[][] {
  const [head, ...strokes] = text.split(";");
  if (!/^v1 \d+x\d+$/.test(head ?? "")) return [];
  return strokes.map((stroke) => stroke.split(" ").flatMap((point): Point[] => {
    const [x, y] = point.split(",").map(Number);
    return x !== undefined && y !== undefined && Number.isFinite(x) && Number.isFinite(y) ? [[x, y]] : [];
  }));
}

/** A stroke as the path of an SVG; a single point is a dot. */
export function pathOf(stroke: readonly Point[]): string {
  const [first, ...rest] = stroke;
  if (first === undefined) return "";
  return `M${first.join(" ")}${rest.length > 0 ? rest.map((point) => `L${point.join(" ")}`).join("") : "l1 0"}`;
}

function thinned(stroke: readonly Point[], apart: number): Point[] {
  const kept: Point[] = [];
  stroke.forEach(([px, py], at) => {
    const point: Point = [Math.round(px), Math.round(py)];
    const before = kept[kept.length - 1];
    const is_last = at === stroke.length - 1;
    if (before === undefined || Math.hypot(point[0] - before[0], point[1] - before[1]) >= (is_last ? 1 : apart)) kept.push(point);
  });
  return kept;
}
