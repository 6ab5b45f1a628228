import { CreateTagsCommand, DeleteTagsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createOpenLimiter } from '../testing/open-limiter.ts';
import { createEc2Tagging } from './ec2-tagging.ts';

const mock = mockClient(EC2Client);
afterAll(() => mock.restore());
const client = new EC2Client({ region: 'eu-central-1' });
let limiter = createOpenLimiter();

beforeEach(() => {
  mock.reset();
  mock.onAnyCommand().resolves({});
  limiter = createOpenLimiter();
});

function ec2() {
  return createEc2Tagging({ client, limiter });
}

function refusal(name: string, message: string, httpStatusCode = 400): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode } });
}

it('tags are set for all ids in one call, which takes a token of mutating calls', async () => {
  await ec2().createTags(['i-1', 'vol-1'], { Project: 'shop', Note: '' });
  expect(mock.commandCalls(CreateTagsCommand).map((call) => call.args[0].input)).toEqual([
    {
      Resources: ['i-1', 'vol-1'],
      Tags: [
        { Key: 'Project', Value: 'shop' },
        { Key: 'Note', Value: '' },
      ],
    },
  ]);
  expect(limiter.log).toEqual(['take mutating']);
});

it('tags are deleted with a value only if they have it, without one in any case', async () => {
  await ec2().deleteTags(['i-1'], { project: 'shop', temp: undefined, note: '' });
  expect(mock.commandCalls(DeleteTagsCommand).map((call) => call.args[0].input)).toEqual([
    {
      Resources: ['i-1'],
      Tags: [{ Key: 'project', Value: 'shop' }, { Key: 'temp' }, { Key: 'note', Value: '' }],
    },
  ]);
});

describe.each(['createTags', 'deleteTags'] as const)('%s', (action) => {
  const code = action === 'createTags' ? 'aws-ec2.create-tags-failed' : 'aws-ec2.delete-tags-failed';

  it.each([
    ['InvalidInstanceID.NotFound', "The instance IDs 'i-0a1, i-0b2' do not exist", ['i-0a1', 'i-0b2']],
    ['InvalidVolume.NotFound', "The volume 'vol-0c3' does not exist.", ['vol-0c3']],
    ['InvalidAMIID.NotFound', "The image id '[ami-0d4]' does not exist", ['ami-0d4']],
    ['InvalidID', "The ID 'vol-0c3' is not valid", ['vol-0c3']],
  ])('names the resources at fault that EC2 names: %s', async (name, message, resourceIds) => {
    mock.onAnyCommand().rejects(refusal(name, message));
    const ids = ['i-0a1', 'i-0b2', 'vol-0c3', 'ami-0d4', 'i-0a'];
    await expect(ec2()[action](ids, { Project: 'shop' })).rejects.toMatchObject({
      code,
      fault: 'user',
      message: expect.stringMatching(/tags of 5 resources in region eu-central-1: .*(do|does|is) not/),
      details: { reason: 'not-found', awsError: name, resourceIds, region: 'eu-central-1' },
    });
  });

  it('names no resource if EC2 names none', async () => {
    mock.onAnyCommand().rejects(refusal('TagLimitExceeded', 'The maximum number of tags has been reached.'));
    const error = await ec2()
      [action](['i-1'], { Project: 'shop' })
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code, details: { reason: 'refused', awsError: 'TagLimitExceeded' } });
    expect((error as { details: object }).details).not.toHaveProperty('resourceIds');
    expect((error as Error).message).toContain('tags of i-1 in region');
  });

  it.each([
    ['RequestLimitExceeded', 503, 'throttled', ['take mutating', 'throttled mutating']],
    ['InternalError', 500, 'unavailable', ['take mutating']],
    ['TimeoutError', 0, 'timeout', ['take mutating']],
  ])('is tried once, and %s is reported', async (name, status, reason, log) => {
    mock.onAnyCommand().rejects(refusal(name, 'why', status));
    await expect(ec2()[action](['i-1'], { Project: 'shop' })).rejects.toMatchObject({
      code,
      details: { reason },
    });
    expect(mock.calls()).toHaveLength(1);
    expect(limiter.log).toEqual(log);
  });

  it('ends with the reason of the interruption', async () => {
    const reason = new Error('enough');
    const signal = AbortSignal.abort(reason);
    await expect(ec2()[action](['i-1'], { Project: 'shop' }, { signal })).rejects.toBe(reason);
    expect(mock.calls()).toHaveLength(0);
  });

  it.each([
    ['no id', [], { a: 'b' }],
    ['1001 ids', Array.from({ length: 1_001 }, (_, i) => `i-${i}`), { a: 'b' }],
    ['no tag, which would delete all', ['i-1'], {}],
    ['51 tags', ['i-1'], Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`k${i}`, 'v']))],
    ['an empty key', ['i-1'], { '': 'v' }],
    ['a key of 129 characters', ['i-1'], { ['🙂'.repeat(129)]: 'v' }],
    ['a reserved key', ['i-1'], { 'AWS:x': 'v' }],
    ['a value of 257 characters', ['i-1'], { a: 'v'.repeat(257) }],
  ])('refuses %s before any call', async (_, ids, tags) => {
    await expect(ec2()[action](ids, tags)).rejects.toMatchObject({
      code: 'aws-ec2.tags.invalid',
      fault: 'bug',
    });
    expect(mock.calls()).toHaveLength(0);
  });

  it('accepts as much as EC2, in characters, not in code units', async () => {
    const ids = Array.from({ length: 1_000 }, (_, i) => `i-${i}`);
    await ec2()[action](ids, { ['🙂'.repeat(128)]: '🙂'.repeat(256) });
    expect(mock.calls()).toHaveLength(1);
  });
});
