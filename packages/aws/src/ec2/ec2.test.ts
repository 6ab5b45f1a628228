import { DescribeInstanceTypesCommand, DescribeRegionsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createEc2Client } from './client.ts';
import { createEc2 } from './ec2.ts';
import { createOpenLimiter } from './testing/open-limiter.ts';

const mock = mockClient(EC2Client);
afterAll(() => mock.restore());
const limiter = createOpenLimiter();
const ec2 = createEc2({ client: new EC2Client({ region: 'eu-central-1' }), limiter });

beforeEach(() => {
  mock.reset();
});

function refusal(name: string, message: string): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode: 400 } });
}

describe('instance types', () => {
  it('are requested by the hundred', async () => {
    const names = Array.from({ length: 101 }, (_, i) => `m7g.${i}xlarge`);
    mock
      .on(DescribeInstanceTypesCommand)
      .callsFake(async ({ InstanceTypes }: { InstanceTypes: string[] }) => ({
        InstanceTypes: InstanceTypes.map((InstanceType) => ({ InstanceType })),
      }));
    const found = await ec2.describeInstanceTypes(names);
    expect(found.map((type) => type.InstanceType)).toEqual(names);
    const calls = mock.commandCalls(DescribeInstanceTypesCommand);
    expect(calls.map((call) => call.args[0].input.InstanceTypes?.length)).toEqual([100, 1]);
  });

  it('that a region does not have are named', async () => {
    const message = 'The following supplied instance types do not exist: [m7g.huge, t9.nano]';
    mock.on(DescribeInstanceTypesCommand).rejects(refusal('InvalidInstanceType', message));
    await expect(ec2.describeInstanceTypes(['m7g.huge', 't9.nano'])).rejects.toMatchObject({
      code: 'aws-ec2.instance-type.not-found',
      message: 'EC2 has no instance type m7g.huge, t9.nano in region eu-central-1',
      details: { instanceTypes: ['m7g.huge', 't9.nano'] },
    });
  });
});

describe('regions', () => {
  it('are returned with their opt-in status', async () => {
    mock.on(DescribeRegionsCommand, { AllRegions: true }).resolves({
      Regions: [
        { RegionName: 'us-east-1', OptInStatus: 'opt-in-not-required' },
        { RegionName: 'af-south-1', OptInStatus: 'not-opted-in' },
      ],
    });
    expect(await ec2.describeRegions({ allRegions: true })).toEqual([
      { name: 'us-east-1', optInStatus: 'opt-in-not-required' },
      { name: 'af-south-1', optInStatus: 'not-opted-in' },
    ]);
  });

  it('that cannot be listed are an error with the reason', async () => {
    mock
      .on(DescribeRegionsCommand)
      .rejects(refusal('UnauthorizedOperation', 'You are not authorized to perform this operation.'));
    await expect(ec2.describeRegions()).rejects.toMatchObject({
      code: 'aws-ec2.describe-regions-failed',
      details: { reason: 'access-denied' },
    });
  });
});

it('leaves retries to the code with the token buckets', async () => {
  const client = createEc2Client({ region: 'eu-central-1', maxAttempts: 9 });
  expect(await client.config.maxAttempts()).toBe(1);
});
