// Draws the maps of a page: the bundled outlines of Mongolia, proposals as pins that gather into discs, the units' own
// places. Every map stands beside a list that says the same; where the browser has no WebGL 2 that list is all there is.
// MapLibre comes only where a map is in sight. No tiles, no glyphs, nothing from elsewhere.
const LIBRARY = "/static/vendor/maplibre-gl-6.17.0.mjs"
const WORKER = "/static/vendor/maplibre-gl-worker-6.17.0.mjs"
const ALL = [[87.5, 41.5], [120, 52.2]]
const NEAR = 9.5 // how near a map comes by itself
const AROUND = 7.5 // how much of the land around one pin is shown
const OF_LAYER = { points: ["pins", "discs", "counts"], works: ["works"], units: ["units", "unit-counts", "unit-names"] }
const FONT = ["Golos Yavuul", "system-ui", "sans-serif"]

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim()
const point = (at, properties) => ({ type: "Feature", properties, geometry: { type: "Point", coordinates: at } })
const gathered = (features) => ({ type: "FeatureCollection", features })

function canDraw() {
  return document.createElement("canvas").getContext("webgl2") !== null
}

/** Names are drawn by the machine's own fonts: the style names no glyphs. */
function style(ground, language) {
  const is = (what) => ["==", ["get", "is"], what]
  const names = (id, what, minzoom, size) => ({
    id, type: "symbol", source: "ground", filter: is(what), minzoom,
    layout: { "text-field": ["get", language === "en" ? "en" : "mn"], "text-size": size, "text-font": FONT, "text-anchor": "left", "text-offset": [0.5, 0] },
    paint: { "text-color": colour("ink-2"), "text-halo-color": colour("map-land"), "text-halo-width": 1.5 },
  })
  return {
    version: 8,
    sources: { ground: { type: "geojson", data: ground } },
    layers: [
      { id: "beyond", type: "background", paint: { "background-color": colour("map-hill") } },
      { id: "land", type: "fill", source: "ground", filter: is("aimag"), paint: { "fill-color": colour("map-land") } },
      { id: "lakes", type: "fill", source: "ground", filter: is("lake"), paint: { "fill-color": colour("map-water") } },
      { id: "rivers", type: "line", source: "ground", filter: is("river"), paint: { "line-color": colour("map-water"), "line-width": 2.5 } },
      { id: "borders", type: "line", source: "ground", filter: is("aimag"), paint: { "line-color": colour("line-strong"), "line-width": 1 } },
      names("places", "place", 7, 12),
      names("towns", "town", 3, 13),
    ],
  }
}

function addPoints(map, points) {
  const features = points.map(([id, lon, lat, status]) => point([lon, lat], { id, status }))
  map.addSource("points", { type: "geojson", data: gathered(features), cluster: true, clusterRadius: 40, clusterMaxZoom: 14 })
  const gathers = ["has", "point_count"]
  map.addLayer({
    id: "discs", type: "circle", source: "points", filter: gathers,
    paint: { "circle-color": colour("accent"), "circle-radius": disc("point_count"), "circle-stroke-width": 2, "circle-stroke-color": colour("surface") },
  })
  map.addLayer({ ...number("counts", "points", ["get", "point_count"]), filter: gathers })
  map.addLayer({
    id: "pins", type: "circle", source: "points", filter: ["!", gathers],
    paint: { "circle-color": colour("surface"), "circle-radius": 7, "circle-stroke-width": 4, "circle-stroke-color": colour("accent") },
  })
}

/** Area by count: a disc of four times as many is twice as wide. */
const disc = (name) => ["min", 34, ["+", 11, ["*", 1.6, ["sqrt", ["get", name]]]]]

const number = (id, source, what) => ({
  id, type: "symbol", source,
  layout: { "text-field": ["to-string", what], "text-size": 13, "text-font": FONT, "text-allow-overlap": true, "text-ignore-placement": true },
  paint: { "text-color": colour("on-accent") },
})

function addUnits(map, units) {
  const features = units.map(([name, lon, lat, count, id, isHeld]) => point([lon, lat], { name, count, id, isHeld }))
  map.addSource("units", { type: "geojson", data: gathered(features) })
  const ring = ["get", "isHeld"]
  map.addLayer({
    id: "units", type: "circle", source: "units",
    paint: {
      "circle-color": ["case", ring, colour("accent"), colour("surface")], "circle-radius": ["case", ring, disc("count"), 7],
      "circle-stroke-width": ["case", ring, 2, 3], "circle-stroke-color": ["case", ring, colour("surface"), colour("attention")],
    },
  })
  map.addLayer({ ...number("unit-counts", "units", ["get", "count"]), filter: ["get", "isHeld"] })
  map.addLayer({
    id: "unit-names", type: "symbol", source: "units",
    layout: { "text-field": ["get", "name"], "text-size": 13, "text-font": FONT, "text-anchor": "top", "text-offset": [0, 1.4], "text-optional": true },
    paint: { "text-color": colour("ink"), "text-halo-color": colour("map-land"), "text-halo-width": 2 },
  })
}

