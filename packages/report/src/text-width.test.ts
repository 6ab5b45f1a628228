import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, inject, test } from 'vitest';
import { widthOf } from './text-width.ts';

test.each([
  ['', 0],
  ['Berlin', 6],
  ['▁▃█', 3],
  ['서울 강남점', 11],
  ['カフェ', 6],
  ['ﾊﾝｶｸ', 4],
  ['が', 2], // か and a combining mark
  ['한', 2], // conjoining letters, one syllable
  ['é', 1],
  ['Ñandú', 5],
  ['全角！', 6],
  ['👍🏽', 2],
  ['👨‍👩‍👧', 2],
  ['🇰🇷', 2],
  ['❤️', 2],
  ['❤', 1],
  ['⌚︎', 1],
  ['1️⃣', 2],
  ['กำ', 2],
  ['한​글', 4], // a space of no width
  ['𠮷', 2],
])('%j takes %i columns', (text, width) => {
  expect(widthOf(text)).toBe(width);
  expect(stringWidth(text)).toBe(width);
});

const pieces = fc.constantFrom(
  ...Array.from('aZ9 -_/.éñ서울강남점닷東京かカﾊ、！。…×→▁█한글'),
  'e\u0301',
  'か\u3099',
  '\u1112\u1161\u11ab',
  '😀',
  '👍🏽',
  '👨‍👩‍👧',
  '🇰🇷',
  '❤️',
  '1️⃣',
  'ก็',
  'กำ',
  'नि',
  'ש',
  'ع',
  '\u200b',
);

test('any text is as wide as string-width has it', () => {
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
      const text = parts.join('');
      expect(widthOf(text)).toBe(stringWidth(text));
    }),
    { numRuns: Math.max(100, 2_000 * inject('effort')) },
  );
});
