/** The screens of the wall. One for the ranking's result goes here under `ranking`; it is then offered in its stage. */
import AgendaView from "./AgendaView.svelte";
import DecisionsView from "./DecisionsView.svelte";
import LastView from "./LastView.svelte";
import ProposalsView from "./ProposalsView.svelte";
import TimerView from "./TimerView.svelte";
import { VIEWS, type ViewName, type WallView } from "./wall";

export const SCREENS: Readonly<Partial<Record<ViewName, WallView>>> = {
  agenda: AgendaView,
  last: LastView,
  proposals: ProposalsView,
  decisions: DecisionsView,
  timer: TimerView,
};

export const OFFERED: readonly ViewName[] = VIEWS.filter((name) => SCREENS[name] !== undefined);
