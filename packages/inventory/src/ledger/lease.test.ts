import { expect, test } from 'vitest';
import { createLedger } from './ledger.ts';
import { createTestLedger } from './testing/test-ledger.ts';

const object = 's3://shop/stock.csv';

async function claimed() {
  const ledger = createTestLedger();
  const result = await createLedger(ledger.deps).claim({ object, sequencer: 'A2' }, { maxWaitMs: 0 });
  if (result.status !== 'claimed') throw new Error(result.status);
  return { ledger, lease: result.lease };
}

test('a run writes until the last third of its lease begins, and not at that instant', async () => {
  const { ledger, lease } = await claimed();
  await ledger.deps.sleep(19_999);
  expect(lease.mayWrite()).toBe(true);
  await ledger.deps.sleep(1);
  expect(lease.mayWrite()).toBe(false);
});

test('a run that has lost its lease writes nothing more, however much of its time is left', async () => {
  const { ledger, lease } = await claimed();
  ledger.put({ ...ledger.entry()!, revision: 9, writeId: 'other', newest: 'A3' });
  await expect(lease.renew()).rejects.toMatchObject({ code: 'inventory.ledger.superseded' });
  expect(lease.mayWrite()).toBe(false);
});

test('a renewal without a checkpoint leaves the one that is stored', async () => {
  const { ledger, lease } = await claimed();
  const tallies = {
    rows: 1,
    rejected: 0,
    duplicates: 0,
    superseded: 0,
    unprocessedRetries: 0,
    durationMs: 1,
  };
  const checkpoint = { load: { tallies, rejectParts: [] }, etag: 'e' };
  await lease.renew(checkpoint);
  await lease.renew();
  expect(ledger.entry()?.checkpoint).toEqual(checkpoint);
  await lease.release();
  expect(ledger.entry()).toMatchObject({ checkpoint, lease: undefined });
});
