/** The bundled map of Mongolia (made by pwa/tools/map.mjs) and what is asked of it without a map drawn. Loaded when needed. */
import data from "./mongolia.json";

export type Position = [lon: number, lat: number];
export interface Named {
  mn: string;
  en: string;
}
interface Feature {
  properties: { is: string; mn?: string; en?: string };
  geometry: { type: string; coordinates: unknown };
}
export interface Place extends Named {
  at: Position;
  is_town: boolean;
}

const features = data.features as unknown as Feature[];
export const geojson = data as unknown as GeoJSON.FeatureCollection;

export const places: readonly Place[] = features
  .filter(({ properties }) => properties.is === "town" || properties.is === "place")
  .map(({ properties, geometry }) => ({
    mn: properties.mn ?? "", en: properties.en ?? "", at: geometry.coordinates as Position, is_town: properties.is === "town",
  }));

/** Lines to draw: each a list of positions, with what it is of. */
export function lines(): { is: string; line: Position[] }[] {
  return features.flatMap(({ properties, geometry }) => {
    const { type, coordinates } = geometry;
    if (type === "LineString") return [{ is: properties.is, line: coordinates as Position[] }];
    if (type === "Polygon" || type === "MultiLineString") return (coordinates as Position[][]).map((line) => ({ is: properties.is, line }));
    return type === "MultiPolygon" ? (coordinates as Position[][][]).flat().map((line) => ({ is: properties.is, line })) : [];
  });
}

const EARTH_KM = 6371;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Kilometres between two points, by the great circle. */
export function distance([lon, lat]: Position, [lon2, lat2]: Position): number {
  const a = Math.sin(radians(lat2 - lat) / 2) ** 2 + Math.cos(radians(lat)) * Math.cos(radians(lat2)) * Math.sin(radians(lon2 - lon) / 2) ** 2;
  return 2 * EARTH_KM * Math.asin(Math.sqrt(a));
}

/** The named place next to `at`, and how far it is. */
export function nearest(at: Position): { place: Place; km: number } | null {
  let best: { place: Place; km: number } | null = null;
  for (const place of places) {
    const km = distance(at, place.at);
    if (best === null || km < best.km) best = { place, km };
  }
  return best;
}
