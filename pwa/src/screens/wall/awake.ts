/** The screen does not go dark while the wall is shown, where the browser can promise that. */

/** Returns how to stop. A promise ends when the page is hidden, and is asked for again when it is seen. */
export function keepAwake(): () => void {
  let lock: WakeLockSentinel | null = null;
  let over = false;
  const ask = async (): Promise<void> => {
    if (over || document.visibilityState !== "visible") return;
    const got = await navigator.wakeLock?.request("screen").catch(() => null); // low battery: it may say no
    if (over) await got?.release();
    else lock = got ?? null;
  };
  const seen = (): void => void ask();
  document.addEventListener("visibilitychange", seen);
  void ask();
  return () => {
    over = true;
    document.removeEventListener("visibilitychange", seen);
    void lock?.release();
  };
}
