/** An enrolled tablet with photos to send, the wire's fake for words, and a socket for media. */
import { expect, onTestFinished } from "vitest";

import { App } from "../app";
import { MediaLane } from "../exchange/media";
import { MediaBook, type MediaFile } from "../store/media";
import { base64url } from "../store/bytes";
import { signingKey } from "../store/profiles";
import { FakeServer } from "./fake_server";
import { makeTablet, newId, PIN, reopen, save, sync, UNIT, type Tablet } from "./tablet";
import { TusServer } from "./tus_server";

/** `size` bytes that no two seeds share. */
export function noise(size: number, seed = 1, type = "image/jpeg"): Blob {
  const bytes = new Uint8Array(size);
  let state = seed >>> 0;
  for (let index = 0; index < size; index++) bytes[index] = (state = (state * 1664525 + 1013904223) >>> 0) >>> 24;
  return new Blob([bytes], { type });
}

export async function bytesOf(blob: Blob): Promise<Buffer> {
  return Buffer.from(await blob.arrayBuffer());
}

export interface MediaWorld {
  server: FakeServer;
  media: TusServer;
  tablet: Tablet;
  book: MediaBook;
  lane: MediaLane;
  hearing: string;
}

export async function mediaWorld(): Promise<MediaWorld> {
  const server = new FakeServer();
  const media = new TusServer();
  const origin = await media.listen();
  onTestFinished(() => media.close());
  const tablet = await makeTablet(server);
  const { inc } = tablet.session;
  const pair = await signingKey(tablet.db, inc);
  media.keys.set(inc, base64url(new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey))));
  const words = tablet.ports.fetch;
  tablet.ports.fetch = (url, init) => (url.startsWith("/api/v1/media") ? fetch(origin + url, init) : words(url, init));
  const hearing = newId();
  await save(tablet, "hearing", hearing, { unit: UNIT, title: "Рашаант" });
  return { server, media, tablet, hearing, ...desk(tablet) };
}

function desk({ ports, db, session }: Tablet): { book: MediaBook; lane: MediaLane } {
  const book = new MediaBook(ports, db, session.cipher, session.profile);
  return { book, lane: new MediaLane(ports, () => undefined) };
}

/** The same tablet after the browser was killed. */
export async function rebooted(world: MediaWorld): Promise<MediaWorld> {
  const tablet = await reopen(world.tablet);
  const next = { ...world, tablet, ...desk(tablet) };
  await next.book.reload();
  return next;
}

/** Keep a file that waits to go up. */
export async function keep({ book, hearing }: MediaWorld, blob: Blob, at = 1): Promise<MediaFile> {
  const id = newId();
  await book.keep(id, blob, { hearing, of: hearing, kind: "photo", at, length_s: null, wave: [] });
  return (await book.change(id, { state: "waiting" })) as MediaFile;
}

export function run({ lane, book, tablet }: MediaWorld, goesOn: () => boolean = () => true) {
  return lane.run({ session: tablet.session, book }, goesOn);
}

/** The façade over such a tablet, unlocked. `shown` holds what has an address now. */
export async function appWorld(): Promise<MediaWorld & { app: App; shown: Map<string, Blob>; open: () => Promise<App> }> {
  const world = await mediaWorld();
  await sync(world.tablet);
  const shown = new Map<string, Blob>();
  let made = 0;
  world.tablet.ports.addresses = {
    make: (blob) => (shown.set(`blob:${++made}`, blob), `blob:${made}`),
    forget: (url) => void shown.delete(url),
  };
  const open = async (): Promise<App> => {
    const app = await App.start(world.tablet.ports);
    expect(await app.unlock(app.people[0]?.profile ?? "", PIN)).toBe("open");
    return app;
  };
  return { ...world, shown, open, app: await open() };
}
