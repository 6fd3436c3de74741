/**
 * One sync, from the choice of ops to the settled view. The steps have the numbers of the story below, top to bottom:
 *
 *  1 choose the ops that the server lacks: holes first, groups whole (M8, M16)
 *  2 sign and send them with the cursor
 *  3 read the answer strictly: torn, garbled or foreign is *offline*, and the same is sent again (F20, F21; I1 makes it safe)
 *  4 decide what it changes: domain/absorb.ts (M5, M10, M17, settled)
 *  5 store receipts, rows, slips and cursor in ONE strict transaction that finds the cursor where the question left it (M18)
 *  6 settle: what is *safe* leaves the journal (I5)
 *
 * No clock decides anything here. Nothing is forgotten on any failure: the journal only shrinks in step 6.
 */
import { absorb, ask, type Absorbed, type Question } from "../domain/absorb";
import { readAnswer, type Answer as SyncAnswer } from "../domain/answer";
import { isAside } from "../domain/outcome";
import { epochOf, receiptsOf } from "../domain/overlay";
import { requestBody, signedBytes, type Header } from "../domain/wire";
import { CATALOGUE } from "../generated/catalogue";
import type { Bytes, Ports } from "../ports";
import * as base from "../store/base";
import { base64url, same } from "../store/bytes";
import { present, putProfile, signingKey, withRights, type Profile } from "../store/profiles";
import { bringBack, returnedAmong } from "../store/put_away";
import type { Offered, Session } from "../store/session";
import { about, type Self } from "./about";
import { choose, faster, longer, PAGE_BYTES_MAX, shorter, slower, units, type Pace } from "./choose";
import { signRaw } from "./enrol";
import { endsAfter, putReceipts, readReceipts, type Note, type ReceiptRow } from "../store/receipts";
import { NDJSON, post, type Answer } from "./transport";

/** What outlives a round but not the page: the pace, ops that could not be sent, incs that the server does not know. */
export interface Memory {
  pace: Pace;
  stuck: Map<string, Set<number>>;
  introduce: Set<string>;
  self: Self;
}

export type RoundEnd =
  | { state: "ok"; more: boolean; commands: readonly string[] }
  | { state: "stale" }
  | Exclude<Answer, { state: "ok" }>;

export type RoundPorts = Pick<Ports, "subtle" | "fetch" | "gzip" | "clock" | "storage">;

/** Do one sync of `inc` for the person who is at work. Call it while holding the lock `sync` (F10). */
export async function round(ports: RoundPorts, session: Session, inc: string, memory: Memory): Promise<RoundEnd> {
  const before = await session.feed();
  const offered = await session.offered(inc);
  const { overlay } = session.fold;

  const stuck = memory.stuck.get(inc) ?? new Set<number>(); // 1
  const batch = choose(offered, receiptsOf(overlay, inc).held, memory.pace, stuck);

  const asked = ask(overlay, inc, batch.map(({ op }) => op)); // 2: a closed inc only hands in, it wants no feed
  const question: Question = inc === present(session.profile) ? asked : { ...asked, cursor: null };
  const news = question.cursor === null ? null : await about(ports, session, inc, offered, batch, memory.self);
  const body = await signed(ports, session, question, batch, memory, news ? { about: news.map } : {});
  const reply = await post(ports, "/api/v1/sync", body, NDJSON);
  if (reply.state === "refused" && reply.code === "bad-header" && news) {
    memory.self.mute = true; // an older server, after it was rolled back: the same without it
    return { ...AT_ONCE, code: reply.code };
  }
  if (reply.state !== "ok") return learnFromFailure(reply, inc, batch, memory);

  const answer = readAnswer(reply.body); // 3
  if (answer === null) {
    memory.pace = shorter(slower(memory.pace));
    return { state: "offline", why: "garbled answer" };
  }
  memory.introduce.delete(inc);
  if (news) memory.self.said.set(inc, news.text);
  memory.pace = longer(memory.pace);
  if (batch.length > 0) memory.pace = faster(memory.pace, body.length, reply.sent_bytes);

  const is_torn = before.feed.complete && before.feed.compared_at === null; // own ops are not folded into a base with gaps
  const believed = is_torn ? { ...answer, settled: false } : answer;
  if (!(await take(session, question, believed, before, ports.clock.now()))) return { state: "stale" }; // 4, 5, 6

  const left = choose(await session.offered(inc), receiptsOf(session.fold.overlay, inc).held, memory.pace, stuck);
  const is_new_epoch = answer.epoch !== null && answer.epoch !== question.epoch; // a closed inc is always told which it is
  return { state: "ok", more: answer.more || is_new_epoch || left.length > 0, commands: answer.commands };
}