/** Works: filled once they are begun, a ring while they are planned. */
function addWorks(map, works) {
  map.addSource("works", { type: "geojson", data: gathered(works.map(([id, lon, lat, state]) => point([lon, lat], { id, state }))) })
  const isPlanned = ["==", ["get", "state"], "planned"]
  map.addLayer({
    id: "works", type: "circle", source: "works",
    paint: { "circle-color": ["case", isPlanned, colour("surface"), colour("safe-mark")], "circle-radius": 8, "circle-stroke-width": 4, "circle-stroke-color": colour("safe-mark") },
  })
}

function addPin(map, at) {
  map.addSource("pin", { type: "geojson", data: gathered([point(at, {})]) })
  map.addLayer({ id: "pin", type: "circle", source: "pin", paint: { "circle-color": colour("surface"), "circle-radius": 8, "circle-stroke-width": 5, "circle-stroke-color": colour("accent") } })
}

/** A disc opens by coming nearer; a pin says what it is; a unit shows its own. */
function listen(map, box) {
  map.on("click", "discs", async ({ features: [found] }) => {
    const zoom = await map.getSource("points").getClusterExpansionZoom(found.properties.cluster_id)
    map.easeTo({ center: found.geometry.coordinates, zoom, animate: false })
  })
  map.on("click", "pins", ({ features: [found] }) => tell(box, found.properties.id, "proposals"))
  map.on("click", "works", ({ features: [found] }) => tell(box, found.properties.id, "works"))
  map.on("click", "units", ({ features: [found] }) => location.assign(`/proposals/map?unit=${encodeURIComponent(found.properties.id)}`))
  for (const layer of ["discs", "pins", "works", "units"]) {
    map.on("mouseenter", layer, () => { map.getCanvas().style.cursor = "pointer" })
    map.on("mouseleave", layer, () => { map.getCanvas().style.cursor = "" })
  }
}

function tell(box, id, room) {
  for (const row of document.querySelectorAll("[data-point]")) row.toggleAttribute("data-chosen", row.dataset.point === id)
  window.htmx.ajax("GET", `/${room}/${id}/card`, { target: box.parentElement.querySelector(".map-card"), swap: "innerHTML" })
}

function show(map, name) {
  for (const [layer, ids] of Object.entries(OF_LAYER)) {
    for (const id of ids) if (map.getLayer(id)) map.setLayoutProperty(id, "visibility", layer === name ? "visible" : "none")
  }
}

function tools(map, box, bounds) {
  const frame = box.parentElement
  for (const part of frame.querySelectorAll("[data-map-only]")) part.hidden = false
  frame.addEventListener("click", (event) => {
    const button = event.target.closest("button")
    if (button?.dataset.layer) {
      for (const one of frame.querySelectorAll("[data-layer]")) one.setAttribute("aria-pressed", String(one === button))
      show(map, button.dataset.layer)
    } else if (button?.dataset.zoom === "0") map.fitBounds(bounds, { padding: 56, maxZoom: NEAR, animate: false })
    else if (button?.dataset.zoom) map.zoomTo(map.getZoom() + Number(button.dataset.zoom), { animate: false })
  })
}

function around(places, library) {
  if (places.length === 0) return ALL
  return places.reduce((bounds, at) => bounds.extend(at), new library.LngLatBounds(places[0], places[0]))
}

async function draw(box) {
  const library = await import(LIBRARY)
  library.setWorkerUrl(WORKER)
  const { points: asked, at, ground, language } = box.dataset
  const found = asked ? await (await fetch(asked, { headers: { Accept: "application/json" } })).json() : { points: [], units: [] }
  const pin = at?.split(",").map(Number)
  const works = found.works ?? []
  const shown = box.dataset.show === "points" && found.points.length ? found.points : [...found.units, ...found.points, ...works]
  const places = shown.map(([, lon, lat]) => [lon, lat])
  const bounds = pin ? null : around(places, library)
  const map = new library.Map({
    container: box, style: style(ground, language), attributionControl: false, dragRotate: false, pitchWithRotate: false,
    interactive: !pin, fadeDuration: 0, maxZoom: 16, minZoom: 2, trackResize: true,
    ...(pin ? { center: pin, zoom: AROUND } : { bounds, fitBoundsOptions: { padding: 56, maxZoom: NEAR } }),
  })
  map.touchZoomRotate?.disableRotation()
  await map.once("load")
  if (pin) addPin(map, pin)
  else {
    addUnits(map, found.units)
    addPoints(map, found.points)
    addWorks(map, works)
    listen(map, box)
    show(map, box.dataset.show)
    tools(map, box, bounds)
    box.parentElement.querySelector("[data-map-cut]").hidden = !found.is_cut
  }
  await map.once("idle")
  box.dataset.ready = "1" // pictures and tests wait for it
}

function none(box) {
  box.hidden = true
  box.parentElement.querySelector("[data-map-none]").hidden = false
}

/** Each map once: also those that htmx brings later. */
function begin() {
  for (const box of document.querySelectorAll("[data-map]:not([data-begun])")) {
    box.dataset.begun = "1"
    if (!canDraw()) none(box)
    else draw(box).catch((error) => { none(box); console.info("no map:", error) })
  }
}

begin()
document.addEventListener("htmx:afterSettle", begin)
