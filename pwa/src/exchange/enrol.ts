/**
 * Enrolling: a one-time code and a new key become a certificate; or, after a fork, the old certificate and a new key do.
 *
 *     POST /api/v1/enrol  {"code","public_key","sig","app_version"}                 server/enrol.py
 *                         {"certificate","old_sig","public_key","sig","app_version"}
 *
 * `sig` (and `old_sig`, by the closed inc's key) sign three lines: `yavuul-enrol-1`, the code in its one form, the key; after a
 * fork `yavuul-new-inc-1`, the certificate, the key. The key is made and stored before the question is put, and asked with
 * again when the answer was lost (F21).
 */
import * as chain from "../domain/chain";
import { RECORD_ID } from "../domain/op";
import type { Bytes, Ports } from "../ports";
import type { Grant } from "../store/profiles";
import { base64url, fromBase64url, fromUtf8, toJson, utf8 } from "../store/bytes";
import { JSON_TYPE, post, type Answer } from "./transport";

export const APP_VERSION = "0.1.0";
const ECDSA = { name: "ECDSA", namedCurve: "P-256" } as const;
const SIGN = { name: "ECDSA", hash: "SHA-256" } as const;

/** Letters that look alike, Cyrillic ones too: what a person reads off a screen or hears over a phone (H87). */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  O: "0", I: "1", L: "1", А: "A", В: "B", С: "C", Е: "E", Н: "H", К: "K", М: "M", О: "0", Р: "P", Т: "T", Х: "X", У: "Y",
};

/** A code as typed, in its one form: the twin of `normalise` in server/enrol.py. */
export function normalise(code: string): string {
  const bare = code.toUpperCase().replace(/[\s-]/g, "");
  return [...bare].map((symbol) => LOOK_ALIKES[symbol] ?? symbol).join("");
}

type EnrolPorts = Pick<Ports, "subtle" | "fetch" | "gzip" | "clock">;
export type Enrolled = { state: "ok"; grant: Grant } | Exclude<Answer, { state: "ok" }>;

/** A new signing key pair; its private half never leaves the browser. */
export function makeKey(ports: Pick<Ports, "subtle">): Promise<CryptoKeyPair> {
  return ports.subtle.generateKey(ECDSA, false, ["sign", "verify"]);
}

/** The uncompressed point of `pair`, and the inc that it makes. */
export async function publicHalf(
  ports: Pick<Ports, "subtle">,
  pair: CryptoKeyPair,
): Promise<{ inc: string; public_key: string }> {
  const point = new Uint8Array(await ports.subtle.exportKey("raw", pair.publicKey));
  return { inc: chain.incOfKey(point), public_key: base64url(point) };
}

/** `message` signed by `pair`: r‖s. */
export async function signRaw(ports: Pick<Ports, "subtle">, pair: CryptoKeyPair, message: Uint8Array): Promise<Bytes> {
  return new Uint8Array(await ports.subtle.sign(SIGN, pair.privateKey, new Uint8Array(message)));
}

/** The same in base64url. */
export async function sign(ports: Pick<Ports, "subtle">, pair: CryptoKeyPair, message: Uint8Array): Promise<string> {
  return base64url(await signRaw(ports, pair, message));
}

/** Enrol with a code that the office has given. */
export async function enrolWithCode(ports: EnrolPorts, code: string, pair: CryptoKeyPair): Promise<Enrolled> {
  const { public_key } = await publicHalf(ports, pair);
  const said = normalise(code);
  const sig = await sign(ports, pair, utf8(`yavuul-enrol-1\n${said}\n${public_key}`));
  return ask(ports, { code: said, public_key, sig, app_version: APP_VERSION });
}

/** Enrol the key that follows a closed inc. */
export async function enrolAfterFork(
  ports: EnrolPorts,
  certificate: string,
  old: CryptoKeyPair,
  pair: CryptoKeyPair,
): Promise<Enrolled> {
  const { public_key } = await publicHalf(ports, pair);
  const message = utf8(`yavuul-new-inc-1\n${certificate}\n${public_key}`);
  const [sig, old_sig] = await Promise.all([sign(ports, pair, message), sign(ports, old, message)]);
  return ask(ports, { certificate, public_key, sig, old_sig, app_version: APP_VERSION });
}

async function ask(ports: EnrolPorts, question: Record<string, string>): Promise<Enrolled> {
  const answer = await post(ports, "/api/v1/enrol", toJson(question), JSON_TYPE);
  if (answer.state !== "ok") return answer;
  const grant = readGrant(answer.body);
  return grant ? { state: "ok", grant } : { state: "offline", why: "garbled grant" };
}

/** The grant in an answer; null where anything is missing or has another shape (F20). */
export function readGrant(body: Uint8Array): Grant | null {
  let said: unknown;
  try {
    said = JSON.parse(fromUtf8(body));
  } catch {
    return null;
  }
  if (typeof said !== "object" || said === null) return null;
  const found = said as Record<string, unknown>;
  const { inc, tenant, person, name, role, units, certificate, server_signing_key, sealing_key, cursor } = found;
  if (!isText(inc) || !isText(tenant) || !isText(person) || !isText(name) || !isText(role)) return null;
  if (!isText(certificate) || !isText(cursor) || !/^[a-z2-7]{6}\.\d{1,16}$/.test(cursor)) return null;
  if (!isPoint(sealing_key) || !isPoint(server_signing_key)) return null;
  if (units !== null && (!Array.isArray(units) || !units.every(isId))) return null;
  return { inc, tenant, person, name, role, units, certificate, server_signing_key, sealing_key, cursor };
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

function isId(value: unknown): value is string {
  return typeof value === "string" && RECORD_ID.test(value);
}

function isPoint(key: unknown): key is string {
  return typeof key === "string" && /^[A-Za-z0-9_-]{87}$/.test(key) && fromBase64url(key)[0] === 4;
}
