import { expect, test } from 'vitest';
import { createTexts, preferredLanguage } from './texts.ts';

test.each([
  [undefined, 'en'],
  ['', 'en'],
  ['fr', 'en'],
  ['ko-KR,ko;q=0.9,en-US;q=0.8', 'ko'],
  ['en-GB,en;q=0.9,ko;q=0.8', 'en'],
  ['fr-CH, ko;q=0.3, en;q=0.2', 'ko'],
  ['ko;q=0, en;q=0.1', 'en'],
  ['*;;;q=,,', 'en'],
])('the browser that prefers %j gets %s', (header, language) => {
  expect(preferredLanguage(header)).toBe(language);
});

test('numbers are in the text of their language', () => {
  const [en, ko] = [createTexts('en'), createTexts('ko')];
  expect(en.counted(1, 'oneRow', 'rows')).toBe('1 row');
  expect(en.counted(1_204, 'oneRow', 'rows')).toBe('1,204 rows');
  expect(ko.counted(1_204, 'oneRow', 'rows')).toBe('1,204행');
});
