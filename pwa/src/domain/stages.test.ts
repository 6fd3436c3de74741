import { expect, test } from "vitest";

import type { Value } from "./op";
import { nextOf, spine, STAGES, stageOf, type StageName } from "./stages";

const hearing = (values: Record<string, Value>) => new Map(Object.entries(values));
const at = (minute: number) => `2026-11-24T06:${String(minute).padStart(2, "0")}:00Z[Asia/Hovd]`;
const states = (values: Record<string, Value>, is_sealed = false) => Object.fromEntries(spine(hearing(values), is_sealed, () => false).map((step) => [step.name, step.state]));

test("stages that were begun are done, the named one is now, others come", () => {
  const found = states({ stage: "check_in", "steps/notice": at(0), "steps/opening": at(2), "steps/check_in": at(5) });
  expect(found).toMatchObject({ notice: "done", opening: "done", check_in: "now", presentations: "next", sealed: "next" });
});

test("a stage that was gone over is past, not done", () => {
  expect(states({ stage: "check_in", "steps/check_in": at(5) })).toMatchObject({ opening: "past" });
});

test("who returns to a stage sees it said, and what came after stays done", () => {
  const steps = spine(hearing({ stage: "opening", "steps/opening": at(9), "steps/check_in": at(5) }), false, () => false);
  expect(steps.find(({ name }) => name === "opening")).toMatchObject({ state: "now", is_returned: true });
  expect(steps.find(({ name }) => name === "check_in")).toMatchObject({ state: "done", is_returned: false });
});

test("a sealed hearing is done from end to end", () => {
  expect(new Set(Object.values(states({ stage: "adoption" }, true)))).toEqual(new Set(["done"]));
});

test("a new hearing stands at the notice, and so does one with a stage of a newer app", () => {
  expect([stageOf(hearing({})), stageOf(hearing({ stage: "feast" })), stageOf(null)]).toEqual(["notice", "notice", "notice"]);
});

test("a kind goes over the stages that it does without, but never over one that holds something", () => {
  const follow = (kind: string, holds: (stage: StageName) => boolean = () => false) => {
    const found: StageName[] = ["notice"];
    for (let stage: StageName = "notice"; ; stage = found[found.length - 1] ?? "sealed") {
      const next = nextOf(spine(hearing({ kind, stage }), false, holds), stage);
      if (next === null) return found;
      found.push(next.name);
    }
  };
  expect(follow("discussion")).toEqual([...STAGES]);
  expect(follow("visit")).toEqual(["notice", "opening", "check_in", "presentations", "plenary", "decisions", "sealed"]);
  expect(follow("public_hearing")).not.toContain("ranking");
  expect(follow("public_hearing", (stage) => stage === "ranking")).toContain("ranking");
});
