import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { createCloudTrailClient, lookupEvents } from './index.ts';

const mock = mockClient(CloudTrailClient);
afterAll(() => mock.restore());
beforeEach(() => mock.reset());
let nowMs = 0;
const settings = {
  client: createCloudTrailClient({ region: 'eu-west-1' }),
  now: () => nowMs,
  sleep: async (ms: number) => void (nowMs += ms),
};
const query = { resource: 'i-1', fromMs: 0, toMs: 10_000, names: ['StartInstances', 'StopInstances'] };
const event = (EventName: string, atMs: number, record: object | string, Username?: string) => ({
  EventName,
  EventTime: new Date(atMs),
  CloudTrailEvent: typeof record === 'string' ? record : JSON.stringify(record),
  ...(Username !== undefined && { Username }),
});

test('who made a call is read from its record, the newest first, and other calls are left out', async () => {
  mock.on(LookupEventsCommand).resolves({
    Events: [
      event('StopInstances', 1000, { userIdentity: { arn: 'arn:aws:iam::111122223333:user/mina' } }),
      event('CreateTags', 2000, {}),
      event('StartInstances', 3000, {
        userIdentity: { type: 'AssumedRole', arn: 'arn:aws:sts::111122223333:assumed-role/Admin/lee' },
        errorCode: 'Client.IncorrectInstanceState',
      }),
      event('StartInstances', 2500, { userIdentity: { type: 'AWSService', invokedBy: 'rds.amazonaws.com' } }),
      event('StartInstances', 500, 'no json', 'kim'),
    ],
  });
  const { events, isWhole } = await lookupEvents(settings, query);
  expect(isWhole).toBe(true);
  expect(events).toEqual([
    {
      name: 'StartInstances',
      atMs: 3000,
      by: 'assumed-role/Admin/lee',
      error: 'Client.IncorrectInstanceState',
    },
    { name: 'StartInstances', atMs: 2500, by: 'rds.amazonaws.com', error: undefined },
    { name: 'StopInstances', atMs: 1000, by: 'user/mina', error: undefined },
    { name: 'StartInstances', atMs: 500, by: 'kim', error: undefined },
  ]);
});

test('of a resource with very many events the newest are read, and the result is marked as a part', async () => {
  let page = 0;
  mock.on(LookupEventsCommand).callsFake(() => {
    page += 1;
    return { Events: [event('StopInstances', page, { userIdentity: {} })], NextToken: String(page) };
  });
  const { events, isWhole } = await lookupEvents(settings, query);
  expect(events).toHaveLength(6);
  expect(isWhole).toBe(false);
});

test('that it may not be read is an error with its reason', async () => {
  mock.on(LookupEventsCommand).rejects(Object.assign(new Error('no'), { name: 'AccessDeniedException' }));
  await expect(lookupEvents(settings, query)).rejects.toMatchObject({
    code: 'aws-cloudtrail.lookup-failed',
    details: { reason: 'access-denied' },
  });
});
