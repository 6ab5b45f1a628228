import { EC2Client, StartInstancesCommand, StopInstancesCommand } from '@aws-sdk/client-ec2';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { createEc2Power } from './ec2-power.ts';
import { createOpenLimiter } from './testing/open-limiter.ts';

const mock = mockClient(EC2Client);
afterAll(() => mock.restore());
beforeEach(() => mock.reset());
const client = new EC2Client({ region: 'eu-central-1' });

function power() {
  const limiter = createOpenLimiter();
  return { limiter, ec2: createEc2Power({ client, limiter, random: () => 0, sleep: async () => undefined }) };
}

test('all ids go in one call, which takes a token of its bucket', async () => {
  mock.on(StartInstancesCommand).resolves({});
  mock.on(StopInstancesCommand).resolves({});
  const { ec2, limiter } = power();
  await ec2.startInstances(['i-1', 'i-2']);
  await ec2.stopInstances(['i-1']);
  await ec2.stopInstances(['i-2'], { hibernate: true });
  expect(mock.calls().map((call) => call.args[0].input)).toEqual([
    { InstanceIds: ['i-1', 'i-2'] },
    { InstanceIds: ['i-1'] },
    { InstanceIds: ['i-2'], Hibernate: true },
  ]);
  expect(limiter.log).toEqual(['take starting', 'take starting', 'take starting']);
});

test('a failure has the name that EC2 gives it, and the instances that it names; it is not tried again', async () => {
  const refused = Object.assign(new Error("The instance 'i-0000000f' is not in a state"), {
    name: 'IncorrectInstanceState',
  });
  mock.on(StartInstancesCommand).rejects(refused);
  const { ec2 } = power();
  await expect(ec2.startInstances(['i-0000000f', 'i-2'])).rejects.toMatchObject({
    code: 'aws-ec2.start-instances-failed',
    details: { awsError: 'IncorrectInstanceState', resourceIds: ['i-0000000f'], region: 'eu-central-1' },
  });
  expect(mock.calls()).toHaveLength(1);
});
