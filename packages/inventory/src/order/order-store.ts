import { createHash } from 'node:crypto';
import {
  createUpload,
  deleteObject,
  formatS3Uri,
  listObjects,
  type ObjectHandle,
  openObject,
  putObject,
  readText,
  type S3Client,
} from '@groundcrew/aws/s3';
import { isGroundcrewError } from '@groundcrew/errors';
import type { SurveyedShelves } from '../duplicates/shelf-survey.ts';
import { SHELF_PARTS } from '../duplicates/spilled-rows.ts';
import { compareFiles, type FileMoment, type FileOrder } from './file-order.ts';
import { type FullClaim, restoreClaim, type StoredClaim, storeClaim } from './full-claim.ts';
import { encodePart, setBroken, ShelfSetReader, type StoredPart } from './shelf-set.ts';
import { maskOf, mayHaveAny } from './store-mask.ts';

/** A file that has a place in the order. */
export interface OrderedFile {
  readonly order: FileOrder;
  /** Absent if there are too many to list. */
  readonly stores: readonly string[] | undefined;
  /** Of a full export: it decides on shelves that it does not name, too. */
  readonly full?: FullClaim | undefined;
}

/** Remembers which files were loaded or are being loaded, and the shelves that each of them names. */
export interface OrderStore {
  /** Makes the file and its shelves known, and that it is being loaded: from then on others find it. */
  register(file: OrderedFile, shelves: SurveyedShelves, signal: AbortSignal): Promise<void>;
  /** Makes known that a file which is known already is being written, or taken back. */
  mark(file: OrderedFile): Promise<void>;
  /** Looks for files that may have a store in common. */
  look(file: OrderedFile, signal: AbortSignal): Promise<OtherFiles>;
  /** The file is no longer being loaded. */
  leave(file: OrderedFile): Promise<void>;
  /** Forgets a file of which nothing was written: it is as if it had never come. */
  forget(file: OrderedFile): Promise<void>;
}

/** The files that were known when they were looked for. */
export interface OtherFiles {
  /** Uploads that are older, and have not ended, or died. */
  readonly unfinished: readonly FileMoment[];
  /** The shelves of each newer file, part by part, and what it decides on beyond these. */
  newerSets(): AsyncGenerator<NewerSet, void>;
}

export interface NewerSet {
  readonly parts: AsyncIterable<StoredPart>;
  readonly full: FullClaim | undefined;
}

export interface OrderStoreOptions {
  readonly client: S3Client;
  /** The bucket of the rejects: its lifecycle ends the memory. */
  readonly bucketName: string;
  /** The table that the files are loaded into. */
  readonly inventory: string;
}

/**
 * In S3, as objects whose names are in the order of the files, so that a listing from a name on is the newer ones:
 * `.order/Inventory/files/001772352000000.0f1e….80a0…`, by time, upload and stores. Beneath `running/` there is one of the same
 * name while the file is loaded. All of it relies on S3 listing what was stored before (S3 User Guide, "Amazon S3 data
 * consistency model").
 */
