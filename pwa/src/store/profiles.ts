/**
 * The people of this tablet, each a profile: certificate, units, and the incs, of which the last is the present one.
 *
 * Readable without a PIN, because sealed segments go up while everybody is locked; so it holds the officer's name and the
 * units, and nothing of any citizen. Each change is one strict transaction (F1).
 */
import type { Ports } from "../ports";
import { fromJson, toJson } from "./bytes";
import type { Cipher } from "./cipher";
import type { Database, Writing } from "./database";
import { makeVault } from "./vault";

/** What the server grants: who this is, for which units (null: all), and the deployment's keys, pinned from now on. */
export interface Grant {
  inc: string;
  tenant: string;
  person: string;
  name: string;
  role: string;
  units: string[] | null;
  certificate: string;
  /** the deployment's public keys, uncompressed points in base64url */
  server_signing_key: string;
  sealing_key: string;
  cursor: string;
}

export interface Profile {
  profile: string;
  grant: Grant;
  incs: { inc: string; certificate: string; closed: boolean }[];
}

/** A key that waits for its certificate (the answer may have been lost), or a grant that waits for a PIN. */
export interface Pending {
  inc: string;
  grant: Grant | null;
}

const PENDING = "pending";

export async function profiles(db: Database): Promise<Profile[]> {
  const rows = await db.read(["profiles"], async (tx) => {
    const [keys, values] = await Promise.all([
      tx.objectStore("profiles").getAllKeys(),
      tx.objectStore("profiles").getAll(),
    ]);
    return values.filter((_, index) => !keys[index]?.startsWith(PENDING));
  });
  return rows.map((row) => fromJson<Profile>(row));
}

export async function pending(db: Database, slot = PENDING): Promise<Pending | null> {
  const row = await db.read(["profiles"], (tx) => tx.objectStore("profiles").get(slot));
  return row === undefined ? null : fromJson<Pending>(row);
}

/** The slot of the key that follows `profile`'s present inc after a fork. */
export function forkSlot(profile: string): string {
  return `${PENDING}:${profile}`;
}

/** Keep the key that an enrolment is about to ask with; or, with its grant, until the person has chosen a PIN. */
export async function keepPending(db: Database, waiting: Pending, pair: CryptoKeyPair, slot = PENDING): Promise<void> {
  await db.write(["profiles", "keys"], async (tx) => {
    await tx.objectStore("keys").put(pair, [waiting.inc, "sign"]);
    await tx.objectStore("profiles").put(toJson(waiting), slot);
  });
}

export async function signingKey(db: Database, inc: string): Promise<CryptoKeyPair> {
  const key = await db.read(["keys"], (tx) => tx.objectStore("keys").get([inc, "sign"]));
  if (key === undefined || !("privateKey" in key)) throw new Error(`no signing key of ${inc}`);
  return key;
}

/** The pending grant becomes a profile with a vault under `pin`: all of it in one transaction. */
export async function settle(
  ports: Pick<Ports, "subtle" | "random" | "argon2id" | "clock">,
  db: Database,
  waiting: Pending & { grant: Grant },
  pin: string,
): Promise<{ profile: Profile; cipher: Cipher }> {
  const { inc, grant } = waiting;
  const vault = await makeVault(ports, inc, pin);
  const profile: Profile = { profile: inc, grant, incs: [{ inc, certificate: grant.certificate, closed: false }] };
  await db.write(["profiles", "keys", "vaults"], async (tx) => {
    await vault.put(tx);
    await tx.objectStore("profiles").put(toJson(profile), inc);
    await tx.objectStore("profiles").delete(PENDING);
  });
  return { profile, cipher: vault.cipher };
}

/** After a fork: the present inc is closed (its ops still go up) and the next begins. */
export async function succeed(
  db: Database,
  profile: Profile,
  next: { inc: string; certificate: string },
): Promise<Profile> {
  return db.write(["profiles"], async (tx) => {
    const row = await tx.objectStore("profiles").get(profile.profile);
    const known = row === undefined ? profile : fromJson<Profile>(row); // no inc of another tab's fork is ever dropped
    const closed = known.incs.map((entry) => ({ ...entry, closed: true }));
    const incs = [...closed, { inc: next.inc, certificate: next.certificate, closed: false }];
    const changed: Profile = { ...known, incs };
    await tx.objectStore("profiles").put(toJson(changed), profile.profile);
    await tx.objectStore("profiles").delete(forkSlot(profile.profile));
    return changed;
  });
}

/** The same person with what the office lets him do now. */
export function withRights(profile: Profile, { role, units }: { role: string; units: readonly string[] | null }): Profile {
  return { ...profile, grant: { ...profile.grant, role, units: units && [...units] } };
}

/** Write `profile` down within a transaction; the incs that lie there stay, another tab may have added one. */
export async function putProfile(tx: Writing, profile: Profile): Promise<void> {
  const row = await tx.objectStore("profiles").get(profile.profile);
  if (row === undefined) return;
  await tx.objectStore("profiles").put(toJson({ ...profile, incs: fromJson<Profile>(row).incs }), profile.profile);
}

/** The inc that new ops are written with. */
export function present(profile: Profile): string {
  const last = profile.incs[profile.incs.length - 1];
  if (last === undefined) throw new Error("a profile without inc");
  return last.inc;
}

/** The epoch in which the profile was enrolled: where its feed begins. */
export function epochGranted(profile: Profile): string {
  return profile.grant.cursor.slice(0, profile.grant.cursor.indexOf("."));
}

/** The key that waited is of no use: the server wants another. */
export async function forgetPending(db: Database): Promise<void> {
  await db.write(["profiles"], (tx) => tx.objectStore("profiles").delete(PENDING));
}
