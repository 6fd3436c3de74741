/**
 * What a person typed, pasted or scanned to enrol: a bare code, or the office's QR, which is the address of this very app with
 * the code behind `#`. Anything else is refused unread (H46): no text that a camera brings may send a tablet elsewhere.
 */
const HASH = "#enrol=";
const CODE = /^[\p{L}\p{N}][\p{L}\p{N}\s-]{0,63}$/u;

/** The code in `text`, or null. `origin` is the app's own, written as the browser writes it: nothing else is our address. */
export function codeIn(text: string, origin: string): string | null {
  const said = text.trim();
  const own = `${origin}/${HASH}`;
  const code = said.startsWith(own) ? said.slice(own.length) : said;
  return CODE.test(code) ? code : null;
}

/** Whether the app was opened by such an address, good or bad. */
export function asksToEnrol(hash: string): boolean {
  return hash.startsWith(HASH);
}
