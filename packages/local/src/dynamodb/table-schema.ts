import { invalid } from './errors.ts';
import type { JsonObject } from '../json-object.ts';

export type KeyType = 'S' | 'N' | 'B';

export interface KeyAttribute {
  readonly name: string;
  readonly type: KeyType;
}

export interface KeyDefinition {
  readonly partition: KeyAttribute;
  readonly sort: KeyAttribute | undefined;
}

export interface KeySchemaElement {
  readonly AttributeName: string;
  readonly KeyType: string;
}

export interface Projection {
  readonly ProjectionType: 'ALL' | 'KEYS_ONLY' | 'INCLUDE';
  readonly NonKeyAttributes?: readonly string[];
}

export interface IndexDescription extends JsonObject {
  readonly IndexName: string;
  readonly KeySchema: readonly KeySchemaElement[];
  readonly Projection: Projection;
}

/** The part of a `DescribeTable` response that is stored. */
export interface TableDescription extends JsonObject {
  TableName: string;
  TableArn: string;
  TableStatus: string;
  KeySchema: KeySchemaElement[];
  AttributeDefinitions: { AttributeName: string; AttributeType: string }[];
  /** Seconds since 1970. */
  CreationDateTime: number;
  GlobalSecondaryIndexes?: IndexDescription[];
  LocalSecondaryIndexes?: IndexDescription[];
}

/** An index as reads and writes use it. */
export interface IndexSchema {
  readonly name: string;
  readonly isGlobal: boolean;
  readonly key: KeyDefinition;
  readonly projection: Projection;
}

export interface TableSchema {
  readonly key: KeyDefinition;
  readonly indexes: readonly IndexSchema[];
}

/** @throws AwsError `ValidationException` for a key attribute that is not defined. */
export function schemaOf(table: TableDescription): TableSchema {
  const index =
    (isGlobal: boolean) =>
    ({ IndexName, KeySchema, Projection }: IndexDescription): IndexSchema => ({
      name: IndexName,
      isGlobal,
      key: keyDefinition(KeySchema, table),
      projection: Projection,
    });
  return {
    key: keyDefinition(table.KeySchema, table),
    indexes: [
      ...(table.GlobalSecondaryIndexes ?? []).map(index(true)),
      ...(table.LocalSecondaryIndexes ?? []).map(index(false)),
    ],
  };
}

function keyDefinition(
  schema: readonly KeySchemaElement[],
  { AttributeDefinitions }: Pick<TableDescription, 'AttributeDefinitions'>,
): KeyDefinition {
  const attribute = (type: string): KeyAttribute | undefined => {
    const name = schema.find(({ KeyType }) => KeyType === type)?.AttributeName;
    if (name === undefined) return undefined;
    const definition = AttributeDefinitions.find(({ AttributeName }) => AttributeName === name);
    if (!definition) {
      throw invalid(
        `One or more parameter values were invalid: Some index key attributes are not defined in AttributeDefinitions. Keys: [${name}], AttributeDefinitions: [${AttributeDefinitions.map(({ AttributeName }) => AttributeName).join(', ')}]`,
      );
    }
    return { name, type: definition.AttributeType as KeyType };
  };
  return { partition: attribute('HASH')!, sort: attribute('RANGE') };
}

export function keyNames({ partition, sort }: KeyDefinition): readonly string[] {
  return sort ? [partition.name, sort.name] : [partition.name];
}
