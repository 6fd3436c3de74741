/**
 * Whether the browser has promised to keep what is stored here when the disk gets full (trap 25). It may refuse, and say so
 * only when asked; then a person is told what helps: install the app, send soon.
 */
export const protection = $state({ refused: false });

/** Ask for the promise; the first screen does. */
export async function askProtection(): Promise<void> {
  const storage = navigator.storage as StorageManager | undefined;
  const promised = (await storage?.persisted().catch(() => false)) || (await storage?.persist().catch(() => false));
  protection.refused = promised !== true;
}
