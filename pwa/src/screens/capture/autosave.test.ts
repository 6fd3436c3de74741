import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { Value } from "../../domain/op";
import { Autosave, PAUSE_MS } from "./autosave";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A record, and saves that end when the test says so. */
function desk() {
  const record = new Map<string, Value>();
  const saves: { values: Readonly<Record<string, Value>>; end: () => Promise<void>; fail: (error: Error) => Promise<void> }[] = [];
  const state = { may: true };
  const autosave = new Autosave({
    save: (values) =>
      new Promise((resolve, reject) => {
        const end = async (): Promise<void> => {
          for (const [path, value] of Object.entries(values)) record.set(path, value);
          resolve({ at: 7 });
          await vi.advanceTimersByTimeAsync(0);
        };
        const fail = async (error: Error): Promise<void> => {
          reject(error);
          await vi.advanceTimersByTimeAsync(0);
        };
        saves.push({ values, end, fail });
      }),
    current: (path) => record.get(path) ?? null,
    may: () => state.may,
    changed: () => undefined,
  });
  return { autosave, record, saves, state };
}

test("a pause saves what was changed, once, and says so only when it is on disk (I11)", async () => {
  const { autosave, saves } = desk();
  autosave.put("title", "Гар");
  vi.advanceTimersByTime(PAUSE_MS - 1);
  autosave.put("title", "Гар худаг");
  vi.advanceTimersByTime(PAUSE_MS - 1);
  expect(saves).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(saves.map(({ values }) => values)).toEqual([{ title: "Гар худаг" }]);
  expect([autosave.saved_at, autosave.is_waiting]).toEqual([null, true]);
  await saves[0]?.end();
  expect([autosave.saved_at, autosave.is_waiting]).toEqual([7, false]);
  vi.advanceTimersByTime(PAUSE_MS * 10);
  expect(saves.length).toBe(1);
});

test("only changed fields are saved; what was put back is not", async () => {
  const { autosave, record, saves } = desk();
  record.set("cost", 5).set("title", "Худаг");
  autosave.put("cost", 6);
  autosave.put("cost", 5);
  autosave.put("body", "урт");
  await Promise.all([autosave.flush(), saves[0]?.end()]);
  expect(saves.map(({ values }) => values)).toEqual([{ body: "урт" }]);
  expect(await autosave.flush()).toBe(true);
  expect(saves.length).toBe(1);
});

test("what changes while a save is under way is saved after it, also where it is put back", async () => {
  const { autosave, saves } = desk();
  autosave.put("title", "А");
  void autosave.flush();
  autosave.put("title", "АБ");
  autosave.put("title", "А");
  expect(autosave.is_waiting).toBe(true);
  autosave.put("title", "АБВ");
  void autosave.flush();
  await saves[0]?.end();
  expect(autosave.value("title")).toBe("АБВ");
  await saves[1]?.end();
  expect(saves.map(({ values }) => values)).toEqual([{ title: "А" }, { title: "АБВ" }]);
  expect(autosave.value("title")).toBeUndefined();
});

test("a save that fails is told, loses nothing, and is tried again with the next pause", async () => {
  const { autosave, saves } = desk();
  autosave.put("title", "Худаг");
  const flushed = autosave.flush();
  autosave.put("cost", 3);
  await saves[0]?.fail(new Error("full"));
  expect(await flushed).toBe(false);
  expect([autosave.failed instanceof Error, autosave.saved_at]).toEqual([true, null]);
  expect([autosave.value("title"), autosave.value("cost")]).toEqual(["Худаг", 3]);
  vi.advanceTimersByTime(PAUSE_MS);
  expect(saves[1]?.values).toEqual({ cost: 3, title: "Худаг" });
  await saves[1]?.end();
  expect([autosave.failed, autosave.saved_at]).toEqual([null, 7]);
});

test("nothing is saved before there is a word; then all of it is", async () => {
  const { autosave, saves, state } = desk();
  state.may = false;
  autosave.put("category", "water");
  expect(await autosave.flush()).toBe(false);
  expect(saves).toEqual([]);
  state.may = true;
  autosave.put("title", "Худаг");
  vi.advanceTimersByTime(PAUSE_MS);
  expect(saves[0]?.values).toEqual({ category: "water", title: "Худаг" });
});
