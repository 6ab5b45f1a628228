import { expect, test } from 'vitest';
import { readSettings } from './env.ts';

const names = { INVENTORY_TABLE: 'Inventory', LEDGER_TABLE: 'Loads', REJECTS_BUCKET: 'rejects' };

test('names are required, and the rest has defaults', () => {
  expect(readSettings(names)).toEqual({
    inventoryTable: 'Inventory',
    ledgerTable: 'Loads',
    rejectsBucket: 'rejects',
    file: {
      keepColumns: [],
      counts: 'whole',
      names: 'normalize',
      allowNegative: false,
      allowFullWidth: false,
    },
    duplicates: 'reject-conflicts',
    orderGuard: 'files',
    fileTime: 'modified',
    undoJournal: false,
    checkpointEveryMs: 5_000,
    leaseMs: 30_000,
    keepMs: 30 * 86_400_000,
  });
  expect(() => readSettings({})).toThrow(expect.objectContaining({ code: 'lambda.setting.missing' }));
});

test('the order between files can be by names, or off', () => {
  expect(readSettings({ ...names, ORDER_GUARD: 'none', FILE_TIME: 'name' })).toMatchObject({
    orderGuard: 'none',
    fileTime: 'name',
  });
  expect(readSettings({ ...names, ORDER_GUARD: 'item' }).orderGuard).toBe('item');
  expect(() => readSettings({ ...names, FILE_TIME: 'now' })).toThrow(
    expect.objectContaining({ code: 'lambda.setting.invalid' }),
  );
});

test('full exports are read by their prefixes, and need an order among files', () => {
  const FULL_EXPORTS = 'full/, erp/all-';
  expect(readSettings({ ...names, FULL_EXPORTS }).full).toEqual({
    prefixes: ['full/', 'erp/all-'],
    vanished: 'zero',
    maxVanishedPercent: 20,
  });
  expect(
    readSettings({ ...names, FULL_EXPORTS, FULL_VANISHED: 'remove', FULL_MAX_VANISHED: '5' }).full,
  ).toMatchObject({ vanished: 'remove', maxVanishedPercent: 5 });
  expect(readSettings({ ...names, FULL_EXPORTS, ORDER_GUARD: 'item' }).full).toBeDefined();
  for (const wrong of [
    { ORDER_GUARD: 'none' },
    { ORDER_GUARD: 'item', FULL_VANISHED: 'remove' },
    { FULL_VANISHED: 'delete' },
    { FULL_MAX_VANISHED: '101' },
  ]) {
    expect(() => readSettings({ ...names, FULL_EXPORTS, ...wrong })).toThrow(
      expect.objectContaining({ code: 'lambda.setting.invalid' }),
    );
  }
});

test('settings of the file are read', () => {
  const { file } = readSettings({
    ...names,
    ALIASES: '{"store":["Filiale"],"count":["Bestand","Menge"]}',
    KEEP_COLUMNS: 'Color, Size',
    COUNTS: 'decimal',
    ALLOW_NEGATIVE: 'true',
    ENCODING: 'cp949',
    DELIMITER: 'semicolon',
    SHEET: 'Week 48',
  });
  expect(file).toEqual({
    aliases: { store: ['Filiale'], count: ['Bestand', 'Menge'] },
    keepColumns: ['Color', 'Size'],
    counts: 'decimal',
    names: 'normalize',
    allowNegative: true,
    allowFullWidth: false,
    encoding: 'cp949',
    delimiter: ';',
    sheet: 'Week 48',
  });
  expect(() => readSettings({ ...names, DELIMITER: ';' })).toThrow(/set it to one of comma, semicolon/);
});

test.each(['{', '[]x', '3', '{"shop":["a"]}', '{"store":"a"}', '{"store":[1]}'])(
  'the aliases %s are refused, with a correct example',
  (ALIASES) => {
    expect(() => readSettings({ ...names, ALIASES })).toThrow(
      expect.objectContaining({
        code: 'lambda.setting.invalid',
        message: expect.stringContaining('{"store":["Filiale"],"count":["Bestand"]}') as string,
      }),
    );
  },
);
