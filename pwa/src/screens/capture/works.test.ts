import { describe, expect, it } from "vitest";

import { WORKS_MAX, workPins } from "./works";

const KHOVD = { lat: 48, lon: 91.64 };

describe("the works on the map", () => {
  it("are those that say where they are, the nearest first", () => {
    const rows = [
      { id: "far", values: ["Зам", "47.5,92.5", 2027, "begun"] },
      { id: "near", values: ["Гүүр", "48.01,91.65", 2026, "done"] },
      { id: "nowhere", values: ["Худаг", null, 2026, "planned"] },
      { id: "torn", values: ["Худаг", "48.1", 2026, "planned"] },
      { id: "off", values: ["Худаг", "148.1,91", 2026, "planned"] },
    ];
    expect(workPins(rows, KHOVD)).toEqual([
      { id: "near", at: { lat: 48.01, lon: 91.65 }, name: "Гүүр", year: 2026, state: "done" },
      { id: "far", at: { lat: 47.5, lon: 92.5 }, name: "Зам", year: 2027, state: "begun" },
    ]);
  });

  it("are shown with what is not known left out, a newer state as planned", () => {
    expect(workPins([{ id: "a", values: [null, "48,91.6", "2026", "blessed"] }], null)).toEqual([
      { id: "a", at: { lat: 48, lon: 91.6 }, name: "", year: null, state: "planned" },
    ]);
  });

  it("are bounded, and in the same order on every tablet", () => {
    const rows = Array.from({ length: WORKS_MAX + 50 }, (_, i) => ({ id: `w${String(i).padStart(4, "0")}`, values: ["Ажил", "48,91.64", 2026, "planned"] }));
    const pins = workPins(rows.reverse(), KHOVD);
    expect(pins).toHaveLength(WORKS_MAX);
    expect(pins[0]?.id).toBe("w0000");
  });
});
