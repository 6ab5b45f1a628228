import { putObject, createS3Client } from '@groundcrew/aws/s3';
import { stack } from '@groundcrew/functions/stacks/inventory';
import { expect, onTestFinished, test } from 'vitest';
import { startStores } from '../testing/groundcrew.ts';
import { createInternals } from './internals-source.ts';

test('what failed permanently is counted, in queues and in the bucket of failed alerts', async () => {
  const local = await startStores();
  const s3 = createS3Client();
  onTestFinished(async () => {
    s3.destroy();
    await local.close();
  });
  const bucket = local.resources.bucketName('AlertFailuresBucket');
  await putObject(s3, { bucket, key: 'aws/lambda/a', body: '{}' });
  const internals = createInternals(Date.now).of(local, stack);

  expect(internals.failureBuckets()).toEqual([{ name: bucket, objects: 1 }]);
  expect(internals.queues()).toEqual([{ name: 'groundcrew-load-failures', messages: 0 }]);
});
