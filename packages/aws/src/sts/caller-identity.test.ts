import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { callerIdentity } from './caller-identity.ts';

const sts = mockClient(STSClient);
afterAll(() => sts.restore());

beforeEach(() => {
  sts.reset();
});

test('returns the account and the ARN of the caller', async () => {
  const arn = 'arn:aws:sts::123456789012:assumed-role/admin/anna';
  sts.on(GetCallerIdentityCommand).resolves({ Account: '123456789012', Arn: arn, UserId: 'A' });
  expect(await callerIdentity(new STSClient({}))).toEqual({ accountId: '123456789012', arn });
});

test('reports what is wrong with the credentials', async () => {
  sts
    .on(GetCallerIdentityCommand)
    .rejects(
      Object.assign(new Error('no'), { name: 'InvalidClientTokenId', $metadata: { httpStatusCode: 403 } }),
    );
  await expect(callerIdentity(new STSClient({}))).rejects.toMatchObject({
    code: 'aws-sts.caller-identity-failed',
    details: { reason: 'bad-credentials' },
  });
});

test('a response without an account is an error', async () => {
  sts.on(GetCallerIdentityCommand).resolves({});
  await expect(callerIdentity(new STSClient({}))).rejects.toMatchObject({ fault: 'service' });
});

test('an interruption rejects with its own reason', async () => {
  const reason = new Error('enough');
  sts.on(GetCallerIdentityCommand).rejects(Object.assign(new Error('aborted'), { name: 'AbortError' }));
  await expect(callerIdentity(new STSClient({}), AbortSignal.abort(reason))).rejects.toBe(reason);
});
