/**
 * A sum of counts without rounding. A double holds 15 digits of a fraction, and whole numbers up to 2^53: beyond that
 * addition rounds, and nothing shows that it did.
 */
export class ExactSum {
  /** In units of 10^-`#places`. */
  #units: bigint;
  #places = 0;

  constructor(first: number) {
    this.#units = 0n;
    this.add(first);
  }

  add(count: number): void {
    const { units, places } = decimalOf(count);
    if (places > this.#places) {
      this.#units *= 10n ** BigInt(places - this.#places);
      this.#places = places;
    }
    this.#units += units * 10n ** BigInt(this.#places - places);
  }

  copy(): ExactSum {
    const copy = new ExactSum(0);
    copy.#units = this.#units;
    copy.#places = this.#places;
    return copy;
  }

  /** The sum, where a number holds it to the digit; undefined where it is beyond 2^53 - 1 or has too many digits. */
  get value(): number | undefined {
    const scale = 10n ** BigInt(this.#places);
    const size = this.#units < 0n ? -this.#units : this.#units;
    if (size > BigInt(Number.MAX_SAFE_INTEGER) * scale) return undefined;
    const fraction = (size % scale).toString().padStart(this.#places, '0');
    const value = Number(`${this.#units < 0n ? '-' : ''}${size / scale}.${fraction}`);
    const { units, places } = decimalOf(value);
    return units * scale === this.#units * 10n ** BigInt(places) ? value : undefined;
  }
}

const NUMBER_PATTERN = /^(-?\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/;

/** A count as it is written: the shortest digits that are it. */
function decimalOf(count: number): { units: bigint; places: number } {
  const [, whole = '0', fraction = '', exponent = '0'] = NUMBER_PATTERN.exec(String(count)) ?? [];
  const places = fraction.length - Number(exponent);
  const units = BigInt(whole + fraction);
  return places < 0 ? { units: units * 10n ** BigInt(-places), places: 0 } : { units, places };
}

/** The sum of two counts where addition does not round; undefined where it may. */
export function plainSum(a: number, b: number): number | undefined {
  const sum = a + b;
  return Number.isSafeInteger(a) && Number.isSafeInteger(b) && Number.isSafeInteger(sum) ? sum : undefined;
}
