import type { Form } from '../form.ts';
import type { AccountRegion } from '../resource-registry/index.ts';
import { attributesXml, attributesOf, readAttributes } from './attributes.ts';
import { holdInterface, ipAddressTypes, zoneXml } from './balancer-actions.ts';
import type { BalancerActions, BalancerContext } from './context.ts';
import { invalidConfiguration, invalidSubnet, validationError } from './errors.ts';
import { balancerAt, changeableBalancer } from './find.ts';
import type { LoadBalancer, ZoneMapping } from './model.ts';
import { choiceOf, needText } from './parameters.ts';
import { readGroups } from './security-groups.ts';
import { readZoneMappings } from './zone-mappings.ts';

const resourcesOf = (form: Form) => [form.text('LoadBalancerArn') ?? '*'];

/** What changes a load balancer. */
export function createBalancerChanges(context: BalancerContext): BalancerActions {
  const { store, interfaces, network, delays } = context;

  /** Keeps the network interfaces in subnets that stay. */
  function withInterfaces(
    balancer: LoadBalancer,
    zones: readonly ZoneMapping[],
    scope: AccountRegion,
  ): readonly ZoneMapping[] {
    const before = new Map(balancer.zones?.map((zone) => [zone.subnetId, zone.interfaceId]));
    const mapped = zones.map((zone) => ({
      ...zone,
      interfaceId: before.get(zone.subnetId) ?? holdInterface(context, balancer, zone, scope),
    }));
    for (const [subnetId, interfaceId] of before)
      if (interfaceId !== undefined && !zones.some((zone) => zone.subnetId === subnetId))
        interfaces.remove(scope, interfaceId, delays.lingerMs);
    return mapped;
  }

  return {
    SetSubnets: {
      resourcesOf,
      act({ form, caller }) {
        const balancer = changeableBalancer(context, needText(form, 'LoadBalancerArn'), caller);
        const { type = '', scheme = '', vpcId = '' } = balancer;
        const ipAddressType =
          choiceOf(form, 'IpAddressType', ipAddressTypes) ?? balancer.ipAddressType ?? 'ipv4';
        const { zones } = readZoneMappings(form, { type, scheme, vpcId, ipAddressType }, caller, context);
        const changed = { ...balancer, ipAddressType, zones: withInterfaces(balancer, zones, caller) };
        store.set('balancer', changed);
        return { AvailabilityZones: { member: changed.zones.map(zoneXml) }, IpAddressType: ipAddressType };
      },
    },

    SetSecurityGroups: {
      resourcesOf,
      act({ form, caller }) {
        const balancer = changeableBalancer(context, needText(form, 'LoadBalancerArn'), caller);
        const { type = '', vpcId = '', zones = [] } = balancer;
        // "You can't perform this operation on a Network Load Balancer unless you specified a security group … when you created it."
        if (type === 'network' && balancer.groups.length === 0)
          throw invalidConfiguration(
            'A security group cannot be set for a Network Load Balancer that was created without one',
          );
        if (form.texts('SecurityGroups.member').length === 0)
          throw validationError('At least one security group must be specified');
        const groups = readGroups(form, { type, vpcId }, caller, context);
        store.set('balancer', { ...balancer, groups });
        for (const { interfaceId } of zones)
          if (interfaceId !== undefined) interfaces.setGroups(caller, interfaceId, groups);
        return { SecurityGroupIds: { member: groups } };
      },
    },

    SetIpAddressType: {
      resourcesOf,
      act({ form, caller }) {
        const balancer = changeableBalancer(context, needText(form, 'LoadBalancerArn'), caller);
        needText(form, 'IpAddressType');
        const IpAddressType = choiceOf(form, 'IpAddressType', ipAddressTypes)!;
        if (balancer.type === 'network' && IpAddressType === 'dualstack-without-public-ipv4')
          throw invalidConfiguration(
            `The IP address type '${IpAddressType}' is one of Application Load Balancers`,
          );
        for (const { subnetId } of balancer.zones ?? [])
          if (IpAddressType !== 'ipv4' && network.subnet(caller, subnetId)?.hasIpv6 === false)
            throw invalidSubnet(`The subnet '${subnetId}' must have an associated IPv6 CIDR block`);
        store.set('balancer', { ...balancer, ipAddressType: IpAddressType });
        for (const { interfaceId } of balancer.zones ?? [])
          if (interfaceId !== undefined) interfaces.setIpv6(caller, interfaceId, IpAddressType !== 'ipv4');
        return { IpAddressType };
      },
    },

    DescribeLoadBalancerAttributes: {
      act: ({ form, caller }) =>
        attributesXml(attributesOf(balancerAt(context, needText(form, 'LoadBalancerArn'), caller))),
    },

    ModifyLoadBalancerAttributes: {
      resourcesOf,
      act({ form, caller }) {
        const balancer = changeableBalancer(context, needText(form, 'LoadBalancerArn'), caller);
        const changed = readAttributes(form, attributesOf(balancer), 'Load balancer');
        if (balancer.type === 'application' && changed['load_balancing.cross_zone.enabled'] === 'false')
          throw invalidConfiguration(
            'Cross-zone load balancing cannot be disabled for an Application Load Balancer',
          );
        const attributes = { ...balancer.attributes, ...changed };
        store.set('balancer', { ...balancer, attributes });
        return attributesXml(changed);
      },
    },
  };
}
