import { readThroughput } from './request-checks.ts';
import { randomUUID } from 'node:crypto';
import { given, isJsonObject, type JsonObject } from '../json-object.ts';
import { AwsError } from '../service.ts';
import type { Database } from './database.ts';
import { invalid } from './errors.ts';
import { readEnum, readTableName } from './request.ts';
import {
  checkIndexNames,
  checkLocalIndexes,
  described,
  keyNamesOf,
  readIndexes,
  updateIndexes,
} from './secondary-indexes.ts';
import type { StreamViewType } from './stream-record.ts';
import { existingTable, objectsOf, readDefinitions, readKeySchema } from './table-parameters.ts';
import { schemaOf, type TableDescription } from './table-schema.ts';
import { createTableSettings } from './table-settings.ts';

const viewTypes: readonly unknown[] = ['NEW_AND_OLD_IMAGES', 'NEW_IMAGE', 'OLD_IMAGE', 'KEYS_ONLY'];
const MAX_GLOBAL_INDEXES = 20;
const MAX_LOCAL_INDEXES = 5;

export interface TableActionOptions {
  readonly region: string;
  readonly accountId: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Operations on tables and their settings. Tables and indexes are ready at once, unlike on AWS. */
export function createTableActions(
  database: Database,
  options: TableActionOptions,
): Readonly<Record<string, (input: JsonObject) => JsonObject>> {
  return {
    CreateTable: (input) => createTable(database, input, options),
    DeleteTable: (input) => deleteTable(database, input),
    DescribeTable: ({ TableName }) => ({ Table: database.describe(existingTable(database, TableName)) }),
    UpdateTable: (input) => updateTable(database, input, options),
    ...createTableSettings(database),
  };
}

function createTable(database: Database, input: JsonObject, options: TableActionOptions): JsonObject {
  const name = readTableName(input.TableName);
  const AttributeDefinitions = readDefinitions(input.AttributeDefinitions);
  const KeySchema = readKeySchema(input.KeySchema, 'keySchema');
  const viewType = requestedStream(input.StreamSpecification);
  const TableArn = `arn:aws:dynamodb:${options.region}:${options.accountId}:table/${name}`;
  const billing = billingOf(input, options);
  const global = readIndexes(input.GlobalSecondaryIndexes, MAX_GLOBAL_INDEXES, 'GlobalSecondaryIndex');
  const local = readIndexes(input.LocalSecondaryIndexes, MAX_LOCAL_INDEXES, 'LocalSecondaryIndex');
  checkIndexNames([...global, ...local]);
  checkLocalIndexes(local, KeySchema);
  const used = keyNamesOf(KeySchema, [...global, ...local]);
  const table: TableDescription = {
    TableName: name,
    TableArn,
    TableId: randomUUID(),
    TableStatus: 'ACTIVE',
    KeySchema,
    AttributeDefinitions,
    CreationDateTime: options.now() / 1000,
    ...billing,
    DeletionProtectionEnabled: input.DeletionProtectionEnabled === true,
    ...tableClassOf(input),
    ...sseOf(input),
    ...(global.length > 0 && {
      GlobalSecondaryIndexes: global.map((index) => described(index, TableArn, billing)),
    }),
    ...(local.length > 0 && { LocalSecondaryIndexes: local.map((index) => described(index, TableArn)) }),
  };
  schemaOf(table);
  if (used.size !== AttributeDefinitions.length) {
    throw invalid(
      global.length + local.length > 0
        ? `One or more parameter values were invalid: Some AttributeDefinitions are not used. AttributeDefinitions: [${AttributeDefinitions.map(({ AttributeName }) => AttributeName).join(', ')}], keys used: [${[...used].join(', ')}]`
        : 'One or more parameter values were invalid: Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions',
    );
  }
  if (database.store.tables.read(name)) throw inUse(`Table already exists: ${name}`);
  database.setTable(table, viewType && { stream: viewType });
  return { TableDescription: database.describe(name) };
}

function inUse(message: string): AwsError {
  return new AwsError(400, 'ResourceInUseException', message);
}

function tableClassOf({ TableClass: parameter }: JsonObject): JsonObject {
  const TableClass = readEnum(parameter, 'tableClass', ['STANDARD', 'STANDARD_INFREQUENT_ACCESS']);
  return TableClass ? { TableClassSummary: { TableClass } } : {};
}

interface Billing extends JsonObject {
  readonly ProvisionedThroughput: JsonObject;
}

function billingOf(input: JsonObject, { now }: TableActionOptions): Billing {
  const mode =
    readEnum(input.BillingMode, 'billingMode', ['PROVISIONED', 'PAY_PER_REQUEST']) ?? 'PROVISIONED';
  const throughput = input.ProvisionedThroughput;
  if (mode === 'PAY_PER_REQUEST') {
    if (isJsonObject(throughput)) {
      throw invalid(
        'One or more parameter values were invalid: Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST',
      );
    }
    return {
      BillingModeSummary: { BillingMode: mode, LastUpdateToPayPerRequestDateTime: now() / 1000 },
      ProvisionedThroughput: { ReadCapacityUnits: 0, WriteCapacityUnits: 0, NumberOfDecreasesToday: 0 },
    };
  }
  if (!isJsonObject(throughput)) {
    throw invalid('No provisioned throughput specified for the table');
  }
  return {
    ProvisionedThroughput: {
      ...readThroughput(throughput),
      NumberOfDecreasesToday: 0,
    },
  };
}

/** @throws AwsError `ValidationException` */
function sseOf({ SSESpecification: specification }: JsonObject): JsonObject {
  if (!isJsonObject(specification) || specification.Enabled !== true) return {};
  if ((specification.SSEType ?? 'KMS') !== 'KMS' || given(specification.KMSMasterKeyId)) {
    throw invalid(
      'SSESpecification with a key of its own is not supported by the embedded AWS; leave out KMSMasterKeyId and SSEType',
    );
  }
  return { SSEDescription: { Status: 'ENABLED', SSEType: 'KMS' } };
}

function deleteTable(database: Database, { TableName }: JsonObject): JsonObject {
  const name = existingTable(database, TableName);
  const table = database.store.table(name);
  if (table.DeletionProtectionEnabled === true) {
    throw invalid(
      `Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.`,
    );
  }
  const {
    AttributeDefinitions: _definitions,
    CreationDateTime: _created,
    GlobalSecondaryIndexes: _global,
    KeySchema: _key,
    LocalSecondaryIndexes: _local,
    ...left
  } = database.describe(name);
  database.deleteTable(name);
  // What DynamoDB leaves out too: the example of "DeleteTable" in the API reference.
  return { TableDescription: { ...left, TableStatus: 'DELETING' } };
}

const tableChanges = [
  'BillingMode',
  'DeletionProtectionEnabled',
  'GlobalSecondaryIndexUpdates',
  'ProvisionedThroughput',
  'ReplicaUpdates',
  'SSESpecification',
  'StreamSpecification',
  'TableClass',
];

function updateTable(database: Database, input: JsonObject, options: TableActionOptions): JsonObject {
  const name = existingTable(database, input.TableName);
  const isEmpty = (value: unknown) => !given(value) || (Array.isArray(value) && value.length === 0);
  if (tableChanges.every((parameter) => isEmpty(input[parameter]))) {
    throw invalid(`UpdateTable changes nothing: at least one of ${tableChanges.join(', ')} is required`);
  }
  const { StreamSpecification, GlobalSecondaryIndexUpdates, ReplicaUpdates } = input;
  if (ReplicaUpdates !== undefined) {
    throw invalid('the embedded DynamoDB does not support ReplicaUpdates: it has one region');
  }
  const table = { ...database.store.table(name) };
  if (input.BillingMode !== undefined || input.ProvisionedThroughput !== undefined) {
    Object.assign(
      table,
      billingOf(
        { BillingMode: input.ProvisionedThroughput ? 'PROVISIONED' : 'PAY_PER_REQUEST', ...input },
        options,
      ),
    );
    if (input.ProvisionedThroughput) delete table.BillingModeSummary;
  }
  if (typeof input.DeletionProtectionEnabled === 'boolean') {
    table.DeletionProtectionEnabled = input.DeletionProtectionEnabled;
  }
  Object.assign(table, tableClassOf(input));
  if (isJsonObject(input.SSESpecification)) {
    if (input.SSESpecification.Enabled === true) Object.assign(table, sseOf(input));
    else delete table.SSEDescription;
  }
  if (given(GlobalSecondaryIndexUpdates)) {
    updateIndexes(table, objectsOf(GlobalSecondaryIndexUpdates), input.AttributeDefinitions);
  }
  schemaOf(table);
  database.setTable(table, {
    ...(given(StreamSpecification) && {
      stream: requestedStream(StreamSpecification) ?? noStream(database, name),
    }),
  });
  return { TableDescription: database.describe(name) };
}

/** @throws AwsError `ValidationException` where there is none to disable. */
function noStream(database: Database, table: string): null {
  if (database.extras(table).stream?.closed === false) return null;
  throw invalid(`Table has no stream to disable: TableName: ${table}`);
}

function requestedStream(specification: unknown): StreamViewType | undefined {
  if (!given(specification)) return undefined;
  const { StreamEnabled, StreamViewType: viewType } = isJsonObject(specification) ? specification : {};
  if (typeof StreamEnabled !== 'boolean') {
    throw invalid(
      "1 validation error detected: Value null at 'streamSpecification.streamEnabled' failed to satisfy constraint: Member must not be null",
    );
  }
  if (!StreamEnabled) return undefined;
  if (!viewTypes.includes(viewType)) {
    throw invalid(`StreamViewType "${String(viewType)}" is not one of ${viewTypes.join(', ')}`);
  }
  return viewType as StreamViewType;
}
