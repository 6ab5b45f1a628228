import type { NetworkInterface } from '@groundcrew/aws/ec2';
import type { LoadBalancer } from '@groundcrew/aws/elbv2';
import { GroundcrewError } from '@groundcrew/errors';
import type { Item } from '../desired/index.ts';
import { filter, groupsOf } from './ec2-look-ups.ts';
import type { Making } from './network-calls.ts';

/** The maximum of holders that a message names. */
const MAX_SHOWN = 5;

/** What still holds a resource, for people, and whether it goes by itself. */
interface Holder {
  readonly name: string;
  readonly goes: boolean;
}

/**
 * The error for a `DependencyViolation`: it names what still holds the resource, by its network interfaces and by rules of
 * other groups. Interfaces of what is being removed go by themselves, and are waited for.
 */
export async function heldError(
  item: Item,
  id: string,
  making: Making,
  cause: unknown,
): Promise<GroundcrewError> {
  return errorOf(item, id, await holdersOf(item, id, making), cause);
}

/**
 * The error for a range of IPv6 that a subnet cannot give up yet (`InvalidCidrBlock.InUse`): it names what has addresses of it.
 * Those of a load balancer that is IPv4 again go by themselves, and are waited for.
 */
export async function ipv6HeldError(
  item: Item,
  id: string,
  making: Making,
  cause: unknown,
): Promise<GroundcrewError> {
  const { calls, signal } = making;
  const { NetworkInterfaces = [] } = await calls.ec2.DescribeNetworkInterfaces(
    { Filters: [filter('subnet-id', id)] },
    { signal },
  );
  const holders: Holder[] = [];
  for (const each of NetworkInterfaces.filter(({ Ipv6Addresses = [] }) => Ipv6Addresses.length > 0)) {
    const holder = await holderOf(each, making);
    const [, name] = /^ELB (?:app|net)\/([^/]+)\//.exec(each.Description ?? '') ?? [];
    const balancer = name === undefined ? undefined : await balancerNamed(name, making);
    holders.push({ ...holder, goes: balancer ? balancer.IpAddressType === 'ipv4' : holder.goes });
  }
  return errorOf(item, id, holders, cause);
}

