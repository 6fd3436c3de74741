import { expect, test } from "vitest";

import { TEXT_MAX } from "../generated/outcomes";
import { text } from "./kinds";
import { pathOf, readStrokes, readTyped, SHEET, writeStrokes, writeTyped, type Point } from "./strokes";

test("strokes are read back as they were drawn, a dot among them", () => {
  const drawn: Point[][] = [[[0, 0], [100, 50], [1199, 399]], [[600, 200]]];
  const written = writeStrokes(drawn) ?? "";
  expect(readStrokes(written)).toEqual({ frame: SHEET, strokes: drawn });
  expect(text(written)).toBeNull();
});

test("nothing drawn is no signature", () => {
  expect(writeStrokes([])).toBeNull();
  expect(writeStrokes([[]])).toBeNull();
  expect(writeTyped("  ")).toBeNull();
});

test("a point beside the sheet is drawn at its edge", () => {
  expect(readStrokes(writeStrokes([[[-20, 900]]]) ?? "").strokes).toEqual([[[0, 400]]]);
});

test("a signature of any length fits the field, and keeps its ends", () => {
  const long = Array.from({ length: 20_000 }, (_, i): Point => [i % 1200, (i * 7) % 400]);
  const written = writeStrokes([long]) ?? "";
  expect(written.length).toBeLessThanOrEqual(TEXT_MAX);
  const [stroke] = readStrokes(written).strokes;
  expect([stroke?.[0], stroke?.[stroke.length - 1]]).toEqual([long[0], long[long.length - 1]]);
});

test("a scribble of very many strokes is cut at a stroke", () => {
  const written = writeStrokes(Array.from({ length: 3_000 }, (_, i): Point[] => [[i % 1200, 0], [0, i % 400]])) ?? "";
  expect(written.length).toBeLessThanOrEqual(TEXT_MAX);
  expect(readStrokes(written).strokes.every((stroke) => stroke.length > 0 && stroke.length <= 2)).toBe(true);
});

test("a typed name stands for the drawing", () => {
  const written = writeTyped(" Ж.Ганбаатар ") ?? "";
  expect(readTyped(written)).toBe("Ж.Ганбаатар");
  expect(readStrokes(written).strokes).toEqual([]);
  expect(readTyped("v1 10x10;1,1")).toBeNull();
});

test("a path moves to each stroke and shows a dot", () => {
  expect(pathOf([[[1, 2], [3, 4]], [[5, 6]], []])).toBe("M1 2L3 4M5 6L5 6");
});
