import {
  GetResourcesCommand,
  ResourceGroupsTaggingAPIClient,
  TagResourcesCommand,
  UntagResourcesCommand,
} from '@aws-sdk/client-resource-groups-tagging-api';
import { collectPages } from '@groundcrew/aws-core';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTaggingClient } from './clients.ts';
import type { GetResourcesQuery } from './tagging.ts';
import { createTagging } from './tagging.ts';

const api = mockClient(ResourceGroupsTaggingAPIClient);
afterAll(() => api.restore());
const arn = (name: string): string => `arn:aws:sqs:eu-west-1:123456789012:${name}`;
const resource = (name: string, tags: Record<string, string> = {}) => ({
  ResourceARN: arn(name),
  Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
});

function named(name: string, httpStatusCode = 400): Error {
  return Object.assign(new Error(`no: ${name}`), { name, $metadata: { httpStatusCode } });
}

function open() {
  const log: string[] = [];
  const onRestart = vi.fn<() => void>();
  const tagging = createTagging({
    client: createTaggingClient({ region: 'eu-west-1' }),
    limiter: {
      take: async (bucket) => void log.push(`take ${bucket}`),
      throttled: (bucket) => void log.push(`throttled ${bucket}`),
    },
    random: () => 0,
    sleep: async () => undefined,
    onRestart,
  });
  const names = async (query?: GetResourcesQuery) => {
    const found: string[] = [];
    for await (const page of tagging.getResources(query)) {
      for (const resource of page) found.push(resource.arn.split(':').at(-1)!);
    }
    return found;
  };
  return { tagging, names, log, onRestart };
}

beforeEach(() => {
  api.reset();
});

describe('getResources', () => {
  it('follows tokens until one is empty, a hundred resources a page', async () => {
    api
      .on(GetResourcesCommand, { PaginationToken: '' })
      .rejects(named('InvalidParameterException'))
      .on(GetResourcesCommand, { ResourcesPerPage: 100 })
      .resolves({ ResourceTagMappingList: [resource('a')], PaginationToken: '2' })
      .on(GetResourcesCommand, { PaginationToken: '2' })
      .resolves({ ResourceTagMappingList: [], PaginationToken: '3' })
      .on(GetResourcesCommand, { PaginationToken: '3' })
      .resolves({ ResourceTagMappingList: [resource('b')], PaginationToken: '' });
    expect(await open().names()).toEqual(['a', 'b']);
    expect(api.commandCalls(GetResourcesCommand)).toHaveLength(3);
  });

  it('returns tags by key, none for what was tagged once, and log groups without a star', async () => {
    const group = 'arn:aws:logs:eu-west-1:123456789012:log-group:/shop';
    api.on(GetResourcesCommand).resolves({
      ResourceTagMappingList: [resource('a', { Project: 'shop', Owner: '' }), { ResourceARN: `${group}:*` }],
    });
    expect(await collectPages(open().tagging.getResources())).toEqual([
      { arn: arn('a'), tags: { Project: 'shop', Owner: '' } },
      { arn: group, tags: {} },
    ]);
  });

  it('requests many ARNs a hundred at a time, without paging, which excludes them', async () => {
    const arns = Array.from({ length: 250 }, (_, i) => arn(`q${i}`));
    api.on(GetResourcesCommand).callsFake(({ ResourceARNList, ...rest }) => {
      expect(rest).toEqual({});
      return { ResourceTagMappingList: ResourceARNList.map((one: string) => ({ ResourceARN: one })) };
    });
    expect(await open().names({ arns })).toHaveLength(250);
    const sizes = api
      .commandCalls(GetResourcesCommand)
      .map(({ args }) => args[0].input.ResourceARNList?.length);
    expect(sizes).toEqual([100, 100, 50]);
  });

  it('makes no call without ARNs', async () => {
    expect(await open().names({ arns: [] })).toEqual([]);
    expect(api.commandCalls(GetResourcesCommand)).toEqual([]);
  });

  it('restarts once if the token has expired, and reports that', async () => {
    api
      .on(GetResourcesCommand)
      .resolvesOnce({ ResourceTagMappingList: [resource('a')], PaginationToken: 'old' })
      .rejectsOnce(named('PaginationTokenExpiredException'))
      .resolvesOnce({ ResourceTagMappingList: [resource('a')], PaginationToken: 'new' })
      .resolvesOnce({ ResourceTagMappingList: [resource('b')], PaginationToken: '' });
    const { names, onRestart } = open();
    expect(await names()).toEqual(['a', 'a', 'b']);
    expect(onRestart).toHaveBeenCalledTimes(1);
  });

  it('gives up if the token expires a second time', async () => {
    api.on(GetResourcesCommand, { PaginationToken: 't' }).rejects(named('PaginationTokenExpiredException'));
    api
      .on(GetResourcesCommand, { PaginationToken: undefined })
      .resolves({ ResourceTagMappingList: [resource('a')], PaginationToken: 't' });
    const { names, onRestart } = open();
    await expect(names()).rejects.toMatchObject({ code: 'aws-tagging.get-resources-failed' });
    expect(onRestart).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['ThrottledException', 400],
    ['InternalServiceException', 500],
  ])('retries after %s', async (name, status) => {
    api
      .on(GetResourcesCommand)
      .rejectsOnce(named(name, status))
      .resolves({ ResourceTagMappingList: [resource('a')] });
    const { names, log } = open();
    expect(await names()).toEqual(['a']);
    expect(log.filter((entry) => entry === 'take read')).toHaveLength(2);
    expect(log.includes('throttled read')).toBe(name === 'ThrottledException');
  });

  it('ends if a token is repeated', async () => {
    api
      .on(GetResourcesCommand)
      .resolves({ ResourceTagMappingList: [resource('a')], PaginationToken: 'same' });
    await expect(open().names()).rejects.toMatchObject({ code: 'aws-tagging.pages.loop', fault: 'service' });
  });

  it.each([
    ['the same page', [resource('a')]],
    ['an empty page', []],
  ])('ends if AWS returns %s with a new token each time', async (_, ResourceTagMappingList) => {
    let token = 0;
    api.on(GetResourcesCommand).callsFake(() => {
      token += 1;
      return { ResourceTagMappingList, PaginationToken: `token-${token}` };
    });
    await expect(open().names()).rejects.toMatchObject({ code: 'aws-tagging.pages.loop', fault: 'service' });
    expect(token).toBeLessThan(400);
  });

  it('throws the reason of an interruption', async () => {
    const reason = new Error('enough');
    api.on(GetResourcesCommand).rejects(named('AbortError'));
    const pages = open().tagging.getResources({}, { signal: AbortSignal.abort(reason) });
    await expect(collectPages(pages)).rejects.toBe(reason);
  });
});

