import { expect, test } from 'vitest';
import { parseImdsNotices } from './parse-notices.ts';

test('notices are parsed with their delay in seconds', () => {
  expect(parseImdsNotices('spot=120, rebalance=0.5,maintenance=0,auto-scaling=60,spot=300')).toEqual([
    { kind: 'spot', afterMs: 120_000 },
    { kind: 'rebalance', afterMs: 500 },
    { kind: 'maintenance', afterMs: 0 },
    { kind: 'auto-scaling', afterMs: 60_000 },
    { kind: 'spot', afterMs: 300_000 },
  ]);
});

test.each([
  ['fire=1', '"fire"', 'local.imds-notice.unknown'],
  ['spot', '"spot"', 'local.imds-notice.value'],
  ['spot=soon', '"spot=soon"', 'local.imds-notice.value'],
  ['spot=-1', '"spot=-1"', 'local.imds-notice.value'],
  ['spot=86401', '"spot=86401"', 'local.imds-notice.value'],
])('an unknown notice is refused and quoted: %s', (text, quoted, code) => {
  expect(() => parseImdsNotices(text)).toThrow(
    expect.objectContaining({ code, message: expect.stringContaining(quoted) }),
  );
});
