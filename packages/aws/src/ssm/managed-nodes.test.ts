import { DescribeInstanceInformationCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { managedNodes } from './managed-nodes.ts';

const mock = mockClient(SSMClient);
afterAll(() => mock.restore());
beforeEach(() => void mock.reset());
const client = new SSMClient({ region: 'eu-central-1' });

test('instances are asked for by the fifty, page by page; those without an agent are missing', async () => {
  const ids = Array.from({ length: 51 }, (_, index) => `i-${index}`);
  mock
    .on(DescribeInstanceInformationCommand)
    .resolvesOnce({
      InstanceInformationList: [{ InstanceId: 'i-0', PingStatus: 'Online' }],
      NextToken: 'a',
    })
    .resolvesOnce({ InstanceInformationList: [{ InstanceId: 'i-1', PingStatus: 'ConnectionLost' }] })
    .resolves({ InstanceInformationList: [] });
  expect(await managedNodes(client, ids)).toEqual(
    new Map([
      ['i-0', 'Online'],
      ['i-1', 'ConnectionLost'],
    ]),
  );
  const inputs = mock.commandCalls(DescribeInstanceInformationCommand).map(({ args }) => args[0].input);
  expect(inputs.map(({ Filters, NextToken }) => [Filters?.[0]?.Values?.length, NextToken])).toEqual([
    [50, undefined],
    [50, 'a'],
    [1, undefined],
  ]);
});

test('a failure is reported with its reason', async () => {
  const refusal = Object.assign(new Error('no'), {
    name: 'AccessDeniedException',
    $metadata: { httpStatusCode: 400, requestId: 'r' },
  });
  mock.on(DescribeInstanceInformationCommand).rejects(refusal);
  await expect(managedNodes(client, ['i-0'])).rejects.toMatchObject({
    code: 'aws-ssm.describe-nodes-failed',
    details: { reason: 'access-denied' },
  });
});
