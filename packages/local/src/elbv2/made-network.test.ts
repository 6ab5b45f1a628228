import * as ec2 from '@aws-sdk/client-ec2';
import {
  CreateLoadBalancerCommand,
  DeleteLoadBalancerCommand,
  DescribeLoadBalancersCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { expect, test } from 'vitest';
import { newGateway, newVpc, refuses, startNetwork } from '../ec2/network/testing/start-network.ts';
import type { LocalOptions } from '../options.ts';

async function start(options: LocalOptions = {}) {
  const started = await startNetwork({
    loadBalancerDelays: { provisionMs: 1000, lingerMs: 5000 },
    ...options,
  });
  const { client } = started;
  const VpcId = await newVpc(client);
  const Subnets: string[] = [];
  for (const [index, AvailabilityZone] of ['us-east-1a', 'us-east-1b'].entries()) {
    const input = { VpcId, CidrBlock: `10.20.${index}.0/24`, AvailabilityZone };
    Subnets.push((await client.send(new ec2.CreateSubnetCommand(input))).Subnet!.SubnetId!);
  }
  const group = { VpcId, GroupName: 'lb', Description: 'lb' };
  const GroupId = (await client.send(new ec2.CreateSecurityGroupCommand(group))).GroupId!;
  const balancers = started.clientOf(ElasticLoadBalancingV2Client);
  return {
    ...started,
    client,
    VpcId,
    Subnets,
    GroupId,
    balancers,
    make: () =>
      balancers.send(new CreateLoadBalancerCommand({ Name: 'www', Subnets, SecurityGroups: [GroupId] })),
    async interfaces() {
      const Filters = [{ Name: 'requester-id', Values: ['amazon-elb'] }];
      const answer = await client.send(new ec2.DescribeNetworkInterfacesCommand({ Filters }));
      return answer.NetworkInterfaces!;
    },
  };
}

test('a load balancer holds its subnets, its group and the internet gateway, until its interfaces are gone', async () => {
  const { client, clock, VpcId, Subnets, GroupId, balancers, make, interfaces } = await start();
  await refuses('InvalidSubnetException', make());
  const InternetGatewayId = await newGateway(client, VpcId);
  const { LoadBalancers } = await make();
  const { LoadBalancerArn } = LoadBalancers![0]!;
  expect(await interfaces()).toMatchObject(
    Subnets.map((SubnetId) => ({
      SubnetId,
      Description: expect.stringMatching(/^ELB app\/www\/[0-9a-f]{16}$/),
      RequesterManaged: true,
      Status: 'in-use',
      Groups: [{ GroupId, GroupName: 'lb' }],
      Attachment: { InstanceOwnerId: 'amazon-elb' },
      Association: { IpOwnerId: 'amazon-elb' },
    })),
  );
  const [NetworkInterface] = await interfaces();
  const { NetworkInterfaceId } = NetworkInterface!;
  const held = async () => {
    const SubnetId = Subnets[0]!;
    await refuses('DependencyViolation', client.send(new ec2.DeleteSubnetCommand({ SubnetId })));
    await refuses('DependencyViolation', client.send(new ec2.DeleteSecurityGroupCommand({ GroupId })));
    const gateway = { InternetGatewayId, VpcId };
    await refuses('DependencyViolation', client.send(new ec2.DetachInternetGatewayCommand(gateway)));
    await refuses('AuthFailure', client.send(new ec2.DeleteNetworkInterfaceCommand({ NetworkInterfaceId })));
  };
  await held();
  await balancers.send(new DeleteLoadBalancerCommand({ LoadBalancerArn }));
  expect((await balancers.send(new DescribeLoadBalancersCommand({}))).LoadBalancers).toEqual([]);
  await held();
  clock.advance(5000);
  expect(await interfaces()).toEqual([]);
  for (const SubnetId of Subnets) await client.send(new ec2.DeleteSubnetCommand({ SubnetId }));
  await client.send(new ec2.DeleteSecurityGroupCommand({ GroupId }));
  await client.send(new ec2.DetachInternetGatewayCommand({ InternetGatewayId, VpcId }));
});

test('interfaces that linger stay for longer', async () => {
  const { client, clock, local, VpcId, balancers, make, interfaces } = await start();
  await newGateway(client, VpcId);
  const { LoadBalancers } = await make();
  local.setFaults({ linger: 1, lingerMs: 20_000 });
  const { LoadBalancerArn } = LoadBalancers![0]!;
  await balancers.send(new DeleteLoadBalancerCommand({ LoadBalancerArn }));
  clock.advance(24_999);
  expect(await interfaces()).toHaveLength(2);
  clock.advance(1);
  expect(await interfaces()).toEqual([]);
});
