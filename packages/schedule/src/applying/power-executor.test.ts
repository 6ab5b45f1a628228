import { GroundcrewError } from '@groundcrew/errors';
import { type Change, sendBatch } from '@groundcrew/plan';
import { describe, expect, test } from 'vitest';
import { noEc2, noServices } from '../testing/no-services.ts';
import { stepText } from '../planning/steps.ts';
import { batchesOf, createPowerExecutor } from './power-executor.ts';

const accountId = '111122223333';
const region = 'eu-west-1';

function change(id: string, after: 'running' | 'stopped' = 'running', source?: string): Change {
  const resource = `arn:aws:ec2:${region}:${accountId}:instance/${id}`;
  return {
    id: `${resource}#state`,
    target: { accountId, region, resource },
    field: 'state',
    before: after === 'running' ? 'stopped' : 'running',
    after,
    reason: 'office-hours',
    ...(source !== undefined && { source }),
  };
}

/** EC2 that refuses whole calls with one of these ids, and knows these states. */
function fakeEc2(states: Map<string, string>, refused: ReadonlyMap<string, string> = new Map()) {
  const calls: string[][] = [];
  const act = async (ids: readonly string[], state: string) => {
    calls.push([...ids]);
    const name = ids.map((id) => refused.get(id)).find((found) => found !== undefined);
    if (name !== undefined) {
      const cause = Object.assign(new Error(name), { name });
      throw new GroundcrewError('aws-ec2.start-instances-failed', `refused: ${name}`, {
        cause,
        details: { awsError: name },
      });
    }
    for (const id of ids) states.set(id, state);
  };
  const executor = createPowerExecutor({
    now: () => 0,
    sleep: async () => undefined,
    services: {
      ...noServices,
      ec2For: () => ({
        ...noEc2,
        startInstances: (ids) => act(ids, 'running'),
        stopInstances: (ids) => act(ids, 'stopped'),
        async *describeInstances({ instanceIds = [] } = {}) {
          const gone = instanceIds.filter((id) => !states.has(id));
          if (gone.length > 0)
            throw new GroundcrewError('aws-ec2.instance.not-found', 'gone', {
              details: { instanceIds: gone },
            });
          yield instanceIds.map((id) => ({ InstanceId: id, State: { Name: states.get(id) } }));
        },
      }),
    },
  });
  return { executor, calls };
}

async function send(changes: readonly Change[], { executor }: ReturnType<typeof fakeEc2>) {
  const outcome = { done: [] as string[], failed: [] as { id: string; code: string }[] };
  for (const batch of executor.batches(changes)) {
    await sendBatch(batch, {
      executor,
      retryPolicy: { now: () => 0, sleep: async () => undefined, random: () => 0 },
      onCall: () => undefined,
      onOutcome: async ({ done, failed }) => {
        outcome.done.push(...done);
        outcome.failed.push(...failed);
      },
    });
  }
  return outcome;
}

test('states are read, and what does not exist or is terminated is gone', async () => {
  const { executor } = fakeEc2(
    new Map([
      ['i-1', 'running'],
      ['i-2', 'terminated'],
    ]),
  );
  const changes = ['i-1', 'i-2', 'i-3'].map((id) => change(id));
  const read = await executor.read(changes);
  expect(changes.map(({ id }) => read.get(id))).toEqual([{ value: 'running' }, 'gone', 'gone']);
});

test.each(['InsufficientInstanceCapacity', 'IncorrectInstanceState', 'UnsupportedOperation'])(
  'a batch that is refused with %s is split down to the culprit, and all others are started',
  async (name) => {
    const ids = Array.from({ length: 20 }, (_, index) => `i-${index}`);
    const states = new Map(ids.map((id) => [id, 'stopped']));
    const ec2 = fakeEc2(states, new Map([['i-13', name]]));
    const { done, failed } = await send(
      ids.map((id) => change(id)),
      ec2,
    );
    expect(done).toHaveLength(19);
    expect(failed).toMatchObject([{ id: change('i-13').id, code: name }]);
    expect([...states.values()].filter((state) => state === 'running')).toHaveLength(19);
    // One for all, and two for each halving.
    expect(ec2.calls.length).toBeLessThanOrEqual(1 + 2 * Math.ceil(Math.log2(20)));
  },
);

describe('calls', () => {
  test('have up to a hundred instances of one account, region and direction', () => {
    const starts = Array.from({ length: 250 }, (_, index) => change(`i-${index}`));
    const batches = batchesOf([...starts, change('i-x', 'stopped')]);
    expect(batches.map((batch) => batch.length)).toEqual([100, 100, 50, 1]);
  });

  test('of a group are made one step after the other', () => {
    const step = (number: number) =>
      stepText({ group: 'shop, (a)', step: number, steps: 2, waitMinutes: 15 });
    const batches = batchesOf([
      change('i-web', 'running', step(2)),
      change('i-db', 'running', step(1)),
      change('i-x'),
    ]);
    expect(batches.flat().map(({ target }) => target.resource.split('/')[1])).toEqual([
      'i-x',
      'i-db',
      'i-web',
    ]);
    expect(batches).toHaveLength(3);
  });
});
