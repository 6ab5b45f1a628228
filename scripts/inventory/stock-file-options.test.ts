import { expect, test } from 'vitest';
import { stockFileSettings } from './stock-file-options.ts';

const none = {
  alias: [],
  column: [],
  keepColumn: [],
  counts: 'whole',
  names: 'normalize',
  allowNegative: false,
  allowFullWidth: false,
  delimiter: undefined,
  encoding: undefined,
  sheet: undefined,
} as const;

test('settings without an option are detected from the file', () => {
  expect(stockFileSettings(none)).toEqual({
    aliases: {},
    keepColumns: [],
    counts: 'whole',
    names: 'normalize',
    allowNegative: false,
    allowFullWidth: false,
  });
});

test('aliases are grouped by column, and a delimiter has a name', () => {
  const alias = ['store=Filiale', 'count = Bestand', 'store=Laden=1'];
  expect(stockFileSettings({ ...none, alias, delimiter: 'tab', encoding: 'cp949' })).toMatchObject({
    aliases: { store: ['Filiale', 'Laden=1'], count: ['Bestand'] },
    delimiter: '\t',
    encoding: 'cp949',
  });
});

test.each(['Filiale', 'shop=Filiale', 'store=', '=Filiale', ''])('the alias %j is refused', (alias) => {
  expect(() => stockFileSettings({ ...none, alias: [alias] })).toThrow(
    `--alias "${alias}" is not COLUMN=NAME with COLUMN one of store, item, count`,
  );
});
