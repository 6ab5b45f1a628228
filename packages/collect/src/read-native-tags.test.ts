import { expect, test } from 'vitest';
import { readNativeTags } from './read-native-tags.ts';
import { ACCOUNT_ID, createFakeAccount, type FakeRegion, failure } from './testing/fake-account.ts';

const here = `us-east-1:${ACCOUNT_ID}`;
const queue = `arn:aws:sqs:${here}:failed`;

function read(region: FakeRegion, arn: string) {
  const { clientsFor } = createFakeAccount({ regions: { 'us-east-1': region } });
  return readNativeTags(clientsFor(undefined, 'us-east-1'), arn);
}

test.each([
  queue,
  `arn:aws:sns:${here}:NoStock`,
  `arn:aws:lambda:${here}:function:load`,
  `arn:aws:logs:${here}:log-group:/shop`,
  `arn:aws:dynamodb:${here}:table/Inventory`,
  'arn:aws:s3:::shop',
])('the tags of %s are read by its own service', async (arn) => {
  expect(await read({ native: { [arn]: { Project: 'shop' } } }, arn)).toEqual({ Project: 'shop' });
});

test('the tags of an instance are described; one that is not there is gone', async () => {
  const ec2 = { 'ec2:instance': [{ id: 'i-1', tags: { Project: 'shop' } }] };
  expect(await read({ ec2 }, `arn:aws:ec2:${here}:instance/i-1`)).toEqual({ Project: 'shop' });
  expect(await read({ ec2 }, `arn:aws:ec2:${here}:instance/i-2`)).toBe('gone');
});

test('a queue that is not there is gone', async () => {
  const missing = failure('refused', 'QueueDoesNotExist', 'aws-sqs.queue-not-found');
  expect(await read({ native: { [queue]: missing } }, queue)).toBe('gone');
});

test('tags that may not be read, or that no call here reads, are not known', async () => {
  expect(await read({ native: { [queue]: failure('access-denied') } }, queue)).toBeNull();
  expect(await read({}, `arn:aws:glue:${here}:crawler/shop`)).toBeNull();
  expect(await read({}, 'no ARN')).toBeNull();
});

test.each(['unavailable', 'expired-credentials', 'throttled'])('%s is thrown', async (reason) => {
  await expect(read({ native: { [queue]: failure(reason) } }, queue)).rejects.toThrow(`no: ${reason}`);
});
