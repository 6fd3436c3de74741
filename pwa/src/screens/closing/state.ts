/** A hearing's name as people say it when they close it or take it off the tablet. */
import type { App } from "../../app";
import { nameOf } from "../parts/types";

/** «Рашаант, 11.24»: unit and day; what was confirmed is named by it. */
export function shortName(app: App, hearing: string): string {
  const view = app.record(hearing);
  const unit = view?.values.get("unit");
  const held_on = view?.values.get("held_on");
  const day = typeof held_on === "string" ? held_on.slice(5).replace("-", ".") : "";
  return [typeof unit === "string" ? nameOf(app, app.record(unit)) : nameOf(app, view), day].filter(Boolean).join(", ");
}

/** `9F3A 71C0 44BE 0D12`: as much of a hash as people compare, in groups. */
export function grouped(hash: string): string {
  return hash.slice(0, 16).toUpperCase().replace(/(.{4})(?=.)/g, "$1 ");
}
