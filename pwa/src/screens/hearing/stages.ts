/**
 * The thirteen stages of a hearing in their order (DOMAIN §D), and what a person sees in each. Any stage opens until the hearing
 * is sealed; «now» is the one that the record names.
 */
import type { Component } from "svelte";
import CheckInStage from "../checkin/CheckInStage.svelte";
import ProposalsStage from "../capture/ProposalsStage.svelte";
import AdoptionStage from "../closing/AdoptionStage.svelte";
import SealStage from "../closing/SealStage.svelte";
import DecisionsStage from "../decisions/DecisionsStage.svelte";
import PlainStage from "./PlainStage.svelte";

export const STAGES = [
  "notice", "opening", "check_in", "presentations", "poll_before", "group_work", "plenary", "ranking", "decisions", "poll_after",
  "read_back", "adoption", "sealed",
] as const;
export type StageName = (typeof STAGES)[number];

/** Every stage's panel gets the hearing's id and the stage. */
export const PANELS: Readonly<Partial<Record<StageName, Component<{ hearing: string; stage: StageName }>>>> = {
  check_in: CheckInStage,
  group_work: ProposalsStage,
  plenary: ProposalsStage,
  decisions: DecisionsStage,
  adoption: AdoptionStage,
  sealed: SealStage,
};
export const PLAIN = PlainStage;
