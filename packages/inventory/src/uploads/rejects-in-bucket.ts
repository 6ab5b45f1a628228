import type { S3Client } from '@groundcrew/aws/s3';
import { createUpload, formatS3Uri, openObject, putObject } from '@groundcrew/aws/s3';
import type { GroundcrewError } from '@groundcrew/errors';
import { type RejectedUpload, rejectKeyPrefix } from '../load/reject-key-prefix.ts';
import type { RejectSink } from '../load/reject-sink.ts';
import { formatRejects } from '../stock-file/rejects-file.ts';

export interface RejectsInBucketOptions {
  readonly client: S3Client;
  /** Must not be a bucket whose uploads are loaded: the rejects would be loaded, too. */
  readonly bucketName: string;
  readonly upload: RejectedUpload;
  /** Distinguishes the parts of one run from those of another: a part of a checkpoint is never overwritten. */
  readonly run: string;
}

/** A {@link RejectSink} that can also report a file that is refused as a whole. */
export interface RejectsInBucket extends RejectSink {
  /** Stores a note next to the rejects; resolves to its location. */
  writeRefusalNote(error: Pick<GroundcrewError, 'code' | 'message'>): Promise<string>;
}

/** Parts are not for users: the bucket's lifecycle deletes them. */
const PART_PREFIX = '.parts/';

/**
 * Rejects as an object: `shop/stock.csv.0055AED6DCD90281E5.rejects.csv`. With checkpoints in between, they are
 * stored in
 * parts until the end and then combined, streamed; usually it is one PutObject call.
 */
export function createRejectsInBucket(options: RejectsInBucketOptions): RejectsInBucket {
  const { client, bucketName: bucket, upload, run } = options;
  const prefix = rejectKeyPrefix(upload);
  const key = `${prefix}.rejects.csv`;
  const partKey = (part: string): string => `${PART_PREFIX}${prefix}/${part}`;
  const address = { bucket, key, contentType: 'text/csv' };

  return {
    async save({ rejects, state, source }) {
      // Short, because every checkpoint contains the names of all parts.
      const name = `${rejects[0]?.offset ?? 0}-${run}`;
      await putObject(client, {
        bucket,
        key: partKey(name),
        body: await formatRejects(rejects, state, { header: false, source }),
      });
      return name;
    },

    async finish(parts, { rejects, state, source }) {
      if (parts.length === 0 && rejects.length === 0) return undefined;
      // If this fails, the bucket's lifecycle deletes the parts of the multipart upload.
      const whole = createUpload(client, address);
      await whole.write(await formatRejects([], state, { header: true }));
      for (const part of parts) {
        const { body } = await openObject(client, { bucket, key: partKey(part) });
        for await (const bytes of body) await whole.write(bytes);
      }
      await whole.write(await formatRejects(rejects, state, { header: false, source }));
      await whole.finish();
      return formatS3Uri(address);
    },

    async discard() {},

    async writeRefusalNote({ code, message }) {
      const note = { bucket, key: `${prefix}.refused.txt` };
      const body = `${formatS3Uri(upload)} was not loaded: ${message}\n(${code})\n`;
      await putObject(client, { ...note, body, contentType: 'text/plain; charset=utf-8' });
      return formatS3Uri(note);
    },
  };
}
