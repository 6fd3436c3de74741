/**
 * What stands over everything while this page and another do not agree on the store (trap 27, F9). It is drawn beside the app,
 * because without a store there may be no app; what somebody is typing stays readable under it.
 */
import { mount, unmount } from "svelte";

import type { StoreTrouble } from "../../app";
import Banner from "./StoreTrouble.svelte";

let banner: Record<string, unknown> | null = null;

/** Say `trouble`; null: it is over. */
export function sayStoreTrouble(trouble: StoreTrouble | null): void {
  if (banner !== null) void unmount(banner);
  banner = trouble === null ? null : mount(Banner, { target: document.body, props: { trouble } });
}
