/**
 * Money as it is typed and read in Mongolia: «670,0 сая», «18 000 000₮», «6.5 тэрбум» (DOMAIN §C2). Kept as whole tögrög.
 *
 * One sign with three digits behind it (`1,234`) is a decimal sign to one person and a thousands sign to the next: both
 * readings are offered and a person chooses. A bare number is millions while it is small and tögrög when it is large; what lies
 * between is asked as well. Pure; reckons in BigInt, never in floating point.
 */
import { INTEGER_MAX } from "./kinds";

export type Money =
  | { is: "nothing" }
  | { is: "sum"; tugrug: number }
  | { is: "ask"; tugrug: [number, number] }
  | { is: "wrong" };

const MILLION = 1_000_000n;
const UNITS: readonly [pattern: RegExp, factor: bigint][] = [
  [/^(их\s*наяд|trillion)$/, MILLION * MILLION],
  [/^(тэрбум|тэр|billion|bn)$/, 1000n * MILLION],
  [/^(сая|million|mln|m)$/, MILLION],
  [/^(бум)$/, 100_000n],
  [/^(түм)$/, 10_000n],
  [/^(мянга|мян|thousand|k)$/, 1000n],
  [/^$/, 1n],
];
/** A bare number below this is millions, from `TUGRUG_FROM` on tögrög. */
const MILLIONS_BELOW = 1000n;
const TUGRUG_FROM = 100_000n;

/** A decimal: `digits` shifted by `places` to the right. */
interface Decimal {
  digits: bigint;
  places: number;
}

/** What `typed` means. */
export function readMoney(typed: string): Money {
  const text = typed.normalize("NFC").toLowerCase().replace(/[\s\u00a0\u202f'’_]+/g, " ").trim();
  if (text === "") return { is: "nothing" };
  const found = /^([\d., ]*\d)[ ]*([^\d]*)$/.exec(text);
  if (found === null) return { is: "wrong" };
  const [, figure = "", words = ""] = found;
  const has_currency = /₮|төг|төгрөг|mnt/.test(words);
  const unit = words.replace(/₮|төгрөг|төг\.?|mnt/g, "").replace(/\.$/, "").trim();
  const factor = UNITS.find(([pattern]) => pattern.test(unit))?.[1];
  if (factor === undefined) return { is: "wrong" };
  const readings = readFigure(figure.replace(/ /g, ""));
  const is_bare = unit === "" && !has_currency;
  const [first] = readings;
  if (is_bare && readings.length === 1 && first !== undefined) return among(bare(first));
  return among(readings.map((each) => whole(each, is_bare ? MILLION : factor))); // the unit that stands beside the field
}

function among(sums: readonly (number | null)[]): Money {
  const [one, other] = [...new Set(sums.filter((sum) => sum !== null))].sort((a, b) => a - b);
  if (one === undefined) return { is: "wrong" };
  return other === undefined ? { is: "sum", tugrug: one } : { is: "ask", tugrug: [one, other] };
}

/** The readings of digits with points and commas. */
function readFigure(figure: string): Decimal[] {
  const signs = [...figure.matchAll(/[.,]/g)].map(({ 0: sign, index }) => ({ sign, index }));
  const last = signs[signs.length - 1];
  if (last === undefined) return [decimal(figure, "")];
  const tail = figure.slice(last.index + 1);
  const head = figure.slice(0, last.index);
  const is_repeated = signs.length > 1 && signs.every(({ sign }) => sign === last.sign);
  const groups = figure.split(/[.,]/);
  const is_grouped = groups.slice(1).every((group) => group.length === 3) && (groups[0] ?? "").length <= 3 && !/^0/.test(figure);
  if (is_repeated) return is_grouped ? [decimal(groups.join(""), "")] : [];
  if (signs.length > 1) {
    const front = head.split(/[.,]/);
    return front.slice(1).every((group) => group.length === 3) ? [decimal(front.join(""), tail)] : [];
  }
  return is_grouped ? [decimal(head, tail), decimal(head + tail, "")] : [decimal(head, tail)];
}

function decimal(before: string, after: string): Decimal {
  return { digits: BigInt(before + after || "0"), places: after.length };
}

/** In whole tögrög; null where it is none, or more than can be kept exactly. */
function whole({ digits, places }: Decimal, factor: bigint): number | null {
  const product = digits * factor;
  const scale = 10n ** BigInt(places);
  const sum = product / scale;
  return product % scale === 0n && sum <= BigInt(INTEGER_MAX) ? Number(sum) : null;
}

/** A number without a unit: small ones are millions, large ones tögrög, between both. */
function bare(figure: Decimal): (number | null)[] {
  const scale = 10n ** BigInt(figure.places);
  if (figure.digits < MILLIONS_BELOW * scale) return [whole(figure, MILLION)];
  if (figure.digits >= TUGRUG_FROM * scale) return [whole(figure, 1n)];
  return [whole(figure, 1n), whole(figure, MILLION)];
}

/** `670000000` → `670,0`; with exactly three places a fourth, so that it is not read as thousands. */
export function inMillions(tugrug: number, sign = ","): string {
  const sum = BigInt(tugrug);
  const places = String(sum % MILLION).padStart(6, "0").replace(/0+$/, "");
  const shown = places === "" ? "0" : places.length === 3 ? `${places}0` : places;
  return `${String(sum / MILLION).replace(/\B(?=(\d{3})+(?!\d))/g, "\u00a0")}${sign}${shown}`;
}