export function createOrderStore({ client, bucketName: bucket, inventory }: OrderStoreOptions): OrderStore {
  const filesPrefix = `.order/${inventory}/files/`;
  const runningPrefix = `.order/${inventory}/running/`;

  /** The names beneath a prefix of files that may have a store in common with `file`, and are not that file itself. */
  async function othersOf(
    file: OrderedFile,
    { prefix, startAfter, signal }: { prefix: string; startAfter?: string; signal: AbortSignal },
  ): Promise<Name[]> {
    const own = nameOf(file);
    const found: Name[] = [];
    const where = { bucket, prefix, ...(startAfter !== undefined && { startAfter }) };
    for await (const page of listObjects(client, where, { signal })) {
      for (const { key } of page) {
        const name = parseName(key.slice(prefix.length));
        if (name.id !== own.id && mayHaveAny(name.mask, file.stores)) found.push(name);
      }
    }
    return found;
  }

  async function unfinishedBefore(file: OrderedFile, signal: AbortSignal): Promise<FileMoment[]> {
    const older: FileMoment[] = [];
    for (const { timeMs, text } of await othersOf(file, { prefix: runningPrefix, signal })) {
      if (timeMs > file.order.timeMs) continue;
      const key = runningPrefix + text;
      const head = await unlessGone(readText(client, { bucket, key, signal }), key);
      if (head === undefined) continue;
      const { order } = parseHead(head);
      if (compareFiles(order, file.order) < 0) older.push(order.repair ?? order);
    }
    return older;
  }

  async function* newerSets(
    file: OrderedFile,
    names: readonly Name[],
    signal: AbortSignal,
  ): AsyncGenerator<NewerSet, void> {
    for (const { text } of names) {
      const address = { bucket, key: filesPrefix + text };
      const handle = await unlessGone<ObjectHandle>(openObject(client, { ...address, signal }), address.key);
      if (handle === undefined) continue;
      const reader = new ShelfSetReader(handle.body, formatS3Uri(address));
      try {
        const head = parseHead(await reader.head());
        if (compareFiles(head.order, file.order) > 0) {
          yield { parts: reader.parts(), full: head.full && restoreClaim(head.full) };
        }
      } finally {
        await reader.close();
        handle.close();
      }
    }
  }

  return {
    async register(file, shelves, signal) {
      const { text } = nameOf(file);
      const head = JSON.stringify({
        version: 1,
        order: file.order,
        shelves: shelves.size,
        full: file.full && storeClaim(file.full),
      });
      const set = createUpload(client, { bucket, key: filesPrefix + text });
      const storeSet = async (): Promise<void> => {
        await set.write(Buffer.from(`${head}\n`));
        for (let part = 0; part < SHELF_PARTS; part++) {
          signal.throwIfAborted();
          await set.write(encodePart(shelves.hashesOf(part)));
        }
        await set.finish();
      };
      await Promise.all([storeSet(), putObject(client, { bucket, key: runningPrefix + text, body: head })]);
    },

    mark: (file) =>
      putObject(client, {
        bucket,
        key: runningPrefix + nameOf(file).text,
        body: JSON.stringify({ version: 1, order: file.order }),
      }),

    async look(file, signal) {
      const startAfter = filesPrefix + timeText(file.order.timeMs);
      const [newer, unfinished] = await Promise.all([
        othersOf(file, { prefix: filesPrefix, startAfter, signal }),
        unfinishedBefore(file, signal),
      ]);
      return { unfinished, newerSets: () => newerSets(file, newer, signal) };
    },

    leave: (file) => deleteObject(client, { bucket, key: runningPrefix + nameOf(file).text }),

    async forget(file) {
      const { text } = nameOf(file);
      await deleteObject(client, { bucket, key: filesPrefix + text });
      await deleteObject(client, { bucket, key: runningPrefix + text });
    },
  };
}

interface Name {
  readonly text: string;
  readonly timeMs: number;
  readonly id: string;
  readonly mask: string;
}

function nameOf({ order, stores }: OrderedFile): Name {
  const { object, sequencer, timeMs } = order.repair ?? order;
  const id = createHash('sha256')
    .update(JSON.stringify([object, sequencer, timeMs]))
    .digest('hex')
    .slice(0, 24);
  const mask = maskOf(stores);
  return { text: `${timeText(order.timeMs)}.${id}.${mask}`, timeMs: order.timeMs, id, mask };
}

function parseName(text: string): Name {
  const [time = '', id = '', mask = ''] = text.split('.');
  return { text, timeMs: Number(time), id, mask };
}

/** Texts of times are in the order of the times, up to the year 33658. */
function timeText(timeMs: number): string {
  return String(timeMs).padStart(15, '0');
}

function parseHead(head: string): { readonly order: FileOrder; readonly full?: StoredClaim } {
  return JSON.parse(head) as { order: FileOrder; full?: StoredClaim };
}

/** An object may be deleted between its listing and its reading: then it is as if it had not been listed. */
async function unlessGone<Value>(reading: Promise<Value>, key: string): Promise<Value | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (!isGroundcrewError(error)) throw error;
    if (error.code === 'aws-s3.object.not-found') return undefined;
    // Not as it was thrown: it would be taken for one about the file that is loaded.
    throw error.code === 'aws-s3.object.changed' ? setBroken(key, error.message, error) : error;
  }
}
