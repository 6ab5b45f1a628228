import {
  type DynamoDBClient,
  queryStoredPages,
  type StoredItem,
  storedItemJson,
} from '@groundcrew/aws/dynamodb';
import { stockAttributes } from '../load/item-json.ts';
import { ALERTS_OFF_ATTRIBUTE } from '../alerts/alerts-off.ts';
import { FILE_TIME_ATTRIBUTE } from '../order/file-time.ts';

/** A shelf as the table has it. */
export interface StoredShelf {
  readonly item: string;
  /** Whether its count is the number 0. */
  readonly isEmpty: boolean;
  /** The further attributes: `,"LowStockAt":{"N":"5"}`. */
  readonly attributesJson: string;
  /** The place of the file that it is from, if it has one: see `formatFileTime`. */
  readonly fileTime?: string | undefined;
}

/** Reads the shelves of the table that files are loaded into. */
export interface ShelfTable {
  /** All shelves of a store, page by page; every write before is seen. */
  shelvesOf(store: string, signal: AbortSignal | undefined): AsyncIterable<readonly StoredShelf[]>;
}

const { store: STORE, item: ITEM, count: COUNT } = stockAttributes;

/**
 * A Query reads a store in pages of 1 MB, for one read unit each 4 KB with a consistent read (DynamoDB Developer Guide, "Read
 * consistency" and "Capacity unit consumption for read operations"). A projection would not cost less.
 */
export function createShelfTable(client: DynamoDBClient, tableName: string): ShelfTable {
  return {
    async *shelvesOf(store, signal) {
      const pages = queryStoredPages(client, {
        tableName,
        keyCondition: '#store = :store',
        names: { '#store': STORE },
        values: { ':store': store },
        consistent: true,
        ...(signal !== undefined && { signal }),
      });
      for await (const page of pages) yield page.map(toShelf);
    },
  };
}

function toShelf(stored: StoredItem): StoredShelf {
  const {
    [STORE]: _,
    [ITEM]: item,
    [COUNT]: count,
    [FILE_TIME_ATTRIBUTE]: fileTime,
    [ALERTS_OFF_ATTRIBUTE]: __,
    ...rest
  } = stored;
  const json = storedItemJson(rest);
  return {
    item: item?.S ?? '',
    isEmpty: count?.N !== undefined && Number(count.N) === 0,
    fileTime: fileTime?.S,
    attributesJson: json === '{}' ? '' : `,${json.slice(1, -1)}`,
  };
}
