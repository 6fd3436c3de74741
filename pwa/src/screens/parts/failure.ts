/** Why a save failed, in the person's words. */
import { NotAllowed, StorageFull } from "../../app";

/** The msgid of the sentence that says what went wrong, and what is safe. */
export function failureOf(error: unknown): string {
  if (error instanceof StorageFull) return "tablet.failed.full";
  return error instanceof NotAllowed ? `outcome.${error.outcome.code}` : "tablet.failed.save";
}
