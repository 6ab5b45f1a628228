import {
  DescribeAddressesCommand,
  DescribeRouteTablesCommand,
  DescribeVpcAttributeCommand,
  EC2Client,
  GetManagedPrefixListEntriesCommand,
} from '@aws-sdk/client-ec2';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { createEc2Client, createEc2Networks } from './index.ts';

const mock = mockClient(EC2Client);
afterAll(() => mock.restore());
beforeEach(() => mock.reset());

const networks = createEc2Networks({
  client: createEc2Client({ region: 'eu-west-1' }),
  limiter: { take: async () => undefined, throttled: () => undefined },
  sleep: async () => undefined,
});

test('the pages of a list are one answer, as the AWS CLI prints it', async () => {
  mock
    .on(DescribeRouteTablesCommand, { MaxResults: 100 })
    .resolves({ RouteTables: [{ RouteTableId: 'rtb-1' }], NextToken: 'more' })
    .on(DescribeRouteTablesCommand, { MaxResults: 100, NextToken: 'more' })
    .resolves({ RouteTables: [{ RouteTableId: 'rtb-2' }] });
  expect(await networks.list('describe-route-tables')).toEqual({
    RouteTables: [{ RouteTableId: 'rtb-1' }, { RouteTableId: 'rtb-2' }],
  });
  mock
    .on(GetManagedPrefixListEntriesCommand, { PrefixListId: 'pl-1', MaxResults: 100 })
    .resolves({ Entries: [{ Cidr: '192.0.2.0/24' }], NextToken: '' });
  expect(await networks.prefixListEntries('pl-1')).toEqual({ Entries: [{ Cidr: '192.0.2.0/24' }] });
});

test('a list without items is an empty list, and one without pages is asked without a size', async () => {
  mock.on(DescribeAddressesCommand, {}, true).resolves({});
  expect(await networks.list('describe-addresses')).toEqual({ Addresses: [] });
});

test('a refusal has the permission that the call needs', async () => {
  mock
    .on(DescribeVpcAttributeCommand)
    .rejects(Object.assign(new Error('You are not authorized'), { name: 'UnauthorizedOperation' }));
  await expect(networks.dnsHostnames('vpc-1')).rejects.toMatchObject({
    code: 'aws-ec2.describe-network-failed',
    details: { reason: 'access-denied', permission: 'ec2:DescribeVpcAttribute', region: 'eu-west-1' },
  });
});
