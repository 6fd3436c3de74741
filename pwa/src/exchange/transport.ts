/**
 * One request, and what became of it, as a value (DESIGN §10): never an exception, and `navigator.onLine` is not asked.
 *
 * Believed is only an answer of the media type we asked for. A captive portal's HTML with status 200 is *offline* (trap 19);
 * so is a body that breaks off. A problem says itself what to do (`do`); see DEEDS in server/problems.py.
 */
import type { Deed } from "../generated/problems";
import type { Bytes, Ports } from "../ports";

/** What the server asks of the tablet when it cannot serve. */
export type { Deed };

export type Answer =
  | { state: "ok"; body: Bytes; sent_bytes: number }
  | { state: "offline"; why: string }
  | { state: "busy"; retry_after_s: number | null; code: string }
  | { state: "signed-out"; code: string }
  | { state: "update-needed"; code: string }
  | { state: "refused"; code: string; do: Deed };

export const NDJSON = "application/x-ndjson";
export const JSON_TYPE = "application/json";
const PROBLEM = "application/problem+json";
const TIMEOUT_MS = 120_000;
const GZIP_FROM_BYTES = 400; // below, gzip costs more than it saves

type TransportPorts = Pick<Ports, "fetch" | "gzip" | "clock">;

/** POST `body` to `path` of our own server and wait at most two minutes for the whole answer. */
export async function post(
  ports: TransportPorts,
  path: string,
  body: Bytes,
  type: typeof NDJSON | typeof JSON_TYPE,
  timeout_ms = TIMEOUT_MS,
): Promise<Answer> {
  const headers: Record<string, string> = { "Content-Type": type, Accept: `${type}, ${PROBLEM}` };
  const packed = type === NDJSON && body.length >= GZIP_FROM_BYTES ? await ports.gzip(body) : body;
  if (packed.length < body.length) headers["Content-Encoding"] = "gzip";
  const sent = packed.length < body.length ? packed : body;
  const over = new AbortController();
  const ended = new AbortController();
  void ports.clock.sleep(timeout_ms, ended.signal).then(() => over.abort());
  try {
    const init: RequestInit = {
      method: "POST", body: sent, headers, cache: "no-store", credentials: "omit", redirect: "error", signal: over.signal,
    };
    const answer = await read(await ports.fetch(path, init), type);
    return answer instanceof Uint8Array ? { state: "ok", body: answer, sent_bytes: sent.length } : answer;
  } catch (error) {
    return { state: "offline", why: over.signal.aborted ? "timeout" : error instanceof Error ? error.name : "unknown" };
  } finally {
    ended.abort();
  }
}

/** The whole body of an answer of the wanted type, or what else became of the request. */
async function read(response: Response, wanted: string): Promise<Bytes | Exclude<Answer, { state: "ok" }>> {
  const type = (response.headers.get("Content-Type") ?? "").split(";")[0]?.trim().toLowerCase();
  const body = new Uint8Array(await response.arrayBuffer());
  if (response.ok && type === wanted) return body;
  if (type === PROBLEM) return problem(response, body);
  if (response.status === 413) return { state: "refused", code: "too-large", do: "halve" }; // a proxy's own (F25)
  if (response.status === 429 || response.status >= 500) return busy(response, `http-${response.status}`);
  return { state: "offline", why: "not our server" };
}

/** What a problem's body says is to be done. */
export function problem(response: Response, body: Bytes): Exclude<Answer, { state: "ok" }> {
  let said: unknown;
  try {
    said = JSON.parse(new TextDecoder().decode(body));
  } catch {
    return { state: "offline", why: "torn problem" };
  }
  const { code, do: deed } = said as { code?: unknown; do?: unknown };
  const name = typeof code === "string" ? code : `http-${response.status}`;
  switch (deed) {
    case "retry":
      return busy(response, name);
    case "sign-in":
    case "enrol":
      return { state: "signed-out", code: name };
    case "update":
      return { state: "update-needed", code: name };
    case "halve":
    case "correct":
    case "new-inc":
      return { state: "refused", code: name, do: deed };
    default:
      return { state: "refused", code: name, do: "stop" };
  }
}

function busy(response: Response, code: string): Exclude<Answer, { state: "ok" }> {
  const said = response.headers.get("Retry-After");
  const seconds = said !== null && /^\d{1,6}$/.test(said) ? Number(said) : null;
  return { state: "busy", retry_after_s: seconds, code };
}
