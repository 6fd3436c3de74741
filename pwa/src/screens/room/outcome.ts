/** What came of giving and taking, in a person's words. */
import type { TakenAll } from "../../app";
import { t } from "../../i18n";

export interface Said {
  tone: "safe" | "neutral" | "attention";
  text: string;
}

/** The sentences that tell what was taken, or why nothing was; what is safe stands in each. */
export function saidOf(came: TakenAll): Said[] {
  if (came.state !== "taken") return [{ tone: came.state === "closed" ? "neutral" : "attention", text: t(`tablet.room.fault.${came.state}`) }];
  const { ops, records, lent, from, refused } = came.found;
  const news: Said = ops === 0 && lent > 0
    ? { tone: "safe", text: t("tablet.room.lent", { count: lent }) }
    : ops === 0
    ? { tone: "neutral", text: t("tablet.room.nothing_new") }
    : { tone: "safe", text: t("tablet.room.taken", { count: ops, records, from: from.join(", ") }) };
  const why = [...new Set(refused.map((one) => one.why))];
  return [...(ops + lent === 0 && refused.length > 0 ? [] : [news]), ...why.map((one): Said => ({ tone: "attention", text: t(`tablet.room.why.${one}`) }))];
}
