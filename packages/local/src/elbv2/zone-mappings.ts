import type { Form } from '../form.ts';
import type { AccountRegion } from '../resource-registry/index.ts';
import { AwsError } from '../service.ts';
import type { BalancerContext } from './context.ts';
import { invalidConfiguration, invalidSubnet, subnetNotFound, validationError } from './errors.ts';
import type { ZoneMapping } from './model.ts';

/** What a load balancer that gets subnets is. */
export interface MappedBalancer {
  readonly type: string;
  readonly scheme: string;
  readonly ipAddressType: string;
  /** Of one that is there already. */
  readonly vpcId?: string;
}

const MIN_FREE_ADDRESSES = 8;

/**
 * The zones of the subnets of a request.
 *
 * Rules: "CreateLoadBalancer" and "SetSubnets" of the API reference; "Subnets for your load balancer" of the guide for
 * Application Load Balancers, on free addresses.
 *
 * @throws AwsError
 */
export function readZoneMappings(
  form: Form,
  balancer: MappedBalancer,
  scope: AccountRegion,
  { network }: Pick<BalancerContext, 'network'>,
): { readonly zones: readonly ZoneMapping[]; readonly vpcId: string } {
  const wanted = readSubnets(form);
  const missing = wanted.map(({ subnetId }) => subnetId).filter((id) => !network.subnet(scope, id));
  if (missing.length > 0) throw subnetNotFound(missing);
  const mappings = wanted.map((mapping) => ({ mapping, subnet: network.subnet(scope, mapping.subnetId)! }));
  const vpcs = new Set([
    ...(balancer.vpcId === undefined ? [] : [balancer.vpcId]),
    ...mappings.map(({ subnet }) => subnet.vpcId),
  ]);
  const [vpcId = ''] = vpcs;
  if (vpcs.size > 1)
    throw invalidConfiguration(`All subnets must belong to the same VPC: '${[...vpcs].join("', '")}'`);
  const zones = mappings.map(({ mapping, subnet }) => ({ ...mapping, zone: subnet.zone }));
  const count = new Set(zones.map(({ zone }) => zone)).size;
  if (count < zones.length)
    throw invalidConfiguration(
      'A load balancer cannot be attached to multiple subnets in the same Availability Zone',
    );
  if (balancer.type === 'application' && count < 2)
    throw validationError('At least two subnets in two different Availability Zones must be specified');
  if (balancer.scheme === 'internet-facing' && network.vpc(scope, vpcId)?.hasInternetGateway === false)
    throw invalidSubnet(`VPC ${vpcId} has no internet gateway`);
  for (const { mapping, subnet } of mappings) {
    if ((subnet.freeAddresses ?? MIN_FREE_ADDRESSES) < MIN_FREE_ADDRESSES)
      throw invalidSubnet(
        `Not enough IP space available in ${mapping.subnetId}. ELB requires at least ${MIN_FREE_ADDRESSES} free IP addresses in each subnet.`,
      );
    if (balancer.ipAddressType !== 'ipv4' && subnet.hasIpv6 === false)
      throw invalidSubnet(`The subnet '${mapping.subnetId}' must have an associated IPv6 CIDR block`);
    const { allocationId } = mapping;
    if (allocationId === undefined) continue;
    if (balancer.type !== 'network' || balancer.scheme !== 'internet-facing')
      throw invalidConfiguration('Allocation IDs are for internet-facing Network Load Balancers only');
    if (!network.hasAllocation(scope, allocationId))
      throw new AwsError(400, 'AllocationIdNotFound', `The allocation ID '${allocationId}' does not exist`);
  }
  return { zones, vpcId };
}

function readSubnets(form: Form): readonly Omit<ZoneMapping, 'zone'>[] {
  const subnets = form.texts('Subnets.member');
  const mappings = form.list('SubnetMappings');
  if (subnets.length > 0 && mappings.length > 0)
    throw validationError('You must specify either subnets or subnet mappings, but not both');
  if (mappings.length === 0 && subnets.length === 0)
    throw validationError('At least one subnet or subnet mapping must be specified');
  if (mappings.length === 0) return [...new Set(subnets)].map((subnetId) => ({ subnetId }));
  return mappings.map((mapping) => {
    const odd = ['IPv6Address', 'SourceNatIpv6Prefix'].find((name) => mapping.has(name));
    if (odd !== undefined)
      throw validationError(`${odd} of a subnet mapping is not supported by the embedded AWS`);
    const [allocationId, privateIp] = [mapping.text('AllocationId'), mapping.text('PrivateIPv4Address')];
    return {
      subnetId: mapping.text('SubnetId') ?? '',
      ...(allocationId !== undefined && { allocationId }),
      ...(privateIp !== undefined && { privateIp }),
    };
  });
}
