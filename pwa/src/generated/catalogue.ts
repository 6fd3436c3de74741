// Written by `python -m server.generate` from sync/catalogue.py; never edited.

export const CATALOGUE = 1;

export type FieldKind = "line" | "text" | "integer" | "count" | "money" | "flag" | "date" | "instant" | "point" | "decimal" | "slug" | "choice" | "reference" | "media" | "code" | "op_set" | "long_text";

export type Role = "check_in_clerk" | "facilitator";

export interface Tenant {
  name: string | null;
  short_name: string | null;
  zone: string | null;
  languages: string | null;
  settings: ReadonlyMap<string, string>;
}

export interface Programme {
  name: string | null;
  purpose: string | null;
  starts_on: string | null;
  ends_on: string | null;
  order_kind: string | null;
  order_number: string | null;
  order_on: string | null;
  parent: string | null;
  targets: ReadonlyMap<string, number>;
}

export interface Unit {
  name: string | null;
  level: "aimag" | "capital" | "soum" | "district" | "bagh" | "khoroo" | "section" | null;
  parent: string | null;
  zone: string | null;
  place: string | null;
  households: number | null;
  citizens: number | null;
  quorum_basis: "household" | "citizen" | null;
  quorum_percent: number | null;
  profile: string | null;
}

export interface Material {
  title: string | null;
  kind: "explainer" | "concept" | "news" | "directory" | "form" | "policy" | "map" | null;
  language: string | null;
  body: string | null;
  file: string | null;
  hidden: boolean | null;
}

export interface Body {
  name: string | null;
  mandate: string | null;
  post: string | null;
  email: string | null;
  phone: string | null;
  parent: string | null;
  official: string | null;
  hidden: boolean | null;
}

export interface Referral {
  unit: string | null;
  proposal: string | null;
  body: string | null;
  letter_number: string | null;
  sent_on: string | null;
  due_on: string | null;
  answer: "none" | "interim" | "final" | "not_competent" | null;
  answer_text: string | null;
  answered_on: string | null;
  competent_body: string | null;
  letter: string | null;
  official: string | null;
  received_on: string | null;
  term_days: number | null;
  frozen: ReadonlyMap<string, string>;
  seen: string | null;
  returned_from: string | null;
  extended_to: string | null;
  extended_on: string | null;
  extended_by: string | null;
  extension_reason: string | null;
  extension_notice: string | null;
  closed_on: string | null;
  reply_waits: boolean | null;
}

export interface Measure {
  unit: string | null;
  proposal: string | null;
  text: string | null;
  taken_on: string | null;
  body: string | null;
  work: string | null;
}

export interface Work {
  unit: string | null;
  name: string | null;
  purpose: string | null;
  capacity: string | null;
  package: string | null;
  amount: number | null;
  funding: ReadonlyMap<string, number>;
  year: number | null;
  progress_percent: number | null;
  contractor: string | null;
  place: string | null;
  proposals: ReadonlyMap<string, string>;
  state: "planned" | "begun" | "done" | "stopped" | null;
  bodies: ReadonlyMap<string, string>;
  citizens_part: string | null;
  tender: string | null;
  cycle: string | null;
}

export interface Comment {
  unit: string | null;
  hearing: string | null;
  of: string | null;
  path: string | null;
  text: string | null;
  author: string | null;
}

export interface Household {
  unit: string | null;
  section: string | null;
  number: string | null;
  members: number | null;
}

export interface Person {
  unit: string | null;
  household: string | null;
  given_name: string | null;
  parent_name: string | null;
  phone: string | null;
  email: string | null;
  address: string | null;
  birth_year: number | null;
  sex: "female" | "male" | "unknown" | null;
  age_band: "under_18" | "18_24" | "25_34" | "35_54" | "55_plus" | "unknown" | null;
  language: "mn" | "en" | "kk" | null;
  consents: ReadonlyMap<string, string>;
  same_as: string | null;
  other_than: ReadonlyMap<string, boolean>;
}

export interface Hearing {
  unit: string | null;
  programme: string | null;
  kind: "discussion" | "thematic" | "public_meeting" | "public_hearing" | "visit" | null;
  title: string | null;
  theme: string | null;
  place: string | null;
  place_point: string | null;
  held_on: string | null;
  opened_at: string | null;
  closed_at: string | null;
  stage: "notice" | "opening" | "check_in" | "presentations" | "poll_before" | "group_work" | "plenary" | "ranking" | "decisions" | "poll_after" | "read_back" | "adoption" | "sealed" | null;
  order_kind: string | null;
  order_number: string | null;
  order_on: string | null;
  chair: string | null;
  secretary: string | null;
  head_counts: ReadonlyMap<string, number>;
  at_least: boolean | null;
  steps: ReadonlyMap<string, string>;
  read_out: ReadonlyMap<string, boolean>;
  quorum_basis: "household" | "citizen" | null;
  quorum_percent: number | null;
  checklist: ReadonlyMap<string, string>;
  notice_traditional: string | null;
  presented: ReadonlyMap<string, string>;
  review: "held" | "approved" | "returned" | null;
}

export interface AgendaItem {
  unit: string | null;
  hearing: string | null;
  position: number | null;
  title: string | null;
  speaker: string | null;
}

export interface Attendance {
  unit: string | null;
  hearing: string | null;
  person: string | null;
  household: string | null;
  role: "citizen" | "governor" | "organizer" | "social_worker" | "state_registrar" | "welfare_specialist" | "section_leader" | "official" | "guest" | null;
  organisation: string | null;
  stands_for: boolean | null;
  sex: "female" | "male" | "unknown" | null;
  age_band: "under_18" | "18_24" | "25_34" | "35_54" | "55_plus" | "unknown" | null;
  arrived_at: string | null;
  name_as_given: string | null;
  phone: string | null;
  signature: string | null;
}

export interface Group {
  unit: string | null;
  hearing: string | null;
  number: number | null;
  theme: string | null;
  leader: string | null;
}

export interface Proposal {
  unit: string | null;
  hearing: string | null;
  group: string | null;
  kind: "proposal" | "request" | "complaint" | "petition" | "problem" | "initiative" | "question" | "thanks" | null;
  category: string | null;
  title: string | null;
  body: string | null;
  root_cause: string | null;
  solution: string | null;
  source: "citizen" | "group" | "unit_office" | "institution" | "anonymous" | null;
  proposer: string | null;
  supporters: number | null;
  cost: number | null;
  needs_investment: boolean | null;
  place: string | null;
  place_is_public: boolean | null;
  media: ReadonlyMap<string, string>;
  translation: ReadonlyMap<string, string>;
  merged_into: string | null;
  status: "draft" | "recorded" | "under_review" | "merged" | "forwarded" | "accepted" | "planned" | "funding_asked" | "in_progress" | "done" | "confirmed" | "partly_done" | "declined" | "answered" | "extended" | "withdrawn" | "reopened" | "not_competent" | null;
  status_reason: string | null;
  competent_body: string | null;
  status_after: string | null;
  addendum: string | null;
  received_on: string | null;
  goals: ReadonlyMap<string, string>;
}

export interface Supporter {
  unit: string | null;
  hearing: string | null;
  proposal: string | null;
  person: string | null;
  household: string | null;
}

export interface TrackingCode {
  unit: string | null;
  proposal: string | null;
  person: string | null;
  code: string | null;
}

export interface RankingSession {
  unit: string | null;
  hearing: string | null;
  method: "show_of_hands" | "dot_vote" | "approval" | "borda" | "pairwise" | "criteria" | "consensus" | "greedy" | "equal_shares" | null;
  question: string | null;
  parameters: ReadonlyMap<string, string>;
  corrects: string | null;
  reason: string | null;
  items: ReadonlyMap<string, string>;
  costs: ReadonlyMap<string, number>;
  households: ReadonlyMap<string, number>;
  run_off: ReadonlyMap<string, number>;
  eligible: number | null;
  cast: number | null;
  invalid: number | null;
  tie_steps: string | null;
  seed: string | null;
  closed_at: string | null;
  result: string | null;
  result_hash: string | null;
  counted: string | null;
  lock: string | null;
  leader_key: string | null;
  spare_key: string | null;
  key: string | null;
}

