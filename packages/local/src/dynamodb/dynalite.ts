import { createRequire } from 'node:module';
import { AwsError } from '../service.ts';
import type { Item } from './item.ts';

/*
 * dynalite brings DynamoDB's request validation, expressions, conditions and indexes. Its own server and its
 * LevelDB store are not used: its actions are called here with a store of ours (see store.ts), which is many
 * times faster, makes each write atomic, and sees the old and new image of each.
 * The package has no types; the parts in use are declared here. Its version is pinned exactly.
 */
const require = createRequire(import.meta.url);

/** The operations that dynalite carries out. */
export const dynaliteOperations = [
  'BatchGetItem',
  'BatchWriteItem',
  'CreateTable',
  'DeleteItem',
  'DeleteTable',
  'DescribeTable',
  'GetItem',
  'PutItem',
  'Query',
  'Scan',
  'UpdateItem',
  'UpdateTable',
] as const;

export type DynaliteOperation = (typeof dynaliteOperations)[number];

export type JsonObject = Record<string, unknown>;

/** dynalite's callback: `error.body` is the body of the error response. */
export type Callback<Result = unknown> = (error: Error | null, result?: Result) => void;

/** The part of a `DescribeTable` response that dynalite itself reads and changes. */
export interface TableDescription extends JsonObject {
  TableName: string;
  TableArn: string;
  TableStatus: string;
  KeySchema: { AttributeName: string; KeyType: string }[];
  AttributeDefinitions: { AttributeName: string; AttributeType: string }[];
  CreationDateTime: number;
}

interface WireError extends Error {
  statusCode?: number;
  body?: { __type: string; message?: string; Message?: string };
}

type Action = (store: unknown, input: JsonObject, callback: Callback<JsonObject>) => void;

interface Validation {
  types: JsonObject;
  custom?: unknown;
}

interface Validations {
  checkTypes(input: JsonObject, types: JsonObject): JsonObject;
  checkValidations(input: JsonObject, types: JsonObject, custom: unknown, store: unknown): void;
}

interface DynaliteDb {
  readonly hashPrefix: (hashKey: string, hashType: string) => string;
  readonly toRangeStr: (keyPiece: string, type: string) => string;
  readonly createKey: (item: Item, table: TableDescription) => string;
  readonly updateIndexes: (
    store: unknown,
    table: TableDescription,
    old: Item | undefined,
    item: Item,
    callback: Callback,
  ) => void;
}

const validations = require('dynalite/validations') as Validations;

/** dynalite's form of keys: they sort as DynamoDB sorts sort keys within a partition. */
export const { createKey, hashPrefix, toRangeStr, updateIndexes } = require('dynalite/db') as DynaliteDb;

/** Adds an item to the indexes of its table. */
export function indexItem(store: unknown, table: TableDescription, item: Item): void {
  updateIndexes(store, table, undefined, item, (error) => {
    if (error) throw error;
  });
}

const operations = new Map(
  dynaliteOperations.map((operation) => {
    const file = operation[0]!.toLowerCase() + operation.slice(1);
    return [
      operation,
      {
        action: require(`dynalite/actions/${file}`) as Action,
        validation: require(`dynalite/validations/${file}`) as Validation,
      },
    ];
  }),
);

/**
 * Validates `input` (which it modifies: callers must not reuse it) and carries out the operation on `store`.
 *
 * @throws AwsError with DynamoDB's own code and message.
 */
export function runDynalite(
  store: unknown,
  operation: DynaliteOperation,
  input: JsonObject,
): Promise<JsonObject> {
  const { action, validation } = operations.get(operation)!;
  return new Promise((resolve, reject) => {
    const checked = validations.checkTypes(input, validation.types);
    validations.checkValidations(checked, validation.types, validation.custom, store);
    action(store, checked, (error, output) => (error ? reject(error) : resolve(output || {})));
  }).catch((error: unknown) => {
    throw toAwsError(error);
  }) as Promise<JsonObject>;
}

function toAwsError(error: unknown): unknown {
  const { statusCode, body } = error as WireError;
  if (statusCode === undefined || body === undefined) return error;
  const code = body.__type.slice(body.__type.indexOf('#') + 1);
  return new AwsError(statusCode, code, body.message ?? body.Message ?? '');
}
