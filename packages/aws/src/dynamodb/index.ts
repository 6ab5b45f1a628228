export type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
export {
  decodeBinary,
  type Item,
  type ItemValue,
  marshallItem,
  parseStoredItem,
  storedItemJson,
  unmarshallItem,
} from './attribute-values.ts';
export { type BatchGetInput, type BatchPutInput, batchGet, batchGetStored, batchPut } from './batches.ts';
export {
  type BulkOperation,
  type BulkPutInput,
  type BulkStatus,
  describeBulkOperation,
  isBulkOver,
  startBulkPut,
} from './bulk-operations.ts';
export { changeStoredItem, type StoredChange, type StoredOutcome } from './change-stored-item.ts';
export { createDynamoDBClient } from './client.ts';
export { type DynamoDBErrorCode, dynamodbError } from './errors.ts';
export {
  type Condition,
  type GetItemInput,
  getItem,
  type PutItemInput,
  putItem,
  type UpdateItemInput,
  updateItem,
  type WriteOutcome,
} from './items.ts';
export {
  type QueryInput,
  queryPages,
  queryStoredPages,
  type ScanInput,
  type SegmentedScanInput,
  type StoredItem,
  scanPages,
} from './listings.ts';
export { itemBytes } from './limits.ts';
export {
  createTableWriter,
  type TableWriter,
  type TableWriterOptions,
  type TableWriterStats,
  type WriteCondition,
} from './table-writer.ts';
export { describeTable, listTables, type TableFacts, tableTags } from './tables.ts';
