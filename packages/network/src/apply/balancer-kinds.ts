import type { LoadBalancer, TargetGroup } from '@groundcrew/aws/elbv2';
import { type Item, textOf } from '../desired/item.ts';
import { undefinedIfNotFound } from './failures.ts';
import type { KindCalls } from './kind-calls.ts';
import type { Found, LookUp, Making } from './network-calls.ts';
import { knownRef, refId, refIds } from './references.ts';
import { fromList, tagChanges, tagsOf, toList } from './tags.ts';

/** `undefined`: what was just made, or removed, is not visible to this read: then it counts as not visible at all. */
async function elbTags(
  arn: string,
  { calls, once, signal }: LookUp,
): Promise<Record<string, string> | undefined> {
  const answer = await undefinedIfNotFound(() =>
    once(`tags ${arn}`, () => calls.elb.DescribeTags({ ResourceArns: [arn] }, { signal })),
  );
  return answer && fromList(answer.TagDescriptions?.[0]?.Tags);
}

async function updateElbTags(
  before: Item,
  after: Item,
  id: string,
  { calls, signal }: Making,
): Promise<void> {
  const { set, gone } = tagChanges(before, after);
  if (Object.keys(set).length > 0) {
    await calls.elb.AddTags({ ResourceArns: [id], Tags: toList(set) }, { signal });
  }
  if (gone.length > 0) await calls.elb.RemoveTags({ ResourceArns: [id], TagKeys: gone }, { signal });
}

/** By its name, of which a region has one. */
export async function balancerOf(
  name: string,
  { calls, once, signal }: LookUp,
): Promise<LoadBalancer | undefined> {
  const answer = await once(`load-balancer ${name}`, () =>
    undefinedIfNotFound(() => calls.elb.DescribeLoadBalancers({ Names: [name] }, { signal })),
  );
  return answer?.LoadBalancers?.[0];
}

const balancerStates: Readonly<Record<string, Found['state']>> = {
  provisioning: 'pending',
  failed: 'failed',
};

/** Load balancers, by their names in the region. */
export const loadBalancerKind: KindCalls = {
  tagged: true,
  async find(item, look) {
    const balancer = await balancerOf(item.name, look);
    if (!balancer) return undefined;
    const { LoadBalancerArn: id = '', State, AvailabilityZones = [], SecurityGroups = [] } = balancer;
    const state = balancerStates[State?.Code ?? ''];
    const tags = await elbTags(id, look);
    if (!tags) return undefined;
    return {
      id,
      values: { type: balancer.Type, scheme: balancer.Scheme, ipAddressType: balancer.IpAddressType },
      refs: { subnets: AvailabilityZones.map(({ SubnetId = '' }) => SubnetId), groups: SecurityGroups },
      tags,
      ...(state && { state }),
      ...(state === 'failed' && {
        cause: { code: 'failed', message: State?.Reason ?? `load balancer ${item.name} failed` },
      }),
    };
  },
  async make(item, making, existing) {
    if (existing) return existing.id;
    const { LoadBalancers = [] } = await making.calls.elb.CreateLoadBalancer(
      {
        Name: item.name,
        Type: textOf(item, 'type') === 'network' ? 'network' : 'application',
        Scheme: textOf(item, 'scheme') === 'internal' ? 'internal' : 'internet-facing',
        IpAddressType: textOf(item, 'ipAddressType') === 'dualstack' ? 'dualstack' : 'ipv4',
        Subnets: refIds(item, 'subnets', making),
        SecurityGroups: refIds(item, 'groups', making),
        Tags: toList(tagsOf(item, making)),
      },
      { signal: making.signal },
    );
    return LoadBalancers[0]?.LoadBalancerArn ?? '';
  },
  async update(before, after, fields, { id }, making) {
    const { calls, signal } = making;
    const LoadBalancerArn = id;
    if (fields.includes('tags')) await updateElbTags(before, after, id, making);
    if (fields.includes('groups')) {
      const SecurityGroups = refIds(after, 'groups', making);
      await calls.elb.SetSecurityGroups({ LoadBalancerArn, SecurityGroups }, { signal });
    }
    if (fields.includes('subnets')) {
      await calls.elb.SetSubnets({ LoadBalancerArn, Subnets: refIds(after, 'subnets', making) }, { signal });
    }
    if (fields.includes('ipAddressType')) {
      const IpAddressType = textOf(after, 'ipAddressType') === 'dualstack' ? 'dualstack' : 'ipv4';
      await calls.elb.SetIpAddressType({ LoadBalancerArn, IpAddressType }, { signal });
    }
  },
  remove: async (_, { id }, { calls, signal }) =>
    void (await calls.elb.DeleteLoadBalancer({ LoadBalancerArn: id }, { signal })),
};

/** Listeners have the same ones. */
const protocolOf = (text: string) => text as TargetGroup['Protocol'];

