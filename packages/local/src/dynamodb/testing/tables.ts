import { systemClock } from '../../clock.ts';
import { createDatabase, type Database } from '../database.ts';
import type { JsonObject } from '../../json-object.ts';
import { createTableActions } from '../table-actions.ts';

/** A database in memory, with one table made by these parameters of `CreateTable`. */
export function databaseWith(table: JsonObject): Database {
  const database = createDatabase({ region: 'us-east-1', clock: systemClock });
  actionsOf(database).CreateTable!({ BillingMode: 'PAY_PER_REQUEST', ...table });
  return database;
}

export function actionsOf(database: Database) {
  return createTableActions(database, {
    region: 'us-east-1',
    accountId: '000000000000',
    now: systemClock.now,
  });
}

/** Parameters of `CreateTable`: keys as `name:type`. */
export function tableOf(TableName: string, keys: readonly string[], indexes: JsonObject = {}): JsonObject {
  const all = new Map(keys.map((key) => key.split(':') as [string, string]));
  const described = Object.entries(indexes as Record<string, IndexOptions>).map(([IndexName, options]) => {
    for (const [name, type] of options.keys.map((key) => key.split(':') as [string, string]))
      all.set(name, type);
    return {
      isLocal: options.isLocal === true,
      index: {
        IndexName,
        KeySchema: keySchema(options.keys),
        Projection: options.projection ?? { ProjectionType: 'ALL' },
      },
    };
  });
  const global = described.filter(({ isLocal }) => !isLocal).map(({ index }) => index);
  const local = described.filter(({ isLocal }) => isLocal).map(({ index }) => index);
  return {
    TableName,
    KeySchema: keySchema(keys),
    AttributeDefinitions: [...all].map(([AttributeName, AttributeType]) => ({
      AttributeName,
      AttributeType,
    })),
    ...(global.length > 0 && { GlobalSecondaryIndexes: global }),
    ...(local.length > 0 && { LocalSecondaryIndexes: local }),
  };
}

interface IndexOptions {
  readonly keys: readonly string[];
  readonly isLocal?: boolean;
  readonly projection?: JsonObject;
}

function keySchema(keys: readonly string[]) {
  return keys.map((key, index) => ({
    AttributeName: key.split(':')[0],
    KeyType: index === 0 ? 'HASH' : 'RANGE',
  }));
}