/** The request in bytes: a header that proves who asks, then the ops. */
export async function signed(
  ports: RoundPorts,
  session: Session,
  question: Question,
  batch: readonly Offered[],
  memory: Memory,
  more: Partial<Header> = {},
): Promise<Bytes> {
  const { inc, cursor } = question;
  const [first, last] = [batch[0]?.entry, batch[batch.length - 1]?.entry];
  const header: Header = {
    catalogue: CATALOGUE,
    inc,
    ...(cursor !== null && { cursor }),
    ...(first && { at: ports.clock.now() }),
    ...(cursor !== null && memory.pace.page < PAGE_BYTES_MAX && { want_bytes: memory.pace.page }),
    ...(memory.introduce.has(inc) && { certificate: certificateOf(session.profile, inc) }),
    ...more,
    ...(first && { first_seq: first.seq, prev: base64url(first.previous) }),
  };
  const sig = await signRaw(ports, await signingKey(session.db, inc), signedBytes(header, last?.hash ?? null));
  return new Uint8Array(requestBody(header, sig, batch.map(({ entry }) => entry)));
}

/**
 * Let the overlay take the answer in, and write down what that changed. False, with everything read again from disk, where
 * another tab came between; an exception (no room, a closed database) leaves the disk as it was, and is passed on.
 */
export async function take(
  session: Session,
  question: Question,
  answer: SyncAnswer,
  before: { feed: base.Feed; bytes: Uint8Array | undefined },
  now: number,
): Promise<boolean> {
  const { db, profile, cipher, fold } = session;
  const found = session.slipsIn(answer.rows);
  const touched = touchedBy(session, question, answer, before.feed);
  const what = absorb(fold.overlay, question, answer);
  const away = answer.rows.filter(({ record }) => session.keepsOut(record));
  for (const { record } of away) fold.overlay.rows.delete(record.id); // the person took it off this tablet
  const page = what === "absorbed" ? pageOf(session, question, answer, before.feed) : null;
  const feed: base.Feed = {
    cursor: fold.overlay.cursor,
    complete: what === "restarted" ? false : before.feed.complete || (what === "absorbed" && !answer.more),
    arriving: arrivingAfter(what, answer, before.feed),
    compared_at: what === "absorbed" && !answer.more && !before.feed.complete ? now : before.feed.compared_at,
    leaving: [...fold.overlay.leaving],
    left: [...fold.overlay.left],
    ...(before.feed.put_away && { put_away: before.feed.put_away }),
    ...(before.feed.witness && { witness: before.feed.witness }),
    next_block: before.feed.next_block + (page === null ? 0 : 1),
    contact_at: now,
    ahead_ms: answer.serverTime - now,
  };
  const slips = what === "absorbed" ? await session.slipsWith(found, answer.slips) : null; // else the page comes again
  const receipts = await receiptRow(session, question, answer);
  const number = before.feed.next_block;
  const granted = what === "absorbed" && answer.rights ? withRights(profile, answer.rights) : profile;
  const text = page && base.writePage(page);
  let is_stored: boolean;
  try {
    const block = text === null ? null : await base.closeBlock(cipher, profile.profile, number, text);
    is_stored = await db.write(["profiles", "feeds", "receipts", "base", "slips"], async (tx) => {
      if (!same(await tx.objectStore("feeds").get(profile.profile), before.bytes)) return false;
      if (slips && !same(await tx.objectStore("slips").get(profile.profile), slips.bytes)) return false;
      await putReceipts(tx, question.inc, receipts);
      await base.putFeed(tx, profile.profile, feed);
      if (granted !== profile) await putProfile(tx, granted);
      if (slips) await tx.objectStore("slips").put(slips.row, profile.profile);
      if (block) await tx.objectStore("base").put(block, [profile.profile, number]);
      return true;
    });
  } catch (error) {
    await session.reload(); // memory is ahead of the disk: the disk is right
    throw error;
  }
  if (!is_stored) return session.reload().then(() => false);
  if (granted !== profile) session.profile = granted;
  session.stands(feed, page && text !== null ? { number, chars: text.length, rows: page.rows.length } : null);
  session.notes.set(question.inc, receipts.notes);
  fold.changed(what === "restarted" || touched === null ? null : touched);
  session.slips = slips?.slips ?? session.slips;
  await session.letGo();
  const returned = what === "absorbed" ? returnedAmong(away) : [];
  for (const hearing of returned) await bringBack(session, hearing);
  return returned.length === 0; // else the feed has moved: ask again, from its beginning
}

