import { randomUUID } from 'node:crypto';
import { AwsError } from '../service.ts';
import type { Database } from './database.ts';
import { invalid, notFound } from './errors.ts';
import { given, isJsonObject, type JsonObject } from '../json-object.ts';
import { readEnum, readTableName } from './request.ts';
import type { StreamViewType } from './stream-record.ts';
import {
  type IndexDescription,
  type KeySchemaElement,
  type Projection,
  schemaOf,
  type TableDescription,
} from './table-schema.ts';

const viewTypes: readonly unknown[] = ['NEW_AND_OLD_IMAGES', 'NEW_IMAGE', 'OLD_IMAGE', 'KEYS_ONLY'];
const MAX_GLOBAL_INDEXES = 20;
const MAX_LOCAL_INDEXES = 5;
const MAX_KEY_NAME_BYTES = 255;
const INDEX_NAME = /^[A-Za-z0-9_.-]{3,255}$/;

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
    DescribeTable: ({ TableName }) => ({ Table: database.describe(existing(database, TableName)) }),
    UpdateTable: (input) => updateTable(database, input, options),
    UpdateTimeToLive: (input) => updateTimeToLive(database, input),
    DescribeTimeToLive({ TableName }) {
      const { ttlAttribute } = database.extras(existing(database, TableName));
      return {
        TimeToLiveDescription:
          ttlAttribute === undefined
            ? { TimeToLiveStatus: 'DISABLED' }
            : { TimeToLiveStatus: 'ENABLED', AttributeName: ttlAttribute },
      };
    },
    UpdateContinuousBackups(input) {
      const table = existing(database, input.TableName);
      const specification = input.PointInTimeRecoverySpecification as JsonObject | undefined;
      database.setTable(database.store.table(table), {
        pointInTimeRecovery: specification?.PointInTimeRecoveryEnabled === true,
      });
      return backups(database, table);
    },
    DescribeContinuousBackups: ({ TableName }) => backups(database, existing(database, TableName)),
  };
}

