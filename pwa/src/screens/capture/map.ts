/**
 * The offline map: Leaflet over the bundled outlines, no tiles, no controls of its own. The point is what lies under the cross in
 * the middle: a tap brings it there, arrows move by a little, + and − zoom. Loaded when a map is opened.
 */
import * as leaflet from "leaflet";

import { language } from "../../i18n";
import "./map.css";
import { geojson, places, type Named, type Position } from "./mongolia";
import type { Point } from "./point";
import type { WorkPin } from "./works";

export interface OpenMap {
  zoom(by: number): void;
  go(to: Point, zoom?: number): void;
  /** Draw these works, in place of those that were drawn; `said` is what a pin is called, `chosen` hears of the one that is tapped. */
  works(pins: readonly WorkPin[], said: (pin: WorkPin) => string, chosen: (pin: WorkPin) => void): void;
  remove(): void;
}

const ALL: leaflet.LatLngBoundsLiteral = [[41.5, 87.5], [52.2, 120]];
const ZOOM = { least: 3, most: 16, unit: 9, point: 12, names: 7 };
const NAMES_MAX = 60;
const PINS_MAX = 80; // in sight at once
const NAME_PX = { height: 20, letter: 10 };

const nameOf = (named: Named): string => (language() === "en" ? named.en : named.mn);
const latLng = ([lon, lat]: Position): leaflet.LatLngTuple => [lat, lon];

/** Open the map in `box`: at `at`, else around `unit`, else the whole country. `moved` hears of each new middle. */
export function openMap(box: HTMLElement, at: Point | null, unit: (Point & { name: string }) | null, moved: (to: Point, zoom: number) => void): OpenMap {
  const map = leaflet.map(box, {
    zoomControl: false, attributionControl: false, preferCanvas: true, minZoom: ZOOM.least, maxZoom: ZOOM.most, zoomSnap: 0.5,
    maxBounds: leaflet.latLngBounds(ALL).pad(3), keyboardPanDelta: 40, fadeAnimation: false, doubleClickZoom: false,
    inertia: false, zoomAnimation: false,
  });
  const start = at ?? unit;
  if (start) map.setView([start.lat, start.lon], at ? ZOOM.point : ZOOM.unit, { animate: false });
  else map.fitBounds(ALL, { animate: false });
  drawGround(map, box);
  const names = leaflet.layerGroup().addTo(map);
  const works = leaflet.layerGroup().addTo(map);
  let drawWorks = (): void => undefined;
  const tell = (): void => {
    drawNames(map, names, unit);
    drawWorks();
    const { lat, lng } = map.getCenter();
    moved({ lat, lon: lng }, map.getZoom());
  };
  map.on("moveend", tell);
  map.on("click", ({ latlng }) => map.panTo(latlng, { animate: false }));
  tell();
  return {
    zoom: (by) => void map.setZoom(map.getZoom() + by),
    go: (to, zoom = Math.max(map.getZoom(), ZOOM.point)) => void map.setView([to.lat, to.lon], zoom, { animate: false }),
    works: (pins, said, chosen) => {
      drawWorks = () => {
        works.clearLayers();
        const sight = map.getBounds();
        const seen = pins.filter(({ at }) => sight.contains([at.lat, at.lon])).slice(0, PINS_MAX);
        for (const pin of seen) pinOf(pin, said(pin)).on("click", () => chosen(pin)).addTo(works);
      };
      drawWorks();
    },
    remove: () => void map.off("moveend", tell).remove(), // it would tell of its own end
  };
}

function drawGround(map: leaflet.Map, box: HTMLElement): void {
  const colours = getComputedStyle(box);
  const colour = (name: string): string => colours.getPropertyValue(name).trim();
  const styles: Readonly<Record<string, leaflet.PathOptions>> = {
    aimag: { color: colour("--line-strong"), weight: 1.5, fillColor: colour("--map-land"), fillOpacity: 1 },
    lake: { color: colour("--map-water"), weight: 1, fillColor: colour("--map-water"), fillOpacity: 1 },
    river: { color: colour("--map-water"), weight: 3, fill: false },
  };
  const drawn: leaflet.GeoJSONOptions & { interactive: boolean } = {
    interactive: false,
    filter: ({ properties }) => (properties as { is: string }).is in styles,
    style: (feature) => styles[(feature?.properties as { is: string }).is] ?? {},
  };
  leaflet.geoJSON(geojson, drawn).addTo(map);
}

/** The names that are in sight, none over another; small places only from near. */
function drawNames(map: leaflet.Map, layer: leaflet.LayerGroup, unit: (Point & { name: string }) | null): void {
  layer.clearLayers();
  const sight = map.getBounds().pad(0.1);
  const shows_small = map.getZoom() >= ZOOM.names;
  const taken: leaflet.Bounds[] = [];
  const write = (text: string, kind: string, at: leaflet.LatLngTuple): void => {
    const { x, y } = map.latLngToContainerPoint(at);
    const room = leaflet.bounds([x - 8, y - NAME_PX.height / 2], [x + 20 + text.length * NAME_PX.letter, y + NAME_PX.height / 2]);
    if (taken.some((other) => other.overlaps(room))) return;
    taken.push(room);
    name(text, kind, at).addTo(layer);
  };
  if (unit) write(unit.name, "centre", [unit.lat, unit.lon]);
  const found = places.filter(({ at, is_town }) => (is_town || shows_small) && sight.contains(latLng(at)));
  const towns_first = [...found].sort((a, b) => Number(b.is_town) - Number(a.is_town));
  for (const place of towns_first.slice(0, NAMES_MAX)) write(nameOf(place), place.is_town ? "town" : "", latLng(place.at));
}

function name(text: string, kind: string, at: leaflet.LatLngTuple): leaflet.Marker {
  const html = document.createElement("span");
  html.className = `map-name ${kind}`;
  html.append(document.createElement("i"), text);
  return leaflet.marker(at, { icon: leaflet.divIcon({ html, className: "", iconSize: undefined }), interactive: false, keyboard: false });
}

/** A square: places are round. What it is called is its name for those who do not see it; a tap or Enter opens it. */
function pinOf({ at, state }: WorkPin, title: string): leaflet.Marker {
  const html = document.createElement("i");
  html.dataset.state = state;
  const icon = leaflet.divIcon({ html, className: "work-pin", iconSize: [44, 44] });
  return leaflet.marker([at.lat, at.lon], { icon, title, keyboard: true, autoPanOnFocus: false });
}
