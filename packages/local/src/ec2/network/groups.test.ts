import * as sdk from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import type { LocalOptions } from '../../options.ts';
import { newVpc, refuses, startNetwork } from './testing/start-network.ts';

async function start(options: LocalOptions = {}) {
  const started = await startNetwork(options);
  const { client } = started;
  const VpcId = await newVpc(client);
  const make = async (GroupName: string) => {
    const input = { VpcId, GroupName, Description: 'a group' };
    return (await client.send(new sdk.CreateSecurityGroupCommand(input))).GroupId!;
  };
  const GroupId = await make('web');
  return {
    ...started,
    VpcId,
    GroupId,
    make,
    allow: (...IpPermissions: sdk.IpPermission[]) =>
      client.send(new sdk.AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions })),
    revoke: (...IpPermissions: sdk.IpPermission[]) =>
      client.send(new sdk.RevokeSecurityGroupIngressCommand({ GroupId, IpPermissions })),
    async describe() {
      const { SecurityGroups } = await client.send(
        new sdk.DescribeSecurityGroupsCommand({ GroupIds: [GroupId] }),
      );
      return SecurityGroups![0]!;
    },
    async rules(...Filters: sdk.Filter[]) {
      const { SecurityGroupRules } = await client.send(
        new sdk.DescribeSecurityGroupRulesCommand({ Filters }),
      );
      return SecurityGroupRules!;
    },
  };
}

const https = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443 };
const world = { ...https, IpRanges: [{ CidrIp: '0.0.0.0/0', Description: 'all' }] };

test('rules are added with ids, found by them, and removed by them', async () => {
  const { client, GroupId, make, allow, describe, rules } = await start();
  const source = await make('lb');
  const { SecurityGroupRules } = await allow(world, { ...https, UserIdGroupPairs: [{ GroupId: source }] });
  expect(SecurityGroupRules).toMatchObject([
    {
      GroupId,
      IsEgress: false,
      IpProtocol: 'tcp',
      FromPort: 443,
      ToPort: 443,
      CidrIpv4: '0.0.0.0/0',
      Description: 'all',
    },
    { GroupId, IsEgress: false, ReferencedGroupInfo: { GroupId: source, UserId: '111111111111' } },
  ]);
  const ofGroup = { Name: 'group-id', Values: [GroupId] };
  expect(await rules(ofGroup)).toMatchObject([{ IsEgress: true, IpProtocol: '-1' }, ...SecurityGroupRules!]);
  expect((await describe()).IpPermissions).toMatchObject([
    {
      ...https,
      IpRanges: [{ CidrIp: '0.0.0.0/0', Description: 'all' }],
      UserIdGroupPairs: [{ GroupId: source }],
    },
  ]);
  await refuses('DependencyViolation', client.send(new sdk.DeleteSecurityGroupCommand({ GroupId: source })));
  const ids = SecurityGroupRules!.map(({ SecurityGroupRuleId }) => SecurityGroupRuleId!);
  const remove = () =>
    client.send(new sdk.RevokeSecurityGroupIngressCommand({ GroupId, SecurityGroupRuleIds: ids.slice(1) }));
  expect((await remove()).RevokedSecurityGroupRules).toMatchObject([
    { SecurityGroupRuleId: ids[1], GroupId },
  ]);
  await refuses('InvalidSecurityGroupRuleId.NotFound', remove());
  await client.send(new sdk.DeleteSecurityGroupCommand({ GroupId: source }));
  expect(await rules(ofGroup)).toHaveLength(2);
});

test('ids of rules are never used again', async () => {
  const { allow, revoke } = await start();
  const ids = new Set<string>();
  for (let index = 0; index < 3; index++) {
    ids.add((await allow(world)).SecurityGroupRules![0]!.SecurityGroupRuleId!);
    await revoke(world);
  }
  expect(ids.size).toBe(3);
});

test('a rule that is there is refused with all others of its call', async () => {
  const { allow, describe } = await start();
  await allow(world);
  await refuses(
    'InvalidPermission.Duplicate',
    allow(
      { IpProtocol: '-1', IpRanges: [{ CidrIp: '10.0.0.0/8' }] },
      { ...https, IpRanges: [{ CidrIp: '0.0.0.0/0' }] },
    ),
  );
  expect((await describe()).IpPermissions).toHaveLength(1);
  await refuses('InvalidParameterValue', allow({ ...https, IpRanges: [{ CidrIp: '::/0' }] }));
});

