/**
 * A step by which all of `length` places are visited once, around and around, each far from the one before: it has no divisor in
 * common with `length`, and is about its golden section.
 */
export function visitingStep(length: number): number {
  let stride = Math.max(1, Math.floor(length * 0.618_034));
  while (divisor(stride, length) > 1) stride += 1;
  return stride;
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}
