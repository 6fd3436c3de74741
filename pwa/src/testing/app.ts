/** The whole façade over the fake server, for tests of what screens are told. */
import { IDBFactory } from "fake-indexeddb";
import { expect } from "vitest";

import { App } from "../app";
import { fromBase64url, incOfKey } from "../domain/chain";
import type { Ports } from "../ports";
import { FakeServer } from "./fake_server";
import { PIN, sealingPair, testPorts, type TestClock } from "./tablet";

/** A server that enrols whoever asks, and a person at work. */
export async function enrolledApp(sealing_key?: string): Promise<{ server: FakeServer; ports: Ports & { clock: TestClock }; app: App }> {
  const server = new FakeServer();
  const key = sealing_key ?? (await sealingPair()).sealing_key;
  server.others.set("/api/v1/enrol", (body) => {
    const { public_key } = JSON.parse(new TextDecoder().decode(body)) as { public_key: string };
    const inc = incOfKey(fromBase64url(public_key));
    server.enrol(inc, public_key);
    const grant = {
      inc, tenant: "t", person: "p", name: "Г.Энхтуяа", role: "facilitator", units: null, certificate: `c-${inc}`,
      server_signing_key: key, sealing_key: key, cursor: `${server.epoch}.0`, server_time: 1,
    };
    return Promise.resolve(new Response(JSON.stringify(grant), { status: 201, headers: { "Content-Type": "application/json" } }));
  });
  const ports = testPorts(server, new IDBFactory());
  const app = await App.start(ports);
  await app.enrol("good-code");
  await app.setPin(PIN);
  return { server, ports, app };
}

/** Let the app sync by itself until `done`, then stop. */
export async function until(app: App, done: () => boolean): Promise<void> {
  app.run();
  for (let turn = 0; turn < 400 && !done(); turn++) await new Promise((next) => setTimeout(next, 5));
  app.stop();
  expect(done()).toBe(true);
}

/** The same tablet after the page was loaded anew, with the same person at work. */
export async function reloaded(app: App, ports: Ports): Promise<App> {
  app.stop();
  const again = await App.start(ports);
  expect(await again.unlock(again.people[0]?.profile ?? "", PIN)).toBe("open");
  return again;
}
