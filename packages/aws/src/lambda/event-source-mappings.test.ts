import {
  LambdaClient,
  ListEventSourceMappingsCommand,
  ResourceNotFoundException,
  ServiceException,
} from '@aws-sdk/client-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { eventSourceMappings } from './event-source-mappings.ts';

const lambda = mockClient(LambdaClient);
afterAll(() => lambda.restore());
beforeEach(() => {
  lambda.reset();
});

const client = new LambdaClient({});

test('the mappings of all pages are listed', async () => {
  lambda
    .on(ListEventSourceMappingsCommand)
    .resolvesOnce({ EventSourceMappings: [{ UUID: 'a', EventSourceArn: 'arn:a' }], NextMarker: 'more' })
    .resolvesOnce({ EventSourceMappings: [{ UUID: 'b' }] });
  expect(await eventSourceMappings(client, 'alert')).toEqual([
    { id: 'a', sourceArn: 'arn:a' },
    { id: 'b', sourceArn: undefined },
  ]);
});

test('a function that is not there has none, and any other error is one', async () => {
  const of = { $metadata: {}, message: 'no' };
  lambda.on(ListEventSourceMappingsCommand).rejectsOnce(new ResourceNotFoundException(of));
  expect(await eventSourceMappings(client, 'alert')).toEqual([]);
  lambda.on(ListEventSourceMappingsCommand).rejectsOnce(new ServiceException(of));
  await expect(eventSourceMappings(client, 'alert')).rejects.toMatchObject({
    code: 'aws-lambda.list-failed',
  });
});
