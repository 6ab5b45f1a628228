import { randomBytes, randomInt } from 'node:crypto';
import type { AccountRegion } from '../resource-registry/index.ts';
import type { XmlElements } from '../xml.ts';
import { attributesOf } from './attributes.ts';
import {
  arnPrefix,
  type BalancerActions,
  type BalancerContext,
  checkName,
  named,
  pageOf,
  visibility,
} from './context.ts';
import { balancerNotFound, duplicateBalancer, notPermitted, tooMany, validationError } from './errors.ts';
import { allBalancersOf, balancersOf, listenersOf, rulesOf } from './find.ts';
import { hostedZoneIdOf } from './hosted-zone-ids.ts';
import { type BalancerType, balancerTypes, type LoadBalancer, type ZoneMapping } from './model.ts';
import { choiceOf, needText } from './parameters.ts';
import { readGroups } from './security-groups.ts';
import { readNewTags, tagsText } from './tags.ts';
import { readZoneMappings } from './zone-mappings.ts';

export const ipAddressTypes = ['ipv4', 'dualstack', 'dualstack-without-public-ipv4'] as const;
const schemes = ['internet-facing', 'internal'] as const;
const shortTypes = { application: 'app', network: 'net' } as const;
// "DescribeLoadBalancers" and "DescribeTags" of the API reference.
const MAX_NAMED = 20;
// "Quotas for your Application Load Balancers": load balancers of a kind in a region.
const MAX_BALANCERS = 50;

export function createBalancerActions(context: BalancerContext): BalancerActions {
  const { store, interfaces, clock, delays, registry } = context;

  function take(balancer: LoadBalancer, scope: AccountRegion): LoadBalancer {
    const zones = balancer.zones?.map((zone) => ({
      ...zone,
      interfaceId: holdInterface(context, balancer, zone, scope),
    }));
    const taken = { ...balancer, ...(zones && { zones }) };
    store.set('balancer', taken);
    return taken;
  }

  return {
    CreateLoadBalancer: {
      resourcesOf: (form, scope) => {
        const type = form.text('Type') === 'network' ? 'net' : 'app';
        return [`${arnPrefix(scope)}loadbalancer/${type}/${form.text('Name') ?? ''}/*`];
      },
      act(call) {
        const { form, caller } = call;
        const name = checkName(needText(form, 'Name'), 'load balancer');
        if (form.text('Type') === 'gateway')
          throw validationError(
            'The embedded AWS has application and network load balancers, and no gateway ones',
          );
        const type = choiceOf(form, 'Type', balancerTypes) ?? 'application';
        const scheme = choiceOf(form, 'Scheme', schemes) ?? 'internet-facing';
        const ipAddressType = choiceOf(form, 'IpAddressType', ipAddressTypes) ?? 'ipv4';
        if (type === 'network' && ipAddressType === 'dualstack-without-public-ipv4')
          throw validationError(
            `The IP address type '${ipAddressType}' is one of Application Load Balancers`,
          );
        const { zones, vpcId } = readZoneMappings(form, { type, scheme, ipAddressType }, caller, context);
        const groups = readGroups(form, { type, vpcId }, caller, context);
        const tags = readNewTags(form);
        const id = randomBytes(8).toString('hex');
        const wanted: LoadBalancer = {
          arn: `${arnPrefix(caller)}loadbalancer/${shortTypes[type]}/${name}/${id}`,
          name,
          type,
          scheme,
          dnsName: dnsNameOf({ name, type, scheme, id, region: caller.region }),
          hostedZoneId: hostedZoneIdOf(type, caller.region),
          vpcId,
          ipAddressType,
          zones,
          groups,
          createdMs: clock.now(),
          attributes: {},
          tags,
          ...visibility(call, context),
        };
        const all = allBalancersOf(context, caller);
        const existing = all.find((balancer) => balancer.name === name);
        if (existing) {
          const now = { ...existing, tags: registry.tags.get(existing.arn) };
          if (existing.described || settingsOf(now) !== settingsOf(wanted)) throw duplicateBalancer(name);
          return { LoadBalancers: { member: [balancerXml(existing, context)] } };
        }
        if (all.filter((balancer) => balancer.type === type).length >= MAX_BALANCERS)
          throw tooMany(
            'LoadBalancers',
            `You have reached the maximum of ${MAX_BALANCERS} ${type} load balancers`,
          );
        return { LoadBalancers: { member: [balancerXml(take(wanted, caller), context)] } };
      },
    },

    DeleteLoadBalancer: {
      resourcesOf: (form) => [form.text('LoadBalancerArn') ?? '*'],
      act({ form, caller }) {
        const arn = needText(form, 'LoadBalancerArn');
        const balancer = allBalancersOf(context, caller).find((each) => each.arn === arn);
        // "If the load balancer does not exist or has already been deleted, the call succeeds."
        if (!balancer) return {};
        if (balancer.described)
          throw notPermitted(`Load balancer '${arn}' is one of the account file, and cannot be deleted here`);
        if (attributesOf(balancer)['deletion_protection.enabled'] === 'true')
          throw notPermitted(
            `Load balancer '${arn}' cannot be deleted because deletion protection is enabled`,
          );
        const listeners = listenersOf(context, arn);
        const rules = listeners.flatMap((listener) => rulesOf(context, listener.arn));
        store.remove(
          ...rules.map((rule) => ({ kind: 'rule', arn: rule.arn }) as const),
          ...listeners.map((listener) => ({ kind: 'listener', arn: listener.arn }) as const),
          { kind: 'balancer', arn },
        );
        for (const gone of [arn, ...[...rules, ...listeners].map((each) => each.arn)])
          registry.tags.forget(gone);
        for (const { interfaceId } of balancer.zones ?? [])
          if (interfaceId !== undefined) interfaces.remove(caller, interfaceId, delays.lingerMs);
        return {};
      },
    },

    DescribeLoadBalancers: {
      act(call) {
        const { form, caller } = call;
        const [arns, names] = [form.texts('LoadBalancerArns.member'), form.texts('Names.member')];
        if (arns.length > MAX_NAMED)
          throw validationError(`Cannot have more than ${MAX_NAMED} load balancers in a request`);
        const all = balancersOf(context, caller);
        const found =
          arns.length === 0 && names.length === 0
            ? all
            : [
                ...named(arns, (arn) => all.find((each) => each.arn === arn), balancerNotFound),
                ...named(names, (name) => all.find((each) => each.name === name), balancerNotFound),
              ];
        const { page, NextMarker } = pageOf(found, call, context);
        return { LoadBalancers: { member: page.map((each) => balancerXml(each, context)) }, NextMarker };
      },
    },
  };
}

