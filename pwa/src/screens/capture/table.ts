/** Which group this tablet sits with, hearing by hearing: an id in the clear, nothing of anybody's work. */
const key = (hearing: string): string => `yavuul.group.${hearing}`;

export function tableOf(hearing: string): string | null {
  return localStorage.getItem(key(hearing));
}

export function sitAt(hearing: string, group: unknown): void {
  if (typeof group === "string") localStorage.setItem(key(hearing), group);
  else localStorage.removeItem(key(hearing));
}
