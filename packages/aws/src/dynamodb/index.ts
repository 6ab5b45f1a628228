export type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
export { type Item, type ItemValue, marshallItem, unmarshallItem } from './attribute-values.ts';
export { type BatchGetInput, type BatchPutInput, batchGet, batchPut } from './batches.ts';
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
  type ScanInput,
  type SegmentedScanInput,
  scanPages,
} from './listings.ts';
export {
  createTableWriter,
  type TableWriter,
  type TableWriterOptions,
  type TableWriterStats,
  type WriteCondition,
} from './table-writer.ts';
export { listTables, tableTags } from './tables.ts';
