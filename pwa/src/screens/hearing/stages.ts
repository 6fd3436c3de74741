/**
 * What a person sees in each stage of a hearing. Any stage opens until the hearing is sealed; «now» is the one that the record
 * names (domain/stages.ts).
 */
import type { Component } from "svelte";
import type { StageName } from "../../domain/stages";
import CheckInStage from "../checkin/CheckInStage.svelte";
import ProposalsStage from "../capture/ProposalsStage.svelte";
import AdoptionStage from "../closing/AdoptionStage.svelte";
import SealStage from "../closing/SealStage.svelte";
import ReadBack from "../minutes/ReadBack.svelte";
import DecisionsStage from "../decisions/DecisionsStage.svelte";
import RankingStage from "../ranking/RankingStage.svelte";
import NoticePanel from "./NoticePanel.svelte";
import OpeningPanel from "./OpeningPanel.svelte";
import PollPanel from "../poll/PollPanel.svelte";
import PresentationsPanel from "./PresentationsPanel.svelte";

export { STAGES, type StageName } from "../../domain/stages";

/** Every stage's panel gets the hearing's id and the stage. */
export const PANELS: Readonly<Record<StageName, Component<{ hearing: string; stage: StageName }>>> = {
  notice: NoticePanel,
  opening: OpeningPanel,
  check_in: CheckInStage,
  presentations: PresentationsPanel,
  poll_before: PollPanel,
  group_work: ProposalsStage,
  plenary: ProposalsStage,
  ranking: RankingStage,
  decisions: DecisionsStage,
  poll_after: PollPanel,
  read_back: ReadBack,
  adoption: AdoptionStage,
  sealed: SealStage,
};

/** The one deed of a stage that stands in the bar below, beside the next stage: where it leads, and what it is called. */
export const DEEDS: Readonly<Partial<Record<StageName, { to: string; label: string }>>> = {
  check_in: { to: "check-in", label: "tablet.checkin.do" },
  ranking: { to: "rank", label: "tablet.rank.new" },
  decisions: { to: "decide", label: "tablet.decide.add" },
  read_back: { to: "minutes", label: "tablet.minutes.write" },
};
