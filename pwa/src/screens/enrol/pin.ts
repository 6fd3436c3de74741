/** What is wrong with a new PIN, as a msgid: its shape, how easy it is, that it was typed twice the same. */
import { PIN_SHAPE } from "../../app";

export function pinFault(pin: string, again: string): string {
  if (pin !== "" && !PIN_SHAPE.test(pin)) return "tablet.pin.shape";
  if (pin !== "" && isWeak(pin)) return "tablet.pin.weak";
  return again !== "" && again.length >= pin.length && again !== pin ? "tablet.pin.differ" : "";
}

/** One digit again and again, or digits in a row, up or down: the first that anybody tries. */
function isWeak(pin: string): boolean {
  return [0, 1, 9].some((step) => [...pin].every((digit, at) => at === 0 || Number(digit) === (Number(pin[at - 1]) + step) % 10));
}
