import { putObject, type S3Client } from '@groundcrew/aws/s3';
import type { LocalAws } from '@groundcrew/local';
import { readStockFiles, samplesDirectory } from '../demo/samples.ts';

/** Uploads the files of a day in the sample shop, so that the pages have something to show. */
export async function uploadSamples(local: LocalAws, s3: S3Client): Promise<void> {
  const bucket = local.resources.bucketName('StockBucket');
  for (const { key, body } of await readStockFiles(samplesDirectory)) {
    if (!key.startsWith('evening/')) await putObject(s3, { bucket, key, body });
  }
}
