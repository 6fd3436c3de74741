/**
 * The vault of one person on one tablet: what turns a PIN into the key of the readable data.
 *
 * A random data key encrypts everything readable. It is wrapped by HMAC(device key, Argon2id(PIN)): the device key is a
 * non-extractable CryptoKey, so script can use it here but not carry it away, and Argon2id makes each guess cost memory.
 * A miss is written down *before* the guess is tried, so that killing the browser does not win guesses; the wait grows from
 * 1 s to 15 min; the tenth miss drops the wrap. What is unsent is never dropped: it stands in the sealed segments as well.
 *
 * What this does not do. Chromium keeps a non-extractable key in the profile folder: whoever copies that folder from an
 * unlocked or unencrypted tablet has the device key, and a six-digit PIN then falls in about 97 core-hours. So the Android
 * screen lock (file encryption) is required, and the tablet holds little. Script injected into an unlocked app reads what the
 * person reads. The wait obeys the tablet's clock: a clock set forward shortens it, never the count of ten (I10).
 */
import type { ArgonParams, Bytes, Ports } from "../ports";
import { base64url, concat, fromBase64url, fromJson, toJson, utf8 } from "./bytes";
import { Cipher } from "./cipher";
import type { Database, Writing } from "./database";

export const PIN_SHAPE = /^\d{6,12}$/;
export const MISSES_MAX = 10;
const WAITS_S = [0, 1, 2, 5, 15, 60, 120, 300, 600, 900];
export const ARGON: ArgonParams = { memory_kib: 47104, iterations: 1, parallelism: 1 };

type VaultPorts = Pick<Ports, "subtle" | "random" | "argon2id" | "clock">;

interface VaultRow {
  params: ArgonParams;
  salt: string;
  /** null once ten misses have dropped it */
  wrap: string | null;
  misses: number;
  missed_at: number;
}

export type Unlocked =
  | { state: "open"; cipher: Cipher }
  | { state: "wrong"; left: number; wait_s: number }
  | { state: "wait"; wait_s: number }
  | { state: "dropped" };

/** A new vault: its cipher, and `put`, which writes it as part of the caller's transaction. */
export async function makeVault(
  ports: VaultPorts,
  profile: string,
  pin: string,
  params: ArgonParams = ARGON,
): Promise<{ cipher: Cipher; put: (tx: Writing) => Promise<unknown> }> {
  if (!PIN_SHAPE.test(pin)) throw new RangeError("a PIN has six to twelve digits");
  const device = await ports.subtle.generateKey({ name: "HMAC", hash: "SHA-256", length: 256 }, false, ["sign"]);
  const raw = ports.random(32);
  const salt = ports.random(16);
  const wrapper = await wrapperOf(ports, device, pin, salt, params);
  const wrap = base64url(await wrapper.close("vaults", profile, raw));
  const row: VaultRow = { params, salt: base64url(salt), wrap, misses: 0, missed_at: 0 };
  return {
    cipher: await cipherOf(ports, raw),
    put: (tx) =>
      Promise.all([
        tx.objectStore("keys").put(device, [profile, "device"]),
        tx.objectStore("vaults").put(toJson(row), profile),
      ]),
  };
}

/** Try `pin` on the vault of `profile`. */
export async function unlock(ports: VaultPorts, db: Database, profile: string, pin: string): Promise<Unlocked> {
  const guess = await countGuess(ports, db, profile);
  if ("state" in guess) return guess;
  const { device, row } = guess;
  const raw = await unwrap(ports, device, row, profile, pin);
  if (raw === null) return missed(db, profile, row);
  await write(db, profile, { ...row, misses: 0, missed_at: 0 });
  return { state: "open", cipher: await cipherOf(ports, raw) };
}

/** The data key under `pin`; null where it is not this one. */
async function unwrap(ports: VaultPorts, device: CryptoKey, row: VaultRow, profile: string, pin: string): Promise<Bytes | null> {
  if (row.wrap === null) return null;
  const wrapper = await wrapperOf(ports, device, pin, fromBase64url(row.salt), row.params);
  return wrapper.open("vaults", profile, fromBase64url(row.wrap)).catch(() => null);
}

/** After a wrong guess, which is counted already: the tenth drops the wrap. */
async function missed(db: Database, profile: string, row: VaultRow): Promise<Unlocked> {
  if (row.misses < MISSES_MAX) return { state: "wrong", left: MISSES_MAX - row.misses, wait_s: waitOf(row.misses) };
  await write(db, profile, { ...row, wrap: null });
  return { state: "dropped" };
}

