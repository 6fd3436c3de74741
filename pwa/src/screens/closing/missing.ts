/** What a hearing should have before it is sealed and does not: each by name, with where it is filled. Nothing here forbids. */
import type { App } from "../../app";
import { cast, isTooMany, votesOf } from "../../domain/decision";
import { adoptionOf, minutesOf, wordsOf } from "../minutes/room";
import { decisionsOf, lacksQuorum, present } from "../decisions/room";

export interface Missing {
  /** msgid */
  what: string;
  /** stage, or parts of a place within the hearing */
  where: string[];
}

export function missingOf(app: App, hearing: string): Missing[] {
  const view = app.record(hearing);
  const found: Missing[] = [];
  const lacks = (is_lacking: boolean, what: string, ...where: string[]): void => void (is_lacking && found.push({ what: `tablet.seal.missing.${what}`, where }));
  const decisions = decisionsOf(app, hearing);
  const there = present(app, hearing);
  const signed = new Set(app.list("signature", { hearing }).map(({ values }) => values.get("for_what")));
  lacks(typeof view?.values.get("held_on") !== "string", "held_on", "record", "hearing", hearing);
  lacks(there === null, "attendance", "check_in");
  lacks(lacksQuorum(app, hearing) === true, "quorum", "check_in");
  lacks(decisions.length === 0, "decisions", "decisions");
  lacks(decisions.some(({ values }) => cast(votesOf(values)) === null), "votes", "decisions");
  lacks(decisions.some(({ values }) => isTooMany(votesOf(values), there)), "too_many", "decisions");
  const minutes = minutesOf(app, hearing);
  const is_visit = view?.values.get("kind") === "visit"; // has no read-back (domain/stages.ts)
  lacks(!is_visit && wordsOf(minutes) === "", "minutes", "minutes");
  lacks(wordsOf(minutes) !== "" && adoptionOf(minutes) !== "adopted", adoptionOf(minutes) === "changed" ? "readopt" : "adoption", "adoption");
  lacks(!signed.has("adoption_chair"), "chair", "adoption");
  lacks(!signed.has("adoption_secretary"), "secretary", "adoption");
  return found;
}
