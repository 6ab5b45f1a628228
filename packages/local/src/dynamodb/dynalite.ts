import batchGetItem from 'dynalite/actions/batchGetItem.js';
import batchWriteItem from 'dynalite/actions/batchWriteItem.js';
import createTable from 'dynalite/actions/createTable.js';
import deleteItem from 'dynalite/actions/deleteItem.js';
import deleteTable from 'dynalite/actions/deleteTable.js';
import describeTable from 'dynalite/actions/describeTable.js';
import getItem from 'dynalite/actions/getItem.js';
import putItem from 'dynalite/actions/putItem.js';
import query from 'dynalite/actions/query.js';
import scan from 'dynalite/actions/scan.js';
import updateItem from 'dynalite/actions/updateItem.js';
import updateTable from 'dynalite/actions/updateTable.js';
import db from 'dynalite/db/index.js';
import batchGetItemRules from 'dynalite/validations/batchGetItem.js';
import batchWriteItemRules from 'dynalite/validations/batchWriteItem.js';
import createTableRules from 'dynalite/validations/createTable.js';
import deleteItemRules from 'dynalite/validations/deleteItem.js';
import deleteTableRules from 'dynalite/validations/deleteTable.js';
import describeTableRules from 'dynalite/validations/describeTable.js';
import getItemRules from 'dynalite/validations/getItem.js';
import putItemRules from 'dynalite/validations/putItem.js';
import queryRules from 'dynalite/validations/query.js';
import scanRules from 'dynalite/validations/scan.js';
import updateItemRules from 'dynalite/validations/updateItem.js';
import updateTableRules from 'dynalite/validations/updateTable.js';
import validationModule from 'dynalite/validations/index.js';
import { AwsError } from '../service.ts';
import type { Item } from './item.ts';

/*
 * dynalite brings DynamoDB's request validation, expressions, conditions and indexes. Its own server and its
 * LevelDB store are not used: its actions are called here with a store of ours (see store.ts), which is many
 * times faster, makes each write atomic, and sees the old and new image of each.
 * The package has no types; the parts in use are declared here. Its version is pinned exactly.
 * Each module is imported by its whole name, which a bundler can follow.
 */

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

const validations = validationModule as Validations;

/** dynalite's form of keys: they sort as DynamoDB sorts sort keys within a partition. */
export const { createKey, hashPrefix, toRangeStr, updateIndexes } = db as DynaliteDb;

/** Adds an item to the indexes of its table. */
export function indexItem(store: unknown, table: TableDescription, item: Item): void {
  updateIndexes(store, table, undefined, item, (error) => {
    if (error) throw error;
  });
}

const operations: Readonly<Record<DynaliteOperation, readonly [action: unknown, validation: unknown]>> = {
  BatchGetItem: [batchGetItem, batchGetItemRules],
  BatchWriteItem: [batchWriteItem, batchWriteItemRules],
  CreateTable: [createTable, createTableRules],
  DeleteItem: [deleteItem, deleteItemRules],
  DeleteTable: [deleteTable, deleteTableRules],
  DescribeTable: [describeTable, describeTableRules],
  GetItem: [getItem, getItemRules],
  PutItem: [putItem, putItemRules],
  Query: [query, queryRules],
  Scan: [scan, scanRules],
  UpdateItem: [updateItem, updateItemRules],
  UpdateTable: [updateTable, updateTableRules],
};

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
  const [action, validation] = operations[operation] as [Action, Validation];
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