function existing({ store }: Database, parameter: unknown): string {
  const name = readTableName(parameter);
  if (store.tables.read(name)) return name;
  throw notFound(`Requested resource not found: Table: ${name} not found`);
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
  const used = new Set(
    [KeySchema, ...[...global, ...local].map((index) => index.KeySchema)]
      .flat()
      .map(({ AttributeName }) => AttributeName),
  );
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
    ...(isJsonObject(input.SSESpecification) &&
      input.SSESpecification.Enabled === true && {
        SSEDescription: { Status: 'ENABLED', SSEType: 'KMS' },
      }),
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

function readDefinitions(parameter: unknown): { AttributeName: string; AttributeType: string }[] {
  if (!Array.isArray(parameter)) {
    throw invalid(
      "1 validation error detected: Value null at 'attributeDefinitions' failed to satisfy constraint: Member must not be null",
    );
  }
  const definitions = objectsOf(parameter).map((definition) => ({
    AttributeName: readAttributeName(definition.AttributeName, 'attributeDefinitions'),
    AttributeType: needEnum(definition.AttributeType, 'attributeDefinitions.member.attributeType', [
      'B',
      'N',
      'S',
    ]),
  }));
  const duplicate = firstDuplicate(definitions.map(({ AttributeName }) => AttributeName));
  if (duplicate !== undefined) {
    throw invalid(
      `One or more parameter values were invalid: Duplicate AttributeName in AttributeDefinitions: ${duplicate}`,
    );
  }
  return definitions;
}

function needEnum<Value extends string>(parameter: unknown, member: string, values: readonly Value[]): Value {
  const value = readEnum(parameter, member, values);
  if (value !== undefined) return value;
  throw invalid(
    `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
  );
}

/** The name of a key attribute, which is shorter than others. */
function readAttributeName(name: unknown, member: string): string {
  if (typeof name === 'string' && name !== '' && Buffer.byteLength(name) <= MAX_KEY_NAME_BYTES) return name;
  throw invalid(
    typeof name === 'string'
      ? `1 validation error detected: Value '${name}' at '${member}.member.attributeName' failed to satisfy constraint: Member must have length between 1 and ${MAX_KEY_NAME_BYTES}`
      : `1 validation error detected: Value null at '${member}.member.attributeName' failed to satisfy constraint: Member must not be null`,
  );
}

/** @throws AwsError `SerializationException` */
function objectsOf(parameter: unknown): readonly JsonObject[] {
  if (Array.isArray(parameter) && parameter.every(isJsonObject)) return parameter;
  throw invalid('Unexpected value type in payload', 'SerializationException');
}

function tableClassOf({ TableClass: parameter }: JsonObject): JsonObject {
  const TableClass = readEnum(parameter, 'tableClass', ['STANDARD', 'STANDARD_INFREQUENT_ACCESS']);
  return TableClass ? { TableClassSummary: { TableClass } } : {};
}

function firstDuplicate(names: readonly string[]): string | undefined {
  return names.find((name, index) => names.indexOf(name) !== index);
}

function readKeySchema(parameter: unknown, member: string): KeySchemaElement[] {
  if (!Array.isArray(parameter) || parameter.length === 0 || parameter.length > 2) {
    throw invalid(
      `1 validation error detected: Value at '${member}' failed to satisfy constraint: Member must have length between 1 and 2`,
    );
  }
  const schema = objectsOf(parameter).map((element) => ({
    AttributeName: readAttributeName(element.AttributeName, member),
    KeyType: needEnum(element.KeyType, `${member}.member.keyType`, ['HASH', 'RANGE']),
  }));
  if (schema[0]!.KeyType !== 'HASH') {
    throw invalid('Invalid KeySchema: The first KeySchemaElement is not a HASH key type');
  }
  if (schema[1] && schema[1].KeyType !== 'RANGE') {
    throw invalid('Invalid KeySchema: The second KeySchemaElement is not a RANGE key type');
  }
  if (schema[1]?.AttributeName === schema[0]!.AttributeName) {
    throw invalid('Both the Hash Key and the Range Key element in the KeySchema have the same name');
  }
  return schema;
}

function readIndexes(parameter: unknown, max: number, kind: string): IndexDescription[] {
  if (parameter === undefined || parameter === null) return [];
  if (!Array.isArray(parameter) || parameter.length === 0) {
    throw invalid(`One or more parameter values were invalid: List of ${kind}es is empty`);
  }
  if (parameter.length > max) {
    throw invalid(
      `One or more parameter values were invalid: ${kind} count exceeds the per-table limit of ${max}`,
    );
  }
  return objectsOf(parameter).map(readIndex);
}

function checkIndexNames(indexes: readonly IndexDescription[]): void {
  const duplicate = firstDuplicate(indexes.map(({ IndexName }) => IndexName));
  if (duplicate === undefined) return;
  throw invalid(`One or more parameter values were invalid: Duplicate index name: ${duplicate}`);
}

function readIndex(parameter: JsonObject): IndexDescription {
  const { IndexName, KeySchema, Projection: projection, ProvisionedThroughput } = parameter;
  if (typeof IndexName !== 'string' || !INDEX_NAME.test(IndexName)) {
    throw invalid(
      `1 validation error detected: Value '${String(IndexName)}' at 'indexName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+ and have length between 3 and 255`,
    );
  }
  const { ProjectionType, NonKeyAttributes } = isJsonObject(projection) ? projection : {};
  const type = readEnum(ProjectionType, 'projection.projectionType', ['ALL', 'INCLUDE', 'KEYS_ONLY']);
  if (type === undefined)
    throw invalid('One or more parameter values were invalid: Unknown ProjectionType: null');
  if ((type === 'INCLUDE') !== (NonKeyAttributes !== undefined && NonKeyAttributes !== null)) {
    throw invalid(
      type === 'INCLUDE'
        ? 'One or more parameter values were invalid: ProjectionType is INCLUDE, but NonKeyAttributes is not specified'
        : `One or more parameter values were invalid: ProjectionType is ${type}, but NonKeyAttributes is specified`,
    );
  }
  return {
    IndexName,
    KeySchema: readKeySchema(KeySchema, 'globalSecondaryIndexes.member.keySchema'),
    Projection: {
      ProjectionType: type,
      ...(type === 'INCLUDE' && { NonKeyAttributes: readProjected(NonKeyAttributes) }),
    } as Projection,
    ...(isJsonObject(ProvisionedThroughput) && { ProvisionedThroughput }),
  };
}

