/** The tablet as witness of the log (P10, I12): what it believes, what it keeps, and what it tells a person. */
import { beforeEach, expect, test } from "vitest";

import { sha256 } from "@noble/hashes/sha2.js";
import { base64url, joined } from "../domain/chain";
import { headText, leaf, type Head } from "../domain/merkle";
import { FakeServer, ndjson, problem } from "../testing/fake_server";
import { makeTablet, reopen, sync, type Tablet } from "../testing/tablet";
import { accepted, EVERY_MS, witnessDaily } from "./witness";

let server: FakeServer;
let tablet: Tablet;
let keys: CryptoKeyPair;
let asked: ([number, string] | undefined)[];

const leaves = [1, 2, 3].map((seq) => leaf(`a.${seq}.b`, sha256(new Uint8Array([seq])), null));
const [one, two, three] = leaves as [Uint8Array, Uint8Array, Uint8Array];
const node = (left: Uint8Array, right: Uint8Array): Uint8Array => sha256(joined(new Uint8Array([1]), left, right));
const roots = [one, node(one, two), node(node(one, two), three)];
const seen = async (of = tablet) => (await of.session.feed()).feed.witness;

async function head(size: number, change: Partial<Head> = {}, pair = keys): Promise<Head> {
  const plain = { tenant: "t", epoch: "aaaaaa", size, root: base64url(roots[size - 1] ?? one), at: size, ...change };
  const sig = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, pair.privateKey, new Uint8Array(headText(plain)));
  return { ...plain, sig: base64url(new Uint8Array(sig)) };
}

function answers(told: () => Promise<object> | object): void {
  server.others.set("/api/v1/witness", async (body) => {
    asked.push((JSON.parse(new TextDecoder().decode(body)) as { witness?: [number, string] }).witness);
    return ndjson(JSON.stringify(await told()));
  });
}

/** A day later, the server says `told`. */
async function nextDay(told: () => Promise<object> | object): Promise<void> {
  answers(told);
  tablet.ports.clock.at += EVERY_MS;
  await witnessDaily(tablet.ports, tablet.session, tablet.memory);
}

beforeEach(async () => {
  server = new FakeServer();
  asked = [];
  keys = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign", "verify"]);
  const server_signing_key = base64url(new Uint8Array(await crypto.subtle.exportKey("raw", keys.publicKey)));
  tablet = await makeTablet(server, "facilitator", () => Promise.resolve({ server_signing_key }));
  await sync(tablet);
});

test("it asks once a day, shows the head that it keeps, and goes on to the newest that is proved", async () => {
  await nextDay(async () => ({ head: await head(1) }));
  await witnessDaily(tablet.ports, tablet.session, tablet.memory);
  await nextDay(async () => ({ head: await head(3), path: [base64url(two), base64url(three)] }));
  expect(asked).toEqual([undefined, [1, base64url(one)]]);
  expect(await seen(await reopen(tablet))).toMatchObject({ head: { size: 3 }, against: null });
  tablet.ports.clock.at -= 5 * EVERY_MS;
  await witnessDaily(tablet.ports, tablet.session, tablet.memory); // a clock set back stops nothing (I10)
  expect(asked).toHaveLength(3);
  await sync(tablet);
  expect((await seen())?.head?.size).toBe(3); // an ordinary sync forgets nothing of it
});

test("a log that does not begin with what it saw is kept beside it until somebody has told", async () => {
  await nextDay(async () => ({ head: await head(2) }));
  const other = await head(3, { root: base64url(node(node(one, one), three)) });
  await nextDay(() => ({ head: other, path: [base64url(three)], agrees: true }));
  expect(await seen()).toMatchObject({ head: { size: 2 }, against: other });
  await nextDay(async () => ({ head: await head(1) })); // shorter than before
  expect(await seen()).toMatchObject({ head: { size: 2 }, against: other });
  expect(accepted(await seen())).toMatchObject({ head: other, against: null });
  expect(accepted(undefined)).toBeUndefined();
});

test("what our deployment did not sign, or is of another organisation, or is no answer, changes nothing", async () => {
  const stranger = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign", "verify"]);
  await nextDay(async () => ({ head: await head(1) }));
  for (const told of [{ head: await head(2, {}, stranger) }, { head: await head(2, { tenant: "s" }) }, { head: 1 }, { head: await head(2), path: ["?"] }, { head: await head(2), path: 1 }, []]) {
    await nextDay(() => told);
    expect(await seen()).toMatchObject({ head: { size: 1 }, against: null });
  }
  server.others.set("/api/v1/witness", () => problem(404, "not-found", "stop")); // an older server: not asked again today
  tablet.ports.clock.at += EVERY_MS;
  await witnessDaily(tablet.ports, tablet.session, tablet.memory);
  expect((await seen())?.asked_at).toBe(tablet.ports.clock.at);
  server.others.set("/api/v1/witness", () => Promise.reject(new TypeError("no network")));
  tablet.ports.clock.at += EVERY_MS;
  await witnessDaily(tablet.ports, tablet.session, tablet.memory);
  expect((await seen())?.asked_at).toBe(tablet.ports.clock.at - EVERY_MS);
});
