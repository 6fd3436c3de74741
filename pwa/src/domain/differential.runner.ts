/**
 * The TypeScript side of the differential fuzz: one question a line on standard input, one answer a line on standard
 * output (tests/sync/test_differential.py). Bundled and run in Node by that test only.
 */
import { createInterface } from "node:readline";
import { foldHistory, summary, verdict, type History } from "./history";
import type { Writer } from "./judge";
import type { Value } from "./op";
import { advise, canonical, rank, resultHash, type Method, type Records } from "./ranking/rank";
import { fromBase64, isUpdate } from "./update";

interface Hostile {
  readonly line: string;
  readonly personal: string | null;
  readonly writer: Writer;
}
interface Ranking {
  readonly session: Record<string, Value>;
  readonly ballots: Record<string, Record<string, Value>>;
  readonly tallies: Record<string, Record<string, Value>>;
  readonly advise?: { readonly method: Method; readonly parameters: Record<string, string> };
}
type Question = { history: History } | { hostile: Hostile } | { update: string } | { ranking: Ranking };

function records(found: Ranking["ballots"]): Records {
  return new Map(Object.entries(found).map(([id, values]) => [id, new Map(Object.entries(values))]));
}

function ranking({ session, ballots, tallies, advise: other }: Ranking): string {
  const asked = [new Map(Object.entries(session)), records(ballots), records(tallies)] as const;
  const given = new Map(Object.entries(other?.parameters ?? {}));
  const result = other ? advise(...asked, other.method, given) : rank(...asked);
  return resultHash(result) + canonical(result);
}

function answer(question: Question): string {
  if ("history" in question) return summary(foldHistory(question.history));
  if ("ranking" in question) return ranking(question.ranking);
  if ("update" in question) return String(isUpdate(question.update));
  const { line, personal, writer } = question.hostile;
  return verdict(fromBase64(line), personal === null ? null : fromBase64(personal), writer);
}

let answers: string[] = [];
const input = createInterface({ input: process.stdin, crlfDelay: Infinity });
input.on("line", (line) => {
  answers.push(answer(JSON.parse(line) as Question));
  if (answers.length === 500) {
    process.stdout.write(answers.join("\n") + "\n");
    answers = [];
  }
});
input.on("close", () => process.stdout.write(answers.map((line) => line + "\n").join("")));
