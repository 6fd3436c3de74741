import { once } from "node:events";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";

import { problem } from "../testing/fake_server";
import { testPorts } from "../testing/tablet";
import { utf8 } from "../store/bytes";
import { JSON_TYPE, NDJSON, post, type Answer } from "./transport";

async function answerTo(response: Response | (() => Promise<Response>)): Promise<Answer> {
  const ports = { ...testPorts(), fetch: typeof response === "function" ? response : () => Promise.resolve(response) };
  return post(ports, "/api/v1/sync", utf8("{}"), NDJSON);
}
const page = (status: number, headers: Record<string, string> = {}) =>
  new Response("<html></html>", { status, headers: { "Content-Type": "text/html", ...headers } });

const CASES: [string, Response, Partial<Answer>][] = [
  ["a portal's page", page(200), { state: "offline" }],
  ["a portal that redirects to nothing", page(404), { state: "offline" }],
  ["a proxy's 413", page(413), { state: "refused", code: "too-large", do: "halve" }],
  ["a proxy's 502", page(502), { state: "busy", code: "http-502" }],
  ["429 with Retry-After", page(429, { "Retry-After": "17" }), { state: "busy", retry_after_s: 17 }],
  ["busy", problem(503, "busy", "retry", 2), { state: "busy", retry_after_s: 2, code: "busy" }],
  ["an unknown inc", problem(401, "unknown-inc", "enrol"), { state: "signed-out", code: "unknown-inc" }],
  ["too old", problem(400, "unknown-wire", "update"), { state: "update-needed" }],
  ["cloned", problem(409, "cloned", "new-inc"), { state: "refused", do: "new-inc" }],
  ["a deed from a newer server", problem(400, "later", "dance"), { state: "refused", code: "later", do: "stop" }],
];
test.each(CASES)("%s", async (_, response, expected) => {
  expect(await answerTo(response)).toMatchObject(expected);
});

/** Of 127.0.0.1, for January 2020, by itself. */
const ENDED = {
  cert: `-----BEGIN CERTIFICATE-----
MIIBKTCB0KADAgECAgE9MAoGCCqGSM49BAMCMBQxEjAQBgNVBAMMCWxvY2FsaG9z
dDAeFw0yMDAxMDEwMDAwMDBaFw0yMDAyMDEwMDAwMDBaMBQxEjAQBgNVBAMMCWxv
Y2FsaG9zdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABIEgJryGiWydhABrZrAa
ylVOrzradvla4x0IAB1beUAQY1pJyfA83eg+7aSjIHe2pFprEnm88BxpAkQa74gO
T5WjEzARMA8GA1UdEQQIMAaHBH8AAAEwCgYIKoZIzj0EAwIDSAAwRQIhANecjAnK
MeLO984VSdLzcktf+0uFLwdqztguJGACrWn6AiBs5wCBDk3874BHzaS+d78dUbuP
OZjCUUoFra2ytp7OWg==
-----END CERTIFICATE-----
`,
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgyCEyZYNzJa2W0Bbb
++4KRMpyyAYmG670AmUWMCV+zdihRANCAASBICa8holsnYQAa2awGspVTq862nb5
WuMdCAAdW3lAEGNaScnwPN3oPu2koyB3tqRaaxJ5vPAcaQJEGu+IDk+V
-----END PRIVATE KEY-----
`,
};

test("F61: to a server whose certificate has ended, and for whom nobody vouches, no request is made: offline", async () => {
  let requests = 0;
  const server = createServer(ENDED, (_, answer) => {
    requests += 1;
    answer.writeHead(200, { "Content-Type": NDJSON }).end("{}");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const ports = { ...testPorts(), fetch: (path: string, init: RequestInit) => fetch(`https://127.0.0.1:${port}${path}`, init) };
  const met = once(server, "tlsClientError");
  expect(await post(ports, "/api/v1/sync", utf8("{}"), NDJSON)).toEqual({ state: "offline", why: "TypeError" });
  await met; // it was there, and its hand was not taken
  server.close();
  expect(requests).toBe(0);
});

test("F61: a failed connection, and a body that breaks off, are offline", async () => {
  expect(await answerTo(() => Promise.reject(new TypeError("failed")))).toMatchObject({ state: "offline" });
  const torn = new ReadableStream({ start: (stream) => stream.error(new TypeError("reset")) });
  expect(await answerTo(new Response(torn, { headers: { "Content-Type": NDJSON } }))).toMatchObject({ state: "offline" });
});

test("gzip is sent where it is smaller, and never to an endpoint that does not read it", async () => {
  const sent: [string | null, number][] = [];
  const ports = {
    ...testPorts(),
    fetch: (_: string, init: RequestInit) => {
      sent.push([new Headers(init.headers).get("Content-Encoding"), (init.body as Uint8Array).length]);
      return Promise.resolve(page(404));
    },
  };
  await post(ports, "/", utf8("a".repeat(2000)), NDJSON);
  await post(ports, "/", utf8("a".repeat(20)), NDJSON);
  await post(ports, "/", crypto.getRandomValues(new Uint8Array(2000)), NDJSON);
  await post(ports, "/", utf8("a".repeat(2000)), JSON_TYPE);
  expect(sent.map(([encoding]) => encoding)).toEqual(["gzip", null, null, null]);
  expect(sent[0]?.[1]).toBeLessThan(100);
});