describe('tagResources and untagResources', () => {
  it('report every resource that failed, and which of them may be retried', async () => {
    const entry = (ErrorCode: string, StatusCode: number) => ({ ErrorCode, StatusCode, ErrorMessage: 'why' });
    api.on(TagResourcesCommand).resolves({
      FailedResourcesMap: {
        [arn('a')]: entry('AccessDeniedException', 403),
        [arn('b')]: entry('InternalServiceException', 400),
        [arn('c')]: entry('ThrottlingException', 400),
        [arn('d')]: entry('ServiceUnavailable', 503),
        [arn('e')]: entry('InvalidParameterException', 400),
        [arn('f')]: {},
      } as never,
    });
    const { tagging, log } = open();
    const { failed } = await tagging.tagResources([arn('a')], { Project: 'shop' });
    expect(failed.map(({ arn: one, retryable }) => [one.at(-1), retryable])).toEqual([
      ['a', false],
      ['b', true],
      ['c', true],
      ['d', true],
      ['e', false],
      ['f', false],
    ]);
    expect(failed[0]).toEqual({
      arn: arn('a'),
      code: 'AccessDeniedException',
      message: 'why',
      retryable: false,
    });
    expect(log).toEqual(['take write', 'throttled write']);
  });

  it('send their input in one call', async () => {
    api.on(TagResourcesCommand).resolves({}).on(UntagResourcesCommand).resolves({});
    const { tagging } = open();
    expect(await tagging.tagResources([arn('a')], { Project: 'shop' })).toEqual({ failed: [] });
    expect(await tagging.untagResources([arn('a'), arn('b')], ['project'])).toEqual({ failed: [] });
    expect(api.commandCalls(TagResourcesCommand)[0]?.args[0].input).toEqual({
      ResourceARNList: [arn('a')],
      Tags: { Project: 'shop' },
    });
    expect(api.commandCalls(UntagResourcesCommand)[0]?.args[0].input).toEqual({
      ResourceARNList: [arn('a'), arn('b')],
      TagKeys: ['project'],
    });
  });

  it('try nothing a second time', async () => {
    api.on(TagResourcesCommand).rejects(named('ThrottledException'));
    const { tagging, log } = open();
    await expect(tagging.tagResources([arn('a')], { a: 'b' })).rejects.toMatchObject({
      code: 'aws-tagging.tag-failed',
      details: { reason: 'throttled' },
      message: expect.stringContaining(`could not tag "${arn('a')}"`) as string,
    });
    expect(api.commandCalls(TagResourcesCommand)).toHaveLength(1);
    expect(log).toEqual(['take write', 'throttled write']);
  });

  it('fail with their own codes', async () => {
    api.on(UntagResourcesCommand).rejects(named('AccessDeniedException', 403));
    await expect(open().tagging.untagResources([arn('a'), arn('b')], ['x'])).rejects.toMatchObject({
      code: 'aws-tagging.untag-failed',
      details: { reason: 'access-denied' },
      message: expect.stringContaining('2 resources') as string,
    });
  });
});
