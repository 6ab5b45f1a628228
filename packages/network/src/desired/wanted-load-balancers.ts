import { type LoadBalancer, loadBalancerName, targetGroupName } from '../file/index.ts';
import { type Gather, subnetKey } from './gather.ts';

/** Load balancers with their target groups, listeners and records. */
export function loadBalancerItems(gather: Gather): void {
  for (const balancer of gather.file.loadBalancers.values()) addLoadBalancer(gather, balancer);
}

function addLoadBalancer(gather: Gather, balancer: LoadBalancer): void {
  const { file, add, tagsOf } = gather;
  const { name, type, scheme, listeners, record } = balancer;
  const awsName = loadBalancerName(file.name, balancer);
  const key = `load-balancer:${name}/${type}/${scheme}`;
  const subnets = subnetsOf(gather, balancer, key);
  add({
    kind: 'load-balancer',
    key,
    name: awsName,
    props: {
      type,
      scheme,
      ipAddressType: file.ipv6 ? 'dualstack' : 'ipv4',
      zones: file.zones.length,
      tags: tagsOf(awsName),
    },
    refs: {
      subnets,
      groups: [`group:${name}`],
      // An internet-facing one is refused in a VPC without an internet gateway.
      ...(scheme === 'internet-facing' && { gateway: 'gateway-attachment' }),
    },
  });
  for (const { port, protocol, certificate, target } of listeners) {
    const targetName = targetGroupName(file.name, name, target);
    const group = add({
      kind: 'target-group',
      key: `target-group:${name}/${target.protocol}/${target.port}/${target.type}`,
      name: targetName,
      props: {
        protocol: target.protocol,
        port: target.port,
        targetType: target.type,
        ...(target.health !== undefined && { health: target.health }),
        tags: tagsOf(targetName),
      },
      refs: { vpc: 'vpc' },
    });
    add({
      kind: 'listener',
      key: `listener:${awsName}/${port}`,
      name: `${port} of ${awsName}`,
      props: { port, protocol, ...(certificate !== undefined && { certificate }) },
      refs: { loadBalancer: key, target: group },
    });
  }
  if (!record) return;
  for (const recordType of file.ipv6 ? ['A', 'AAAA'] : ['A']) {
    add({
      kind: 'record',
      key: `record:${record.hostedZone}/${record.name}/${recordType}`,
      name: `${record.name} ${recordType}`,
      props: { hostedZone: record.hostedZone, recordName: record.name, recordType },
      refs: { target: key },
    });
  }
}

/** A subnet of its tier in each zone: the one that it is in already, or the first. */
function subnetsOf({ file, plan, state }: Gather, { tier }: LoadBalancer, key: string): readonly string[] {
  const current = [state.items.get(key)?.refs['subnets'] ?? []].flat();
  return file.zones.flatMap((zone) => {
    const keys = plan.subnets.filter((each) => each.tier === tier && each.zone === zone).map(subnetKey);
    const chosen = keys.find((each) => current.includes(each)) ?? keys[0];
    return chosen === undefined ? [] : [chosen];
  });
}
