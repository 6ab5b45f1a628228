import { type BulkOperation, changeStoredItem, getItem } from '@groundcrew/aws/dynamodb';
import { putObject, type S3Client } from '@groundcrew/aws/s3';
import { GroundcrewError } from '@groundcrew/errors';
import { stockAttributes } from '../load/item-json.ts';
import { formatGuardCheck } from './line-format.ts';
import { readBulkReport } from './read-bulk-report.ts';
import { follow, type FollowDeps, start } from './run-operation.ts';
import type { BulkStaging } from './staging.ts';

/** No stock file has it: it would be a store of one shelf. */
const STORE = 'groundcrew: a line that must not be written';

/**
 * Has DynamoDB refuse one line whose condition does not hold, before a table is loaded with such lines: what a line looks like could
 * not be read in its documentation (ADR 51), and one whose condition is not seen would put older counts in place of newer ones.
 *
 * @throws GroundcrewError `inventory.bulk.guard-ignored`, `inventory.bulk.line-refused`
 */
export async function checkGuard(
  s3: S3Client,
  tableName: string,
  staging: BulkStaging,
  deps: FollowDeps,
): Promise<void> {
  if (await staging.readGuardSeen()) return;
  const { bucket, id } = staging;
  const prefix = `${staging.prefix}guard/`;
  // Not that of a check before: one that failed is repeated.
  const run = Math.floor(deps.random() * 2 ** 48).toString(36);
  const outputPrefix = `${staging.prefix}guard-report-${run}/`;
  await putObject(s3, { bucket, key: `${prefix}line.json`, body: formatGuardCheck(STORE, id) });
  const { arn } = await start(
    { tableName, token: `${id}-guard-${run}`, bucket, prefix, compression: 'NONE', outputPrefix },
    deps,
  );
  const ended = await follow(arn, { ...deps, onProgress: undefined });
  await checkNotWritten(tableName, id, deps);
  const report = await readBulkReport(s3, { bucket, prefix: outputPrefix, partsPrefix: prefix }, deps.signal);
  const problem = problemOf(ended, report.conditionFailures);
  if (problem !== undefined) {
    throw new GroundcrewError(
      'inventory.bulk.line-refused',
      `a bulk put of one line whose condition does not hold ${problem}; nothing of the file is loaded (operation ${arn}, report beneath s3://${bucket}/${outputPrefix})`,
    );
  }
  await staging.writeGuardSeen();
}

function problemOf(operation: BulkOperation | undefined, reported: number): string | undefined {
  if (operation === undefined) return 'is unknown';
  const { status, processedItems, failedItems, failure = '' } = operation;
  if (status !== 'COMPLETED') return `is ${status}${failure === '' ? '' : `: ${failure}`}`;
  if (processedItems !== 1 || failedItems !== 0) {
    return `has processed ${processedItems} items, of which ${failedItems} failed`;
  }
  return reported === 1 ? undefined : `has ${reported} records in its report, not 1`;
}

async function checkNotWritten(tableName: string, id: string, { client, signal }: FollowDeps): Promise<void> {
  const key = { [stockAttributes.store]: STORE, [stockAttributes.item]: id };
  if ((await getItem(client, { tableName, key, consistent: true, signal })) === undefined) return;
  await changeStoredItem(client, {
    tableName,
    key: { [stockAttributes.store]: { S: STORE }, [stockAttributes.item]: { S: id } },
    expected: { values: { [stockAttributes.count]: { N: '0' } }, absent: [] },
    change: { kind: 'delete' },
  });
  throw new GroundcrewError(
    'inventory.bulk.guard-ignored',
    `a bulk put into table "${tableName}" wrote a line whose condition does not hold; it was removed, and nothing of the file is loaded: load it with --engine function`,
  );
}