export interface Ballot {
  unit: string | null;
  hearing: string | null;
  session: string | null;
  marks: ReadonlyMap<string, number>;
  sealed: string | null;
  invalid: boolean | null;
  corrects: string | null;
}

export interface Tally {
  unit: string | null;
  hearing: string | null;
  session: string | null;
  source: string | null;
  counts: ReadonlyMap<string, number>;
}

export interface Decision {
  unit: string | null;
  hearing: string | null;
  number: number | null;
  text: string | null;
  votes_for: number | null;
  votes_against: number | null;
  votes_abstain: number | null;
  body: string | null;
  person: string | null;
  due_on: string | null;
  minority_view: string | null;
  sheets_valid: number | null;
  sheets_invalid: number | null;
}

export interface Minutes {
  unit: string | null;
  hearing: string | null;
  text: string | null;
  adopted_at: string | null;
  adopted_hash: string | null;
  votes_for: number | null;
  votes_against: number | null;
  votes_abstain: number | null;
  traditional_text: string | null;
  addendum: string | null;
}

export interface Poll {
  unit: string | null;
  hearing: string | null;
  moment: "before" | "after" | null;
  way: "hands" | "tablet" | null;
  question: ReadonlyMap<string, string>;
  counts: ReadonlyMap<string, number>;
}

export interface Signature {
  unit: string | null;
  hearing: string | null;
  of: string | null;
  for_what: string | null;
  signer_name: string | null;
  strokes: string | null;
}

export interface Seal {
  unit: string | null;
  hearing: string | null;
  seen: string | null;
  content_hash: string | null;
  corrects: string | null;
}

export interface Media {
  unit: string | null;
  hearing: string | null;
  of: string | null;
  sha256: string | null;
  kind: "photo" | "voice" | "video" | "document" | null;
  bytes: number | null;
  taken_at: string | null;
  place: string | null;
  caption: string | null;
  speaker_name: string | null;
  publish: boolean | null;
}

export interface Handover {
  unit: string | null;
  hearing: string | null;
  what: string | null;
  quantity: number | null;
  receiver: string | null;
  pass_on_to: string | null;
  signature: string | null;
  corrects: string | null;
}

export interface Verification {
  unit: string | null;
  hearing: string | null;
  proposal: string | null;
  finding: "confirmed" | "not_done" | "reopened" | null;
  count_for: number | null;
  count_against: number | null;
  note: string | null;
  photo: string | null;
  corrects: string | null;
}

export interface Manifest {
  unit: string | null;
  hearing: string | null;
  holds: string | null;
  records: ReadonlyMap<string, number>;
  media: ReadonlyMap<string, number>;
  corrects: string | null;
}

export interface Survey {
  unit: string | null;
  hearing: string | null;
  form: "household_sheet" | "group_interview" | null;
  number: string | null;
  household: string | null;
  who: string | null;
  people: number | null;
  wishes: ReadonlyMap<string, string>;
  categories: ReadonlyMap<string, string>;
  note: string | null;
  invalid: boolean | null;
  reason: string | null;
}

export interface Petition {
  unit: string | null;
  hearing: string | null;
  proposal: string | null;
  kind: "petition" | "complaint" | "proposal" | "request" | "thanks" | null;
  addressee: string | null;
  substance: string | null;
  parent_name: string | null;
  given_name: string | null;
  address: string | null;
  phone: string | null;
  signed_on: string | null;
  signature: string | null;
}

export interface Service {
  unit: string | null;
  hearing: string | null;
  number: number | null;
  body: string | null;
  name: string | null;
  phone: string | null;
  matter: string | null;
  outcome: "advised" | "referred" | null;
  referred_to: string | null;
  note: string | null;
}

export interface Report {
  unit: string | null;
  kind: "fortnight" | "monthly_sheet" | "quarter" | null;
  number: string | null;
  from_on: string | null;
  to_on: string | null;
  issued_on: string | null;
  nothing_new: boolean | null;
  content: ReadonlyMap<string, string>;
  content_hash: string | null;
  corrects: string | null;
}

export interface SheetDecision {
  unit: string | null;
  report: string | null;
  line: number | null;
  outcome: "accepted" | "planned" | "postponed" | "declined" | null;
  amount: number | null;
  text: string | null;
  decided_on: string | null;
  act_number: string | null;
}

export interface Cluster {
  title: string | null;
  category: string | null;
  note: string | null;
  proposals: ReadonlyMap<string, string>;
}

export interface Goal {
  number: string | null;
  title: string | null;
  document: string | null;
  hidden: boolean | null;
}

export interface Category {
  slug: string | null;
  name: ReadonlyMap<string, string>;
  icon: string | null;
  position: number | null;
  hidden: boolean | null;
}

export interface Wording {
  key: string | null;
  language: "mn" | "en" | "kk" | null;
  text: string | null;
}

export interface Route {
  category: string | null;
  place: string | null;
  body: string | null;
  note: string | null;
}

export interface Letter {
  number: string | null;
  issued_on: string | null;
  body: string | null;
  addressee: string | null;
  subject: string | null;
  reply_by: string | null;
  follows: string | null;
  units: ReadonlyMap<string, boolean>;
  paper: ReadonlyMap<string, string>;
  sha256: string | null;
}

export interface Reply {
  unit: string | null;
  referral: string | null;
  proposal: string | null;
  answer: "interim" | "final" | "not_competent" | null;
  text: string | null;
  answered_on: string | null;
  competent_body: string | null;
  signer: string | null;
  number: string | null;
  way: "paper" | "link" | null;
}

export interface WorkProgress {
  unit: string | null;
  work: string | null;
  on: string | null;
  percent: number | null;
  text: string | null;
}

export interface WorkPhoto {
  unit: string | null;
  work: string | null;
  progress: string | null;
  sha256: string | null;
  caption: string | null;
  publish: boolean | null;
}

export interface PlanLine {
  unit: string | null;
  year: number | null;
  position: number | null;
  title: string | null;
  proposals: ReadonlyMap<string, string>;
  body: string | null;
  owner_here: string | null;
  owner_there: string | null;
  quarter: number | null;
  state: "planned" | "begun" | "done" | "stopped" | null;
  report: string | null;
}

export interface LdfCycle {
  unit: string | null;
  year: number | null;
  opens_on: string | null;
  closes_on: string | null;
  limit: number | null;
  sessions: ReadonlyMap<string, string>;
  places: ReadonlyMap<string, number>;
  reasons: ReadonlyMap<string, string>;
  resolution_number: string | null;
  resolution_on: string | null;
}

export interface MonitoringGroup {
  unit: string | null;
  name: string | null;
  since: string | null;
  until: string | null;
  note: string | null;
  members: ReadonlyMap<string, string>;
  works: ReadonlyMap<string, string>;
}

export interface Campaign {
  unit: string | null;
  kind: "thematic" | "campaign" | "initiative" | null;
  title: string | null;
  target: string | null;
  message: string | null;
  needs: ReadonlyMap<string, string>;
  doers: ReadonlyMap<string, string>;
  proposals: ReadonlyMap<string, string>;
  cluster: string | null;
  calls: string | null;
  programme: string | null;
  starts_on: string | null;
  ends_on: string | null;
  state: "planned" | "begun" | "done" | "stopped" | null;
}

export interface Shown {
  tenant: Tenant;
  programme: Programme;
  unit: Unit;
  material: Material;
  body: Body;
  referral: Referral;
  measure: Measure;
  work: Work;
  comment: Comment;
  household: Household;
  person: Person;
  hearing: Hearing;
  agenda_item: AgendaItem;
  attendance: Attendance;
  group: Group;
  proposal: Proposal;
  supporter: Supporter;
  tracking_code: TrackingCode;
  ranking_session: RankingSession;
  ballot: Ballot;
  tally: Tally;
  decision: Decision;
  minutes: Minutes;
  poll: Poll;
  signature: Signature;
  seal: Seal;
  media: Media;
  handover: Handover;
  verification: Verification;
  manifest: Manifest;
  survey: Survey;
  petition: Petition;
  service: Service;
  report: Report;
  sheet_decision: SheetDecision;
  cluster: Cluster;
  goal: Goal;
  category: Category;
  wording: Wording;
  route: Route;
  letter: Letter;
  reply: Reply;
  work_progress: WorkProgress;
  work_photo: WorkPhoto;
  plan_line: PlanLine;
  ldf_cycle: LdfCycle;
  monitoring_group: MonitoringGroup;
  campaign: Campaign;
}

