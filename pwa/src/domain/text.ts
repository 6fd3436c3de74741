/** Long text: Yjs updates, merged by Yjs; compared on text, never on bytes (DESIGN §3). */
import * as Y from "yjs";
import { fromBase64, ROOT, toBase64 } from "./update";

/**
 * Both updates as one, base64; commutative, associative, idempotent on the text.
 *
 * An update whose predecessor has not come yet is kept.
 */
export function merge(ours: string, theirs: string): string {
  if (ours === "" || theirs === "") return ours || theirs;
  return toBase64(Y.mergeUpdates([fromBase64(ours), fromBase64(theirs)]));
}

/** The text that `update` adds up to; parts whose predecessors are missing do not show. */
export function read(update: string): string {
  const document = new Y.Doc();
  if (update !== "") Y.applyUpdate(document, fromBase64(update));
  return document.getText(ROOT).toString();
}
