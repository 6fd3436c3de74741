/** Codes of proposals as the tablet has them. A code is personal: what came back from the office is without its symbols. */
import type { App } from "../../app";
import { SLIP_LANGUAGES, type Say, type SlipLanguage } from "../../domain/code_slip";
import { makeCode } from "../../domain/codes";
import type { Value } from "../../domain/op";
import { speaker } from "../../i18n";
import type { RecordView } from "../../view";

/** The proposals of a hearing for which somebody may want a slip, as they were written down. */
export function proposalsOf(app: App, hearing: string): RecordView[] {
  const begun = (view: RecordView): number => app.begunAt(view.id) ?? 0;
  return app.list("proposal", { hearing }).sort((a, b) => begun(a) - begun(b) || (a.id < b.id ? -1 : 1));
}

export interface Codes {
  count: number;
  /** the last one that can be read here */
  code: string | null;
}
export const NO_CODES: Codes = { count: 0, code: null };

/** The codes of a unit's proposals, by proposal. */
export function codesOf(app: App, unit: Value): Map<string, Codes> {
  const found = new Map<string, Codes>();
  const all = app.list("tracking_code", { unit }).sort((a, b) => (app.begunAt(a.id) ?? 0) - (app.begunAt(b.id) ?? 0));
  for (const { values } of all) {
    const [proposal, code] = [String(values.get("proposal") ?? ""), values.get("code")];
    const { count, code: before } = found.get(proposal) ?? NO_CODES;
    found.set(proposal, { count: count + 1, code: typeof code === "string" ? code : before });
  }
  return found;
}

/** Give a proposal a code; where it has some, this is one more. */
export function giveCode(app: App, proposal: RecordView): Promise<{ id: string; at: number }> {
  const person = proposal.values.get("proposer");
  return app.save("tracking_code", null, {
    unit: proposal.values.get("unit") ?? null, proposal: proposal.id, ...(typeof person === "string" && { person }), code: makeCode(app.ports.random(12)),
  });
}

/** The language of who proposed it, where that is known. */
export function languageOf(app: App, proposal: RecordView | null): SlipLanguage {
  const person = proposal?.values.get("proposer");
  const said = typeof person === "string" ? app.record(person)?.values.get("language") : null;
  return SLIP_LANGUAGES.find((one) => one === said) ?? "mn";
}

/** Kazakh stands in both catalogues under names of its own, as what is read out of a consent. */
export async function wordsIn(language: SlipLanguage): Promise<Say> {
  const say = await speaker(language === "en" ? "en" : "mn");
  return (msgid, values) => say(`tablet.code.${language === "kk" ? "kk" : "slip"}.${msgid}`, values);
}

/** A QR code as one path of unit squares, and how wide it is with its quiet margin. */
export async function qrPath(text: string): Promise<{ path: string; size: number }> {
  const { encodeQR } = await import("qr");
  const rows = encodeQR(text, "raw", { ecc: "medium", border: 4 });
  const path = rows.flatMap((row, y) => row.flatMap((is_dark, x) => (is_dark ? [`M${x} ${y}h1v1h-1z`] : []))).join("");
  return { path, size: rows.length };
}
