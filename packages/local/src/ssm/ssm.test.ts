import {
  DescribeInstanceInformationCommand,
  type DescribeInstanceInformationCommandInput,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { expect, test } from 'vitest';
import { startAccounts } from '../testing/start-accounts.ts';

const region = 'us-east-1';
const document = {
  accounts: [
    {
      id: '111111111111',
      regions: {
        [region]: {
          instances: [
            { id: 'i-00000001', type: 't3.micro', ssm: 'Online' },
            { id: 'i-00000002', type: 't3.micro' },
            { id: 'i-00000003', type: 't3.micro', state: 'stopped', ssm: 'ConnectionLost' },
            { id: 'i-00000004', type: 't3.micro', state: 'terminated', ssm: 'Online' },
            { type: 't3.micro', ssm: 'Online', count: 7 },
          ],
        },
        'eu-west-1': { denied: true },
      },
    },
  ],
};

async function ask(input: DescribeInstanceInformationCommandInput, where = region) {
  const { client } = await startAccounts(document);
  return await client(SSMClient, where).send(new DescribeInstanceInformationCommand(input));
}

test('instances with an agent are listed with its state', async () => {
  const Filters = [{ Key: 'InstanceIds', Values: ['i-00000001', 'i-00000002', 'i-00000003', 'i-00000004'] }];
  const { InstanceInformationList = [] } = await ask({ Filters });
  expect(InstanceInformationList.map(({ InstanceId, PingStatus }) => `${InstanceId} ${PingStatus}`)).toEqual([
    'i-00000001 Online',
    'i-00000003 ConnectionLost',
  ]);
});

test('pages are as long as asked for', async () => {
  const { client } = await startAccounts(document);
  const ssm = client(SSMClient, region);
  const first = await ssm.send(new DescribeInstanceInformationCommand({ MaxResults: 5 }));
  const second = await ssm.send(
    new DescribeInstanceInformationCommand({ MaxResults: 5, NextToken: first.NextToken }),
  );
  expect([first, second].map((page) => page.InstanceInformationList?.length)).toEqual([5, 4]);
  expect(second.NextToken).toBeUndefined();
});

test.each([
  [{ MaxResults: 51 }, region, 'ValidationException'],
  [{ NextToken: 'x' }, region, 'InvalidNextToken'],
  [{ Filters: [{ Key: 'Color', Values: ['red'] }] }, region, 'InvalidFilterKey'],
  [{}, 'eu-west-1', 'AccessDeniedException'],
])('%j in %s is refused as %s', async (input, where, name) => {
  await expect(ask(input, where)).rejects.toMatchObject({ name });
});
