import type { BulkOperation } from '@groundcrew/aws/dynamodb';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { accountFor } from './bulk-account.ts';

const operation = (change: Partial<BulkOperation>): BulkOperation => ({
  arn: 'arn',
  status: 'COMPLETED',
  processedItems: 10,
  failedItems: 0,
  processedBytes: 0,
  putBytes: 0,
  ...change,
});
const none = { conditionFailures: 0, partsWithErrors: [] };

test('items in are those written, superseded, failed and not processed, whatever an operation did', () => {
  fc.assert(
    fc.property(
      fc.nat(50),
      fc.nat(50),
      fc.nat(50),
      fc.nat(50),
      (written, superseded, failed, unprocessed) => {
        const items = written + superseded + failed + unprocessed;
        const account = accountFor(
          items,
          operation({
            status: failed > 0 ? 'COMPLETED_WITH_ERRORS' : 'COMPLETED',
            processedItems: items - unprocessed,
            failedItems: failed,
          }),
          { conditionFailures: superseded, partsWithErrors: [] },
        );
        expect(account).toMatchObject({ items, written, superseded, failed, unprocessed });
        expect(account.isComplete).toBe(failed + unprocessed === 0);
      },
    ),
  );
});

test.each([
  [{ status: 'FAILED', failure: 'S3: gone' }, none, 'the bulk operation failed: S3: gone'],
  [{ status: 'CANCELLED' }, none, 'the bulk operation was cancelled'],
  [
    { status: 'COMPLETED_WITH_ERRORS', failedItems: 1, processedItems: 4 },
    { ...none, partsWithErrors: ['part-00002'] },
    'part-00002 stopped: 1 lines failed, and 6 were not processed',
  ],
  [
    { status: 'COMPLETED_WITH_ERRORS' },
    none,
    'the bulk operation has ended with errors, and counts no line that failed',
  ],
  [{ processedItems: 9 }, none, 'the bulk operation has ended without 1 lines'],
  [{ processedItems: 11 }, none, 'the bulk operation has processed 1 lines that are not of this load'],
  [{}, { ...none, conditionFailures: 11 }, 'its report has more lines than items that were not written'],
] as const)('what is not accounted for is not complete: %j', (change, report, problem) => {
  expect(accountFor(10, operation(change), report)).toMatchObject({ isComplete: false, problem });
});
