/** Exact rationals: what `fractions.Fraction` is to the twin in sync/ranking. As text `7/2`, or `3` when whole. */

export function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/** The quotient, rounded up; `b` is positive. */
export function ceilDiv(a: bigint, b: bigint): bigint {
  return a <= 0n ? a / b : (a + b - 1n) / b;
}

export class Fraction {
  private constructor(
    readonly n: bigint,
    readonly d: bigint,
  ) {}

  /** n ÷ d in lowest terms; `d` is positive. */
  static of(n: bigint | number, d: bigint | number = 1n): Fraction {
    const [above, below] = [BigInt(n), BigInt(d)];
    if (below === 1n) return new Fraction(above, below);
    const shared = gcd(above, below);
    return new Fraction(above / shared, below / shared);
  }

  plus(other: Fraction): Fraction {
    return Fraction.of(this.n * other.d + other.n * this.d, this.d * other.d);
  }

  times(factor: number): Fraction {
    return Fraction.of(this.n * BigInt(factor), this.d);
  }

  over(divisor: number): Fraction {
    return Fraction.of(this.n, this.d * BigInt(divisor));
  }

  compare(other: Fraction): number {
    const difference = this.n * other.d - other.n * this.d;
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  }

  toString(): string {
    return this.d === 1n ? String(this.n) : `${this.n}/${this.d}`;
  }
}

export const ZERO = Fraction.of(0);
