/**
 * Whom a tablet believes without a server (DESIGN §5.11): a certificate of our own deployment, server/certificates.py, checked
 * with the key that was pinned at enrolment.
 *
 *     <base64url of JSON>.<base64url of r‖s over the text before the point>
 */
import { incOfKey } from "../domain/chain";
import { OFFICE } from "../domain/judge";
import type { Role } from "../generated/catalogue";
import type { Bytes, Ports } from "../ports";
import { fromBase64url, fromUtf8, utf8 } from "../store/bytes";

const CURVE = { name: "ECDSA", namedCurve: "P-256" } as const;
const SIGNED = { name: "ECDSA", hash: "SHA-256" } as const;
const CHARS_MAX = 8_000;

/** What a certificate vouches for. */
export interface Certified {
  readonly inc: string;
  readonly public_key: Bytes;
  readonly tenant: string;
  readonly name: string;
  readonly role: Role;
}

/** `forged`: not ours, or not whole · `over`: its time has passed · `stranger`: of another organisation. */
export type Distrust = "forged" | "over" | "stranger";

/** What is pinned: the deployment's signing key, our organisation, and the time as the server last corrected it (I10). */
export interface Pinned {
  readonly server_signing_key: string;
  readonly tenant: string;
  readonly now: number;
}

type Subtle = Pick<Ports, "subtle">;

/** The certificate in `text`, or why it is not believed. */
export async function certified(ports: Subtle, text: string, pinned: Pinned): Promise<Certified | Distrust> {
  const [body = "", signature = "", ...more] = text.length > CHARS_MAX ? [] : text.split(".");
  const sig = bytesOf(signature);
  if (more.length > 0 || sig === null) return "forged";
  if (!(await isSigned(ports, fromBase64url(pinned.server_signing_key), utf8(body), sig))) return "forged";
  const said = readBody(body);
  if (said === null) return "forged";
  if (said.tenant !== pinned.tenant) return "stranger";
  return said.not_after < pinned.now ? "over" : said;
}

function readBody(body: string): (Certified & { not_after: number }) | null {
  let said: unknown;
  try {
    said = JSON.parse(fromUtf8(fromBase64url(body)));
  } catch {
    return null;
  }
  const { inc, public_key, tenant, name, role, not_after } = said as Record<string, unknown>;
  const key = typeof public_key === "string" ? bytesOf(public_key) : null;
  if (typeof inc !== "string" || key === null || incOfKey(key) !== inc) return null;
  if (typeof tenant !== "string" || typeof name !== "string" || typeof not_after !== "number") return null;
  if (typeof role !== "string" || role === OFFICE) return null; // a role of a later time is judged as one that may write nothing
  return { inc, public_key: key, tenant, name, role: role as Role, not_after };
}

function bytesOf(text: string): Bytes | null {
  try {
    return fromBase64url(text);
  } catch {
    return null;
  }
}

/** Whether `signature` (r‖s) of `message` is by the key of `point`; false for anything malformed. */
export async function isSigned(ports: Subtle, point: Uint8Array, message: Uint8Array, signature: Uint8Array): Promise<boolean> {
  try {
    const key = await ports.subtle.importKey("raw", new Uint8Array(point), CURVE, false, ["verify"]);
    return await ports.subtle.verify(SIGNED, key, new Uint8Array(signature), new Uint8Array(message));
  } catch {
    return false;
  }
}