function readProjected(parameter: unknown): readonly string[] {
  if (!Array.isArray(parameter) || parameter.some((name) => typeof name !== 'string')) {
    throw invalid('Unexpected value type in payload', 'SerializationException');
  }
  const names = parameter.map((name) => readAttributeName(name, 'projection.nonKeyAttributes'));
  const duplicate = firstDuplicate(names);
  if (duplicate === undefined) return names;
  throw invalid(
    `One or more parameter values were invalid: Duplicate projection attribute name: ${duplicate}`,
  );
}

function checkLocalIndexes(
  indexes: readonly IndexDescription[],
  tableKey: readonly KeySchemaElement[],
): void {
  if (indexes.length > 0 && tableKey.length < 2) {
    throw invalid(
      'One or more parameter values were invalid: Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex',
    );
  }
  for (const { IndexName, KeySchema } of indexes) {
    if (KeySchema[0]!.AttributeName !== tableKey[0]!.AttributeName) {
      throw invalid(
        `One or more parameter values were invalid: Index KeySchema does not have the same leading hash key as table KeySchema for index: ${IndexName}. index hash key: ${KeySchema[0]!.AttributeName}, table hash key: ${tableKey[0]!.AttributeName}`,
      );
    }
    if (!KeySchema[1]) {
      throw invalid(
        `One or more parameter values were invalid: Index KeySchema does not have a range key for index: ${IndexName}`,
      );
    }
  }
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
      ReadCapacityUnits: Number(throughput.ReadCapacityUnits),
      WriteCapacityUnits: Number(throughput.WriteCapacityUnits),
      NumberOfDecreasesToday: 0,
    },
  };
}

function described(index: IndexDescription, tableArn: string, billing?: Billing): IndexDescription {
  return {
    ...index,
    IndexArn: `${tableArn}/index/${index.IndexName}`,
    ...(billing && {
      IndexStatus: 'ACTIVE',
      ProvisionedThroughput: {
        ...billing.ProvisionedThroughput,
        ...(index.ProvisionedThroughput as JsonObject | undefined),
        NumberOfDecreasesToday: 0,
      },
    }),
  };
}

