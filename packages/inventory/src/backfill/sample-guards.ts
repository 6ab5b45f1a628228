import { type DynamoDBClient, scanPages } from '@groundcrew/aws/dynamodb';
import { GroundcrewError } from '@groundcrew/errors';
import { FILE_TIME_ATTRIBUTE } from '../order/file-time.ts';

/** Some items of the table, of all of its partitions. */
export interface GuardSample {
  readonly items: number;
  /** How many of them have no time of a file. */
  readonly unguarded: number;
}

const SEGMENTS = 32;
const PAGE_ITEMS = 8;
const MAX_ITEMS = SEGMENTS * PAGE_ITEMS;

/**
 * Looks at a few items from everywhere in the table. It does not prove that all items have a time: it finds a table that was
 * loaded without the guard.
 */
export async function sampleGuards(
  client: DynamoDBClient,
  tableName: string,
  signal?: AbortSignal,
): Promise<GuardSample> {
  let items = 0;
  let unguarded = 0;
  const pages = scanPages(client, {
    tableName,
    segments: SEGMENTS,
    pageSize: PAGE_ITEMS,
    projection: '#store, #time',
    names: { '#store': 'Store', '#time': FILE_TIME_ATTRIBUTE },
    ...(signal && { signal }),
  });
  for await (const page of pages) {
    items += page.length;
    unguarded += page.filter((item) => item[FILE_TIME_ATTRIBUTE] === undefined).length;
    if (items >= MAX_ITEMS) break;
  }
  return { items, unguarded };
}

/**
 * @param adopt whether items without a time may be replaced
 * @throws GroundcrewError `inventory.backfill.unguarded`
 */
export function checkSample({ items, unguarded }: GuardSample, table: string, adopt: boolean): void {
  if (unguarded === 0 || adopt) return;
  throw new GroundcrewError(
    'inventory.backfill.unguarded',
    `${unguarded} of ${items} items of the table ${table} that were looked at have no attribute ${FILE_TIME_ATTRIBUTE}, so that nothing shows how old they are; pass --adopt to let the newest file under the prefix replace them, whatever wrote them: it adds that attribute, about 90 bytes, to each shelf that it writes`,
  );
}
