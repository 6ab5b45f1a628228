const words: ReadonlyMap<string, number> = new Map([
  ['nano', 1 / 32],
  ['micro', 1 / 16],
  ['small', 1 / 8],
  ['medium', 1 / 4],
  ['large', 1 / 2],
  ['xlarge', 1],
]);

/** A size of an instance type. */
export interface Size {
  /** In units of `xlarge`: the order of the sizes of a family. `Infinity`: `metal`, the whole machine. */
  readonly xlarges: number;
  readonly metal: boolean;
}

/** The meaning of a size: `4xlarge`, `metal-48xl`; `undefined`: not a size. */
export function parseSize(text: string): Size | undefined {
  const xlarges = words.get(text);
  if (xlarges !== undefined) return { xlarges, metal: false };
  if (text === 'metal') return { xlarges: Number.POSITIVE_INFINITY, metal: true };
  const virtual = /^(\d{1,3})xlarge$/.exec(text)?.[1];
  const count = virtual ?? /^metal-(\d{1,3})xl$/.exec(text)?.[1];
  // 1 is written "xlarge", and no size begins with a zero.
  if (count === undefined || /^0|^1$/.test(count)) return undefined;
  return { xlarges: Number(count), metal: virtual === undefined };
}

/** Orders the names of sizes: small ones first, bare metal after the virtual ones. */
export function compareSizes(left: string, right: string): number {
  return orderOf(left) - orderOf(right);
}

function orderOf(text: string): number {
  const size = parseSize(text);
  if (size === undefined) return Number.MAX_VALUE;
  // More than any virtual size; finite, so that the difference of two equal ones is 0 and not NaN.
  return size.metal ? 10_000 + Math.min(size.xlarges, 10_000) : size.xlarges;
}
