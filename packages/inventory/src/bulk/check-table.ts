import { type DynamoDBClient, describeTable, type TableFacts } from '@groundcrew/aws/dynamodb';
import { GroundcrewError } from '@groundcrew/errors';
import { stockAttributes } from '../load/item-json.ts';
import { FILE_TIME_ATTRIBUTE } from '../order/file-time.ts';
import type { GuardSample } from '../order/sample-guards.ts';

/**
 * Why a table takes no bulk put (Developer Guide, "Bulk put items considerations, quotas, and permissions"); `undefined` if it does.
 */
export function refusalOf(
  tableName: string,
  { keys, isGlobal, indexesInCreation }: TableFacts,
): string | undefined {
  const { store, item } = stockAttributes;
  if (keys.length !== 2 || keys[0] !== store || keys[1] !== item) {
    return `the keys of table "${tableName}" are ${keys.join(' and ')}, not ${store} and ${item}`;
  }
  if (isGlobal) return `table "${tableName}" is a global table`;
  if (indexesInCreation.length === 0) return undefined;
  return `index ${indexesInCreation.join(', ')} of table "${tableName}" is being created`;
}

/**
 * The facts of a table that takes a bulk put of stock items.
 *
 * @throws GroundcrewError `inventory.bulk.table-refused`; the errors of `describeTable`
 */
export async function checkTable(
  client: DynamoDBClient,
  tableName: string,
  signal: AbortSignal,
): Promise<TableFacts> {
  const facts = await describeTable(client, tableName, { signal });
  const refusal = refusalOf(tableName, facts);
  if (refusal === undefined) return facts;
  throw new GroundcrewError(
    'inventory.bulk.table-refused',
    `${refusal}, so that it takes no bulk put; load with --engine function`,
  );
}

/**
 * Refuses a table whose items are written by loads without a guard, unless that is accepted.
 *
 * @throws GroundcrewError `inventory.bulk.not-guarded`
 */
export function checkGuardSample(
  tableName: string,
  { items, unguarded }: GuardSample,
  isAccepted: boolean,
): void {
  if (unguarded === 0 || isAccepted) return;
  throw new GroundcrewError(
    'inventory.bulk.not-guarded',
    `${unguarded} of ${items} items of table "${tableName}" that were looked at have no attribute ${FILE_TIME_ATTRIBUTE}: ${ADOPTION_HINT}. If all loads of the table use OrderGuard item from now on, pass --adopt`,
  );
}

/** What is printed before it is done. */
export const ADOPTION_HINT = `a bulk put adds the attribute ${FILE_TIME_ATTRIBUTE} (some 90 bytes) to each item of the file, and replaces items without it, however new they are`;
