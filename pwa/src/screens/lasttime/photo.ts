/** The photo that shows best how a proposal stands: the one taken last, of those whose bytes are on this tablet. */
import type { App, MediaView } from "../../app";

export function photoOf(app: App, proposal: string): { item: MediaView; day: string } | null {
  const taken = (item: MediaView): string => String(app.record(item.id)?.values.get("taken_at") ?? "");
  const here = app.media.of(proposal).filter(({ kind, state }) => kind === "photo" && state !== "away");
  const [last] = [...here].sort((a, b) => (taken(a) > taken(b) ? -1 : 1));
  return last === undefined ? null : { item: last, day: taken(last).slice(0, 10) };
}
