import {
  type Ec2Tagging,
  parseEc2Arn,
  type TaggableKind,
  type TaggableResource,
} from '@groundcrew/aws/ec2/tagging';
import type { Change, Executor } from '@groundcrew/plan';
import { describe, expect, it } from 'vitest';
import type { Tags } from '../model.ts';
import type { TagPolicy } from '../policy/index.ts';
import { type Creation, readCreation } from './read-creation.ts';
import { creationError, tagCreation } from './tag-creation.ts';
import { apiCallEvent, runInstancesEvent } from './testing/creation-events.ts';

const madeAtMs = Date.parse('2026-11-21T15:00:00Z');
const everywhere = { types: ['*'], regions: ['*'], accounts: ['*'] };
const policy: TagPolicy = {
  version: 1,
  file: 'policy.yaml',
  keys: [
    {
      key: 'Project',
      required: true,
      appliesTo: everywhere,
      variants: [],
      ignoreCase: true,
      inherit: ['instance', 'subnet', 'vpc'],
      default: 'unassigned',
    },
  ],
  forbidden: [],
  exemptions: [],
};

interface CreatedResource extends Partial<TaggableResource> {
  readonly kind: TaggableKind;
  readonly id: string;
  /** The milliseconds after the creation from which EC2 returns it. */
  readonly visibleAfterMs?: number;
}

/** A small EC2, a bucket or two, and a clock that only waiting moves. */
function createWorld(
  resources: readonly CreatedResource[],
  native: Readonly<Record<string, Tags | 'gone' | null>> = {},
) {
  let nowMs = madeAtMs + 1_000;
  const tags = new Map(resources.map((resource) => [resource.id, { ...resource.tags }]));
  const nativeTags = new Map(Object.entries(native));
  const asked: string[] = [];
  const calls: (readonly Change[])[] = [];
  const refusals: ((batch: readonly Change[]) => void)[] = [];

  const describeTaggable: Ec2Tagging['describeTaggable'] = async function* (kind, query = {}) {
    asked.push(kind);
    const { ids, attachedTo } = query as { ids?: readonly string[]; attachedTo?: readonly string[] };
    const found = resources.filter(
      ({ id, kind: its, parents, visibleAfterMs = 0 }) =>
        its === kind &&
        nowMs - madeAtMs >= visibleAfterMs &&
        (ids?.includes(id) ?? attachedTo?.includes(parents?.instance ?? '')),
    );
    yield found.map((resource) => ({
      parents: {},
      ...resource,
      tags: tags.get(resource.id)!,
    }));
  };
  const executor: Pick<Executor, 'batches' | 'apply' | 'isRetryable'> = {
    batches: (changes) => (changes.length > 0 ? [changes] : []),
    isRetryable: (error) => (error as Error).message === 'slow down',
    async apply(batch) {
      calls.push(batch);
      for (const refuse of refusals) refuse(batch);
      for (const { target, field, after } of batch) {
        const id = parseEc2Arn(target.resource)?.id;
        if (id === undefined) {
          nativeTags.set(target.resource, {
            ...(nativeTags.get(target.resource) as Tags),
            [field]: after as string,
          });
        } else tags.get(id)![field] = after as string;
      }
      return { failed: [] };
    },
  };
  return {
    asked,
    calls,
    refusals,
    tagsOf: (id: string) => tags.get(id),
    nativeTags,
    advance: (ms: number) => {
      nowMs += ms;
    },
    run: (event: unknown) =>
      tagCreation(
        readCreation(event) as Creation,
        { policy, createdByKey: 'CreatedBy' },
        {
          ec2: { describeTaggable },
          nativeTags: async (arn) => nativeTags.get(arn)!,
          executor,
          retryPolicy: {
            now: () => nowMs,
            random: () => 0,
            sleep: async (ms) => {
              nowMs += ms;
            },
          },
        },
      ),
  };
}

const instance = (id: string, more: Partial<CreatedResource> = {}): CreatedResource => ({
  kind: 'ec2:instance',
  id,
  parents: { subnet: 'subnet-1' },
  ...more,
});
const eni = (id: string): CreatedResource => ({
  kind: 'ec2:network-interface',
  id,
  parents: { instance: id.replace('eni', 'i') },
});
const volume = (id: string, of: string, more: Partial<CreatedResource> = {}): CreatedResource => ({
  kind: 'ec2:volume',
  id,
  parents: { instance: of },
  createdAt: '2026-11-21T15:00:01.000Z',
  ...more,
});
const networks: readonly CreatedResource[] = [
  { kind: 'ec2:subnet', id: 'subnet-1', parents: { vpc: 'vpc-1' } },
  { kind: 'ec2:vpc', id: 'vpc-1', tags: { Project: 'shop' } },
];
const createBucket = apiCallEvent({
  service: 's3',
  eventName: 'CreateBucket',
  requestParameters: { bucketName: 'photos' },
});

