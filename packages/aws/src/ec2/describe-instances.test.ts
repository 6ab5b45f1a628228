import { DescribeInstancesCommand, type DescribeInstancesCommandInput, EC2Client } from '@aws-sdk/client-ec2';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createEc2 } from './ec2.ts';
import type { Ec2Instance } from './instance.ts';
import { createOpenLimiter } from './testing/open-limiter.ts';

const mock = mockClient(EC2Client);
afterAll(() => mock.restore());
const client = new EC2Client({ region: 'eu-central-1' });
let limiter = createOpenLimiter();

beforeEach(() => {
  mock.reset();
  limiter = createOpenLimiter();
});

function ec2() {
  return createEc2({ client, limiter, random: () => 0, sleep: async () => undefined });
}

function inputs(): DescribeInstancesCommandInput[] {
  return mock.commandCalls(DescribeInstancesCommand).map((call) => call.args[0].input);
}

function reservation(...ids: string[]) {
  return {
    ReservationId: 'r-1',
    OwnerId: '123456789012',
    Instances: ids.map((InstanceId) => ({ InstanceId })),
  };
}

async function idsOf(pages: AsyncIterable<readonly Ec2Instance[]>) {
  const ids: (string | undefined)[][] = [];
  for await (const page of pages) ids.push(page.map((instance) => instance.InstanceId));
  return ids;
}

function awsError(name: string, message: string, httpStatusCode = 400): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode } });
}

describe('a listing', () => {
  it('requests pages of the maximum size, with the filters, and returns the account and reservation of each', async () => {
    mock
      .on(DescribeInstancesCommand)
      .resolvesOnce({ Reservations: [reservation('i-1', 'i-2'), reservation('i-3')], NextToken: 'b' })
      .resolvesOnce({ Reservations: [], NextToken: 'c' })
      .resolvesOnce({ Reservations: [reservation('i-4')], NextToken: '' });
    const pages: (readonly Ec2Instance[])[] = [];
    for await (const page of ec2().describeInstances({
      filters: [{ name: 'tag:Name', values: ['web-*'] }],
    })) {
      pages.push(page);
    }

    expect(pages.map((page) => page.length)).toEqual([3, 1]);
    expect(pages[0]?.[0]).toEqual({ InstanceId: 'i-1', OwnerId: '123456789012', ReservationId: 'r-1' });
    const Filters = [{ Name: 'tag:Name', Values: ['web-*'] }];
    expect(inputs()).toEqual([
      { MaxResults: 1_000, Filters },
      { MaxResults: 1_000, Filters, NextToken: 'b' },
      { MaxResults: 1_000, Filters, NextToken: 'c' },
    ]);
    expect(limiter.log).toEqual(['take filtered', 'take filtered', 'take filtered']);
  });

  it('prefetches the next page while one is processed, and not the one after it', async () => {
    mock.on(DescribeInstancesCommand).callsFake(async ({ NextToken = '0' }: { NextToken?: string }) => ({
      Reservations: [reservation(`i-${NextToken}`)],
      NextToken: String(Number(NextToken) + 1),
    }));
    const asked: number[] = [];
    for await (const page of ec2().describeInstances()) {
      await new Promise(setImmediate);
      asked.push(inputs().length);
      if (page[0]?.InstanceId === 'i-2') break;
    }
    expect(asked).toEqual([2, 3, 4]);
  });

  it('aborts the call for the next page when the caller stops', async () => {
    mock.on(DescribeInstancesCommand).callsFake(async () => ({
      Reservations: [reservation('i-1')],
      NextToken: String(inputs().length),
    }));
    for await (const _ of ec2().describeInstances()) {
      await new Promise(setImmediate);
      break;
    }
    const options = mock.commandCalls(DescribeInstancesCommand).map((call) => call.args.at(1));
    expect(options).toEqual([
      { abortSignal: expect.any(AbortSignal) },
      { abortSignal: expect.objectContaining({ aborted: true }) },
    ]);
  });

  it('stops after the first page if that is enough', async () => {
    mock.on(DescribeInstancesCommand).resolves({ Reservations: [reservation('i-1')], NextToken: 'b' });
    expect(await idsOf(ec2().describeInstances({ firstPageOnly: true }))).toEqual([['i-1']]);
    expect(inputs()).toHaveLength(1);
  });

  it('is an error if a token is repeated, not endless', async () => {
    mock
      .on(DescribeInstancesCommand)
      .resolvesOnce({ NextToken: 'b' })
      .resolvesOnce({ NextToken: 'c' })
      .resolves({ NextToken: 'b' });
    await expect(idsOf(ec2().describeInstances())).rejects.toMatchObject({
      code: 'aws-ec2.pages.loop',
      fault: 'service',
    });
    expect(inputs()).toHaveLength(3);
  });

  it('is an error if the token of a page has expired: a part is not the whole', async () => {
    mock
      .on(DescribeInstancesCommand)
      .resolvesOnce({ Reservations: [reservation('i-1')], NextToken: 'b' })
      .rejects(awsError('InvalidNextToken', 'The token has expired'));
    await expect(idsOf(ec2().describeInstances())).rejects.toMatchObject({
      code: 'aws-ec2.describe-instances-failed',
      details: { reason: 'refused', region: 'eu-central-1' },
    });
  });

  it('continues slower after throttling', async () => {
    mock
      .on(DescribeInstancesCommand)
      .rejectsOnce(awsError('RequestLimitExceeded', 'Request limit exceeded.', 503))
      .resolves({ Reservations: [reservation('i-1')] });
    expect(await idsOf(ec2().describeInstances())).toEqual([['i-1']]);
    expect(limiter.log).toEqual(['take filtered', 'throttled filtered', 'take filtered']);
  });

  it.each([
    ['UnauthorizedOperation', 403, 'access-denied'],
    ['AuthFailure', 401, 'bad-credentials'],
    ['TimeoutError', 0, 'timeout'],
  ])('%s is reported with the region and the reason', async (name, status, reason) => {
    mock.on(DescribeInstancesCommand).rejects(awsError(name, 'why', status));
    const error = await idsOf(ec2().describeInstances()).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'aws-ec2.describe-instances-failed',
      details: { reason, region: 'eu-central-1' },
    });
    expect((error as Error).message).toMatch(/^could not list the instances in region eu-central-1: /);
  });

  it('ends with the reason of the interruption', async () => {
    const reason = new Error('enough');
    mock.on(DescribeInstancesCommand).resolves({});
    const listing = ec2().describeInstances({}, { signal: AbortSignal.abort(reason) });
    await expect(idsOf(listing)).rejects.toBe(reason);
  });
});

