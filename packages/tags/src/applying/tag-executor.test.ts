import { describe, expect, test } from 'vitest';
import { createTagExecutor, type TagExecutorDeps } from './tag-executor.ts';
import { changeOf } from './testing/change-of.ts';
import { arnOf, createMemoryAccount, resourceOf, serviceError } from './testing/memory-account.ts';

function createStage(
  resources: Parameters<typeof createMemoryAccount>[0],
  answers: Partial<TagExecutorDeps> = {},
) {
  const account = createMemoryAccount(resources, { now: () => 0, random: () => 0 });
  return { account, executor: createTagExecutor({ ...account.depsFor(() => {}), ...answers }) };
}

describe('reading', () => {
  test('reads the tags of all services, also of what was never tagged, and reports what is gone', async () => {
    const { executor } = createStage([
      resourceOf('ec2:volume', 'vol-1', { Project: 'shop' }),
      resourceOf('ec2:instance', 'i-1', {}),
      resourceOf('sns:topic', 't-1', { Project: '' }),
      resourceOf('s3:bucket', 'never', {}),
    ]);
    const changes = [
      changeOf('ec2:volume', 'vol-1', 'Project', null, 'x'),
      changeOf('ec2:volume', 'vol-1', 'Owner', null, 'x'),
      changeOf('ec2:volume', 'vol-1', 'toString', null, 'x'),
      changeOf('ec2:volume', 'vol-2', 'Project', null, 'x'),
      changeOf('ec2:instance', 'i-1', 'Project', null, 'x'),
      changeOf('sns:topic', 't-1', 'Project', null, 'x'),
      changeOf('sns:topic', 't-2', 'Project', null, 'x'),
      changeOf('s3:bucket', 'never', 'Project', null, 'x'),
    ];
    expect(Object.fromEntries(await executor.read(changes))).toEqual({
      'vol-1#Project': { value: 'shop' },
      'vol-1#Owner': { value: null },
      'vol-1#toString': { value: null },
      'vol-2#Project': 'gone',
      'i-1#Project': { value: null },
      't-1#Project': { value: '' },
      't-2#Project': 'gone',
      'never#Project': { value: null },
    });
  });

  test('what only the tagging API has, and it returns no more, is gone', async () => {
    const { executor } = createStage([resourceOf('rds:db', 'db-1', { Project: '' })], {
      nativeTags: async () => null,
    });
    const changes = ['db-1', 'db-2'].map((id) => changeOf('rds:db', id, 'Project', null, 'x'));
    expect(Object.fromEntries(await executor.read(changes))).toEqual({
      'db-1#Project': { value: '' },
      'db-2#Project': 'gone',
    });
  });

  test('does not treat as absent what its service does not return', async () => {
    const { executor } = createStage([resourceOf('sns:topic', 't-1', {})], { nativeTags: async () => null });
    await expect(executor.read([changeOf('sns:topic', 't-1', 'Project', null, 'x')])).rejects.toMatchObject({
      code: 'tags.read.unknown',
    });
  });
});

describe('applying', () => {
  test('reports each change of each resource that failed', async () => {
    const { account, executor } = createStage([
      resourceOf('sns:topic', 't-1', {}),
      resourceOf('sns:topic', 't-2', {}),
    ]);
    account.denied.add(arnOf('sns:topic', 't-2'));
    const changes = ['t-1', 't-2'].flatMap((id) => [
      changeOf('sns:topic', id, 'Project', null, 'shop'),
      changeOf('sns:topic', id, 'Owner', null, 'ann'),
    ]);
    expect((await executor.apply(changes)).failed).toEqual(
      ['t-2#Project', 't-2#Owner'].map((id) => ({
        id,
        code: 'AccessDeniedException',
        message: 'no',
        retryable: false,
      })),
    );
    expect(account.tags()[arnOf('sns:topic', 't-1')]).toEqual({ Project: 'shop', Owner: 'ann' });
    expect(account.calls).toEqual([{ api: 'TagResources', size: 2 }]);
  });

  test('a failure of what was not in the call is not ignored', async () => {
    const failed = [
      { arn: 'arn:aws:sns:eu-west-1:111122223333:other', code: 'C', message: 'm', retryable: false },
    ];
    const stage = createStage([resourceOf('sns:topic', 't-1', {})]);
    const deps = stage.account.depsFor(() => {});
    const executor = createTagExecutor({
      ...deps,
      taggingFor: (...place) => ({ ...deps.taggingFor(...place), tagResources: async () => ({ failed }) }),
    });
    await expect(executor.apply([changeOf('sns:topic', 't-1', 'Project', null, 'x')])).rejects.toMatchObject({
      code: 'tags.apply.unknown-failure',
    });
  });

  test('a tag of EC2 that has another value by then is not removed', async () => {
    const { account, executor } = createStage([resourceOf('ec2:volume', 'vol-1', { temp: 'new' })]);
    await executor.apply([changeOf('ec2:volume', 'vol-1', 'temp', 'old', null)]);
    expect(account.tags()[arnOf('ec2:volume', 'vol-1')]).toEqual({ temp: 'new' });
  });

  test('a value that is not a string is refused before any call', () => {
    const { account, executor } = createStage([]);
    const broken = { ...changeOf('ec2:volume', 'vol-1', 'Project', null, 'x'), after: 7 };
    expect(() => executor.batches([broken])).toThrow(expect.objectContaining({ code: 'tags.plan.no-text' }));
    expect(account.calls).toEqual([]);
  });
});

test.each([
  ['RequestLimitExceeded', true, false],
  ['ThrottledException', true, false],
  ['TimeoutError', true, false],
  ['UnauthorizedOperation', false, false],
  ['InvalidVolume.NotFound', false, false],
  ['ExpiredToken', false, true],
  ['AuthFailure', false, true],
])('after %s: retryable %s, fatal %s', (name, again, never) => {
  const { executor } = createStage([]);
  const error = serviceError(name, 'no');
  expect(executor.isRetryable?.(error)).toBe(again);
  expect(executor.isFatal?.(error)).toBe(never);
});
