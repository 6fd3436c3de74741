/** The app, made visible to Svelte: whatever reads `live()` is drawn again when anything changed. */
import { createSubscriber } from "svelte/reactivity";

import type { App } from "../app";
import { sayAsOffice } from "./parts/instead";

let current: App | null = null;
let listen: () => void = () => undefined;

export function provide(app: App): void {
  current = app;
  app.onChange(() => sayAsOffice(app)); // first: what is drawn after it says the same
  sayAsOffice(app);
  listen = createSubscriber((update) => app.onChange(update));
}

/**
 * The app; asking for it in a template or `$derived` makes that depend on every change of it. Ask each time: it is always the
 * same object, so a `$derived(live())` of its own would never tell anybody.
 */
export function live(): App {
  listen();
  return now();
}

/** The app, without depending on it: for what a person does. */
export function now(): App {
  if (current === null) throw new Error("the app is not there yet");
  return current;
}