export type TypeName = keyof Shown;

export interface Field {
  readonly name: string;
  readonly kind: FieldKind;
  readonly label: string;
  readonly target?: TypeName;
  readonly choices?: readonly string[];
  readonly map?: true;
  readonly office?: true;
  readonly personal?: true;
  readonly public?: true;
  readonly indexed?: true;
  readonly since?: number;
}

export interface RecordType {
  readonly name: TypeName;
  readonly scope: "tenant" | "unit" | "office";
  readonly roles: readonly Role[];
  readonly below?: true;
  readonly immutable?: true;
  readonly subject?: true;
  readonly fields: readonly Field[];
}

export const RECORDS: readonly RecordType[] = [
  {"name": "tenant", "scope": "tenant", "roles": [], "fields": [
    {"name": "name", "kind": "line", "label": "tenant.name", "public": true},
    {"name": "short_name", "kind": "line", "label": "tenant.short_name", "public": true},
    {"name": "zone", "kind": "line", "label": "tenant.zone", "public": true},
    {"name": "languages", "kind": "line", "label": "tenant.languages", "public": true},
    {"name": "settings", "kind": "text", "label": "tenant.settings", "map": true, "office": true},
  ]},
  {"name": "programme", "scope": "tenant", "roles": [], "fields": [
    {"name": "name", "kind": "line", "label": "programme.name", "public": true, "indexed": true},
    {"name": "purpose", "kind": "text", "label": "programme.purpose", "public": true},
    {"name": "starts_on", "kind": "date", "label": "programme.starts_on", "public": true},
    {"name": "ends_on", "kind": "date", "label": "programme.ends_on", "public": true},
    {"name": "order_kind", "kind": "line", "label": "programme.order_kind", "public": true},
    {"name": "order_number", "kind": "line", "label": "programme.order_number", "public": true},
    {"name": "order_on", "kind": "date", "label": "programme.order_on", "public": true},
    {"name": "parent", "kind": "reference", "label": "programme.parent", "target": "programme", "public": true},
    {"name": "targets", "kind": "count", "label": "programme.targets", "map": true, "public": true},
  ]},
  {"name": "unit", "scope": "tenant", "roles": [], "fields": [
    {"name": "name", "kind": "line", "label": "unit.name", "public": true, "indexed": true},
    {"name": "level", "kind": "choice", "label": "unit.level", "choices": ["aimag", "capital", "soum", "district", "bagh", "khoroo", "section"], "public": true, "indexed": true},
    {"name": "parent", "kind": "reference", "label": "unit.parent", "target": "unit", "public": true, "indexed": true},
    {"name": "zone", "kind": "line", "label": "unit.zone", "public": true},
    {"name": "place", "kind": "point", "label": "unit.place", "public": true},
    {"name": "households", "kind": "count", "label": "unit.households", "public": true},
    {"name": "citizens", "kind": "count", "label": "unit.citizens", "public": true},
    {"name": "quorum_basis", "kind": "choice", "label": "unit.quorum_basis", "choices": ["household", "citizen"], "public": true},
    {"name": "quorum_percent", "kind": "count", "label": "unit.quorum_percent", "public": true},
    {"name": "profile", "kind": "text", "label": "unit.profile", "public": true},
  ]},
  {"name": "material", "scope": "tenant", "roles": [], "fields": [
    {"name": "title", "kind": "line", "label": "material.title", "public": true},
    {"name": "kind", "kind": "choice", "label": "material.kind", "choices": ["explainer", "concept", "news", "directory", "form", "policy", "map"], "public": true},
    {"name": "language", "kind": "slug", "label": "material.language", "public": true},
    {"name": "body", "kind": "text", "label": "material.body", "public": true},
    {"name": "file", "kind": "media", "label": "material.file", "public": true},
    {"name": "hidden", "kind": "flag", "label": "material.hidden", "public": true},
  ]},
  {"name": "body", "scope": "tenant", "roles": [], "fields": [
    {"name": "name", "kind": "line", "label": "body.name", "public": true, "indexed": true},
    {"name": "mandate", "kind": "text", "label": "body.mandate", "public": true},
    {"name": "post", "kind": "line", "label": "body.post", "public": true},
    {"name": "email", "kind": "line", "label": "body.email"},
    {"name": "phone", "kind": "line", "label": "body.phone"},
    {"name": "parent", "kind": "reference", "label": "body.parent", "target": "body", "public": true},
    {"name": "official", "kind": "line", "label": "body.official"},
    {"name": "hidden", "kind": "flag", "label": "body.hidden", "public": true},
  ]},
  {"name": "referral", "scope": "unit", "roles": [], "fields": [
    {"name": "unit", "kind": "reference", "label": "referral.unit", "target": "unit", "public": true, "indexed": true},
    {"name": "proposal", "kind": "reference", "label": "referral.proposal", "target": "proposal", "public": true, "indexed": true},
    {"name": "body", "kind": "reference", "label": "referral.body", "target": "body", "public": true, "indexed": true},
    {"name": "letter_number", "kind": "line", "label": "referral.letter_number", "public": true},
    {"name": "sent_on", "kind": "date", "label": "referral.sent_on", "public": true, "indexed": true},
    {"name": "due_on", "kind": "date", "label": "referral.due_on", "public": true, "indexed": true},
    {"name": "answer", "kind": "choice", "label": "referral.answer", "choices": ["none", "interim", "final", "not_competent"], "public": true},
    {"name": "answer_text", "kind": "text", "label": "referral.answer_text", "public": true},
    {"name": "answered_on", "kind": "date", "label": "referral.answered_on", "public": true, "indexed": true},
    {"name": "competent_body", "kind": "line", "label": "referral.competent_body", "public": true},
    {"name": "letter", "kind": "reference", "label": "referral.letter", "target": "letter", "indexed": true},
    {"name": "official", "kind": "line", "label": "referral.official", "public": true},
    {"name": "received_on", "kind": "date", "label": "referral.received_on", "public": true},
    {"name": "term_days", "kind": "count", "label": "referral.term_days", "public": true},
    {"name": "frozen", "kind": "text", "label": "referral.frozen", "map": true},
    {"name": "seen", "kind": "media", "label": "referral.seen"},
    {"name": "returned_from", "kind": "reference", "label": "referral.returned_from", "target": "referral"},
    {"name": "extended_to", "kind": "date", "label": "referral.extended_to", "public": true, "indexed": true},
    {"name": "extended_on", "kind": "date", "label": "referral.extended_on"},
    {"name": "extended_by", "kind": "line", "label": "referral.extended_by"},
    {"name": "extension_reason", "kind": "text", "label": "referral.extension_reason", "public": true},
    {"name": "extension_notice", "kind": "text", "label": "referral.extension_notice", "public": true},
    {"name": "closed_on", "kind": "date", "label": "referral.closed_on", "public": true, "indexed": true},
    {"name": "reply_waits", "kind": "flag", "label": "referral.reply_waits", "indexed": true},
  ]},
  {"name": "measure", "scope": "unit", "roles": [], "fields": [
    {"name": "unit", "kind": "reference", "label": "measure.unit", "target": "unit", "public": true, "indexed": true},
    {"name": "proposal", "kind": "reference", "label": "measure.proposal", "target": "proposal", "public": true, "indexed": true},
    {"name": "text", "kind": "text", "label": "measure.text", "public": true},
    {"name": "taken_on", "kind": "date", "label": "measure.taken_on", "public": true, "indexed": true},
    {"name": "body", "kind": "reference", "label": "measure.body", "target": "body", "public": true},
    {"name": "work", "kind": "reference", "label": "measure.work", "target": "work", "public": true},
  ]},
  {"name": "work", "scope": "unit", "roles": [], "below": true, "fields": [
    {"name": "unit", "kind": "reference", "label": "work.unit", "target": "unit", "public": true, "indexed": true},
    {"name": "name", "kind": "line", "label": "work.name", "public": true, "indexed": true},
    {"name": "purpose", "kind": "text", "label": "work.purpose", "public": true},
    {"name": "capacity", "kind": "line", "label": "work.capacity", "public": true},
    {"name": "package", "kind": "line", "label": "work.package", "public": true, "indexed": true},
    {"name": "amount", "kind": "money", "label": "work.amount", "public": true},
    {"name": "funding", "kind": "money", "label": "work.funding", "map": true, "public": true},
    {"name": "year", "kind": "count", "label": "work.year", "public": true, "indexed": true},
    {"name": "progress_percent", "kind": "count", "label": "work.progress_percent", "public": true},
    {"name": "contractor", "kind": "line", "label": "work.contractor", "public": true},
    {"name": "place", "kind": "point", "label": "work.place", "public": true},
    {"name": "proposals", "kind": "reference", "label": "work.proposals", "map": true, "public": true, "indexed": true},
    {"name": "state", "kind": "choice", "label": "work.state", "choices": ["planned", "begun", "done", "stopped"], "public": true, "indexed": true},
    {"name": "bodies", "kind": "reference", "label": "work.bodies", "target": "body", "map": true, "public": true},
    {"name": "citizens_part", "kind": "text", "label": "work.citizens_part", "public": true},
    {"name": "tender", "kind": "line", "label": "work.tender", "public": true},
    {"name": "cycle", "kind": "reference", "label": "work.cycle", "target": "ldf_cycle", "public": true, "indexed": true},
  ]},
  {"name": "comment", "scope": "unit", "roles": [], "fields": [
    {"name": "unit", "kind": "reference", "label": "comment.unit", "target": "unit", "public": true, "indexed": true},
    {"name": "hearing", "kind": "reference", "label": "comment.hearing", "target": "hearing", "public": true, "indexed": true},
    {"name": "of", "kind": "reference", "label": "comment.of"},
    {"name": "path", "kind": "line", "label": "comment.path"},
    {"name": "text", "kind": "text", "label": "comment.text"},
    {"name": "author", "kind": "line", "label": "comment.author"},
  ]},
  {"name": "household", "scope": "unit", "roles": ["facilitator", "check_in_clerk"], "fields": [
    {"name": "unit", "kind": "reference", "label": "household.unit", "target": "unit", "public": true, "indexed": true},
    {"name": "section", "kind": "reference", "label": "household.section", "target": "unit"},
    {"name": "number", "kind": "line", "label": "household.number", "indexed": true},
    {"name": "members", "kind": "count", "label": "household.members"},
  ]},
  {"name": "person", "scope": "unit", "roles": ["facilitator", "check_in_clerk"], "subject": true, "fields": [
    {"name": "unit", "kind": "reference", "label": "person.unit", "target": "unit", "public": true, "indexed": true},
    {"name": "household", "kind": "reference", "label": "person.household", "target": "household", "indexed": true},
    {"name": "given_name", "kind": "line", "label": "person.given_name", "personal": true},
    {"name": "parent_name", "kind": "line", "label": "person.parent_name", "personal": true},
    {"name": "phone", "kind": "line", "label": "person.phone", "personal": true},
    {"name": "email", "kind": "line", "label": "person.email", "personal": true},
    {"name": "address", "kind": "line", "label": "person.address", "personal": true},
    {"name": "birth_year", "kind": "count", "label": "person.birth_year", "personal": true},
    {"name": "sex", "kind": "choice", "label": "person.sex", "choices": ["female", "male", "unknown"], "indexed": true},
    {"name": "age_band", "kind": "choice", "label": "person.age_band", "choices": ["under_18", "18_24", "25_34", "35_54", "55_plus", "unknown"], "indexed": true},
    {"name": "language", "kind": "choice", "label": "person.language", "choices": ["mn", "en", "kk"]},
    {"name": "consents", "kind": "date", "label": "person.consents", "map": true},
    {"name": "same_as", "kind": "reference", "label": "person.same_as", "target": "person", "indexed": true},
    {"name": "other_than", "kind": "flag", "label": "person.other_than", "map": true, "office": true},
  ]},
  {"name": "hearing", "scope": "unit", "roles": ["facilitator"], "fields": [
    {"name": "unit", "kind": "reference", "label": "hearing.unit", "target": "unit", "public": true, "indexed": true},
    {"name": "programme", "kind": "reference", "label": "hearing.programme", "target": "programme", "public": true, "indexed": true},
    {"name": "kind", "kind": "choice", "label": "hearing.kind", "choices": ["discussion", "thematic", "public_meeting", "public_hearing", "visit"], "public": true, "indexed": true},
    {"name": "title", "kind": "line", "label": "hearing.title", "public": true},
    {"name": "theme", "kind": "text", "label": "hearing.theme", "public": true},
    {"name": "place", "kind": "line", "label": "hearing.place", "public": true},
    {"name": "place_point", "kind": "point", "label": "hearing.place_point", "public": true},
    {"name": "held_on", "kind": "date", "label": "hearing.held_on", "public": true, "indexed": true},
    {"name": "opened_at", "kind": "instant", "label": "hearing.opened_at", "public": true},
    {"name": "closed_at", "kind": "instant", "label": "hearing.closed_at", "public": true},
    {"name": "stage", "kind": "choice", "label": "hearing.stage", "choices": ["notice", "opening", "check_in", "presentations", "poll_before", "group_work", "plenary", "ranking", "decisions", "poll_after", "read_back", "adoption", "sealed"], "public": true},
    {"name": "order_kind", "kind": "line", "label": "hearing.order_kind", "public": true},
    {"name": "order_number", "kind": "line", "label": "hearing.order_number", "public": true},
    {"name": "order_on", "kind": "date", "label": "hearing.order_on", "public": true},
    {"name": "chair", "kind": "reference", "label": "hearing.chair", "target": "person"},
    {"name": "secretary", "kind": "reference", "label": "hearing.secretary", "target": "person"},
    {"name": "head_counts", "kind": "count", "label": "hearing.head_counts", "map": true, "public": true},
    {"name": "at_least", "kind": "flag", "label": "hearing.at_least", "public": true, "indexed": true},
    {"name": "steps", "kind": "instant", "label": "hearing.steps", "map": true},
    {"name": "read_out", "kind": "flag", "label": "hearing.read_out", "map": true},
    {"name": "quorum_basis", "kind": "choice", "label": "hearing.quorum_basis", "choices": ["household", "citizen"], "public": true},
    {"name": "quorum_percent", "kind": "count", "label": "hearing.quorum_percent", "public": true},
    {"name": "checklist", "kind": "date", "label": "hearing.checklist", "map": true, "public": true},
    {"name": "notice_traditional", "kind": "text", "label": "hearing.notice_traditional", "office": true, "public": true},
    {"name": "presented", "kind": "date", "label": "hearing.presented", "map": true},
    {"name": "review", "kind": "choice", "label": "hearing.review", "choices": ["held", "approved", "returned"], "office": true, "indexed": true},
  ]},
  {"name": "agenda_item", "scope": "unit", "roles": ["facilitator"], "fields": [
    {"name": "unit", "kind": "reference", "label": "agenda_item.unit", "target": "unit", "public": true, "indexed": true},
    {"name": "hearing", "kind": "reference", "label": "agenda_item.hearing", "target": "hearing", "public": true, "indexed": true},
    {"name": "position", "kind": "count", "label": "agenda_item.position", "public": true},
    {"name": "title", "kind": "line", "label": "agenda_item.title", "public": true},
    {"name": "speaker", "kind": "reference", "label": "agenda_item.speaker", "target": "person"},
  ]},
  {"name": "attendance", "scope": "unit", "roles": ["facilitator", "check_in_clerk"], "subject": true, "fields": [
    {"name": "unit", "kind": "reference", "label": "attendance.unit", "target": "unit", "public": true, "indexed": true},
    {"name": "hearing", "kind": "reference", "label": "attendance.hearing", "target": "hearing", "public": true, "indexed": true},
    {"name": "person", "kind": "reference", "label": "attendance.person", "target": "person", "indexed": true},
    {"name": "household", "kind": "reference", "label": "attendance.household", "target": "household"},
    {"name": "role", "kind": "choice", "label": "attendance.role", "choices": ["citizen", "governor", "organizer", "social_worker", "state_registrar", "welfare_specialist", "section_leader", "official", "guest"], "indexed": true},
    {"name": "organisation", "kind": "line", "label": "attendance.organisation"},
    {"name": "stands_for", "kind": "flag", "label": "attendance.stands_for"},
    {"name": "sex", "kind": "choice", "label": "attendance.sex", "choices": ["female", "male", "unknown"], "indexed": true},
    {"name": "age_band", "kind": "choice", "label": "attendance.age_band", "choices": ["under_18", "18_24", "25_34", "35_54", "55_plus", "unknown"], "indexed": true},
    {"name": "arrived_at", "kind": "instant", "label": "attendance.arrived_at"},
    {"name": "name_as_given", "kind": "line", "label": "attendance.name_as_given", "personal": true},
    {"name": "phone", "kind": "line", "label": "attendance.phone", "personal": true},
    {"name": "signature", "kind": "reference", "label": "attendance.signature", "target": "signature"},
  ]},
  {"name": "group", "scope": "unit", "roles": ["facilitator"], "fields": [
    {"name": "unit", "kind": "reference", "label": "group.unit", "target": "unit", "public": true, "indexed": true},
    {"name": "hearing", "kind": "reference", "label": "group.hearing", "target": "hearing", "public": true, "indexed": true},
    {"name": "number", "kind": "count", "label": "group.number", "public": true},
    {"name": "theme", "kind": "line", "label": "group.theme", "public": true},
    {"name": "leader", "kind": "reference", "label": "group.leader", "target": "person"},
  ]},
  {"name": "proposal", "scope": "unit", "roles": ["facilitator"], "fields": [
    {"name": "unit", "kind": "reference", "label": "proposal.unit", "target": "unit", "public": true, "indexed": true},
    {"name": "hearing", "kind": "reference", "label": "proposal.hearing", "target": "hearing", "public": true, "indexed": true},
    {"name": "group", "kind": "reference", "label": "proposal.group", "target": "group"},
    {"name": "kind", "kind": "choice", "label": "proposal.kind", "choices": ["proposal", "request", "complaint", "petition", "problem", "initiative", "question", "thanks"], "public": true, "indexed": true},
    {"name": "category", "kind": "slug", "label": "proposal.category", "public": true, "indexed": true},
    {"name": "title", "kind": "line", "label": "proposal.title", "public": true},
    {"name": "body", "kind": "text", "label": "proposal.body", "public": true},
    {"name": "root_cause", "kind": "text", "label": "proposal.root_cause", "public": true},
    {"name": "solution", "kind": "text", "label": "proposal.solution", "public": true},
    {"name": "source", "kind": "choice", "label": "proposal.source", "choices": ["citizen", "group", "unit_office", "institution", "anonymous"], "public": true},
    {"name": "proposer", "kind": "reference", "label": "proposal.proposer", "target": "person"},
    {"name": "supporters", "kind": "count", "label": "proposal.supporters", "public": true, "indexed": true},
    {"name": "cost", "kind": "money", "label": "proposal.cost", "public": true, "indexed": true},
    {"name": "needs_investment", "kind": "flag", "label": "proposal.needs_investment", "public": true, "indexed": true},
    {"name": "place", "kind": "point", "label": "proposal.place", "public": true, "indexed": true},
    {"name": "place_is_public", "kind": "flag", "label": "proposal.place_is_public"},
    {"name": "media", "kind": "media", "label": "proposal.media", "map": true},
    {"name": "translation", "kind": "text", "label": "proposal.translation", "map": true, "public": true},
    {"name": "merged_into", "kind": "reference", "label": "proposal.merged_into", "target": "proposal", "public": true, "indexed": true},
    {"name": "status", "kind": "choice", "label": "proposal.status", "choices": ["draft", "recorded", "under_review", "merged", "forwarded", "accepted", "planned", "funding_asked", "in_progress", "done", "confirmed", "partly_done", "declined", "answered", "extended", "withdrawn", "reopened", "not_competent"], "office": true, "public": true, "indexed": true},
    {"name": "status_reason", "kind": "text", "label": "proposal.status_reason", "office": true, "public": true},
    {"name": "competent_body", "kind": "line", "label": "proposal.competent_body", "office": true, "public": true},
    {"name": "status_after", "kind": "reference", "label": "proposal.status_after", "target": "verification", "office": true, "indexed": true},
    {"name": "addendum", "kind": "text", "label": "proposal.addendum"},
    {"name": "received_on", "kind": "date", "label": "proposal.received_on", "public": true},
    {"name": "goals", "kind": "reference", "label": "proposal.goals", "target": "goal", "map": true, "office": true, "public": true, "indexed": true},
  ]},
  {"name": "supporter", "scope": "unit", "roles": ["facilitator", "check_in_clerk"], "fields": [
    {"name": "unit", "kind": "reference", "label": "supporter.unit", "target": "unit", "public": true, "indexed": true},
    {"name": "hearing", "kind": "reference", "label": "supporter.hearing", "target": "hearing", "public": true, "indexed": true},
    {"name": "proposal", "kind": "reference", "label": "supporter.proposal", "target": "proposal", "indexed": true},
    {"name": "person", "kind": "reference", "label": "supporter.person", "target": "person"},
    {"name": "household", "kind": "reference", "label": "supporter.household", "target": "household"},
  ]},
  {"name": "tracking_code", "scope": "unit", "roles": ["facilitator"], "subject": true, "fields": [
    {"name": "unit", "kind": "reference", "label": "tracking_code.unit", "target": "unit", "public": true, "indexed": true},
    {"name": "proposal", "kind": "reference", "label": "tracking_code.proposal", "target": "proposal", "indexed": true},
    {"name": "person", "kind": "reference", "label": "tracking_code.person", "target": "person"},
    {"name": "code", "kind": "code", "label": "tracking_code.code", "personal": true, "indexed": true},
  ]},
  {"name": "ranking_session", "scope": "unit", "roles": ["facilitator"], "fields": [
    {"name": "unit", "kind": "reference", "label": "ranking_session.unit", "target": "unit", "public": true, "indexed": true},
    {"name": "hearing", "kind": "reference", "label": "ranking_session.hearing", "target": "hearing", "public": true, "indexed": true},
    {"name": "method", "kind": "choice", "label": "ranking_session.method", "choices": ["show_of_hands", "dot_vote", "approval", "borda", "pairwise", "criteria", "consensus", "greedy", "equal_shares"], "public": true},
    {"name": "question", "kind": "line", "label": "ranking_session.question", "public": true},
    {"name": "parameters", "kind": "line", "label": "ranking_session.parameters", "map": true, "public": true},
    {"name": "corrects", "kind": "reference", "label": "ranking_session.corrects", "target": "ranking_session", "public": true},
    {"name": "reason", "kind": "text", "label": "ranking_session.reason", "public": true},
    {"name": "items", "kind": "reference", "label": "ranking_session.items", "map": true, "public": true},
    {"name": "costs", "kind": "money", "label": "ranking_session.costs", "map": true, "public": true},
    {"name": "households", "kind": "count", "label": "ranking_session.households", "map": true},
    {"name": "run_off", "kind": "count", "label": "ranking_session.run_off", "map": true, "public": true},
    {"name": "eligible", "kind": "count", "label": "ranking_session.eligible", "public": true},
    {"name": "cast", "kind": "count", "label": "ranking_session.cast", "public": true},
    {"name": "invalid", "kind": "count", "label": "ranking_session.invalid", "public": true},
    {"name": "tie_steps", "kind": "text", "label": "ranking_session.tie_steps", "public": true},
    {"name": "seed", "kind": "line", "label": "ranking_session.seed", "public": true},
    {"name": "closed_at", "kind": "instant", "label": "ranking_session.closed_at", "public": true},
    {"name": "result", "kind": "text", "label": "ranking_session.result", "public": true},
    {"name": "result_hash", "kind": "media", "label": "ranking_session.result_hash", "public": true},
    {"name": "counted", "kind": "op_set", "label": "ranking_session.counted"},
    {"name": "lock", "kind": "line", "label": "ranking_session.lock"},
    {"name": "leader_key", "kind": "text", "label": "ranking_session.leader_key"},
    {"name": "spare_key", "kind": "text", "label": "ranking_session.spare_key"},
    {"name": "key", "kind": "line", "label": "ranking_session.key"},
  ]},
  {"name": "ballot", "scope": "unit", "roles": ["facilitator"], "immutable": true, "fields": [
    {"name": "unit", "kind": "reference", "label": "ballot.unit", "target": "unit", "public": true, "indexed": true},
    {"name": "hearing", "kind": "reference", "label": "ballot.hearing", "target": "hearing", "public": true, "indexed": true},
    {"name": "session", "kind": "reference", "label": "ballot.session", "target": "ranking_session", "indexed": true},
    {"name": "marks", "kind": "integer", "label": "ballot.marks", "map": true},
    {"name": "sealed", "kind": "text", "label": "ballot.sealed"},
    {"name": "invalid", "kind": "flag", "label": "ballot.invalid"},
    {"name": "corrects", "kind": "reference", "label": "ballot.corrects", "target": "ballot"},
  ]},
  {"name": "tally", "scope": "unit", "roles": ["facilitator"], "fields": [
    {"name": "unit", "kind": "reference", "label": "tally.unit", "target": "unit", "public": true, "indexed": true},
    {"name": "hearing", "kind": "reference", "label": "tally.hearing", "target": "hearing", "public": true, "indexed": true},
    {"name": "session", "kind": "reference", "label": "tally.session", "target": "ranking_session", "indexed": true},
    {"name": "source", "kind": "line", "label": "tally.source"},
    {"name": "counts", "kind": "count", "label": "tally.counts", "map": true},
  ]},
  {"name": "decision", "scope": "unit", "roles": ["facilitator"], "fields": [
    {"name": "unit", "kind": "reference", "label": "decision.unit", "target": "unit", "public": true, "indexed": true},
    {"name": "hearing", "kind": "reference", "label": "decision.hearing", "target": "hearing", "public": true, "indexed": true},
    {"name": "number", "kind": "count", "label": "decision.number", "public": true},
    {"name": "text", "kind": "text", "label": "decision.text", "public": true},
    {"name": "votes_for", "kind": "count", "label": "decision.votes_for", "public": true},
    {"name": "votes_against", "kind": "count", "label": "decision.votes_against", "public": true},
    {"name": "votes_abstain", "kind": "count", "label": "decision.votes_abstain", "public": true},
    {"name": "body", "kind": "reference", "label": "decision.body", "target": "body", "public": true},
    {"name": "person", "kind": "reference", "label": "decision.person", "target": "person"},
    {"name": "due_on", "kind": "date", "label": "decision.due_on", "public": true, "indexed": true},
    {"name": "minority_view", "kind": "text", "label": "decision.minority_view", "public": true},
    {"name": "sheets_valid", "kind": "count", "label": "decision.sheets_valid", "public": true},
    {"name": "sheets_invalid", "kind": "count", "label": "decision.sheets_invalid", "public": true},
  ]},
  {"name": "minutes", "scope": "unit", "roles": ["facilitator"], "fields": [
    {"name": "unit", "kind": "reference", "label": "minutes.unit", "target": "unit", "public": true, "indexed": true},
    {"name": "hearing", "kind": "reference", "label": "minutes.hearing", "target": "hearing", "public": true, "indexed": true},
    {"name": "text", "kind": "long_text", "label": "minutes.text", "public": true},
    {"name": "adopted_at", "kind": "instant", "label": "minutes.adopted_at", "public": true},
    {"name": "adopted_hash", "kind": "media", "label": "minutes.adopted_hash", "public": true},
    {"name": "votes_for", "kind": "count", "label": "minutes.votes_for", "public": true},
    {"name": "votes_against", "kind": "count", "label": "minutes.votes_against", "public": true},
    {"name": "votes_abstain", "kind": "count", "label": "minutes.votes_abstain", "public": true},
    {"name": "traditional_text", "kind": "text", "label": "minutes.traditional_text", "public": true},
    {"name": "addendum", "kind": "text", "label": "minutes.addendum", "public": true},
  ]},
  {"name": "poll", "scope": "unit", "roles": ["facilitator"], "fields": [
    {"name": "unit", "kind": "reference", "label": "poll.unit", "target": "unit", "public": true, "indexed": true},
    {"name": "hearing", "kind": "reference", "label": "poll.hearing", "target": "hearing", "public": true, "indexed": true},
    {"name": "moment", "kind": "choice", "label": "poll.moment", "choices": ["before", "after"], "public": true},
    {"name": "way", "kind": "choice", "label": "poll.way", "choices": ["hands", "tablet"], "public": true},
    {"name": "question", "kind": "line", "label": "poll.question", "map": true, "public": true},
    {"name": "counts", "kind": "count", "label": "poll.counts", "map": true, "public": true},
  ]},
  {"name": "signature", "scope": "unit", "roles": ["facilitator", "check_in_clerk"], "immutable": true, "subject": true, "fields": [
    {"name": "unit", "kind": "reference", "label": "signature.unit", "target": "unit", "public": true, "indexed": true},
    {"name": "hearing", "kind": "reference", "label": "signature.hearing", "target": "hearing", "public": true, "indexed": true},
    {"name": "of", "kind": "reference", "label": "signature.of"},
    {"name": "for_what", "kind": "slug", "label": "signature.for_what"},
    {"name": "signer_name", "kind": "line", "label": "signature.signer_name", "personal": true},
    {"name": "strokes", "kind": "text", "label": "signature.strokes", "personal": true},
  ]},
  {"name": "seal", "scope": "unit", "roles": ["facilitator"], "immutable": true, "fields": [
    {"name": "unit", "kind": "reference", "label": "seal.unit", "target": "unit", "public": true, "indexed": true},
    {"name": "hearing", "kind": "reference", "label": "seal.hearing", "target": "hearing", "public": true, "indexed": true},
    {"name": "seen", "kind": "op_set", "label": "seal.seen"},
    {"name": "content_hash", "kind": "media", "label": "seal.content_hash", "public": true},
    {"name": "corrects", "kind": "reference", "label": "seal.corrects", "target": "seal"},
  ]},
  {"name": "media", "scope": "unit", "roles": ["facilitator"], "subject": true, "fields": [
    {"name": "unit", "kind": "reference", "label": "media.unit", "target": "unit", "public": true, "indexed": true},
    {"name": "hearing", "kind": "reference", "label": "media.hearing", "target": "hearing", "public": true, "indexed": true},
    {"name": "of", "kind": "reference", "label": "media.of", "target": "proposal", "indexed": true},
    {"name": "sha256", "kind": "media", "label": "media.sha256", "indexed": true},
    {"name": "kind", "kind": "choice", "label": "media.kind", "choices": ["photo", "voice", "video", "document"]},
    {"name": "bytes", "kind": "count", "label": "media.bytes"},
    {"name": "taken_at", "kind": "instant", "label": "media.taken_at"},
    {"name": "place", "kind": "point", "label": "media.place"},
    {"name": "caption", "kind": "line", "label": "media.caption"},
    {"name": "speaker_name", "kind": "line", "label": "media.speaker_name", "personal": true},
    {"name": "publish", "kind": "flag", "label": "media.publish"},
  ]},
  {"name": "handover", "scope": "unit", "roles": ["facilitator"], "immutable": true, "fields": [
    {"name": "unit", "kind": "reference", "label": "handover.unit", "target": "unit", "public": true, "indexed": true},
    {"name": "hearing", "kind": "reference", "label": "handover.hearing", "target": "hearing", "public": true, "indexed": true},
    {"name": "what", "kind": "line", "label": "handover.what"},
    {"name": "quantity", "kind": "count", "label": "handover.quantity"},
    {"name": "receiver", "kind": "reference", "label": "handover.receiver", "target": "person"},
    {"name": "pass_on_to", "kind": "line", "label": "handover.pass_on_to"},
    {"name": "signature", "kind": "reference", "label": "handover.signature", "target": "signature"},
    {"name": "corrects", "kind": "reference", "label": "handover.corrects", "target": "handover"},
  ]},
  {"name": "verification", "scope": "unit", "roles": ["facilitator"], "immutable": true, "fields": [
    {"name": "unit", "kind": "reference", "label": "verification.unit", "target": "unit", "public": true, "indexed": true},
    {"name": "hearing", "kind": "reference", "label": "verification.hearing", "target": "hearing", "public": true, "indexed": true},
    {"name": "proposal", "kind": "reference", "label": "verification.proposal", "target": "proposal", "public": true, "indexed": true},
    {"name": "finding", "kind": "choice", "label": "verification.finding", "choices": ["confirmed", "not_done", "reopened"], "public": true, "indexed": true},
    {"name": "count_for", "kind": "count", "label": "verification.count_for", "public": true},
    {"name": "count_against", "kind": "count", "label": "verification.count_against", "public": true},
    {"name": "note", "kind": "text", "label": "verification.note", "public": true},
    {"name": "photo", "kind": "media", "label": "verification.photo"},
    {"name": "corrects", "kind": "reference", "label": "verification.corrects", "target": "verification", "indexed": true},
  ]},
  {"name": "manifest", "scope": "unit", "roles": ["facilitator", "check_in_clerk"], "immutable": true, "fields": [
    {"name": "unit", "kind": "reference", "label": "manifest.unit", "target": "unit", "public": true, "indexed": true},
    {"name": "hearing", "kind": "reference", "label": "manifest.hearing", "target": "hearing", "public": true, "indexed": true},
    {"name": "holds", "kind": "op_set", "label": "manifest.holds"},
    {"name": "records", "kind": "count", "label": "manifest.records", "map": true},
    {"name": "media", "kind": "count", "label": "manifest.media", "map": true},
    {"name": "corrects", "kind": "reference", "label": "manifest.corrects", "target": "manifest"},
  ]},
  {"name": "survey", "scope": "unit", "roles": ["facilitator", "check_in_clerk"], "fields": [
    {"name": "unit", "kind": "reference", "label": "survey.unit", "target": "unit", "public": true, "indexed": true},
    {"name": "hearing", "kind": "reference", "label": "survey.hearing", "target": "hearing", "public": true, "indexed": true},
    {"name": "form", "kind": "choice", "label": "survey.form", "choices": ["household_sheet", "group_interview"]},
    {"name": "number", "kind": "line", "label": "survey.number"},
    {"name": "household", "kind": "reference", "label": "survey.household", "target": "household"},
    {"name": "who", "kind": "line", "label": "survey.who"},
    {"name": "people", "kind": "count", "label": "survey.people"},
    {"name": "wishes", "kind": "line", "label": "survey.wishes", "map": true},
    {"name": "categories", "kind": "slug", "label": "survey.categories", "map": true},
    {"name": "note", "kind": "text", "label": "survey.note"},
    {"name": "invalid", "kind": "flag", "label": "survey.invalid", "indexed": true},
    {"name": "reason", "kind": "line", "label": "survey.reason"},
  ]},
  {"name": "petition", "scope": "unit", "roles": ["facilitator"], "subject": true, "fields": [
    {"name": "unit", "kind": "reference", "label": "petition.unit", "target": "unit", "public": true, "indexed": true},
    {"name": "hearing", "kind": "reference", "label": "petition.hearing", "target": "hearing", "public": true, "indexed": true},
    {"name": "proposal", "kind": "reference", "label": "petition.proposal", "target": "proposal", "indexed": true},
    {"name": "kind", "kind": "choice", "label": "petition.kind", "choices": ["petition", "complaint", "proposal", "request", "thanks"], "indexed": true},
    {"name": "addressee", "kind": "line", "label": "petition.addressee"},
    {"name": "substance", "kind": "text", "label": "petition.substance"},
    {"name": "parent_name", "kind": "line", "label": "petition.parent_name", "personal": true},
    {"name": "given_name", "kind": "line", "label": "petition.given_name", "personal": true},
    {"name": "address", "kind": "line", "label": "petition.address", "personal": true},
    {"name": "phone", "kind": "line", "label": "petition.phone", "personal": true},
    {"name": "signed_on", "kind": "date", "label": "petition.signed_on"},
    {"name": "signature", "kind": "reference", "label": "petition.signature", "target": "signature"},
  ]},
  {"name": "service", "scope": "unit", "roles": ["facilitator", "check_in_clerk"], "subject": true, "fields": [
    {"name": "unit", "kind": "reference", "label": "service.unit", "target": "unit", "public": true, "indexed": true},
    {"name": "hearing", "kind": "reference", "label": "service.hearing", "target": "hearing", "public": true, "indexed": true},
    {"name": "number", "kind": "count", "label": "service.number"},
    {"name": "body", "kind": "reference", "label": "service.body", "target": "body"},
    {"name": "name", "kind": "line", "label": "service.name", "personal": true},
    {"name": "phone", "kind": "line", "label": "service.phone", "personal": true},
    {"name": "matter", "kind": "text", "label": "service.matter", "personal": true},
    {"name": "outcome", "kind": "choice", "label": "service.outcome", "choices": ["advised", "referred"]},
    {"name": "referred_to", "kind": "reference", "label": "service.referred_to", "target": "body"},
    {"name": "note", "kind": "line", "label": "service.note"},
  ]},
  {"name": "report", "scope": "office", "roles": [], "immutable": true, "fields": [
    {"name": "unit", "kind": "reference", "label": "report.unit", "target": "unit", "public": true, "indexed": true},
    {"name": "kind", "kind": "choice", "label": "report.kind", "choices": ["fortnight", "monthly_sheet", "quarter"], "public": true, "indexed": true},
    {"name": "number", "kind": "line", "label": "report.number", "public": true, "indexed": true},
    {"name": "from_on", "kind": "date", "label": "report.from_on", "public": true},
    {"name": "to_on", "kind": "date", "label": "report.to_on", "public": true, "indexed": true},
    {"name": "issued_on", "kind": "date", "label": "report.issued_on", "public": true, "indexed": true},
    {"name": "nothing_new", "kind": "flag", "label": "report.nothing_new", "public": true},
    {"name": "content", "kind": "text", "label": "report.content", "map": true, "public": true},
    {"name": "content_hash", "kind": "media", "label": "report.content_hash", "public": true},
    {"name": "corrects", "kind": "reference", "label": "report.corrects", "target": "report", "public": true},
  ]},
  {"name": "sheet_decision", "scope": "office", "roles": [], "fields": [
    {"name": "unit", "kind": "reference", "label": "sheet_decision.unit", "target": "unit", "public": true, "indexed": true},
    {"name": "report", "kind": "reference", "label": "sheet_decision.report", "target": "report", "public": true, "indexed": true},
    {"name": "line", "kind": "count", "label": "sheet_decision.line", "public": true},
    {"name": "outcome", "kind": "choice", "label": "sheet_decision.outcome", "choices": ["accepted", "planned", "postponed", "declined"], "public": true},
    {"name": "amount", "kind": "money", "label": "sheet_decision.amount", "public": true},
    {"name": "text", "kind": "text", "label": "sheet_decision.text", "public": true},
    {"name": "decided_on", "kind": "date", "label": "sheet_decision.decided_on", "public": true},
    {"name": "act_number", "kind": "line", "label": "sheet_decision.act_number", "public": true},
  ]},
  {"name": "cluster", "scope": "office", "roles": [], "fields": [
    {"name": "title", "kind": "line", "label": "cluster.title", "indexed": true},
    {"name": "category", "kind": "slug", "label": "cluster.category", "indexed": true},
    {"name": "note", "kind": "text", "label": "cluster.note"},
    {"name": "proposals", "kind": "reference", "label": "cluster.proposals", "target": "proposal", "map": true, "indexed": true},
  ]},
  {"name": "goal", "scope": "tenant", "roles": [], "fields": [
    {"name": "number", "kind": "line", "label": "goal.number", "public": true, "indexed": true},
    {"name": "title", "kind": "line", "label": "goal.title", "public": true, "indexed": true},
    {"name": "document", "kind": "line", "label": "goal.document", "public": true, "indexed": true},
    {"name": "hidden", "kind": "flag", "label": "goal.hidden", "public": true},
  ]},
  {"name": "category", "scope": "tenant", "roles": [], "fields": [
    {"name": "slug", "kind": "slug", "label": "category.slug", "public": true, "indexed": true},
    {"name": "name", "kind": "line", "label": "category.name", "map": true, "public": true},
    {"name": "icon", "kind": "slug", "label": "category.icon", "public": true},
    {"name": "position", "kind": "count", "label": "category.position", "public": true, "indexed": true},
    {"name": "hidden", "kind": "flag", "label": "category.hidden", "public": true, "indexed": true},
  ]},
  {"name": "wording", "scope": "tenant", "roles": [], "fields": [
    {"name": "key", "kind": "line", "label": "wording.key", "public": true, "indexed": true},
    {"name": "language", "kind": "choice", "label": "wording.language", "choices": ["mn", "en", "kk"], "public": true, "indexed": true},
    {"name": "text", "kind": "text", "label": "wording.text", "public": true},
  ]},
  {"name": "route", "scope": "office", "roles": [], "fields": [
    {"name": "category", "kind": "slug", "label": "route.category", "indexed": true},
    {"name": "place", "kind": "reference", "label": "route.place", "target": "unit", "indexed": true},
    {"name": "body", "kind": "reference", "label": "route.body", "target": "body", "indexed": true},
    {"name": "note", "kind": "line", "label": "route.note"},
  ]},
  {"name": "letter", "scope": "office", "roles": [], "immutable": true, "fields": [
    {"name": "number", "kind": "line", "label": "letter.number", "indexed": true},
    {"name": "issued_on", "kind": "date", "label": "letter.issued_on", "indexed": true},
    {"name": "body", "kind": "reference", "label": "letter.body", "target": "body", "indexed": true},
    {"name": "addressee", "kind": "line", "label": "letter.addressee"},
    {"name": "subject", "kind": "line", "label": "letter.subject"},
    {"name": "reply_by", "kind": "date", "label": "letter.reply_by"},
    {"name": "follows", "kind": "reference", "label": "letter.follows", "target": "letter"},
    {"name": "units", "kind": "flag", "label": "letter.units", "map": true},
    {"name": "paper", "kind": "text", "label": "letter.paper", "map": true},
    {"name": "sha256", "kind": "media", "label": "letter.sha256"},
  ]},
  {"name": "reply", "scope": "office", "roles": [], "immutable": true, "fields": [
    {"name": "unit", "kind": "reference", "label": "reply.unit", "target": "unit", "public": true, "indexed": true},
    {"name": "referral", "kind": "reference", "label": "reply.referral", "target": "referral", "indexed": true},
    {"name": "proposal", "kind": "reference", "label": "reply.proposal", "target": "proposal"},
    {"name": "answer", "kind": "choice", "label": "reply.answer", "choices": ["interim", "final", "not_competent"]},
    {"name": "text", "kind": "text", "label": "reply.text"},
    {"name": "answered_on", "kind": "date", "label": "reply.answered_on"},
    {"name": "competent_body", "kind": "line", "label": "reply.competent_body"},
    {"name": "signer", "kind": "line", "label": "reply.signer"},
    {"name": "number", "kind": "line", "label": "reply.number"},
    {"name": "way", "kind": "choice", "label": "reply.way", "choices": ["paper", "link"]},
  ]},
  {"name": "work_progress", "scope": "unit", "roles": [], "fields": [
    {"name": "unit", "kind": "reference", "label": "work_progress.unit", "target": "unit", "public": true, "indexed": true},
    {"name": "work", "kind": "reference", "label": "work_progress.work", "target": "work", "public": true, "indexed": true},
    {"name": "on", "kind": "date", "label": "work_progress.on", "public": true},
    {"name": "percent", "kind": "count", "label": "work_progress.percent", "public": true},
    {"name": "text", "kind": "text", "label": "work_progress.text", "public": true},
  ]},
  {"name": "work_photo", "scope": "unit", "roles": [], "fields": [
    {"name": "unit", "kind": "reference", "label": "work_photo.unit", "target": "unit", "public": true, "indexed": true},
    {"name": "work", "kind": "reference", "label": "work_photo.work", "target": "work", "public": true, "indexed": true},
    {"name": "progress", "kind": "reference", "label": "work_photo.progress", "target": "work_progress", "public": true},
    {"name": "sha256", "kind": "media", "label": "work_photo.sha256"},
    {"name": "caption", "kind": "line", "label": "work_photo.caption", "public": true},
    {"name": "publish", "kind": "flag", "label": "work_photo.publish", "public": true},
  ]},
  {"name": "plan_line", "scope": "unit", "roles": [], "fields": [
    {"name": "unit", "kind": "reference", "label": "plan_line.unit", "target": "unit", "public": true, "indexed": true},
    {"name": "year", "kind": "count", "label": "plan_line.year", "public": true, "indexed": true},
    {"name": "position", "kind": "count", "label": "plan_line.position", "public": true},
    {"name": "title", "kind": "line", "label": "plan_line.title", "public": true},
    {"name": "proposals", "kind": "reference", "label": "plan_line.proposals", "target": "proposal", "map": true, "public": true, "indexed": true},
    {"name": "body", "kind": "reference", "label": "plan_line.body", "target": "body", "public": true},
    {"name": "owner_here", "kind": "line", "label": "plan_line.owner_here"},
    {"name": "owner_there", "kind": "line", "label": "plan_line.owner_there"},
    {"name": "quarter", "kind": "count", "label": "plan_line.quarter", "public": true},
    {"name": "state", "kind": "choice", "label": "plan_line.state", "choices": ["planned", "begun", "done", "stopped"], "public": true},
    {"name": "report", "kind": "text", "label": "plan_line.report", "public": true},
  ]},
  {"name": "ldf_cycle", "scope": "unit", "roles": [], "fields": [
    {"name": "unit", "kind": "reference", "label": "ldf_cycle.unit", "target": "unit", "public": true, "indexed": true},
    {"name": "year", "kind": "count", "label": "ldf_cycle.year", "public": true, "indexed": true},
    {"name": "opens_on", "kind": "date", "label": "ldf_cycle.opens_on", "public": true},
    {"name": "closes_on", "kind": "date", "label": "ldf_cycle.closes_on", "public": true},
    {"name": "limit", "kind": "money", "label": "ldf_cycle.limit", "public": true},
    {"name": "sessions", "kind": "reference", "label": "ldf_cycle.sessions", "target": "ranking_session", "map": true, "public": true},
    {"name": "places", "kind": "count", "label": "ldf_cycle.places", "map": true, "public": true},
    {"name": "reasons", "kind": "text", "label": "ldf_cycle.reasons", "map": true, "public": true},
    {"name": "resolution_number", "kind": "line", "label": "ldf_cycle.resolution_number", "public": true},
    {"name": "resolution_on", "kind": "date", "label": "ldf_cycle.resolution_on", "public": true},
  ]},
  {"name": "monitoring_group", "scope": "unit", "roles": [], "fields": [
    {"name": "unit", "kind": "reference", "label": "monitoring_group.unit", "target": "unit", "public": true, "indexed": true},
    {"name": "name", "kind": "line", "label": "monitoring_group.name", "public": true},
    {"name": "since", "kind": "date", "label": "monitoring_group.since", "public": true},
    {"name": "until", "kind": "date", "label": "monitoring_group.until", "public": true},
    {"name": "note", "kind": "text", "label": "monitoring_group.note"},
    {"name": "members", "kind": "reference", "label": "monitoring_group.members", "target": "person", "map": true, "indexed": true},
    {"name": "works", "kind": "reference", "label": "monitoring_group.works", "target": "work", "map": true, "public": true, "indexed": true},
  ]},
  {"name": "campaign", "scope": "unit", "roles": [], "fields": [
    {"name": "unit", "kind": "reference", "label": "campaign.unit", "target": "unit", "public": true, "indexed": true},
    {"name": "kind", "kind": "choice", "label": "campaign.kind", "choices": ["thematic", "campaign", "initiative"], "public": true, "indexed": true},
    {"name": "title", "kind": "line", "label": "campaign.title", "public": true, "indexed": true},
    {"name": "target", "kind": "line", "label": "campaign.target", "public": true},
    {"name": "message", "kind": "text", "label": "campaign.message", "public": true},
    {"name": "needs", "kind": "line", "label": "campaign.needs", "map": true, "public": true},
    {"name": "doers", "kind": "line", "label": "campaign.doers", "map": true},
    {"name": "proposals", "kind": "reference", "label": "campaign.proposals", "map": true, "public": true},
    {"name": "cluster", "kind": "reference", "label": "campaign.cluster"},
    {"name": "calls", "kind": "reference", "label": "campaign.calls", "target": "hearing", "public": true},
    {"name": "programme", "kind": "reference", "label": "campaign.programme", "target": "programme", "public": true},
    {"name": "starts_on", "kind": "date", "label": "campaign.starts_on", "public": true},
    {"name": "ends_on", "kind": "date", "label": "campaign.ends_on", "public": true},
    {"name": "state", "kind": "choice", "label": "campaign.state", "choices": ["planned", "begun", "done", "stopped"], "public": true, "indexed": true},
  ]},
];