/** The records that may look otherwise after the answer; null: any. */
function touchedBy({ fold }: Session, question: Question, answer: SyncAnswer, feed: base.Feed): string[] | null {
  const ids = [...answer.rows.map(({ record }) => record.id), ...question.ops.map(({ record }) => record), ...answer.leave, ...feed.leaving];
  const has_seal = answer.rows.some(({ record }) => record.type === "seal") || fold.isFarReaching(ids);
  return has_seal || fold.overlay.stale.size > 0 ? null : ids;
}

/** How much of a feed in several pages has come: what the first page said is left, and what came since, is all of it. */
function arrivingAfter(what: Absorbed, answer: SyncAnswer, { arriving }: base.Feed): base.Arriving | null {
  if (what === "restarted") return null;
  if (what !== "absorbed") return arriving;
  if (!answer.more || answer.left === null) return null;
  const done = (arriving?.done ?? 0) + answer.rows.length + answer.leave.length;
  return { done, total: done + answer.left };
}

/** The rows that the answer brought or settled, and the records that have left; null where nothing of the base changed. */
function pageOf(session: Session, question: Question, answer: SyncAnswer, feed: base.Feed): base.Page | null {
  const { rows: kept, left } = session.fold.overlay;
  const epoch = epochOf(feed.cursor);
  const news = answer.rows.filter(({ record }) => !session.keepsOut(record));
  const rows: base.Row[] = news.map(({ record: { id, type }, line, personal }) => ({ id, type, line, personal, epoch }));
  const told = new Set(rows.map(({ id }) => id));
  for (const { record: id } of answer.settled ? question.ops : []) {
    const [type, lines] = told.has(id) ? [] : [kept.typeOf(id), kept.lines(id)];
    if (type === undefined || lines === undefined) continue;
    told.add(id);
    rows.push({ id, type, line: lines.line, personal: lines.personal, epoch });
  }
  const leave = [...new Set([...answer.leave, ...feed.leaving])].filter((id) => left.has(id) || !kept.has(id));
  return rows.length > 0 || leave.length > 0 ? { epoch, rows, leave } : null;
}

async function receiptRow(session: Session, question: Question, answer: SyncAnswer): Promise<ReceiptRow> {
  const { overlay } = session.fold;
  const { inc } = question;
  const known = await readReceipts(session.db, inc);
  const tags = overlay.tags.get(inc);
  const told = question.ops.flatMap((op): Note[] => {
    const outcome = answer.outcomes.get(op.seq);
    if (outcome === undefined || !isAside(outcome)) return [];
    const paths = [...op.sets.keys(), ...op.personal.keys()];
    return [{ op: op.id, record: op.record, type: op.type, paths, state: outcome.state, code: outcome.code }];
  });
  const fresh = new Set(told.map(({ op }) => op));
  const notes = [...(known?.notes ?? []).filter(({ op }) => !fresh.has(op)), ...told];
  const ends = endsAfter(known?.ends ?? [], answer, (seq) => tags?.get(seq));
  return { ...receiptsOf(overlay, inc), epoch: epochOf(overlay.cursor), ends, notes };
}

/** Problems that come from what the batch holds, not from who sends it: a smaller batch may pass. */
const OF_THE_CONTENT = new Set(["too-large", "batch-too-large", "bad-body", "bad-request", "bad-encoding", "bad-chain", "too-slow"]);
const AT_ONCE = { state: "busy", retry_after_s: 0 } as const;

function learnFromFailure(
  reply: Exclude<Answer, { state: "ok" }>,
  inc: string,
  batch: readonly Offered[],
  memory: Memory,
): RoundEnd {
  const is_content = reply.state === "refused" && (reply.do === "halve" || OF_THE_CONTENT.has(reply.code));
  memory.pace = slower(memory.pace, is_content);
  if (reply.state === "offline") memory.pace = shorter(memory.pace);
  if (reply.state === "signed-out" && reply.code === "unknown-inc" && !memory.introduce.has(inc)) {
    memory.introduce.add(inc); // a restore has forgotten the enrolment: the certificate enrols again (M23)
    return { ...AT_ONCE, code: reply.code };
  }
  if (reply.state !== "refused") return reply;
  if (reply.do === "new-inc") return { state: "ok", more: true, commands: ["new-inc"] };
  if (batch.length === 0 || !is_content) return reply;
  if (units(batch).length === 1) {
    // what cannot be sent even alone must not hold up the others (F59): it stays here, and is tried again next time
    const stuck = memory.stuck.get(inc) ?? new Set<number>();
    for (const { entry } of batch) stuck.add(entry.seq);
    memory.stuck.set(inc, stuck);
  }
  return { ...AT_ONCE, code: reply.code };
}

function certificateOf(profile: Profile, inc: string): string {
  return profile.incs.find((entry) => entry.inc === inc)?.certificate ?? profile.grant.certificate;
}
