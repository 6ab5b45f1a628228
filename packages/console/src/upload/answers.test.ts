import type { OptionSpecs } from '@groundcrew/cli';
import { expect, test } from 'vitest';
import { commandOf, readAnswers, withAbsent } from './answers.ts';

const specs: OptionSpecs = {
  encoding: { type: 'text', value: 'NAME', description: '' },
  column: { type: 'text', value: 'COLUMN=NAME', repeat: true, description: '' },
  duplicates: { type: 'text', value: 'POLICY', default: 'reject-conflicts', description: '' },
  allowNegative: { type: 'flag', description: '' },
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
