import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DescribeImagesCommand, EC2Client } from '@aws-sdk/client-ec2';
import { CreateGroupCommand, ResourceGroupsClient } from '@aws-sdk/client-resource-groups';
import { CreateStateMachineCommand, SFNClient } from '@aws-sdk/client-sfn';
import { DescribeInstanceInformationCommand, SSMClient } from '@aws-sdk/client-ssm';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { CloudWatchClient, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { expect, test } from 'vitest';
import { startAccounts } from './testing/start-accounts.ts';
import { refuseUnsupportedParameters, unsupportedParameters } from './unsupported-parameters.ts';

test('what is given is refused by its name, and what says the same as nothing is not', () => {
  const refuse = (value: unknown) => () =>
    refuseUnsupportedParameters('events', 'PutEvents', (name) => (name === 'EndpointId' ? value : undefined));

  for (const value of ['abc.xyz', '', true, 0, ['a'], {}])
    expect(refuse(value)).toThrow(
      'the parameter EndpointId of PutEvents is not supported by the embedded AWS',
    );
  for (const value of [undefined, null, false, 'false', []]) expect(refuse(value)).not.toThrow();
  expect(() => refuseUnsupportedParameters('events', 'toString', () => 'x')).not.toThrow();
});

test('every service refuses them', async () => {
  const { client, local } = await startAccounts({
    accounts: [{ id: '111122223333', regions: { 'us-east-1': {} } }],
  });
  const refused = [
    client(EC2Client).send(new DescribeImagesCommand({ ExecutableUsers: ['self'] })),
    client(SSMClient).send(
      new DescribeInstanceInformationCommand({
        InstanceInformationFilterList: [{ key: 'PingStatus', valueSet: ['Online'] }],
      }),
    ),
    client(STSClient).send(
      new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::1:role/a', RoleSessionName: 'ab', Policy: '{}' }),
    ),
    client(ResourceGroupsClient).send(new CreateGroupCommand({ Name: 'a', Criticality: 1 })),
    client(SFNClient).send(
      new CreateStateMachineCommand({ name: 'a', definition: '{}', roleArn: 'a', publish: true }),
    ),
    client(CloudWatchClient).send(new ListMetricsCommand({ RecentlyActive: 'PT3H' })),
    client(DynamoDBClient).send(
      new CreateTableCommand({
        TableName: 'warm',
        KeySchema: [{ AttributeName: 'a', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'a', AttributeType: 'S' }],
        BillingMode: 'PAY_PER_REQUEST',
        WarmThroughput: { ReadUnitsPerSecond: 12_000 },
      }),
    ),
  ];
  const reasons = await Promise.all(
    refused.map((call) => call.then(String, (error: Error) => error.message)),
  );
  expect(reasons.filter((reason) => !/is not supported by the embedded AWS/.test(reason))).toEqual([]);
  expect(Object.keys(unsupportedParameters).length).toBeGreaterThan(refused.length);
  await local.close();
});