test('a rule that is not there is refused, and none is removed', async () => {
  const { allow, revoke, describe } = await start();
  await allow(world);
  await refuses('InvalidPermission.NotFound', revoke(world, { ...world, ToPort: 444 }));
  expect((await describe()).IpPermissions).toHaveLength(1);
  await revoke({ ...https, IpRanges: [{ CidrIp: '0.0.0.0/0', Description: 'other' }] });
  expect((await describe()).IpPermissions).toEqual([]);
});

test('the rule that lets everything out is removed', async () => {
  const { client, GroupId, describe } = await start();
  const all = [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }];
  await refuses(
    'InvalidPermission.Duplicate',
    client.send(new sdk.AuthorizeSecurityGroupEgressCommand({ GroupId, IpPermissions: all })),
  );
  await client.send(new sdk.RevokeSecurityGroupEgressCommand({ GroupId, IpPermissions: all }));
  expect((await describe()).IpPermissionsEgress).toEqual([]);
});

test('a name is there once in a VPC, and the default group is not removed', async () => {
  const { client, VpcId, make } = await start();
  await refuses('InvalidGroup.Duplicate', make('web'));
  const Filters = [{ Name: 'group-name', Values: ['default'] }];
  const { SecurityGroups } = await client.send(new sdk.DescribeSecurityGroupsCommand({ Filters }));
  expect(SecurityGroups).toMatchObject([{ VpcId }]);
  const { GroupId } = SecurityGroups![0]!;
  await refuses('CannotDelete', client.send(new sdk.DeleteSecurityGroupCommand({ GroupId })));
});

test('rules beyond the quota, and of unknown peers, are refused', async () => {
  const { allow } = await start({ networkQuotas: { rulesPerGroup: 2 } });
  const ranges = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].map((CidrIp) => ({ CidrIp }));
  await refuses('RulesPerSecurityGroupLimitExceeded', allow({ ...https, IpRanges: ranges }));
  await allow({ ...https, IpRanges: ranges.slice(1) }, { ...https, Ipv6Ranges: [{ CidrIpv6: '::/0' }] });
  await refuses(
    'InvalidGroup.NotFound',
    allow({ ...https, UserIdGroupPairs: [{ GroupId: 'sg-0123456789abcdef0' }] }),
  );
  await refuses(
    'InvalidPrefixListID.NotFound',
    allow({ ...https, PrefixListIds: [{ PrefixListId: 'pl-0123abcd' }] }),
  );
  await refuses('InvalidParameterValue', allow({ IpProtocol: 'tcp', IpRanges: [{ CidrIp: '10.0.0.0/8' }] }));
  await refuses('InvalidParameterValue', allow({ IpProtocol: 'tcpp', IpRanges: [{ CidrIp: '10.0.0.0/8' }] }));
});

test('rules have tags of their own', async () => {
  const { client, GroupId, rules } = await start();
  const { SecurityGroupRules } = await client.send(
    new sdk.AuthorizeSecurityGroupIngressCommand({
      GroupId,
      IpPermissions: [world],
      TagSpecifications: [{ ResourceType: 'security-group-rule', Tags: [{ Key: 'a', Value: '1' }] }],
    }),
  );
  const id = SecurityGroupRules![0]!.SecurityGroupRuleId!;
  await client.send(new sdk.CreateTagsCommand({ Resources: [id], Tags: [{ Key: 'b', Value: '2' }] }));
  expect(await rules({ Name: 'tag:b', Values: ['2'] })).toMatchObject([
    { SecurityGroupRuleId: id, Tags: [{ Key: 'a' }, { Key: 'b' }] },
  ]);
  const { Tags } = await client.send(new sdk.DescribeTagsCommand({}));
  expect(Tags).toMatchObject([
    { ResourceId: id, ResourceType: 'security-group-rule', Key: 'a' },
    { ResourceId: id, Key: 'b' },
  ]);
});
