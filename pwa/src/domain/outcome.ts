/** What becomes of an op: a value, never an exception; the twin of sync/outcome.py. */
import { PARKED, REFUSED, type ParkedCode, type RefusedCode } from "../generated/outcomes";

export type Outcome =
  | { readonly state: "applied" | "late"; readonly code: "" }
  | { readonly state: "parked"; readonly code: ParkedCode }
  | { readonly state: "refused"; readonly code: RefusedCode };

export const APPLIED: Outcome = { state: "applied", code: "" };
export const LATE: Outcome = { state: "late", code: "" };

/** The op waits for the office. */
export function parked(code: ParkedCode): Outcome {
  return { state: "parked", code };
}

/** The op cannot ever take effect as it stands. */
export function refused(code: RefusedCode): Outcome {
  return { state: "refused", code };
}

/** Whether the op stands aside in its record: no value of it counts (M7). */
export function isAside(outcome: Outcome | null | undefined): boolean {
  return outcome?.state === "parked" || outcome?.state === "refused";
}

/**
 * The outcome that an answer states as `[state, code]`.
 *
 * A state that only a newer server knows is taken as parked: the op stands aside until its record's row comes.
 */
export function readOutcome(state: string, code: string): Outcome {
  if (state === "applied") return APPLIED;
  if (state === "late") return LATE;
  if (state === "refused") return refused(REFUSED.find((known) => known === code) ?? "bad-shape");
  return parked(PARKED.find((known) => known === code) ?? "unknown-type");
}
