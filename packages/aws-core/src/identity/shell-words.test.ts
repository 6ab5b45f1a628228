import { expect, test } from 'vitest';
import { shellWords } from './shell-words.ts';

test.each([
  ['a b  c', ['a', 'b', 'c']],
  [`"/opt/my tool" --x='a "b"' c\\ d`, ['/opt/my tool', '--x=a "b"', 'c d']],
  [`"a\\"b\\\\c\\d"`, ['a"b\\c\\d']],
  [`'' ""`, ['', '']],
  ['', []],
  [`"open`, undefined],
  ['end\\', undefined],
])('%j is split as by a shell', (text, words) => {
  expect(shellWords(text)).toEqual(words);
});
