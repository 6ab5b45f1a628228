import { type DynamoDBClient, scanPages } from '@groundcrew/aws/dynamodb';
import { FILE_TIME_ATTRIBUTE } from './file-time.ts';

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
 * Looks at a few items from everywhere in the table, before a bulk load or a backfill. It does not prove that all items have a
 * time: it finds a table that was loaded without the guard.
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
