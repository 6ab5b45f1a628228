import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { detectEncoding } from './detect-encoding.ts';
import { loadParts } from './detector.ts';

const parts = await loadParts();

const beginnings = ['Küchen', 'Bügel', 'Kühl', 'Gemüse', 'Müll', 'Süß', 'Bäcker', 'Möbel', 'Körper', 'Fuß'];
const ends = ['schrank', 'brett', 'messer', 'wagen', 'lampe', 'tisch', 'regal', 'beutel', 'matte', 'rolle'];
const german = beginnings.flatMap((beginning) => ends.map((end) => `${beginning}${end}`));

test.each([
  ['the word that decides comes late', [...german, 'Piñata'].map((word) => iconv.encode(word, 'win1252'))],
  [
    'rows in UTF-8 were pasted into it',
    german.map((word, i) => iconv.encode(word, i % 9 === 4 ? 'utf8' : 'win1252')),
  ],
])('a German file is not in an encoding that differs from its own where %s', (_, words) => {
  const bytes = Buffer.concat(words.flatMap((word) => [word, Buffer.of(10)]));
  const found = detectEncoding(bytes, parts);
  expect(found.kind === 'sure' ? found.encoding : 'windows-1252').toBe('windows-1252');
});

test('Czech is recognized by few of their words', () => {
  const czech = Array.from(
    { length: 100 },
    (_, i) => `Skříň${'abcdefghij'[i % 10]}ř${'klmnopqrst'[Math.floor(i / 10)]}y`,
  );
  const bytes = iconv.encode(czech.join('\n'), 'win1250');
  expect(detectEncoding(bytes, parts)).toMatchObject({ kind: 'sure', encoding: 'windows-1250' });
});