describe('tagCreation', () => {
  it('tags an instance with its volumes and network interfaces, handing down what its VPC has', async () => {
    const world = createWorld([...networks, instance('i-1'), eni('eni-1'), volume('vol-1', 'i-1')]);

    const outcome = await world.run(runInstancesEvent(['i-1']));

    expect(outcome).toMatchObject({ added: 6, notYet: [], gone: [], failed: [] });
    expect(outcome.found).toHaveLength(3);
    for (const id of ['i-1', 'eni-1', 'vol-1']) {
      expect(world.tagsOf(id)).toEqual({ CreatedBy: 'ann', Project: 'shop' });
    }
    expect(world.asked).toEqual([
      'ec2:instance',
      'ec2:network-interface',
      'ec2:volume',
      'ec2:subnet',
      'ec2:vpc',
    ]);
  });

  it('does nothing if the event is delivered again', async () => {
    const world = createWorld([...networks, instance('i-1'), eni('eni-1'), volume('vol-1', 'i-1')]);
    await world.run(runInstancesEvent(['i-1']));

    expect(await world.run(runInstancesEvent(['i-1']))).toMatchObject({ added: 0, failed: [] });
    expect(world.calls).toHaveLength(1);
  });

  it('waits for what EC2 does not return yet, and tags all of it', async () => {
    const world = createWorld([
      ...networks,
      instance('i-1', { visibleAfterMs: 1_500 }),
      eni('eni-1'),
      volume('vol-1', 'i-1', { visibleAfterMs: 3_000 }),
    ]);

    expect(await world.run(runInstancesEvent(['i-1']))).toMatchObject({ added: 6, notYet: [] });
  });

  it('fails for a retry of the event if the wait was in vain, and tags what there was', async () => {
    const world = createWorld([...networks, instance('i-1', { visibleAfterMs: 60_000 }), eni('eni-1')]);

    const first = await world.run(runInstancesEvent(['i-1']));
    world.advance(60_000);
    const second = await world.run(runInstancesEvent(['i-1']));

    expect(first.notYet).toEqual(['arn:aws:ec2:eu-west-1:123456789012:instance/i-1']);
    expect(creationError(first)).toMatchObject({ code: 'tags.creation.not-yet', fault: 'service' });
    expect(world.tagsOf('eni-1')).toMatchObject({ CreatedBy: 'ann' });
    expect(creationError(second)).toBeUndefined();
    expect(world.tagsOf('i-1')).toMatchObject({ CreatedBy: 'ann' });
  });

  it('treats as deleted what does not exist long after, without waiting', async () => {
    const world = createWorld([]);
    world.advance(3_600_000);

    const outcome = await world.run(runInstancesEvent(['i-1']));

    expect(outcome).toMatchObject({ added: 0, notYet: [], gone: [expect.any(String), expect.any(String)] });
    expect(creationError(outcome)).toBeUndefined();
    expect(world.asked.filter((kind) => kind === 'ec2:instance')).toHaveLength(1);
  });

  it('leaves a volume alone that is older than its instance', async () => {
    const old = volume('vol-1', 'i-1', { createdAt: '2026-11-20T15:00:00.000Z' });
    const world = createWorld([...networks, instance('i-1'), eni('eni-1'), old]);

    await world.run(runInstancesEvent(['i-1']));

    expect(world.tagsOf('vol-1')).toEqual({});
  });

  it('does with an instance that has no volumes', async () => {
    const world = createWorld([...networks, instance('i-1'), eni('eni-1')]);

    const outcome = await world.run(runInstancesEvent(['i-1']));

    expect(outcome).toMatchObject({ added: 4 });
    expect(creationError(outcome)).toBeUndefined();
  });

  it('retries if it is throttled', async () => {
    const world = createWorld([...networks, instance('i-1'), eni('eni-1'), volume('vol-1', 'i-1')]);
    world.refusals.push(() => {
      if (world.calls.length === 1) throw new Error('slow down');
    });

    expect(await world.run(runInstancesEvent(['i-1']))).toMatchObject({ added: 6, failed: [] });
  });

  it('tags the others if one cannot be tagged, and reports which', async () => {
    const world = createWorld([...networks, instance('i-1'), eni('eni-1'), volume('vol-1', 'i-1')]);
    world.refusals.push((batch) => {
      if (!batch.some(({ target }) => target.resource.endsWith('vol-1'))) return;
      throw Object.assign(new Error('not this one'), { name: 'UnauthorizedOperation' });
    });

    const outcome = await world.run(runInstancesEvent(['i-1']));

    expect(outcome).toMatchObject({
      added: 4,
      failed: [
        { id: expect.stringContaining('vol-1#'), code: 'UnauthorizedOperation' },
        { id: expect.stringContaining('vol-1#'), code: 'UnauthorizedOperation' },
      ],
    });
    expect(creationError(outcome)).toMatchObject({
      code: 'tags.creation.failed',
      message: expect.stringContaining('not this one'),
    });
    expect(world.tagsOf('i-1')).toMatchObject({ Project: 'shop' });
  });

  it('tags a bucket, and preserves the tags that it has', async () => {
    const world = createWorld([], { 'arn:aws:s3:::photos': { Project: 'album' } });

    expect(await world.run(createBucket)).toMatchObject({ added: 1 });
    expect(world.nativeTags.get('arn:aws:s3:::photos')).toEqual({ Project: 'album', CreatedBy: 'ann' });
  });

  it('does not tag what may have the tags already', async () => {
    const world = createWorld([], { 'arn:aws:s3:::photos': null });

    const outcome = await world.run(createBucket);

    expect(outcome).toMatchObject({ added: 0, unreadable: ['arn:aws:s3:::photos'] });
    expect(creationError(outcome)).toMatchObject({ code: 'tags.creation.unreadable' });
    expect(world.calls).toEqual([]);
  });
});
