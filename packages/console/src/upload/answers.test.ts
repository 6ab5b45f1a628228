import type { OptionSpecs } from '@groundcrew/cli';
import { expect, test } from 'vitest';
import { commandOf, readAnswers, withAbsent } from './answers.ts';

const specs: OptionSpecs = {
  encoding: { type: 'text', value: 'NAME', description: '' },
  column: { type: 'text', value: 'COLUMN=NAME', repeat: true, description: '' },
  duplicates: { type: 'text', value: 'POLICY', default: 'reject-conflicts', description: '' },
  allowNegative: { type: 'flag', description: '' },
  maxVanished: { type: 'integer', minimum: 0, maximum: 100, default: 20, value: 'N', description: '' },
};

test('answers are values of the options; a later one of the same question replaces the earlier', () => {
  const first = readAnswers(new URLSearchParams({ 'column:count': 'On hand', encoding: 'cp949' }), {}, specs);
  const second = readAnswers(
    new URLSearchParams([
      ['column:count', 'Available'],
      ['column:store', 'Ort'],
      ['unknown', 'x'],
      ['column:price', 'x'],
      ['__proto__', 'x'],
    ]),
    first,
    specs,
  );
  expect(second).toEqual({ encoding: 'cp949', column: ['count=Available', 'store=Ort'] });
  expect(withAbsent(second, specs)).toEqual({
    encoding: 'cp949',
    column: ['count=Available', 'store=Ort'],
    duplicates: 'reject-conflicts',
    allowNegative: false,
    maxVanished: 20,
  });
});

test('the command line reads in a shell as it was answered', () => {
  expect(
    commandOf(['inventory', 'load', "it's $HOME.csv"], {
      column: ['count=On hand'],
      allowNegative: true,
      encoding: undefined,
    }),
  ).toBe(`groundcrew inventory load 'it'\\''s $HOME.csv' --column 'count=On hand' --allow-negative`);
});

test('whether a file is a full export is one question for two options, and what was confirmed was of another answer', () => {
  const answered = (full: string, before = {}) => readAnswers(new URLSearchParams({ full }), before, specs);
  expect(answered('zero')).toMatchObject({ full: true, vanished: undefined });
  const removed = answered('remove', { confirmVanished: true, encoding: 'cp949' });
  expect(removed).toEqual({ full: true, vanished: 'remove', confirmVanished: undefined, encoding: 'cp949' });
  expect(commandOf(['inventory', 'load', 'a.csv'], removed)).toBe(
    'groundcrew inventory load a.csv --encoding cp949 --full --vanished remove',
  );
  expect(answered('no', removed)).toMatchObject({ full: false, vanished: undefined });
});

test.each([
  ['15', 15],
  ['0', 0],
  ['1000', 100],
  ['many', undefined],
  ['-1', undefined],
  ['', undefined],
])('a number %j is %j within what the option takes', (text, expected) => {
  expect(readAnswers(new URLSearchParams({ maxVanished: text }), {}, specs).maxVanished).toBe(expected);
});
