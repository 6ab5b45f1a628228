import { createS3Client, formatS3Uri, listObjects, openObject, parseS3Uri } from '@groundcrew/aws/s3';
import type { ConnectionSettings } from '@groundcrew/aws-core';
import { usageError } from '@groundcrew/cli';
import type { ExportStore } from '@groundcrew/cost/exports';

/** Reads billing exports from S3. */
export function createExportStore(connection: ConnectionSettings): ExportStore & { close(): void } {
  const client = createS3Client(connection);
  return {
    async *list(address, signal) {
      const { bucket, prefix } = placeOf(address);
      for await (const page of listObjects(client, { bucket, prefix }, { signal })) {
        for (const { key, sizeBytes } of page) yield { address: formatS3Uri({ bucket, key }), sizeBytes };
      }
    },
    async open(address, signal) {
      const { body } = await openObject(client, { ...parseS3Uri(address), ...(signal && { signal }) });
      return body;
    },
    close: () => client.destroy(),
  };
}

/** Without a prefix: the whole bucket. */
function placeOf(address: string): { readonly bucket: string; readonly prefix: string } {
  const [, bucket, prefix = ''] = /^s3:\/\/([^/]+)(?:\/(.*))?$/s.exec(address) ?? [];
  if (bucket === undefined) throw usageError(`"${address}" has no bucket; write s3://BUCKET/PREFIX`);
  return { bucket, prefix };
}
