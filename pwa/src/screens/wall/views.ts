/** The screens of the wall. */
import AgendaView from "./AgendaView.svelte";
import DecisionsView from "./DecisionsView.svelte";
import LastView from "./LastView.svelte";
import ProposalsView from "./ProposalsView.svelte";
import RankingView from "./RankingView.svelte";
import TimerView from "./TimerView.svelte";
import type { ViewName, WallView } from "./wall";

export const SCREENS: Readonly<Record<ViewName, WallView>> = {
  agenda: AgendaView,
  last: LastView,
  proposals: ProposalsView,
  ranking: RankingView,
  decisions: DecisionsView,
  timer: TimerView,
};