describe('instances by their ids', () => {
  it('are requested in parts, never with a page size, each id once', async () => {
    const ids = Array.from({ length: 501 }, (_, i) => `i-${i}`);
    mock.on(DescribeInstancesCommand).resolves({ Reservations: [reservation('i-1')] });
    await idsOf(ec2().describeInstances({ instanceIds: [...ids, 'i-0', 'i-500'] }));
    expect(inputs()).toEqual([{ InstanceIds: ids.slice(0, 500) }, { InstanceIds: ['i-500'] }]);
    expect(limiter.log).toEqual(['take unfiltered', 'take unfiltered']);
  });

  it('with a filter take tokens from the bucket for filtered calls', async () => {
    mock.on(DescribeInstancesCommand).resolves({});
    const filters = [{ name: 'instance-state-name', values: ['running'] }];
    await idsOf(ec2().describeInstances({ instanceIds: ['i-1'], filters }));
    expect(limiter.log).toEqual(['take filtered']);
  });

  it('are none if none is requested, rather than all', async () => {
    mock.on(DescribeInstancesCommand).resolves({ Reservations: [reservation('i-1')] });
    expect(await idsOf(ec2().describeInstances({ instanceIds: [] }))).toEqual([]);
    expect(inputs()).toEqual([]);
  });

  it.each([
    ["The instance ID 'i-0123456789abcdef0' does not exist", ['i-0123456789abcdef0']],
    ["The instance IDs 'i-00000001, i-00000002' do not exist", ['i-00000001', 'i-00000002']],
  ])('that do not exist are named: %s', async (message, instanceIds) => {
    mock.on(DescribeInstancesCommand).rejects(awsError('InvalidInstanceID.NotFound', message));
    const error = await idsOf(ec2().describeInstances({ instanceIds })).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'aws-ec2.instance.not-found',
      fault: 'user',
      details: { instanceIds },
    });
    expect((error as Error).message).toContain(`${instanceIds.join(', ')} does not exist`);
  });

  it('that are not valid are named', async () => {
    mock
      .on(DescribeInstancesCommand)
      .rejects(awsError('InvalidInstanceID.Malformed', 'Invalid id: "web-1" (expecting "i-...")'));
    await expect(idsOf(ec2().describeInstances({ instanceIds: ['web-1'] }))).rejects.toMatchObject({
      code: 'aws-ec2.instance.malformed-id',
      details: { instanceIds: ['web-1'] },
    });
  });
});

describe('a filter', () => {
  it.each([
    [[{ name: 'tag:Name', values: [] }], 'has no value'],
    [
      [{ name: 'tag:Name', values: Array.from({ length: 201 }, String) }],
      '"tag:Name" has 201 values; EC2 accepts 200',
    ],
    [Array.from({ length: 51 }, (_, i) => ({ name: `tag:${i}`, values: ['x'] })), '51 filters are too many'],
  ])('that EC2 would refuse or ignore is refused', async (filters, text) => {
    const error = await idsOf(ec2().describeInstances({ filters })).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'aws-ec2.filter.invalid', message: expect.stringContaining(text) });
    expect(inputs()).toEqual([]);
  });
});
