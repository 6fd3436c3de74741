/** The way to the wall. */
import { go } from "../route.svelte";
import type { ViewName } from "./wall";

/** Open the wall, from a touch: only then may it fill the screen. */
export function toWall(hearing: string, view: ViewName | "", at = ""): void {
  void document.documentElement.requestFullscreen?.({ navigationUI: "hide" }).catch(() => undefined); // it shows all the same
  go(...["hearing", hearing, "wall", view, at].filter(Boolean));
}
