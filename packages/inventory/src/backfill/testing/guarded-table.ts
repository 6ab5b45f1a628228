import type { AttributeValue, DynamoDBClient, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { compareFileTimes } from '../../order/file-time.ts';

type Item = Readonly<Record<string, AttributeValue>>;

export interface GuardedTable {
  readonly client: DynamoDBClient;
  /** By store and item as JSON. */
  readonly items: ReadonlyMap<string, Item>;
  /** Puts that changed an item, as its stream would have them. */
  readonly changes: readonly {
    readonly shelf: string;
    readonly before: Item | undefined;
    readonly after: Item;
  }[];
  /** Shelves that went back to an older file. */
  readonly stepsBack: readonly string[];
  /** The greatest number of items that were put at the same time to one shelf, or violations of limits. */
  readonly violations: readonly string[];
  /** Puts an item as a live load does, under the guard. */
  putLive(item: Item): void;
  /** Carries out what was given up by its sender. */
  carryOutLate(): void;
}

/** Which request fails, and how. */
export type TableFault = 'none' | 'throttled' | 'conflict' | 'reset-before' | 'reset-after' | 'late';

/** A table that takes transactions of puts under the guard of their file times. */
export function createGuardedTable(faultOf: (request: number) => TableFault = () => 'none'): GuardedTable {
  const items = new Map<string, Item>();
  const changes: { shelf: string; before: Item | undefined; after: Item }[] = [];
  const stepsBack: string[] = [];
  const violations: string[] = [];
  const late: (() => void)[] = [];
  let requests = 0;

  function put(item: Item): void {
    const shelf = shelfOf(item);
    const before = items.get(shelf);
    if (JSON.stringify(before) === JSON.stringify(item)) return;
    if (before?.FileTime !== undefined && compareFileTimes(item.FileTime?.S ?? '', before.FileTime.S!) < 0) {
      stepsBack.push(shelf);
    }
    items.set(shelf, item);
    changes.push({ shelf, before, after: item });
  }

  function holds(item: Item): boolean {
    const stored = items.get(shelfOf(item))?.FileTime?.S;
    return stored === undefined || compareFileTimes(stored, item.FileTime?.S ?? '') <= 0;
  }

  function transact(all: readonly Item[], code: string | undefined): void {
    const codes = all.map((item, index) => {
      if (!holds(item)) return 'ConditionalCheckFailed';
      return code !== undefined && index === 0 ? code : 'None';
    });
    if (codes.some((each) => each !== 'None')) {
      throw Object.assign(new Error('canceled'), {
        name: 'TransactionCanceledException',
        CancellationReasons: codes.map((Code) => ({ Code })),
        $metadata: { httpStatusCode: 400 },
      });
    }
    for (const item of all) put(item);
  }

  const reset = (): Error => Object.assign(new Error('the connection was reset'), { code: 'ECONNRESET' });

  async function send({ input }: TransactWriteItemsCommand): Promise<object> {
    const puts = (input.TransactItems ?? []).map(({ Put }) => Put!);
    const all = puts.map(({ Item: item }) => item as Item);
    if (all.length === 0 || all.length > 100) violations.push(`${all.length} puts in one transaction`);
    if (new Set(all.map(shelfOf)).size < all.length) violations.push('a shelf twice in one transaction');
    for (const { ExpressionAttributeValues, Item: item } of puts) {
      const own = ExpressionAttributeValues?.[':fileTime']?.S;
      if (own === undefined || own !== item?.FileTime?.S) violations.push(`a put is guarded by ${own}`);
    }
    const fault = faultOf(requests++);
    await new Promise((resolve) => setImmediate(resolve));
    if (fault === 'reset-before') throw reset();
    if (fault === 'late') {
      late.push(() => transact(all, undefined));
      throw reset();
    }
    if (fault === 'throttled') {
      throw Object.assign(new Error('throttled'), {
        name: 'ProvisionedThroughputExceededException',
        $metadata: { httpStatusCode: 400 },
      });
    }
    transact(all, fault === 'conflict' ? 'TransactionConflict' : undefined);
    if (fault === 'reset-after') throw reset();
    return {};
  }

  return {
    client: { send, config: { region: async () => 'eu-test-1' } } as unknown as DynamoDBClient,
    items,
    changes,
    stepsBack,
    violations,
    putLive(item) {
      if (holds(item)) put(item);
    },
    carryOutLate() {
      for (const carryOut of late.splice(0)) {
        try {
          carryOut();
        } catch {
          // Nobody waits for its response.
        }
      }
    },
  };
}

function shelfOf({ Store, Item: item }: Item): string {
  return JSON.stringify([Store?.S, item?.S]);
}
