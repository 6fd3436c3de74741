import { expect, test } from "vitest";

import { arrived, world } from "../testing/rounds";
import { newId, once, save } from "../testing/tablet";

const UP_MS = 300;
const BYTES_PER_MS = 20;
const ROUND_TRIP_MS = 80;
const SEED = 24;

/** Shares between 0 and 1, the same on every run. */
function shares(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

test("F24: over a link that comes and goes every 300 ms what has arrived only grows, in small batches, until all is there", async () => {
  const { server, tablet } = await world();
  const share = shares(SEED);
  for (let count = 0; count < 400; count++) {
    await save(tablet, "proposal", newId(), { title: `санал ${count}`, body: Array.from({ length: 12 }, () => share().toString(36)).join(" ") });
  }
  const whole = tablet.ports.fetch;
  tablet.ports.fetch = async (url, init) => {
    const { clock } = tablet.ports;
    const phase = clock.at % (2 * UP_MS);
    const takes = ROUND_TRIP_MS + Math.ceil((init.body as Uint8Array).length / BYTES_PER_MS);
    clock.at += Math.min(takes, UP_MS);
    if (phase + takes <= UP_MS) return whole(url, init);
    if (phase < UP_MS && share() < 0.5) await whole(url, init); // it got through, the answer did not
    throw new TypeError("connection reset");
  };
  const seen: number[] = [];
  let tries = 0;
  for (; tries < 600 && (seen[seen.length - 1] ?? 0) < 400; tries++) {
    tablet.ports.clock.at += Math.floor(share() * UP_MS);
    await once(tablet);
    seen.push(arrived(tablet).reduce((sum, [first, last]) => sum + last - first + 1, 0));
  }
  expect(seen[seen.length - 1], `seed ${SEED}, ${tries} tries`).toBe(400);
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
  expect(new Set(seen).size, `seed ${SEED}`).toBeGreaterThan(3); // by and by, not at once
  const held = [...(server.chains.get(tablet.session.inc)?.keys() ?? [])];
  expect(held.length).toBe(400);
}, 30_000);
