import { createHash } from 'node:crypto';
import { createTextStore, type S3Client } from '@groundcrew/aws/s3';
import { GroundcrewError } from '@groundcrew/errors';
import type { LoadResult } from '../load/load-stock-file.ts';
import type { PartCompression } from './part-writer.ts';

/** Another one for other lines: what an earlier version wrote is not taken up. */
const VERSION = 1;

/** What makes a bulk load the same as another: then it continues where that one stopped. */
export interface BulkIdentity {
  readonly tableId: string;
  /** `s3://bucket/key` */
  readonly object: string;
  readonly etag: string;
  /** Whatever decides what is read of the file, as JSON. */
  readonly settings: unknown;
}

/** The parts of a load, all of which are stored. Plain JSON. */
export interface PreparedLoad {
  readonly version: number;
  readonly object: string;
  readonly compression: PartCompression;
  readonly parts: number;
  readonly lines: number;
  readonly bytes: number;
  /** Of the conversion: `written` are the lines. */
  readonly summary: LoadResult['summary'];
}

/** The operations of a load; the last one counts. Plain JSON. */
export interface StartedLoad {
  readonly version: number;
  /** Their ARNs: of each but the last it is known that it failed, was cancelled or is forgotten. */
  readonly operations: readonly string[];
}

/** The objects of one load, beneath a prefix of its own. */
export interface BulkStaging {
  /** Part of the tokens of its operations. */
  readonly id: string;
  readonly bucket: string;
  readonly prefix: string;
  /** `s3://bucket/prefix` */
  readonly address: string;
  /** Of all parts. */
  readonly partsPrefix: string;
  partKey(number: number, compression: PartCompression): string;
  /** Of the report of an operation, by its number from 1. */
  reportPrefix(operation: number): string;
  readPrepared(): Promise<PreparedLoad | undefined>;
  writePrepared(prepared: Omit<PreparedLoad, 'version'>): Promise<void>;
  readStarted(): Promise<StartedLoad | undefined>;
  writeStarted(operations: readonly string[]): Promise<void>;
  /** Whether DynamoDB was seen to heed the condition of a line. */
  readGuardSeen(): Promise<boolean>;
  writeGuardSeen(): Promise<void>;
}

/** @param place where all loads have their prefixes: its `prefix` ends with a slash, or is empty */
export function createBulkStaging(
  s3: S3Client,
  place: { readonly bucket: string; readonly prefix: string },
  identity: BulkIdentity,
): BulkStaging {
  const { bucket } = place;
  const id = createHash('sha256')
    .update(JSON.stringify([VERSION, identity.tableId, identity.object, identity.etag, identity.settings]))
    .digest('hex')
    .slice(0, 32);
  const prefix = `${place.prefix}${id}/`;
  const texts = createTextStore(s3, { bucket });

  async function read<Document extends { readonly version: number }>(
    name: string,
  ): Promise<Document | undefined> {
    const text = await texts.read(`${prefix}${name}`);
    if (text === undefined) return undefined;
    let document: unknown;
    try {
      document = JSON.parse(text);
    } catch {
      document = undefined;
    }
    if (isDocument(document)) return document as Document;
    throw new GroundcrewError(
      'inventory.bulk.staging-broken',
      `s3://${bucket}/${prefix}${name} is not as it was written; delete what is beneath s3://${bucket}/${prefix}, and load the file again`,
    );
  }

  async function write(name: string, document: object): Promise<void> {
    await texts.write(`${prefix}${name}`, 'application/json', [
      JSON.stringify({ version: VERSION, ...document }),
    ]);
  }

  return {
    id,
    bucket,
    prefix,
    address: `s3://${bucket}/${prefix}`,
    partsPrefix: `${prefix}parts/`,
    partKey: (number, compression) =>
      `${prefix}parts/part-${String(number).padStart(5, '0')}.json.${compression === 'GZIP' ? 'gz' : 'zst'}`,
    reportPrefix: (operation) => `${prefix}report-${operation}/`,
    readPrepared: () => read<PreparedLoad>('prepared.json'),
    writePrepared: (prepared) => write('prepared.json', prepared),
    readStarted: () => read<StartedLoad>('started.json'),
    writeStarted: (operations) => write('started.json', { operations }),
    readGuardSeen: async () => (await read('guard-seen.json')) !== undefined,
    writeGuardSeen: () => write('guard-seen.json', {}),
  };
}

function isDocument(value: unknown): value is { readonly version: number } {
  return typeof value === 'object' && value !== null && (value as { version?: unknown }).version === VERSION;
}
