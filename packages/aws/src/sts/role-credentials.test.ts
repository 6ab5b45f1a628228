import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { createRoleCredentials } from './role-credentials.ts';

const mock = mockClient(STSClient);
afterAll(() => mock.restore());
const settings = {
  sts: new STSClient({}),
  roleArn: 'arn:aws:iam::123456789012:role/auditor',
  sessionName: 'groundcrew',
};

function keysUntil(expiration: Date, accessKeyId = 'ASIA1') {
  const keys = { AccessKeyId: accessKeyId, SecretAccessKey: 's', SessionToken: 't', Expiration: expiration };
  return { Credentials: keys };
}

beforeEach(() => {
  mock.reset();
});

test('all clients share one session until shortly before it expires', async () => {
  let nowMs = Date.UTC(2026, 0, 1);
  mock
    .on(AssumeRoleCommand)
    .resolvesOnce(keysUntil(new Date(nowMs + 3_600_000)))
    .resolvesOnce(keysUntil(new Date(nowMs + 7_200_000), 'ASIA2'));
  const credentials = createRoleCredentials({ ...settings, externalId: 'x-1', now: () => nowMs });

  const [one, other] = await Promise.all([credentials(), credentials()]);
  nowMs += 3_600_000 - 6 * 60_000 - 1;
  const later = await credentials();
  nowMs += 1;
  const renewed = await Promise.all([credentials(), credentials()]);

  expect([one, other, later].map((keys) => keys.accessKeyId)).toEqual(['ASIA1', 'ASIA1', 'ASIA1']);
  expect(renewed.map((keys) => keys.accessKeyId)).toEqual(['ASIA2', 'ASIA2']);
  expect(one).toMatchObject({ secretAccessKey: 's', sessionToken: 't', expiration: expect.any(Date) });
  expect(mock.commandCalls(AssumeRoleCommand).map((call) => call.args[0].input)).toEqual([
    { RoleArn: settings.roleArn, RoleSessionName: 'groundcrew', ExternalId: 'x-1' },
    { RoleArn: settings.roleArn, RoleSessionName: 'groundcrew', ExternalId: 'x-1' },
  ]);
});

test('a refusal names both policies that have to allow it, and is not cached', async () => {
  const refusal = Object.assign(
    new Error('User: arn:aws:iam::1:user/anna is not authorized to perform: sts:AssumeRole on resource: r'),
    { name: 'AccessDenied', $metadata: { httpStatusCode: 403 } },
  );
  mock
    .on(AssumeRoleCommand)
    .rejectsOnce(refusal)
    .resolves(keysUntil(new Date(Date.now() + 3_600_000)));
  const credentials = createRoleCredentials(settings);

  const error = await credentials().catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({
    code: 'aws-sts.assume-role-failed',
    fault: 'user',
    cause: refusal,
    details: { reason: 'access-denied' },
  });
  expect((error as Error).message).toMatch(/user\/anna lacks the permission sts:AssumeRole.*trust policy/);
  expect(await credentials()).toMatchObject({ accessKeyId: 'ASIA1' });
});

test('a response without keys is an error', async () => {
  mock.on(AssumeRoleCommand).resolves({});
  await expect(createRoleCredentials(settings)()).rejects.toMatchObject({ fault: 'service' });
});

test('an interruption rejects with its own reason', async () => {
  const reason = new Error('enough');
  mock.on(AssumeRoleCommand).rejects(Object.assign(new Error('aborted'), { name: 'AbortError' }));
  const credentials = createRoleCredentials({ ...settings, signal: AbortSignal.abort(reason) });
  await expect(credentials()).rejects.toBe(reason);
});
