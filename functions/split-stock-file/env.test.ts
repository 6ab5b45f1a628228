import { expect, test } from 'vitest';
import { readSettings } from './env.ts';

test('the bucket is required, and the rest has defaults', () => {
  expect(readSettings({ REJECTS_BUCKET: 'rejects' })).toEqual({
    rejectsBucket: 'rejects',
    file: {
      keepColumns: [],
      counts: 'whole',
      names: 'normalize',
      allowNegative: false,
      allowFullWidth: false,
    },
    duplicates: 'reject-conflicts',
    checkpointEveryMs: 20_000,
    reserveMs: 60_000,
  });
  expect(() => readSettings({})).toThrow(expect.objectContaining({ code: 'lambda.setting.missing' }));
});

test('files are read as load-inventory reads them', () => {
  const settings = readSettings({
    REJECTS_BUCKET: 'rejects',
    COUNTS: 'decimal',
    DUPLICATES: 'last',
    RESERVE_SECONDS: '5',
  });
  expect(settings).toMatchObject({ file: { counts: 'decimal' }, duplicates: 'last', reserveMs: 5_000 });
});
