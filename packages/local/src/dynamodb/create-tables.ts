import type { StackManifest } from '@groundcrew/lambda';
import type { StackValues } from '../stack-values.ts';
import type { Database } from './database.ts';
import { createTableActions, type TableActionOptions } from './table-actions.ts';

/** Creates the tables of a stack that are not there yet. */
export function createTables(
  database: Database,
  stack: StackManifest,
  values: StackValues,
  options: TableActionOptions,
): void {
  const actions = createTableActions(database, options);
  for (const { id, partitionKey, sortKey, stream, ttlAttribute, pointInTimeRecovery } of stack.tables) {
    const TableName = values.tableName(id);
    if (database.store.tables.read(TableName)) continue;
    const keyNames = sortKey === undefined ? [partitionKey] : [partitionKey, sortKey];
    actions.CreateTable!({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: keyNames.map((AttributeName, index) => ({
        AttributeName,
        KeyType: index === 0 ? 'HASH' : 'RANGE',
      })),
      AttributeDefinitions: keyNames.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      ...(stream && { StreamSpecification: { StreamEnabled: true, StreamViewType: stream } }),
    });
    database.setTable(database.store.table(TableName), {
      pointInTimeRecovery,
      ...(ttlAttribute !== undefined && { ttlAttribute }),
    });
  }
}
