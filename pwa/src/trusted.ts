/**
 * The Trusted Types policy `yavuul`: the only way to a script URL, and it lets pass our own service worker and our own worker
 * files, nothing else (RELIABILITY 4.7). Svelte brings the other policy, `svelte-trusted-html`.
 */
interface Policy {
  createScriptURL(url: string): string;
}
interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): Policy;
}

const ALLOWED = /^\/(sw\.js|dev-sw\.js\?dev-sw|assets\/argon2[\w.-]*\.js|src\/store\/argon2\.worker\.ts\?[\w&=]*)$/;

function allow(url: string): string {
  if (!ALLOWED.test(url)) throw new TypeError(`no script may be loaded from ${url}`);
  return url;
}

const factory = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes;
const policy: Policy = factory?.createPolicy("yavuul", { createScriptURL: allow }) ?? { createScriptURL: allow };

/** `url` as the browser wants it for `new Worker` and `serviceWorker.register`; TypeError for one that is not ours. */
export function trustedUrl(url: string): string {
  return policy.createScriptURL(url);
}
