import { Readable } from 'node:stream';
import { collectPages } from '@groundcrew/aws-core';
import { expect, test } from 'vitest';
import { createEc2 } from './ec2.ts';
import { ScannedDescribeInstancesCommand } from './scanned-describe-instances.ts';
import { createOpenLimiter } from './testing/open-limiter.ts';
import { createAnsweredClient, createClientAnswering } from './testing/responses.ts';

const page =
  '<DescribeInstancesResponse><reservationSet><item><ownerId>123456789012</ownerId><instancesSet><item>' +
  '<instanceId>i-1</instanceId></item></instancesSet></item></reservationSet></DescribeInstancesResponse>';
const reservations = [{ OwnerId: '123456789012', Instances: [{ InstanceId: 'i-1' }] }];

test('a response has its request id', async () => {
  const client = createAnsweredClient([Buffer.from(page)]);
  expect(await client.send(new ScannedDescribeInstancesCommand({}))).toEqual({
    $metadata: expect.objectContaining({ httpStatusCode: 200, requestId: 'R-1' }),
    Reservations: reservations,
  });
});

test('an error is the one of the SDK', async () => {
  const xml =
    '<Response><Errors><Error><Code>InvalidInstanceID.NotFound</Code><Message>The instance ID ' +
    "'i-1' does not exist</Message></Error></Errors><RequestID>R</RequestID></Response>";
  const client = createAnsweredClient([Buffer.from(xml)], 400);
  await expect(client.send(new ScannedDescribeInstancesCommand({}))).rejects.toMatchObject({
    name: 'InvalidInstanceID.NotFound',
    message: "The instance ID 'i-1' does not exist",
    $metadata: { httpStatusCode: 400 },
  });
});

test('a body that is not a stream of Node is left to the SDK', async () => {
  const client = createClientAnswering(() => Buffer.from(page));
  expect(await client.send(new ScannedDescribeInstancesCommand({}))).toMatchObject({
    Reservations: reservations,
  });
});

test('a response that stops without an end is reported as a timeout', async () => {
  const stream = new Readable({ read: () => undefined });
  stream.push(page.slice(0, 100));
  const client = createClientAnswering(() => stream);
  await expect(
    client.send(new ScannedDescribeInstancesCommand({}, { idleTimeoutMs: 1 })),
  ).rejects.toMatchObject({
    name: 'TimeoutError',
  });
  expect(stream.destroyed).toBe(true);
});

test('a truncated response is retried', async () => {
  const bodies = [page.slice(0, 100), '<html>Proxy</html>', page];
  const client = createClientAnswering(() => Readable.from([Buffer.from(bodies.shift() ?? '')]));
  const ec2 = createEc2({ client, limiter: createOpenLimiter(), sleep: async () => undefined });
  const instances = await collectPages(ec2.describeInstances());
  expect(instances).toEqual([{ InstanceId: 'i-1', OwnerId: '123456789012', ReservationId: undefined }]);
});

test('a response that is malformed each time is an error that quotes its beginning', async () => {
  const client = createClientAnswering(() => Readable.from([Buffer.from('<html>Proxy</html>')]));
  const ec2 = createEc2({ client, limiter: createOpenLimiter(), sleep: async () => undefined });
  await expect(collectPages(ec2.describeInstances())).rejects.toMatchObject({
    code: 'aws-ec2.describe-instances-failed',
    message: expect.stringContaining('not DescribeInstancesResponse but "html"'),
    details: { reason: 'unavailable' },
  });
});

test('the token of the next page is known before the page is scanned', async () => {
  const paged = page.replace('</DescribeInstancesResponse>', '<nextToken>a&amp;b</nextToken>$&');
  const events: string[] = [];
  const client = createAnsweredClient(
    [paged.slice(0, 50), paged.slice(50, -40), paged.slice(-40)].map((text) => Buffer.from(text)),
  );
  const onNextToken = (token: string) => events.push(token);
  const { NextToken } = await client.send(new ScannedDescribeInstancesCommand({}, { onNextToken }));
  events.push('scanned');
  expect(NextToken).toBe('a&b');
  expect(events).toEqual(['a&b', 'scanned']);
});

test('a malformed response is an error, also where its scan waited', async () => {
  const client = createAnsweredClient([Buffer.from('<html>Proxy</html>'), Buffer.from('<p/>')]);
  const command = new ScannedDescribeInstancesCommand({}, { onNextToken: () => undefined });
  await expect(client.send(command)).rejects.toThrow('not DescribeInstancesResponse but "html"');
});
