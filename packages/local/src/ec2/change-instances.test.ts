import { DescribeInstancesCommand, StartInstancesCommand, StopInstancesCommand } from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import type { AccountInstance } from '../account/index.ts';
import { startAccounts } from '../testing/start-accounts.ts';

const region = 'us-east-1';
const [web, db] = ['i-00000001', 'i-00000002'] as const;

async function start(instances: readonly AccountInstance[]) {
  const document = { accounts: [{ id: '111111111111', regions: { [region]: { instances } } }] };
  const { ec2, clock, local } = await startAccounts(document, {
    instanceDelays: { startMs: 1000, stopMs: 2000 },
  });
  const client = ec2(region);
  return {
    client,
    clock,
    local,
    start: (...InstanceIds: string[]) => client.send(new StartInstancesCommand({ InstanceIds })),
    stop: (...InstanceIds: string[]) => client.send(new StopInstancesCommand({ InstanceIds })),
    async describe(id: string) {
      const { Reservations } = await client.send(new DescribeInstancesCommand({ InstanceIds: [id] }));
      return Reservations![0]!.Instances![0]!;
    },
  };
}

test('an instance stops and starts, by the clock, and states since when', async () => {
  const ec2 = await start([
    { id: web, type: 't3.micro', publicIp: true, launchTime: '2025-01-01T00:00:00Z' },
  ]);
  const { StoppingInstances } = await ec2.stop(web);
  expect(StoppingInstances).toMatchObject([
    {
      InstanceId: web,
      PreviousState: { Name: 'running', Code: 16 },
      CurrentState: { Name: 'stopping', Code: 64 },
    },
  ]);
  const stoppedAtMs = ec2.clock.now();
  expect((await ec2.describe(web)).State?.Name).toBe('stopping');
  ec2.clock.advance(2000);
  const stopped = await ec2.describe(web);
  expect(stopped).toMatchObject({
    State: { Name: 'stopped' },
    LaunchTime: new Date('2025-01-01T00:00:00Z'),
    StateTransitionReason: `User initiated (${new Date(stoppedAtMs).toISOString().slice(0, 19).replace('T', ' ')} GMT)`,
  });
  expect(stopped.PublicIpAddress).toBeUndefined();
  ec2.clock.advance(3000);
  const { StartingInstances } = await ec2.start(web);
  expect(StartingInstances).toMatchObject([
    { PreviousState: { Name: 'stopped' }, CurrentState: { Name: 'pending' } },
  ]);
  const startedAt = new Date(ec2.clock.now());
  expect((await ec2.describe(web)).State?.Name).toBe('pending');
  ec2.clock.advance(1000);
  const running = await ec2.describe(web);
  expect(running).toMatchObject({ State: { Name: 'running' }, LaunchTime: startedAt });
  expect(running.PublicIpAddress).toMatch(/^198\./);
});

test('filters go by the state that it has now', async () => {
  const ec2 = await start([{ id: web, type: 't3.micro' }]);
  await ec2.stop(web);
  ec2.clock.advance(2000);
  const Filters = [{ Name: 'instance-state-name', Values: ['stopped'] }];
  const { Reservations } = await ec2.client.send(new DescribeInstancesCommand({ Filters }));
  expect(Reservations).toHaveLength(1);
});

test('what is as it should be is answered, and not changed', async () => {
  const ec2 = await start([
    { id: web, type: 't3.micro' },
    { id: db, type: 't3.micro', state: 'stopped' },
  ]);
  const launched = (await ec2.describe(web)).LaunchTime;
  ec2.clock.advance(5000);
  expect((await ec2.start(web)).StartingInstances).toMatchObject([{ CurrentState: { Name: 'running' } }]);
  expect((await ec2.stop(db)).StoppingInstances).toMatchObject([{ CurrentState: { Name: 'stopped' } }]);
  expect((await ec2.describe(web)).LaunchTime).toEqual(launched);
});

test.each([
  ['start', { state: 'terminated' }, 'IncorrectInstanceState'],
  ['start', { state: 'stopped', startFault: 'capacity' }, 'InsufficientInstanceCapacity'],
  ['stop', { state: 'pending' }, 'IncorrectInstanceState'],
  ['stop', { lifecycle: 'spot' }, 'UnsupportedOperation'],
  ['stop', { rootDevice: 'instance-store' }, 'UnsupportedOperation'],
] satisfies ['start' | 'stop', Partial<AccountInstance>, string][])(
  'a call to %s one of %j is refused as a whole with %s',
  async (action, odd, name) => {
    const state = action === 'start' ? 'stopped' : 'running';
    const ec2 = await start([
      { id: web, type: 't3.micro', state },
      { id: db, type: 't3.micro', ...odd },
    ]);
    await expect(ec2[action](web, db)).rejects.toMatchObject({ name });
    expect((await ec2.describe(web)).State?.Name).toBe(state);
  },
);

test('a persistent spot instance stops', async () => {
  const ec2 = await start([{ id: web, type: 't3.micro', lifecycle: 'spot', spotType: 'persistent' }]);
  expect((await ec2.stop(web)).StoppingInstances).toMatchObject([{ CurrentState: { Name: 'stopping' } }]);
});

test('an instance whose key may not be used starts, and is stopped again with the reason', async () => {
  const ec2 = await start([{ id: web, type: 't3.micro', state: 'stopped', startFault: 'kms' }]);
  expect((await ec2.start(web)).StartingInstances).toMatchObject([{ CurrentState: { Name: 'pending' } }]);
  ec2.clock.advance(1000);
  expect(await ec2.describe(web)).toMatchObject({
    State: { Name: 'stopped' },
    StateReason: { Code: 'Client.InternalError' },
    StateTransitionReason: 'Client.InternalError: Client error on launch',
  });
});

test('an unknown id, and none, are refused', async () => {
  const ec2 = await start([{ id: web, type: 't3.micro' }]);
  await expect(ec2.start(web, 'i-0000000f')).rejects.toMatchObject({ name: 'InvalidInstanceID.NotFound' });
  await expect(ec2.start('web')).rejects.toMatchObject({ name: 'InvalidInstanceID.Malformed' });
  await expect(ec2.stop()).rejects.toMatchObject({ name: 'MissingParameter' });
});

test('each instance of a call is a resource of its permission', async () => {
  const ec2 = await start([
    { id: web, type: 't3.micro' },
    { id: db, type: 't3.micro' },
  ]);
  await ec2.stop(web, db);
  expect(ec2.local.calls().at(-1)).toMatchObject({
    action: 'ec2:StopInstances',
    resource: `arn:aws:ec2:${region}:111111111111:instance/${web}`,
  });
});