function errorOf(item: Item, id: string, holders: readonly Holder[], cause: unknown): GroundcrewError {
  const goes = holders.every((each) => each.goes);
  const shown = holders.slice(0, MAX_SHOWN).map(({ name }) => name);
  const more = holders.length - shown.length;
  const by =
    holders.length === 0
      ? 'something that is not visible'
      : `${shown.join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
  return new GroundcrewError(
    'network.apply.held',
    `${item.name} (${id}) is still held by ${by}; ${goes ? 'it goes by itself, and is waited for' : 'remove that, and run the same command with --resume'}`,
    { cause, details: { holders: holders.map(({ name }) => name), goes } },
  );
}

async function holdersOf(item: Item, id: string, making: Making): Promise<Holder[]> {
  const { calls, ids, signal } = making;
  if (item.kind === 'route-table') return await subnetsWith(id, making);
  const [name, value] =
    item.kind === 'subnet'
      ? ['subnet-id', id]
      : item.kind === 'group'
        ? ['group-id', id]
        : ['vpc-id', ids.get('vpc') ?? id];
  const { NetworkInterfaces = [] } = await calls.ec2.DescribeNetworkInterfaces(
    { Filters: [filter(name, value)] },
    { signal },
  );
  const holders: Holder[] = [];
  for (const each of NetworkInterfaces) {
    // A gateway is held by public addresses only.
    if (item.kind === 'gateway-attachment' && each.Association?.PublicIp === undefined) continue;
    holders.push(await holderOf(each, making));
  }
  if (item.kind === 'group') holders.push(...(await rulesThatName(id, making)));
  if (item.kind === 'vpc') holders.push(...(await leftIn(id, making)));
  // Those that have to be removed first are named first.
  return holders.toSorted((one, other) => Number(one.goes) - Number(other.goes));
}

/**
 * Whose an interface is: DescribeNetworkInterfaces, InterfaceType, Description and RequesterId. The forms of descriptions
 * are those that the services are seen to write; they are in no reference.
 */
async function holderOf(each: NetworkInterface, { calls, signal }: Making): Promise<Holder> {
  const { NetworkInterfaceId: id = '', Description: description = '', InterfaceType: type } = each;
  const balancer = /^ELB (?:(app|net)\/([^/]+)\/[0-9a-f]+|(.+))$/.exec(description);
  if (balancer) {
    const name = balancer[2] ?? balancer[3] ?? '';
    const isLiving = balancer[1] !== undefined && (await usesSubnet(name, each.SubnetId, { calls, signal }));
    return { name: `load balancer ${name} (${id})`, goes: !isLiving && balancer[1] !== undefined };
  }
  const lambda = /^AWS Lambda VPC ENI-?\s*(.*?)(?:-[0-9a-f]{8}-[0-9a-f-]{27})?$/.exec(description);
  if (lambda || type === 'lambda') {
    return { name: `function ${lambda?.[1] ?? ''} (${id})`, goes: true };
  }
  if (type === 'natGateway' || description.startsWith('Interface for NAT Gateway')) {
    return { name: `${description} (${id})`, goes: true };
  }
  const instance = each.Attachment?.InstanceId;
  if (instance !== undefined) return { name: `instance ${instance} (${id})`, goes: false };
  const owner = each.RequesterId === undefined ? '' : ` of ${each.RequesterId}`;
  return {
    name: `network interface ${id}${owner}${description === '' ? '' : ` "${description}"`}`,
    goes: false,
  };
}

/** Whether the load balancer is there, and has the subnet: an interface in one that it left goes by itself. */
async function usesSubnet(
  name: string,
  subnet: string | undefined,
  making: Pick<Making, 'calls' | 'signal'>,
): Promise<boolean> {
  const balancer = await balancerNamed(name, making);
  if (balancer === undefined) return false;
  const { AvailabilityZones: zones } = balancer;
  if (zones === undefined || subnet === undefined) return true;
  return zones.some(({ SubnetId }) => SubnetId === subnet);
}

async function balancerNamed(
  name: string,
  { calls, signal }: Pick<Making, 'calls' | 'signal'>,
): Promise<LoadBalancer | undefined> {
  try {
    const { LoadBalancers = [] } = await calls.elb.DescribeLoadBalancers({ Names: [name] }, { signal });
    return LoadBalancers[0];
  } catch (error) {
    if (error instanceof GroundcrewError && String(error.details.awsError).startsWith('LoadBalancerNotFound'))
      return undefined;
    throw error;
  }
}

async function rulesThatName(id: string, { calls, signal }: Making): Promise<Holder[]> {
  const { SecurityGroups = [] } = await calls.ec2.DescribeSecurityGroups(
    { Filters: [filter('ip-permission.group-id', id)] },
    { signal },
  );
  return SecurityGroups.filter(({ GroupId }) => GroupId !== id).map(({ GroupId = '', GroupName = '' }) => ({
    name: `a rule of group ${GroupName} (${GroupId})`,
    goes: false,
  }));
}

async function subnetsWith(id: string, { calls, signal }: Making): Promise<Holder[]> {
  const { RouteTables = [] } = await calls.ec2.DescribeRouteTables({ RouteTableIds: [id] }, { signal });
  return (RouteTables[0]?.Associations ?? []).map(({ SubnetId, GatewayId, RouteTableAssociationId }) => ({
    name: SubnetId === undefined ? String(GatewayId ?? RouteTableAssociationId) : `subnet ${SubnetId}`,
    goes: false,
  }));
}

/** What a VPC still has: subnets, groups besides its default one, route tables besides its main one. */
async function leftIn(id: string, making: Making): Promise<Holder[]> {
  const { calls, signal } = making;
  const { Subnets = [] } = await calls.ec2.DescribeSubnets({ Filters: [filter('vpc-id', id)] }, { signal });
  const { RouteTables = [] } = await calls.ec2.DescribeRouteTables(
    { Filters: [filter('vpc-id', id)] },
    { signal },
  );
  const groups = await groupsOf({ ...making, once: (_, ask) => ask() }, id);
  return [
    ...Subnets.map(({ SubnetId = '' }) => ({ name: `subnet ${SubnetId}`, goes: false })),
    ...groups
      .filter(({ GroupName }) => GroupName !== 'default')
      .map(({ GroupId = '', GroupName = '' }) => ({ name: `group ${GroupName} (${GroupId})`, goes: false })),
    ...RouteTables.filter(({ Associations = [] }) => !Associations.some(({ Main }) => Main)).map(
      ({ RouteTableId = '' }) => ({ name: `route table ${RouteTableId}`, goes: false }),
    ),
  ];
}
