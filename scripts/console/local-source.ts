import { createDynamoDBClient } from '@groundcrew/aws/dynamodb';
import { createS3Client } from '@groundcrew/aws/s3';
import { createSnsClient } from '@groundcrew/aws/sns';
import type { InventorySource, ShelfChange } from '@groundcrew/console';
import type { LocalAws, TableChange } from '@groundcrew/local';
import { consoleLoad } from './inventory-options.ts';

/** The inventory flow in the embedded AWS of this process: its changes are reported as they happen. */
export function localSource(local: LocalAws): InventorySource {
  const { endpoint: endpointUrl, region, resources } = local;
  const { AWS_ACCESS_KEY_ID: accessKeyId = '', AWS_SECRET_ACCESS_KEY: secretAccessKey = '' } =
    local.environment();
  const connection = { region, endpointUrl, credentials: { accessKeyId, secretAccessKey } };
  const topicArn = resources.topicArn('NoStockTopic');
  return {
    dynamodb: createDynamoDBClient(connection),
    s3: createS3Client(connection),
    sns: createSnsClient(connection),
    table: resources.tableName('InventoryTable'),
    ledgerTable: resources.tableName('LedgerTable'),
    rejectsBucket: resources.bucketName('RejectsBucket'),
    topicArn,
    watch: (listener) =>
      local.watchTable('InventoryTable', (change) => {
        const shelf = toShelfChange(change);
        if (shelf) listener(shelf);
      }),
    refreshMs: 5_000,
    published: () =>
      local.published(topicArn).map(({ at, subject = '', message }) => ({ atMs: at, subject, message })),
    load: consoleLoad,
  };
}

/** `undefined` for an item that is not a shelf. */
function toShelfChange({ old, item }: TableChange): ShelfChange | undefined {
  const { Store, Item, Count } = item ?? old ?? {};
  if (Store?.S === undefined || Item?.S === undefined) return undefined;
  const shelf = { store: Store.S, item: Item.S };
  if (item === undefined) return { type: 'delete', ...shelf };
  const count = Count?.N === undefined ? undefined : Number(Count.N);
  return { type: 'set', ...shelf, count: count === undefined || Number.isNaN(count) ? undefined : count };
}