function deleteTable(database: Database, { TableName }: JsonObject): JsonObject {
  const name = existing(database, TableName);
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
  const name = existing(database, input.TableName);
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
    if (input.SSESpecification.Enabled === true) table.SSEDescription = { Status: 'ENABLED', SSEType: 'KMS' };
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

function updateIndexes(table: TableDescription, updates: readonly JsonObject[], definitions: unknown): void {
  if (updates.filter(({ Create, Delete }) => given(Create ?? Delete)).length > 1) {
    throw invalid(
      'Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table',
      'LimitExceededException',
    );
  }
  for (const update of updates) {
    const { Create, Update, Delete } = update;
    if ([Create, Update, Delete].filter(isJsonObject).length !== 1 || Object.keys(update).length !== 1) {
      throw invalid(
        'One or more parameter values were invalid: a GlobalSecondaryIndexUpdate has exactly one of Create, Update, Delete',
      );
    }
    const indexes = table.GlobalSecondaryIndexes ?? [];
    if (isJsonObject(Create)) {
      const index = readIndex(Create);
      if (
        [...indexes, ...(table.LocalSecondaryIndexes ?? [])].some(
          ({ IndexName }) => IndexName === index.IndexName,
        )
      ) {
        throw invalid(`Attempting to create an index which already exists: ${index.IndexName}`);
      }
      table.AttributeDefinitions = withDefinitions(table, index, definitions);
      const billing = { ProvisionedThroughput: (table.ProvisionedThroughput ?? {}) as JsonObject };
      table.GlobalSecondaryIndexes = [...indexes, described(index, table.TableArn, billing)];
      continue;
    }
    const name = String(((Update ?? Delete) as JsonObject | undefined)?.IndexName);
    const found = indexes.find(({ IndexName }) => IndexName === name);
    if (!found) throw notFound(`Requested resource not found: Index: ${name} not found`);
    if (isJsonObject(Delete)) {
      const left = indexes.filter((index) => index !== found);
      if (left.length > 0) table.GlobalSecondaryIndexes = left;
      else delete table.GlobalSecondaryIndexes;
      const used = new Set(
        [
          table.KeySchema,
          ...[...left, ...(table.LocalSecondaryIndexes ?? [])].map(({ KeySchema }) => KeySchema),
        ]
          .flat()
          .map(({ AttributeName }) => AttributeName),
      );
      table.AttributeDefinitions = table.AttributeDefinitions.filter(({ AttributeName }) =>
        used.has(AttributeName),
      );
    } else {
      const throughput = (Update as JsonObject).ProvisionedThroughput as JsonObject;
      table.GlobalSecondaryIndexes = indexes.map((index) =>
        index === found
          ? { ...index, ProvisionedThroughput: { ...throughput, NumberOfDecreasesToday: 0 } }
          : index,
      );
    }
  }
}

/** The definitions of a table and of a new index, whose attributes the request defines again where the table has them. */
function withDefinitions(
  { AttributeDefinitions }: TableDescription,
  { KeySchema }: IndexDescription,
  parameter: unknown,
): TableDescription['AttributeDefinitions'] {
  const definitions = given(parameter) ? readDefinitions(parameter) : [];
  const find = (list: TableDescription['AttributeDefinitions'], name: string) =>
    list.find(({ AttributeName }) => AttributeName === name);
  const missing = KeySchema.find(({ AttributeName }) => !find(definitions, AttributeName));
  if (missing) {
    throw invalid(
      `One or more parameter values were invalid: Some index key attributes are not defined in AttributeDefinitions. Keys: [${missing.AttributeName}], AttributeDefinitions: [${definitions.map(({ AttributeName }) => AttributeName).join(', ')}]`,
    );
  }
  const changed = definitions.find(({ AttributeName, AttributeType }) => {
    const known = find(AttributeDefinitions, AttributeName);
    return known && known.AttributeType !== AttributeType;
  });
  if (changed) {
    throw invalid(
      `One or more parameter values were invalid: Attributes cannot be redefined. Please check that your attribute has the same type as previously defined: ${changed.AttributeName}`,
    );
  }
  const added = definitions.filter(({ AttributeName }) => !find(AttributeDefinitions, AttributeName));
  return [...AttributeDefinitions, ...added];
}

function updateTimeToLive(database: Database, input: JsonObject): JsonObject {
  const table = existing(database, input.TableName);
  const specification = input.TimeToLiveSpecification as JsonObject | undefined;
  const extras = database.extras(table);
  if (typeof specification?.AttributeName !== 'string' || typeof specification.Enabled !== 'boolean') {
    throw invalid('TimeToLiveSpecification needs AttributeName and Enabled');
  }
  readAttributeName(specification.AttributeName, 'timeToLiveSpecification');
  if (specification.Enabled === (extras.ttlAttribute !== undefined)) {
    throw invalid(`TimeToLive is already ${specification.Enabled ? 'enabled' : 'disabled'}`);
  }
  if (!specification.Enabled && extras.ttlAttribute !== specification.AttributeName) {
    throw invalid(
      `TimeToLive is active on a different AttributeName: current AttributeName is ${extras.ttlAttribute}`,
    );
  }
  database.setTable(database.store.table(table), {
    ttlAttribute: specification.Enabled ? specification.AttributeName : null,
  });
  return { TimeToLiveSpecification: specification };
}

function backups(database: Database, table: string): JsonObject {
  const { pointInTimeRecovery } = database.extras(table);
  return {
    ContinuousBackupsDescription: {
      ContinuousBackupsStatus: 'ENABLED',
      PointInTimeRecoveryDescription: {
        PointInTimeRecoveryStatus: pointInTimeRecovery ? 'ENABLED' : 'DISABLED',
      },
    },
  };
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
