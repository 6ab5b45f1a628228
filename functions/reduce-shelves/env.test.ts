import { expect, test } from 'vitest';
import { readSettings } from './env.ts';

const names = { INVENTORY_TABLE: 'Inventory', REJECTS_BUCKET: 'rejects' };

test('names are required, and the rest has defaults', () => {
  expect(readSettings(names)).toEqual({
    inventoryTable: 'Inventory',
    rejectsBucket: 'rejects',
    live: { orderGuard: 'files', hasFullExports: false },
    checkpointEveryMs: 10_000,
    reserveMs: 60_000,
  });
  expect(() => readSettings({})).toThrow(expect.objectContaining({ code: 'lambda.setting.missing' }));
});

test('how live uploads are loaded is known', () => {
  const { live } = readSettings({ ...names, ORDER_GUARD: 'item', FULL_EXPORTS: 'full/' });
  expect(live).toEqual({ orderGuard: 'item', hasFullExports: true });
});
