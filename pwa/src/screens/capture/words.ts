/** How a proposal's facts are said in few words: who, how many, what it costs, how long ago. The same in list and form. */
import type { App } from "../../app";
import { inMillions } from "../../domain/money";
import type { Value } from "../../domain/op";
import { grouped, language, t } from "../../i18n";
import type { RecordView } from "../../view";
import { nameOf } from "../parts/types";

/** `670,0 сая ₮`. */
export function costText(tugrug: Value): string {
  return typeof tugrug === "number" ? t("tablet.capture.cost_sum", { sum: inMillions(tugrug, language() === "en" ? "." : ",") }) : "";
}

/** `18 000 000 ₮`. */
export const exactly = (tugrug: number): string => `${grouped(tugrug)}\u00a0₮`;

/** «Бүлэг 2», with its theme where it has no number; empty where the record is not here. */
export function groupText(app: App, group: Value): string {
  const view = typeof group === "string" ? app.record(group) : null;
  if (view === null) return "";
  const number = view.values.get("number");
  return typeof number === "number" ? t("tablet.capture.group", { number }) : String(view.values.get("theme") ?? "");
}

/** Who proposed it: the citizen by name where one is named, else the kind of source. */
export function whoText(app: App, of: (path: string) => Value): string {
  const person = of("proposer");
  const source = of("source");
  if (typeof person === "string") return nameOf(app, app.record(person));
  if (source === "group") return groupText(app, of("group")) || t("choice.group");
  return typeof source === "string" ? t(`choice.${source}`) : "";
}

export function supportText(count: Value): string {
  return typeof count === "number" && count > 0 ? t("tablet.capture.supporters", { count }) : "";
}

/** «8 минутын өмнө»; empty where it is not known when. */
export function agoText(at: number | null, now_ms: number): string {
  if (at === null || at > now_ms) return "";
  const minutes = Math.floor((now_ms - at) / 60_000);
  if (minutes < 1) return t("tablet.capture.ago.now");
  if (minutes < 60) return t("tablet.capture.ago.minutes", { count: minutes });
  const hours = Math.floor(minutes / 60);
  return hours < 24 ? t("tablet.capture.ago.hours", { count: hours }) : t("tablet.capture.ago.days", { count: Math.floor(hours / 24) });
}

/** Who · supporters · cost · group of a row. */
export function detailText(app: App, view: RecordView): string {
  const of = (path: string): Value => view.values.get(path) ?? null;
  const group = of("source") === "group" ? "" : groupText(app, of("group"));
  return [whoText(app, of), supportText(of("supporters")), costText(of("cost")), group].filter(Boolean).join(" · ");
}