/** A network interface in a subnet of a load balancer. @returns its id */
export function holdInterface(
  { interfaces }: Pick<BalancerContext, 'interfaces'>,
  { arn, groups, type, scheme, ipAddressType = 'ipv4' }: LoadBalancer,
  { subnetId }: Pick<ZoneMapping, 'subnetId'>,
  { accountId, region }: AccountRegion,
): string {
  const request = {
    owner: 'amazon-elb',
    description: `ELB ${arn.slice(arn.indexOf('/') + 1)}`,
    subnet: subnetId,
    groups,
    type: type === 'network' ? 'network_load_balancer' : 'interface',
    isPublic: scheme === 'internet-facing',
    hasIpv6: ipAddressType !== 'ipv4',
  };
  return interfaces.create({ accountId, region }, request).id;
}

/** What two creates have to have in common to be one. */
function settingsOf({ type, scheme, ipAddressType, zones = [], groups, tags }: LoadBalancer): string {
  const subnets = zones.map(({ subnetId, allocationId, privateIp }) => [subnetId, allocationId, privateIp]);
  const lists = [subnets.map((each) => JSON.stringify(each)).toSorted(), groups.toSorted()];
  return JSON.stringify([type, scheme, ipAddressType, ...lists, tagsText(tags)]);
}

/** The names that the service gives, as in the examples of its guides. */
function dnsNameOf({
  name,
  type,
  scheme,
  id,
  region,
}: {
  readonly name: string;
  readonly type: BalancerType;
  readonly scheme: string;
  readonly id: string;
  readonly region: string;
}): string {
  if (type === 'network') return `${name}-${id}.elb.${region}.amazonaws.com`;
  const number = randomInt(100_000_000, 2_000_000_000);
  return `${scheme === 'internal' ? 'internal-' : ''}${name}-${number}.${region}.elb.amazonaws.com`;
}

/** "LoadBalancer" of the API reference. */
function balancerXml(
  balancer: LoadBalancer,
  { clock, delays }: Pick<BalancerContext, 'clock' | 'delays'>,
): XmlElements {
  const { described, createdMs = 0, zones, groups, type } = balancer;
  const status = described
    ? described.status
    : clock.now() < createdMs + delays.provisionMs
      ? 'provisioning'
      : 'active';
  return {
    LoadBalancerArn: balancer.arn,
    LoadBalancerName: balancer.name,
    DNSName: balancer.dnsName,
    CanonicalHostedZoneId: balancer.hostedZoneId,
    Scheme: balancer.scheme,
    Type: type,
    VpcId: balancer.vpcId,
    State: status === undefined ? undefined : { Code: status },
    AvailabilityZones: zones && { member: zones.map(zoneXml) },
    // A network load balancer that was created without groups has none.
    SecurityGroups: { member: groups },
    IpAddressType: balancer.ipAddressType,
    CreatedTime: described ? described.createdAt : new Date(createdMs).toISOString(),
  };
}

/** "AvailabilityZone" of the API reference. */
export function zoneXml({ zone, subnetId, allocationId, privateIp }: ZoneMapping): XmlElements {
  return {
    ZoneName: zone,
    SubnetId: subnetId,
    LoadBalancerAddresses: {
      member:
        allocationId === undefined && privateIp === undefined
          ? []
          : [{ AllocationId: allocationId, PrivateIPv4Address: privateIp }],
    },
  };
}
