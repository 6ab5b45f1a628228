import { type Io, type OptionValues, usageError } from '@groundcrew/cli';
import { isGroundcrewError } from '@groundcrew/errors';
import { chooseEngine, type Engine, engines, volumeOfFile } from '@groundcrew/inventory/engine';
import type { DuplicatePolicy } from '@groundcrew/inventory/duplicates';
import { NEW_TABLE_UNITS_PER_SECOND } from '@groundcrew/inventory/load';
import type { DynamoDBClient } from '@groundcrew/aws/dynamodb';
import { ledgerOptions } from './ledger-options.ts';
import type { StockSource } from './stock-source.ts';

/** Options of what writes the rows of a file. */
export const engineOptions = {
  engine: {
    type: 'text',
    value: 'ENGINE',
    choices: engines,
    description:
      'for one object: function writes its rows by requests, bulk by a bulk put of DynamoDB, map by a backfill of many functions; ' +
      'default: function, and for large objects one that takes less than an hour, or bulk if its price is known',
  },
  adopt: {
    type: 'flag',
    description:
      'with --engine bulk: accept a table that has items without the attribute FileTime; bulk put adds it, and replaces such items',
  },
  staging: {
    type: 'text',
    value: 'URI',
    description:
      'with --engine bulk: where parts and reports go, s3://bucket/prefix; default: .bulk/ in the bucket of rejects, groundcrew-rejects-ACCOUNT-REGION',
  },
  ledger: { ...ledgerOptions.ledger, description: 'with --engine bulk: the table of loads' },
  maxWriteUnits: {
    type: 'integer',
    value: 'N',
    minimum: 1_024,
    description: 'with --engine bulk: maximum of write units a second; default: what the table takes',
  },
  bulkPrice: {
    type: 'text',
    value: 'DOLLARS',
    description: 'price of a GB of bulk put bytes, to compare the engines; it has no default',
  },
} as const;

interface Chosen extends OptionValues<typeof engineOptions> {
  readonly duplicates: DuplicatePolicy;
  readonly undo: boolean;
  readonly full: boolean;
  readonly orderGuard: 'none' | 'item';
  readonly table: string;
}

/** Below it a function takes minutes, whatever the table: nothing has to be asked. */
const LARGE_BYTES = 256 * 1024 ** 2;

/**
 * What writes the rows of these files, where it is settled before they are opened.
 *
 * @throws usage errors
 */
export function checkEngine(options: Chosen, files: readonly string[]): void {
  readBulkPrice(options);
  if (options.engine === 'map') {
    const source = files.find((file) => file.startsWith('s3://')) ?? 's3://bucket/prefix';
    throw usageError(`the engine map loads by a backfill: groundcrew inventory backfill ${source} --follow`);
  }
  if (options.engine !== 'bulk') {
    if (options.adopt) throw usageError('--adopt is for bulk puts; pass --engine bulk, too');
    return;
  }
  const [file = '', other] = files;
  if (other !== undefined) throw usageError('--engine bulk loads one file; load them one after the other');
  if (!file.startsWith('s3://')) {
    throw usageError('--engine bulk loads an object of S3: s3://bucket/key; copy the file there first');
  }
  const problem = problemOfBulk(options);
  if (problem !== undefined) throw usageError(problem);
}

/** Chooses for an object whose size is known, and gives the reason where there is one to know. */
export async function findEngine(
  options: Chosen,
  source: StockSource,
  { dynamodb, io, signal }: { dynamodb: () => DynamoDBClient; io: Io; signal: AbortSignal },
): Promise<Engine> {
  const { engine, table } = options;
  if (engine !== undefined) return engine;
  const { sizeBytes = 0, etag, name } = source;
  if (etag === undefined || sizeBytes < LARGE_BYTES) return 'function';
  const { describeTable } = await import('@groundcrew/aws/dynamodb');
  const { refusalOf } = await import('@groundcrew/inventory/bulk');
  try {
    const facts = await describeTable(dynamodb(), table, { signal });
    const { engine: chosen, reason } = chooseEngine({
      volume: volumeOfFile(sizeBytes, /\.(?:gz|zip|xlsx)$/i.test(name)),
      rates: {
        unitsPerSecond: facts.writeUnits ?? NEW_TABLE_UNITS_PER_SECOND,
        bulkDollarsPerGb: readBulkPrice(options),
      },
      isGuarded: options.orderGuard === 'item',
      bulkRefusal: problemOfBulk(options) ?? refusalOf(table, facts),
    });
    io.stderr.write(`Loading by ${chosen}: ${reason}\n`);
    return chosen;
  } catch (error) {
    // A load that may not describe its table was possible before there was a choice.
    if (!isGroundcrewError(error) || error.code !== 'aws-dynamodb.read-failed') throw error;
    io.stderr.write(`Loading by function: ${error.message}\n`);
    return 'function';
  }
}

/** @throws usage errors */
export function readBulkPrice({ bulkPrice }: Pick<Chosen, 'bulkPrice'>): number | undefined {
  if (bulkPrice === undefined) return undefined;
  if (/^\d{1,6}(?:\.\d{1,6})?$/.test(bulkPrice)) return Number(bulkPrice);
  throw usageError(`--bulk-price "${bulkPrice}" is not an amount of US dollars; write it like 0.15`);
}

function problemOfBulk({ duplicates, undo, full }: Chosen): string | undefined {
  if (undo)
    return 'a bulk put does not return what was there before, so that it cannot be undone; leave out --undo';
  if (full) return 'shelves that a full export does not name cannot be in a bulk put; leave out --full';
  if (duplicates !== 'last') return undefined;
  return 'lines of a bulk put have no order, so that the last one of a shelf is not known; choose another --duplicates';
}
