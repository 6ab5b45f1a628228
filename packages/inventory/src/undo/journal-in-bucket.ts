import { createHash } from 'node:crypto';
import { listObjects, openObject, putObject, readText, type S3Client, formatS3Uri } from '@groundcrew/aws/s3';
import { isGroundcrewError } from '@groundcrew/errors';
import type { FileMoment, FileOrder } from '../order/file-order.ts';
import { linesOf } from './journal-lines.ts';
import type { JournalSink } from './change-journal.ts';
import { broken, parseChange } from './shelf-change.ts';
import type { UndoJournal } from './undo-changes.ts';

/** Which upload a journal is of, and where it stands in the order of files. Plain JSON. */
export interface JournalHead {
  readonly version: 1;
  readonly object: string;
  readonly sequencer: string;
  /** The name of the upload in the ledger. */
  readonly entry: string;
  /** Absent where files have no order. */
  readonly order?: FileOrder | undefined;
  readonly stores?: readonly string[] | undefined;
}

export interface BucketJournalOptions {
  readonly client: S3Client;
  /** The bucket of the rejects: its lifecycle ends the memory. */
  readonly bucketName: string;
  /** The table that the files are loaded into. */
  readonly inventory: string;
}

export type JournaledUpload = Pick<FileMoment, 'object' | 'sequencer'>;

/**
 * A journal as objects beneath `.undo/Inventory/`: a head, and parts whose names are in the order in which they were written: by the
 * run of the load, then by number.
 *
 * @param run greater for each run of one load
 */
export function createJournalInBucket(
  { client, bucketName: bucket, inventory }: BucketJournalOptions,
  { run, head }: { readonly run: number; readonly head: () => JournalHead },
): JournalSink {
  let parts = 0;
  let folder = '';
  return {
    async begin() {
      const facts = head();
      folder = folderOf(inventory, facts);
      await putObject(client, { bucket, key: `${folder}head.json`, body: JSON.stringify(facts) });
    },
    async append(lines) {
      const name = `${String(run).padStart(12, '0')}-${String(parts++).padStart(8, '0')}`;
      await putObject(client, { bucket, key: `${folder}changes/${name}.jsonl`, body: lines });
    },
  };
}

/** The journal of an upload; undefined if there is none. */
export async function findJournalInBucket(
  { client, bucketName: bucket, inventory }: BucketJournalOptions,
  upload: JournaledUpload,
  signal: AbortSignal,
): Promise<(UndoJournal & { readonly head: JournalHead }) | undefined> {
  const folder = folderOf(inventory, upload);
  const key = `${folder}head.json`;
  let text: string;
  try {
    text = await readText(client, { bucket, key, signal });
  } catch (error) {
    if (isGroundcrewError(error, 'aws-s3.object.not-found')) return undefined;
    throw error;
  }
  return {
    head: parseHead(text, formatS3Uri({ bucket, key })),
    async *changes() {
      for await (const page of listObjects(client, { bucket, prefix: `${folder}changes/` }, { signal })) {
        for (const part of page) {
          const address = { bucket, key: part.key };
          const { body } = await openObject(client, { ...address, signal });
          let line = 0;
          for await (const { text: each } of linesOf(body)) {
            yield parseChange(each, `line ${++line} of ${formatS3Uri(address)}`);
          }
        }
      }
    },
  };
}

function folderOf(inventory: string, { object, sequencer }: JournaledUpload): string {
  const id = createHash('sha256')
    .update(JSON.stringify([object, sequencer]))
    .digest('hex')
    .slice(0, 32);
  return `.undo/${inventory}/${id}/`;
}

function parseHead(text: string, where: string): JournalHead {
  let head: Partial<JournalHead> | null;
  try {
    head = JSON.parse(text) as typeof head;
  } catch (cause) {
    throw broken(where, 'it is not JSON', cause);
  }
  const { version, object, sequencer, entry } = head ?? {};
  if (version !== 1 || [object, sequencer, entry].some((each) => typeof each !== 'string')) {
    throw broken(where, 'it needs "version" 1, "object", "sequencer" and "entry"');
  }
  return head as JournalHead;
}
