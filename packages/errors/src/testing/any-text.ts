import fc from 'fast-check';

const SURROGATES = { first: 0xd800, count: 0x800 };

/** Each code point of Unicode, except for surrogates. */
export const anyCharacter = fc.integer({ min: 0, max: 0x10_ffff - SURROGATES.count }).map(
  (at) => String.fromCodePoint(at < SURROGATES.first ? at : at + SURROGATES.count),
  (text) => {
    const point = typeof text === 'string' ? text.codePointAt(0) : undefined;
    if (point === undefined || text !== String.fromCodePoint(point)) throw new Error('not one code point');
    return point < SURROGATES.first ? point : point - SURROGATES.count;
  },
);

/**
 * Text of any code points: what fast-check's unit `binary` generates. That lists all of Unicode before its first
 * text, which takes a second and 140 MB in each process that does it.
 */
export function anyText(constraints: { readonly minLength?: number; readonly maxLength?: number } = {}) {
  return fc.string({ ...constraints, unit: anyCharacter });
}
