/**
 * In which order the codes of a bundle are shown: each round all of them, every round in another order, so that a camera which
 * looks at a steady beat does not miss the same ones each time.
 */
export function orderOf(turn: number, count: number): number {
  if (count === 0) return 0;
  const round = Math.floor(turn / count);
  const stride = strides(count)[round % strides(count).length] ?? 1;
  return ((turn % count) * stride + round) % count;
}

/** Steps that visit each of `count` places once before they come back. */
function strides(count: number): number[] {
  return [1, 2, 3, 5, 7].filter((step) => step === 1 || (step < count && gcd(step, count) === 1));
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}
