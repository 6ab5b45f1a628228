/**
 * The embedded AWS as a process of its own, so that its work is not counted as that of its client. It has the buckets and the table of
 * the inventory stack, and no function. It sends its address over IPC, then, for each message, how many requests came in.
 */
import { stack } from '@groundcrew/functions/stacks/inventory';
import { startLocal } from '@groundcrew/local';

const local = await startLocal({
  stack: { ...stack, functions: [], stateMachines: [], alarms: [] },
  bundles: [],
});
const total = (): number => [...local.requestCounts().values()].reduce((sum, count) => sum + count, 0);
process.on('message', () => process.send!({ requests: total() }));
process.on('disconnect', () => process.exit());
process.send!({
  endpoint: local.endpoint,
  region: local.region,
  stock: local.resources.bucketName('StockBucket'),
  rejects: local.resources.bucketName('RejectsBucket'),
  table: local.resources.tableName('InventoryTable'),
});