/** What a person is told before he tries: seconds to wait, guesses left, or that the tenth miss has dropped it. */
export async function guesses(ports: Pick<Ports, "clock">, db: Database, profile: string): Promise<{ wait_s: number; left: number; dropped: boolean }> {
  const stored = await db.read(["vaults"], (tx) => tx.objectStore("vaults").get(profile));
  const row = stored === undefined ? null : fromJson<VaultRow>(stored);
  if (row === null || row.wrap === null || row.misses >= MISSES_MAX) return { wait_s: 0, left: 0, dropped: true };
  const waited_s = Math.max(0, (ports.clock.now() - row.missed_at) / 1000);
  return { wait_s: Math.max(0, Math.ceil(waitOf(row.misses) - waited_s)), left: MISSES_MAX - row.misses, dropped: false };
}

/** Put `next` in the place of `pin`: a guess like any other until it is right; the data key stays, only its wrap is made anew. */
export async function changePin(ports: VaultPorts, db: Database, profile: string, pin: string, next: string): Promise<Unlocked> {
  if (!PIN_SHAPE.test(next)) throw new RangeError("a PIN has six to twelve digits");
  const guess = await countGuess(ports, db, profile);
  if ("state" in guess) return guess;
  const { device, row } = guess;
  const raw = await unwrap(ports, device, row, profile, pin);
  if (raw === null) return missed(db, profile, row);
  const salt = ports.random(16);
  const wrapper = await wrapperOf(ports, device, next, salt, row.params);
  const wrap = base64url(await wrapper.close("vaults", profile, raw));
  await write(db, profile, { ...row, salt: base64url(salt), wrap, misses: 0, missed_at: 0 });
  return { state: "open", cipher: await cipherOf(ports, raw) };
}

/** Take one guess from the ten, in one strict transaction; or say why none may be made now. */
function countGuess(
  ports: VaultPorts,
  db: Database,
  profile: string,
): Promise<Unlocked | { device: CryptoKey; row: VaultRow }> {
  return db.write(["vaults", "keys"], async (tx) => {
    const stored = await tx.objectStore("vaults").get(profile);
    const device = await tx.objectStore("keys").get([profile, "device"]);
    if (stored === undefined || device === undefined || "privateKey" in device) return { state: "dropped" };
    const row = fromJson<VaultRow>(stored);
    if (row.wrap === null || row.misses >= MISSES_MAX) return { state: "dropped" };
    const now = ports.clock.now();
    const wait_s = waitOf(row.misses);
    const waited_s = now < row.missed_at ? 0 : (now - row.missed_at) / 1000;
    if (waited_s < wait_s) {
      // a clock set back must not make a person wait for years: the wait starts again from now
      if (now < row.missed_at) await tx.objectStore("vaults").put(toJson({ ...row, missed_at: now }), profile);
      return { state: "wait", wait_s: Math.ceil(wait_s - waited_s) };
    }
    const counted: VaultRow = { ...row, misses: row.misses + 1, missed_at: now };
    await tx.objectStore("vaults").put(toJson(counted), profile);
    return { device, row: counted };
  });
}

function waitOf(misses: number): number {
  return WAITS_S[Math.min(misses, WAITS_S.length - 1)] ?? 0;
}

function write(db: Database, profile: string, row: VaultRow): Promise<unknown> {
  return db.write(["vaults"], (tx) => tx.objectStore("vaults").put(toJson(row), profile));
}

/** The key that wraps the data key: HMAC(device key, Argon2id(PIN)). */
async function wrapperOf(
  ports: VaultPorts,
  device: CryptoKey,
  pin: string,
  salt: Bytes,
  params: ArgonParams,
): Promise<Cipher> {
  const stretched = await ports.argon2id(pin, salt, params);
  const mixed = await ports.subtle.sign("HMAC", device, concat(utf8("yavuul vault 1"), stretched));
  return new Cipher(ports, await ports.subtle.importKey("raw", mixed, "AES-GCM", false, ["encrypt", "decrypt"]));
}


async function cipherOf(ports: VaultPorts, raw: Bytes): Promise<Cipher> {
  const key = await ports.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
  return new Cipher(ports, key);
}
