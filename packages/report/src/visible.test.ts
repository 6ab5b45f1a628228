import { anyText } from '@groundcrew/errors/testing/any-text';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { printable, printableLines, printableMessage, visibleJson } from './visible.ts';

test.each([
  ['a control character of the first block', 'a\u0007b', 'a␇b'],
  ['a control character of the second block', 'a\u009b31mb', 'a\\u{9b}31mb'],
  ['a line break', 'a\nb\u0085c\u2028d', 'a␊b\\u{85}c\\u{2028}d'],
  ['a direction mark', 'a\u202eb\u2066c\u200f', 'a\\u{202e}b\\u{2066}c\\u{200f}'],
  ['a blank without width', 'shop\u200b \ufeff\u2060', 'shop\\u{200b} \\u{feff}\\u{2060}'],
  ['a filler', '서울\u3164\u1160', '서울\\u{3164}\\u{1160}'],
  ['a soft hyphen', 'a\u00adb', 'a\\u{ad}b'],
  ['a joiner between letters that it does not join', 'a\u200db\u200cc', 'a\\u{200d}b\\u{200c}c'],
  ['a tag', 'a\u{e0041}b', 'a\\u{e0041}b'],
  ['half of a surrogate pair', 'a\ud83d', 'a\\u{d83d}'],
])('%s is shown', (_, text, expected) => {
  expect(printable(text)).toBe(expected);
});

test.each([
  '서울 강남점 東京 Zürich ěščř',
  '👩‍🍳 👨‍👩‍👧 🏳️‍🌈 👩🏽‍💻',
  '🏴󠁧󠁢󠁥󠁮󠁧󠁿',
  'می‌خواهم क्‍ष',
  'no-break\u00a0space, ideographic\u3000space',
])('%s is printed as it is', (text) => {
  expect(printable(text)).toBe(text);
});

test('of lines, the breaks between them stay', () => {
  expect(printableLines('a\nb\u202e\n')).toBe('a\nb\\u{202e}\n');
});

test('a message keeps our own styles and progress, and nothing else of a terminal', () => {
  const own = '\r\u001b[2K\u001b[1mLoading\u001b[22m\n\tdone\n';
  expect(printableMessage(own)).toBe(own);
  expect(printableMessage('\u001b]0;title\u0007\u009b2J\u001b[2J')).toBe('␛]0;title␇\\u{9b}2J␛[2J');
});

test('JSON of any text is visible, and parses back to it', () => {
  const texts = fc.string({
    unit: fc.oneof(
      fc.constantFrom('\u200b', '\u202e', '\u0085', '\u{e0041}', '👩', '\u200d', 'a', '\\'),
      anyText({ maxLength: 1 }),
    ),
  });
  fc.assert(
    fc.property(texts, (text) => {
      const json = visibleJson(JSON.stringify({ text }, undefined, 2));
      expect(JSON.parse(json)).toEqual({ text });
      expect(printableLines(json)).toBe(json);
    }),
  );
});
