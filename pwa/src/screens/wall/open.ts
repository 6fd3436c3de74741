/** The way to the wall. */
import { hush } from "../parts/toasts.svelte";
import { go } from "../route.svelte";
import type { ViewName } from "./wall";

/** Give the whole screen to the hall, from a touch: only then may it be filled. What was just done is not the hall's to take back. */
export function fillScreen(): void {
  hush();
  void document.documentElement.requestFullscreen?.({ navigationUI: "hide" }).catch(() => undefined); // it shows all the same
}

/** Open the wall. */
export function toWall(hearing: string, view: ViewName | "", at = ""): void {
  fillScreen();
  go(...["hearing", hearing, "wall", view, at].filter(Boolean));
}