/** Target groups, by their names in the region. */
export const targetGroupKind: KindCalls = {
  tagged: true,
  async find(item, look) {
    const { calls, once, signal } = look;
    const answer = await once(`target-group ${item.name}`, () =>
      undefinedIfNotFound(() => calls.elb.DescribeTargetGroups({ Names: [item.name] }, { signal })),
    );
    const group = answer?.TargetGroups?.[0];
    if (!group) return undefined;
    const { TargetGroupArn: id = '', Protocol, Port, TargetType, HealthCheckPath, VpcId = '' } = group;
    const tags = await elbTags(id, look);
    if (!tags) return undefined;
    return {
      id,
      values: {
        protocol: Protocol,
        port: Port,
        targetType: TargetType,
        ...(item.props['health'] !== undefined && { health: HealthCheckPath }),
      },
      refs: { vpc: VpcId },
      tags,
    };
  },
  async make(item, making, existing) {
    if (existing) return existing.id;
    const health = item.props['health'];
    const { TargetGroups = [] } = await making.calls.elb.CreateTargetGroup(
      {
        Name: item.name,
        Protocol: protocolOf(textOf(item, 'protocol')),
        Port: Number(item.props['port']),
        TargetType: textOf(item, 'targetType') === 'ip' ? 'ip' : 'instance',
        VpcId: refId(item, 'vpc', making),
        ...(typeof health === 'string' && { HealthCheckPath: health, ...healthProtocol(item) }),
        Tags: toList(tagsOf(item, making)),
      },
      { signal: making.signal },
    );
    return TargetGroups[0]?.TargetGroupArn ?? '';
  },
  async update(before, after, fields, { id }, making) {
    if (fields.includes('tags')) await updateElbTags(before, after, id, making);
    if (!fields.includes('health')) return;
    const health = after.props['health'];
    await making.calls.elb.ModifyTargetGroup(
      {
        TargetGroupArn: id,
        // Without a path of its own, that of AWS: API reference, "CreateTargetGroup", HealthCheckPath.
        HealthCheckPath: typeof health === 'string' ? health : '/',
        ...healthProtocol(after),
      },
      { signal: making.signal },
    );
  },
  remove: async (_, { id }, { calls, signal }) =>
    void (await calls.elb.DeleteTargetGroup({ TargetGroupArn: id }, { signal })),
};

/** A path is asked for by HTTP or HTTPS, whatever the targets speak. */
function healthProtocol(item: Item): { readonly HealthCheckProtocol?: 'HTTP' | 'HTTPS' } {
  const protocol = textOf(item, 'protocol');
  if (protocol === 'HTTP' || protocol === 'HTTPS') return {};
  return { HealthCheckProtocol: protocol === 'TLS' ? 'HTTPS' : 'HTTP' };
}

/** Listeners, by the ports of their load balancers. */
export const listenerKind: KindCalls = {
  async find(item, look) {
    const { calls, once, signal } = look;
    const arn = knownRef(item, 'loadBalancer', look);
    if (arn === undefined) return undefined;
    const answer = await once(`listeners ${arn}`, () =>
      undefinedIfNotFound(() => calls.elb.DescribeListeners({ LoadBalancerArn: arn }, { signal })),
    );
    const listener = answer?.Listeners?.find(({ Port }) => Port === item.props['port']);
    if (!listener) return undefined;
    const { ListenerArn: id = '', Port, Protocol, Certificates, DefaultActions = [] } = listener;
    return {
      id,
      values: {
        port: Port,
        protocol: Protocol,
        certificate: Certificates?.[0]?.CertificateArn,
      },
      refs: { loadBalancer: arn, target: DefaultActions[0]?.TargetGroupArn ?? '' },
    };
  },
  async make(item, making, existing) {
    if (existing) return existing.id;
    const { Listeners = [] } = await making.calls.elb.CreateListener(
      {
        LoadBalancerArn: refId(item, 'loadBalancer', making),
        ...listenerValues(item, making),
        Tags: toList(tagsOf(item, making)),
      },
      { signal: making.signal },
    );
    return Listeners[0]?.ListenerArn ?? '';
  },
  async update(_, after, __, { id }, making) {
    await making.calls.elb.ModifyListener(
      { ListenerArn: id, ...listenerValues(after, making) },
      { signal: making.signal },
    );
  },
  remove: async (_, { id }, { calls, signal }) =>
    void (await calls.elb.DeleteListener({ ListenerArn: id }, { signal })),
};

function listenerValues(item: Item, look: Pick<LookUp, 'ids'>) {
  const certificate = item.props['certificate'];
  return {
    Port: Number(item.props['port']),
    Protocol: protocolOf(textOf(item, 'protocol')),
    DefaultActions: [{ Type: 'forward' as const, TargetGroupArn: refId(item, 'target', look) }],
    ...(typeof certificate === 'string' && { Certificates: [{ CertificateArn: certificate }] }),
  };
}
