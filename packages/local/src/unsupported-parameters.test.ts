import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  type DescribeLogGroupsCommandInput,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DescribeImagesCommand, DescribeSpotInstanceRequestsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { CreateGroupCommand, ResourceGroupsClient } from '@aws-sdk/client-resource-groups';
import { CreateStateMachineCommand, SFNClient } from '@aws-sdk/client-sfn';
import { DescribeInstanceInformationCommand, SSMClient } from '@aws-sdk/client-ssm';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { CloudWatchClient, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { expect, test } from 'vitest';
import { readExpression } from './cost-explorer/expression.ts';
import { createForm } from './form.ts';
import { startAccounts } from './testing/start-accounts.ts';
import { refuseUnsupportedParameters, unsupportedParameters } from './unsupported-parameters.ts';

test('a parameter that is given is refused by its name, and its default is not', () => {
  const refuse = (value: unknown) => () =>
    refuseUnsupportedParameters('events', 'PutEvents', (name) => (name === 'EndpointId' ? value : undefined));

  for (const value of ['abc.xyz', '', true, 0, ['a'], {}])
    expect(refuse(value)).toThrow(
      'the parameter EndpointId of PutEvents is not supported by the embedded AWS',
    );
  for (const value of [undefined, null, false, 'false', []]) expect(refuse(value)).not.toThrow();
  expect(() => refuseUnsupportedParameters('events', 'toString', () => 'x')).not.toThrow();
  const included = (value: string) => () =>
    refuseUnsupportedParameters('states', 'DescribeExecution', () => value);
  expect(included('ALL_DATA')).not.toThrow();
  expect(included('METADATA_ONLY')).toThrow('the parameter includedData of DescribeExecution');
});

test.each([
  [
    'autoscaling',
    'UpdateAutoScalingGroup',
    'DeletionProtection=none',
    'DeletionProtection=prevent-all-deletion',
  ],
  [
    'autoscaling',
    'UpdateAutoScalingGroup',
    'TerminationPolicies.member.1=Default',
    'TerminationPolicies.member.1=Default&TerminationPolicies.member.2=OldestInstance',
  ],
  [
    'autoscaling',
    'UpdateAutoScalingGroup',
    'InstanceMaintenancePolicy.MinHealthyPercentage=-1&InstanceMaintenancePolicy.MaxHealthyPercentage=-1',
    'InstanceMaintenancePolicy.MinHealthyPercentage=90&InstanceMaintenancePolicy.MaxHealthyPercentage=-1',
  ],
  [
    'elasticloadbalancing',
    'CreateListener',
    'MutualAuthentication.Mode=off',
    'MutualAuthentication.Mode=verify',
  ],
  [
    'elasticloadbalancing',
    'SetSubnets',
    'EnablePrefixForIpv6SourceNat=off',
    'EnablePrefixForIpv6SourceNat=on',
  ],
  ['elasticloadbalancing', 'ModifyRule', 'ResetTransforms=false', 'ResetTransforms=true'],
  ['ec2', 'CreateVpcEndpoint', 'ServiceRegion=us-east-1', 'ServiceRegion=eu-west-1'],
  ['ec2', 'CreateVpcEndpoint', 'IpAddressType=ipv4', 'IpAddressType=dualstack'],
  [
    'ec2',
    'ModifySubnetAttribute',
    'DisableLniAtDeviceIndex.Value=false',
    'DisableLniAtDeviceIndex.Value=true',
  ],
  ['iam', 'ListAttachedRolePolicies', 'PathPrefix=/', 'PathPrefix=/ops/'],
])('%s %s takes %s, which is as leaving it out, and refuses %s', (service, operation, taken, refused) => {
  const refuse = (text: string) => () =>
    refuseUnsupportedParameters(service, operation, createForm(new URLSearchParams(text)).value, {
      region: 'us-east-1',
    });

  expect(refuse(taken)).not.toThrow();
  expect(refuse(refused)).toThrow(`the parameter ${refused.split(/[.=]/)[0]} of ${operation}`);
});

test.each([
  ['states', 'CreateStateMachine', { encryptionConfiguration: { type: 'AWS_OWNED_KEY' } }],
  ['dynamodb', 'CreateTable', { OnDemandThroughput: { MaxReadRequestUnits: -1, MaxWriteRequestUnits: -1 } }],
  ['dynamodb', 'UpdateTable', { MultiRegionConsistency: 'EVENTUAL' }],
])('%s %s takes %j, which is as leaving it out', (service, operation, input: Record<string, unknown>) => {
  expect(() => refuseUnsupportedParameters(service, operation, (name) => input[name])).not.toThrow();
});

test('defaults of indexes and of state machines are taken, over the wire', async () => {
  const { client, local } = await startAccounts({
    accounts: [{ id: '111122223333', regions: { 'us-east-1': {} } }],
  });
  const create = (units: number) =>
    client(DynamoDBClient).send(
      new CreateTableCommand({
        TableName: `with-index${units}`,
        KeySchema: [{ AttributeName: 'a', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'a', AttributeType: 'S' }],
        BillingMode: 'PAY_PER_REQUEST',
        GlobalSecondaryIndexes: [
          {
            IndexName: 'by-a',
            KeySchema: [{ AttributeName: 'a', KeyType: 'HASH' }],
            Projection: { ProjectionType: 'ALL' },
            OnDemandThroughput: { MaxReadRequestUnits: units, MaxWriteRequestUnits: units },
          },
        ],
      }),
    );
  expect((await create(-1)).TableDescription?.GlobalSecondaryIndexes).toHaveLength(1);
  await expect(create(5)).rejects.toThrow('the parameter OnDemandThroughput of an index');
  const machine = new CreateStateMachineCommand({
    name: 'plain',
    definition: JSON.stringify({ StartAt: 'Done', States: { Done: { Type: 'Succeed' } } }),
    roleArn: 'arn:aws:iam::111122223333:role/machine',
    encryptionConfiguration: { type: 'AWS_OWNED_KEY' },
    publish: false,
  });
  expect((await client(SFNClient).send(machine)).stateMachineArn).toContain(':plain');
  await local.close();
});

test('filters, pages and identities that would be ignored are refused, or returned', async () => {
  const { client } = await startAccounts({
    accounts: [{ id: '111122223333', roles: [{ name: 'reader' }], regions: { 'us-east-1': {} } }],
  });
  const spot = client(EC2Client);
  await expect(spot.send(new DescribeSpotInstanceRequestsCommand({ MaxResults: 1 }))).rejects.toMatchObject({
    name: 'InvalidParameterValue',
  });
  await expect(spot.send(new DescribeSpotInstanceRequestsCommand({ NextToken: 'x' }))).rejects.toMatchObject({
    name: 'InvalidParameterValue',
  });
  const groups = (input: DescribeLogGroupsCommandInput) =>
    client(CloudWatchLogsClient).send(new DescribeLogGroupsCommand(input));
  expect((await groups({ logGroupClass: 'INFREQUENT_ACCESS' })).logGroups).toEqual([]);
  for (const input of [{ logGroupClass: 'COLD' as 'STANDARD' }, { nextToken: '%' }])
    await expect(groups(input)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  const assume = (SourceIdentity: string) =>
    client(STSClient).send(
      new AssumeRoleCommand({
        RoleArn: 'arn:aws:iam::111122223333:role/reader',
        RoleSessionName: 'test',
        SourceIdentity,
      }),
    );
  expect((await assume('me@shop')).SourceIdentity).toBe('me@shop');
  await expect(assume('a b')).rejects.toThrow('sourceIdentity');
});

test.each([
  [
    'AssumeRoleWithWebIdentity',
    'the action &quot;AssumeRoleWithWebIdentity&quot; of sts is not supported by the embedded AWS; supported: GetCallerIdentity, AssumeRole<',
  ],
  ['AssumeRoleWithSAML', 'of sts is not supported'],
  ['DescribeInstances', 'is not signed, so its service is not known; sign it for ec2<'],
  ['Nothing', 'is not signed, so its service is not known; sign it<'],
])('an unsigned %s is refused by its name, in its protocol', async (action, message) => {
  const { local } = await startAccounts({ accounts: [{ id: '111122223333', regions: { 'us-east-1': {} } }] });
  const body = new URLSearchParams({ Action: action });
  const response = await fetch(local.endpoint, { method: 'POST', body });
  const text = await response.text();
  expect([response.status, text]).toEqual([
    400,
    expect.stringContaining('<ErrorResponse><Error><Type>Sender</Type><Code>InvalidAction</Code>'),
  ]);
  expect(text).toContain(message);
  const inQuery = await fetch(`${local.endpoint}/?${body.toString()}`, { method: 'POST' });
  expect(await inQuery.text()).toContain(action);
});

test('parts of filters, subnets and hosted zones that would be ignored are refused', async () => {
  const { local } = await startAccounts({ accounts: [{ id: '111122223333', regions: { 'us-east-1': {} } }] });
  // Without the SDK, whose models may be older than AWS's.
  const post = async (service: string, path: string, body: string, headers = {}) => {
    const authorization = `AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/${service}/aws4_request`;
    const init = { method: 'POST', body, headers: { authorization, ...headers } };
    return (await fetch(local.endpoint + path, init)).text();
  };
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const create = 'Action=CreateLoadBalancer&Name=web&SubnetMappings.member.1.SubnetId=subnet-1';
  const zone =
    '<CreateHostedZoneRequest><Name>shop.example</Name><CallerReference>1</CallerReference>' +
    '<HostedZoneConfig><HostedZoneTier>x</HostedZoneTier></HostedZoneConfig></CreateHostedZoneRequest>';

  expect(
    await post('elasticloadbalancing', '/', `${create}&SubnetMappings.member.1.IPv6Address=::1`, form),
  ).toContain('IPv6Address of a subnet mapping is not supported');
  expect(await post('route53', '/2013-04-01/hostedzone', zone)).toContain('HostedZoneTier is not supported');
  expect(() => readExpression({ ProductAttributes: { Key: 'model' } })).toThrow(
    'ProductAttributes of an Expression',
  );
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
