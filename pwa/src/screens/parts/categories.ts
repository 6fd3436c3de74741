/**
 * The twelve categories in their one order (DOMAIN §E2): people know them by place. Each with a glyph of our own, drawn on the
 * same grid as the others; the same on tile, list, map and print. The office may name, place and hide them and add its own
 * (records `category`); what it says came with a sync, and the twelve stand where it says nothing.
 */
import type { Value } from "../../domain/op";

export const CATEGORIES = [
  "water", "roads", "lighting", "education", "health", "waste", "energy", "pasture", "toilets", "safety", "it", "culture",
] as const;
export type Category = (typeof CATEGORIES)[number];

export const GLYPHS: Readonly<Record<Category | "other", string>> = {
  water: "M5 21h14M7.500 21v-6.500h9V21M12 14.500V7M12 7h5.500v3M12 9L5 5.500M17.500 12.300v.6",
  roads: "M8 4L4 20.500M16 4l4 16.500M12 4.500v2.500M12 10.500v3M12 17v3.500",
  lighting: "M6 21V7a3.500 3.500 0 0 1 3.500-3.500H13M11 7.500h8c0-2.500-1.600-4-4-4s-4 1.500-4 4zM12.500 11l-1.200 3M15 11v3.500M17.500 11l1.200 3M3.500 21h5",
  education: "M2.500 9L12 4.500 21.500 9 12 13.500zM6.500 11v5.500c1.500 1.400 3.300 2 5.500 2s4-.6 5.500-2V11M21.500 9v6",
  health: "M9 4h6v5h5v6h-5v5H9v-5H4V9h5z",
  waste: "M4.500 6.500h15M9.500 6.500V4h5v2.500M6.500 6.500l1 14h9l1-14M10.300 10.500v6M13.700 10.500v6",
  energy: "M13 3L5.500 13.500H11L10.500 21 18.500 10h-6z",
  pasture: "M3 20h18M12 20c0-6 .5-10 3.500-14M12 20c0-4-1-7-4-9.500M12 20c.5-3 2.500-5.500 6.500-6.500M12 20c-1-2-3-3.500-6.500-4",
  toilets: "M12 3.500s5.500 6 5.500 10a5.500 5.500 0 0 1-11 0c0-4 5.500-10 5.500-10zM9.300 14a2.800 2.800 0 0 0 2.700 2.700",
  safety: "M12 3.500l7.500 2.800V12c0 4.500-3 7.500-7.500 9-4.500-1.500-7.500-4.500-7.500-9V6.300z",
  it: "M3 9.500a13 13 0 0 1 18 0M6.200 13a8.500 8.500 0 0 1 11.600 0M9.300 16.300a4 4 0 0 1 5.400 0M12 19.700v.1",
  culture: "M3.500 12a8.500 8.500 0 1 0 17 0 8.500 8.500 0 1 0-17 0zM3.500 12h17M12 3.500v17M6 6c3.200 3.500 3.200 8.500 0 12M18 6c-3.200 3.500-3.200 8.500 0 12",
  other: "M5 5h14v11h-7l-4 4v-4H5z",
};

/** As much of a record `category` as matters here. */
interface Said {
  readonly values: ReadonlyMap<string, Value>;
}
export const TILES_MAX = 12;

/** Every category in the order of the tiles, with its glyph; `hidden` ones are offered no more, and proposals keep them. */
export function categoriesOf(records: readonly Said[]): { slug: string; icon: string; hidden: boolean }[] {
  const said = new Map(records.map(({ values }) => [String(values.get("slug") ?? ""), values]));
  const own = [...said.keys()].filter((slug) => slug !== "" && !isBuiltIn(slug)).sort();
  const all = [...CATEGORIES, ...own].map((slug, at) => {
    const [icon, position] = [said.get(slug)?.get("icon"), said.get(slug)?.get("position")];
    const place = typeof position === "number" ? position : at + 1;
    return { slug, icon: typeof icon === "string" ? icon : slug, hidden: said.get(slug)?.get("hidden") === true, place };
  });
  return all.sort((a, b) => a.place - b.place || Number(isBuiltIn(a.slug)) - Number(isBuiltIn(b.slug)) || (a.slug < b.slug ? -1 : 1));
}

/** The tiles: at most twelve, and the chosen one where it is none of them any more. */
export function tilesOf(records: readonly Said[], chosen: Value = null): string[] {
  const tiles = categoriesOf(records).filter(({ hidden }) => !hidden).slice(0, TILES_MAX).map(({ slug }) => slug);
  return typeof chosen === "string" && !tiles.includes(chosen) ? [...tiles, chosen] : tiles;
}

let icons: ReadonlyMap<string, string> = new Map();

/** Which glyph a category has, where the office says so. */
export function wear(said: ReadonlyMap<string, string>): void {
  icons = said;
}

const isBuiltIn = (slug: string): boolean => (CATEGORIES as readonly string[]).includes(slug);

/** The glyph of a category as a record has it; one that a newer server knows, or none, gets the plain one. */
export function glyphOf(category: unknown): string {
  const icon = icons.get(String(category)) ?? category;
  return GLYPHS[CATEGORIES.find((one) => one === icon) ?? "other"];
}
