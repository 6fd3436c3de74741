/**
 * What the browser says of its storage: whether it has promised to keep what lies here when the disk gets full (trap 25), and how
 * much room there is. It may refuse, and say so only when asked; then a person is told what helps: install the app, send soon.
 */
export interface Device {
  /** null: not asked yet */
  persisted: boolean | null;
  /** the app's own files are kept here: it starts without a network */
  kept_offline: boolean;
  free_bytes: number | null;
  used_bytes: number | null;
}

export const device = $state<Device>({ persisted: null, kept_offline: false, free_bytes: null, used_bytes: null });

/** Ask for the promise and look around; the first screen does, and «Дахин шалгах». */
export async function lookAround(): Promise<void> {
  const storage = navigator.storage as StorageManager | undefined;
  const promised = (await storage?.persisted().catch(() => false)) || (await storage?.persist().catch(() => false));
  const room = await storage?.estimate().catch(() => null);
  device.persisted = promised === true;
  device.kept_offline = navigator.serviceWorker?.controller != null;
  device.used_bytes = room?.usage ?? null;
  device.free_bytes = room?.quota === undefined || room.usage === undefined ? null : room.quota - room.usage;
}
